"""Files of SPSS and Stata: answers as codes, with the labels beside them.

``read`` gives tidy tables. The variables named as private are never read; a declared missing value
stays apart from a blank; a multiple-response set becomes one row per case and choice.
"""

from analysis.intake.labelled.reading import Labelled, Report, read
from analysis.intake.labelled.tables import chosen, items, submissions, wordings

__all__ = ["Labelled", "Report", "chosen", "items", "read", "submissions", "wordings"]
