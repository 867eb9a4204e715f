"""Pure functions on tidy tables: no files, no clock, no plots."""
