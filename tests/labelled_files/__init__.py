"""Files of SPSS and Stata: written by GNU PSPP (kept here), and by pyreadstat as the tests go."""
