"""All faults of a file before the first is raised."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.faults import BadInput, Fault, at, refuse
from analysis.intake.cells import Read
from analysis.schema import checked
from analysis.study import Study


class Gathering:
    """Faults found in one file (and sheet) so far.

    ``columns`` gives the file's own name of a declared column, where they differ: a fault names
    what its reader will look for.
    """

    def __init__(
        self, study: Study, file: str, sheet: str = "", columns: Mapping[str, str] | None = None
    ) -> None:
        self.study, self.file, self.sheet = study, file, sheet
        self.columns = columns or {}
        self.faults: list[Fault] = []

    def values(self, read: Read) -> pd.Series:
        """The values of a converted column; its faults are kept."""
        values, wrong = read
        self.add(wrong)
        return values

    def add(self, faults: list[Fault]) -> None:
        """Keep faults found in this file."""
        self.faults += [
            replace(fault, column=self._in_file(fault.column))
            for fault in at(faults, self.file, self.sheet)
        ]

    def checked(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """The table through its declaration; as it is where that finds faults, which are kept.

        Of a cell that is known to be wrong, nothing more is said.
        """
        try:
            return checked(name, table, self.study)
        except BadInput as bad:
            known = {(fault.row, fault.column) for fault in self.faults}
            self.add([f for f in bad.faults if (f.row, self._in_file(f.column)) not in known])
            return table

    def refuse(self) -> None:
        """Raise BadInput with every fault kept."""
        refuse(self.faults)

    def _in_file(self, column: str) -> str:
        return self.columns.get(column, column)


def gathered(reads: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    """What each of several reads gives. Raises BadInput with the faults of all of them."""
    given, faults = {}, []
    for name, read in reads.items():
        try:
            given[name] = read()
        except BadInput as bad:
            faults += bad.faults
    refuse(faults)
    return given
