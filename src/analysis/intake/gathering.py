"""All faults of a file before the first is raised."""

import pandas as pd

from analysis.faults import BadInput, Fault, at, refuse
from analysis.intake.cells import Read
from analysis.schema import checked
from analysis.study import Study


class Gathering:
    """Faults found in one file (and sheet) so far."""

    def __init__(self, study: Study, file: str, sheet: str = ""):
        self.study, self.file, self.sheet = study, file, sheet
        self.faults: list[Fault] = []

    def values(self, read: Read) -> pd.Series:
        """The values of a converted column; its faults are kept."""
        values, wrong = read
        self.add(wrong)
        return values

    def add(self, faults: list[Fault]) -> None:
        """Keep faults found in this file."""
        self.faults += at(faults, self.file, self.sheet)

    def checked(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """The table through its declaration; as it is where that finds faults, which are kept."""
        try:
            return checked(name, table, self.study, self.file, self.sheet)
        except BadInput as bad:
            known = {(f.row, f.column) for f in self.faults}
            self.faults += [f for f in bad.faults if (f.row, f.column) not in known]
            return table

    def refuse(self) -> None:
        """Raise BadInput with every fault kept."""
        refuse(self.faults)
