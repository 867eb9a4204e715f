"""The clean tables as a field team would have typed them."""

from typing import Any

import pandas as pd

from analysis.intake import places, sheets
from analysis.study import Study
from analysis.synthetic.streams import Generator, pick, picks
from analysis.vocabulary import FOCUS_GROUP

REGISTER = (
    "folio", "tipo", "modalidad", "fecha", "estado", "grupo", "idioma", "personas", "mujeres",
    "hombres", "temas", "consentimiento", "claves", "notas",
)  # fmt: skip
N_BLANK, N_TWICE = 4, 3

Rows = list[list[Any]]
Spellings = dict[str, list[str]]


def spellings(study: Study) -> Spellings:
    """Every spelling that names one state and no other; its code where no file lists any."""
    known = {state: [state] for state in study.states}
    path = study.raw / places.FILE
    if not path.exists():
        return known
    meanings = places.read_aliases(study)
    for alias, state in sheets.read_csv(study, path, places.COLUMNS).itertuples(index=False):
        if state in known and meanings[places.bare(alias)] == {state}:
            known[state].append(alias)
    return known


def register(
    study: Study, sources: pd.DataFrame, asked: pd.DataFrame, known: Spellings, rng: Generator
) -> Rows:
    """The register: a header, then a row per source, blank rows, and rows entered twice."""
    themes = asked.groupby("source_id", sort=False)["domain"].apply(list)
    by_date = sources.sort_values(["date", "source_id"], kind="stable")
    rows = [
        _register_row(study, source, themes, known, rng)
        for source in by_date.itertuples(index=False)
    ]
    twice = picks(rng, rows, N_TWICE)
    for row in twice:
        rows.insert(
            int(rng.integers(rows.index(row) + 1, len(rows) + 1)), [_louder(cell) for cell in row]
        )
    for number in range(N_BLANK):
        # A cell that only looks blank, once.
        blank = [None] * len(REGISTER) if number else [None, " ", *[None] * (len(REGISTER) - 2)]
        rows.insert(int(rng.integers(1, len(rows))), blank)
    return [list(REGISTER), *rows]


def _register_row(
    study: Study, source: tuple, themes: pd.Series, known: Spellings, rng: Generator
) -> list:
    kind = "grupo focal" if source.kind == FOCUS_GROUP else "entrevista"
    return [
        source.source_id,
        _typed(rng, kind),
        _listed(study, "modes", source.mode, rng),
        _date(source.date, rng),
        pick(rng, known[source.state]),
        _listed(study, "groups", source.group, rng),
        _listed(study, "interview_languages", source.language, rng),
        source.n_people,
        source.n_women,
        source.n_men,
        pick(rng, (";", "; ")).join(themes[source.source_id]),
        _typed(rng, source.consent),
        "; ".join(source.people),
        source.note or None,
    ]


def _date(date: pd.Timestamp, rng: Generator) -> Any:
    day = date.to_pydatetime()
    return pick(rng, (day, day.strftime("%Y-%m-%d"), day.strftime("%d/%m/%Y")), (0.6, 0.2, 0.2))


def _listed(study: Study, name: str, item: str, rng: Generator) -> str:
    return _typed(rng, pick(rng, (item, study.labels(name, "es")[item]), (0.3, 0.7)))


def _typed(rng: Generator, text: str) -> str:
    """Now and then in capitals, or with a space too many."""
    return pick(rng, (text, text.upper(), text.capitalize(), f"{text} "), (0.7, 0.08, 0.14, 0.08))


def _louder(cell: Any) -> Any:
    """The same cell in capitals, or with a space more; identifiers keep their capitals anyway."""
    return f" {cell.upper()}" if isinstance(cell, str) else cell
