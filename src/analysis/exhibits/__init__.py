"""Figures, findings and the report, all drawn from released tables."""
