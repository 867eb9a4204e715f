"""Each processed table, declared once: its grain, columns, units and what a blank means.

The declaration checks a table against the study's closed lists (``checked``) and its references
against the other tables (``stray_references``), and writes the data dictionary (``dictionary``).
"""

from analysis.schema.checking import about, checked, dictionary, key, stray_references
from analysis.schema.tables import TABLES

__all__ = ["TABLES", "about", "checked", "dictionary", "key", "stray_references"]
