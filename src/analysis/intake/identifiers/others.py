"""Numbers that say when or how much: dates, times of day, amounts of money.

They hold no identifier of their own, and none may be read across them.
"""

import re

from analysis.intake.identifiers.candidate import END, START

DAY, MONTH, YEAR = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])", "(?:19|20)[0-9]{2}"
NUMERIC_DATE = (
    rf"{START}(?:{DAY}(?P<a>[/.\-]){MONTH}(?P=a)(?:{YEAR}|[0-9]{{2}})|"
    rf"{YEAR}(?P<b>[/.\-]){MONTH}(?P=b){DAY}){END}(?![/\-][0-9])"
)
TIME = r"#?(?<![0-9])[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[.\-][0-9]{1,3})?#?(?![0-9])"
AMOUNT = r"\$[ \n]?[0-9]{1,12}(?:[,.][0-9]{1,3}){0,6}|[0-9]{1,3}(?:,[0-9]{3}){1,5}(?:\.[0-9]{1,2})?"
OTHERS = re.compile(f"{NUMERIC_DATE}|{TIME}|{AMOUNT}{END}")
DATES = re.compile(NUMERIC_DATE)


def spans_of_others(text: str) -> list[tuple[int, int]]:
    """Spans of the view that are a date, a time or an amount, in order."""
    return [match.span() for match in OTHERS.finditer(text)]
