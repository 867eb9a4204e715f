"""The register of interviews and focus groups: who was heard, where, about what."""

from pathlib import Path

import pandas as pd

from analysis import vocabulary as words
from analysis.faults import Fault
from analysis.intake import cells, places, sheets
from analysis.intake.gathering import Gathering
from analysis.store import note
from analysis.study import Study

FILE, SHEET = Path("interviews/register.xlsx"), "register"
COLUMNS = (
    "folio", "tipo", "modalidad", "fecha", "estado", "grupo", "idioma", "personas", "mujeres",
    "hombres", "temas", "consentimiento", "claves", "notas",
)  # fmt: skip
KINDS = {"entrevista": words.INTERVIEW, "grupo focal": words.FOCUS_GROUP}
GIVEN = "given"
# A folio names a file of transcripts: no part of a path, no space.
FOLIO = r"\w[\w-]*"
# What the declared columns are called in the register.
COLUMN = {
    "source_id": "folio", "kind": "tipo", "mode": "modalidad", "date": "fecha", "state": "estado",
    "group": "grupo", "language": "idioma", "n_people": "personas", "domain": "temas",
    "person_id": "claves", "reason": "consentimiento",
}  # fmt: skip
CONSENT = {"sí": GIVEN, "no": words.CONSENT_REFUSED, "retirado": words.CONSENT_WITHDRAWN}


def read(study: Study) -> pd.DataFrame:
    """The register as it stands, one row per sheet row; ``notas`` is left behind unread."""
    note(study.provenance)
    return sheets.read_sheet(study, study.raw / FILE, SHEET, COLUMNS).drop(columns="notas")


def clean(register: pd.DataFrame, study: Study) -> dict[str, pd.DataFrame]:
    """Tables ``interviews``, ``asked``, ``participants``, ``set_aside`` and ``interview_flow``.

    Only sources whose use was consented to go further; the others are set aside by name, so that
    what was coded or written of them is set aside too. Raises BadInput for a folio with two
    different rows, for one that cannot name a file, and for every cell that cannot be read.
    """
    found = Gathering(study, study.known_as(study.raw / FILE), SHEET, COLUMN)
    filled = register.dropna(how="all")
    once = _once(filled)
    consent = found.values(cells.choices(once["consentimiento"], CONSENT, "sí, no, retirado"))
    found.add(_blank(once["consentimiento"]) + _blank(once["folio"]))
    found.add(_contradicting(once["folio"]) + _unfit(once["folio"]))
    used = once[consent.eq(GIVEN)]
    interviews = _interviews(used, study, found)
    refused = once[consent.isin([words.CONSENT_REFUSED, words.CONSENT_WITHDRAWN])]
    read = {
        "set_aside": _set_aside(refused, consent),
        "interviews": interviews,
        "asked": _asked(used, study, found),
        "participants": _participants(used, interviews, found),
    }
    # Of a source that stands twice nothing follows from its second row.
    again = once.index[once["folio"].duplicated()]
    tables = {
        name: found.checked(name, table.drop(index=again, errors="ignore"))
        for name, table in read.items()
    }
    found.refuse()
    flow = _flow(register, filled, once, consent)
    return tables | {"interview_flow": found.checked("interview_flow", flow)}


def by_consent(register: pd.DataFrame, study: Study) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The sources in use and those set aside, of a register with faults.

    For the gate, which goes on looking at the other files. A source is in use only where every
    row says so. Besides ``source_id``, ``date`` and ``language`` are given: a date that cannot be
    read is missing, and a language the study's first one, lest others of its files be blamed.
    """
    rows = register.dropna(subset="folio")
    consent, _ = cells.choices(rows["consentimiento"], CONSENT, "")
    languages = study.closed("interview_languages")
    language, _ = cells.choices(rows["idioma"], cells.wordings(study, "interview_languages"), "")
    read = rows.assign(
        source_id=rows["folio"],
        is_used=consent.eq(GIVEN) & rows["folio"].str.fullmatch(FOLIO),
        date=cells.dates(rows["fecha"])[0],
        language=language.fillna(languages[0]),
    )
    sources = read.groupby("source_id").agg(
        is_used=("is_used", "all"), date=("date", "first"), language=("language", "first")
    )
    sources = sources.reset_index()
    return sources[sources["is_used"]], sources[~sources["is_used"]]


def people(register: pd.DataFrame) -> pd.DataFrame:
    """``source_id`` and ``n_people`` of a register with faults, missing where it is not known.

    For the gate, as ``by_consent``.
    """
    rows = register.dropna(subset="folio").drop_duplicates("folio")
    n_people, _ = cells.wholes(rows["personas"])
    return pd.DataFrame({"source_id": rows["folio"], "n_people": n_people})


def _once(filled: pd.DataFrame) -> pd.DataFrame:
    spelled_alike = filled.apply(lambda cells_: cells_.map(cells.plain, na_action="ignore"))
    return filled[~spelled_alike.duplicated()]


def _contradicting(folio: pd.Series) -> list[Fault]:
    cure = "Decide which row holds, and correct the register where it is kept."
    rows = folio.index[folio.duplicated() & folio.notna()]
    rule = "this source stands above with other content"
    return [Fault("", rule, row=row, column="folio", cure=cure) for row in rows]


def _unfit(folio: pd.Series) -> list[Fault]:
    rows = folio.index[folio.notna() & ~folio.str.fullmatch(FOLIO, na=True)]
    rule = "not an id: letters, digits, _ and - only"
    return [Fault("", rule, row=row, column="folio") for row in rows]


def _blank(column: pd.Series) -> list[Fault]:
    rows = column.index[column.isna()]
    return [Fault("", "blank, but must be given", row=row, column=str(column.name)) for row in rows]


def _interviews(used: pd.DataFrame, study: Study, found: Gathering) -> pd.DataFrame:
    first, last = pd.Timestamp(study.fieldwork.start), pd.Timestamp(study.fieldwork.end)
    date = found.values(cells.dates(used["fecha"]))
    found.add(cells.within(date, first, last, "fieldwork"))

    def listed(column: str, name: str) -> pd.Series:
        allowed = cells.wordings(study, name)
        return found.values(cells.choices(used[column], allowed, f"study.yaml: {name}"))

    kinds = cells.choices(used["tipo"], KINDS, ", ".join(KINDS))
    return pd.DataFrame(
        {
            "source_id": used["folio"],
            "kind": found.values(kinds),
            "mode": listed("modalidad", "modes"),
            "date": date,
            "state": found.values(places.to_state(used["estado"], places.read_aliases(study))),
            "group": listed("grupo", "groups"),
            "language": listed("idioma", "interview_languages"),
            "n_people": found.values(cells.wholes(used["personas"])),
        }
    )


def _set_aside(refused: pd.DataFrame, consent: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"source_id": refused["folio"], "reason": consent[refused.index]})


def _asked(used: pd.DataFrame, study: Study, found: Gathering) -> pd.DataFrame:
    themes = cells.split(used["temas"])
    allowed = cells.wordings(study, "domains")
    domains = found.values(cells.choices(themes, allowed, "study.yaml: domains"))
    return pd.DataFrame({"source_id": used["folio"].reindex(themes.index), "domain": domains})


def _participants(used: pd.DataFrame, interviews: pd.DataFrame, found: Gathering) -> pd.DataFrame:
    """One row per person; ``claves`` names women first, then men, then those who did not say."""
    people = cells.split(used["claves"])
    women, men = (found.values(cells.wholes(used[c].fillna("0"))) for c in ("mujeres", "hombres"))
    place = people.groupby(level=0).cumcount()
    sex = pd.Series("not_said", index=people.index)
    is_man = place.lt((women + men).reindex(people.index))
    sex = sex.mask(is_man, "male").mask(place.lt(women.reindex(people.index)), "female")
    n_named = people.groupby(level=0).size().reindex(used.index, fill_value=0)
    rule = "the people named, the women and men, and the number of people do not fit together"
    n_people = interviews["n_people"]
    odd = used.index[n_people.notna() & (n_named.ne(n_people) | (women + men).gt(n_people))]
    found.add(
        [Fault("", rule, row=row, column="personas, claves, mujeres, hombres") for row in odd]
    )
    source = used["folio"].reindex(people.index)
    return pd.DataFrame({"source_id": source, "person_id": people, "sex": sex})


def _flow(
    register: pd.DataFrame, filled: pd.DataFrame, once: pd.DataFrame, consent: pd.Series
) -> pd.DataFrame:
    n_rows = {
        words.REGISTERED: len(register),
        words.BLANK: len(register) - len(filled),
        words.DUPLICATE: len(filled) - len(once),
        words.CONSENT_REFUSED: int(consent.eq(words.CONSENT_REFUSED).sum()),
        words.CONSENT_WITHDRAWN: int(consent.eq(words.CONSENT_WITHDRAWN).sum()),
        words.USED: int(consent.eq(GIVEN).sum()),
    }
    flow = pd.Series(n_rows, name="n_rows").rename_axis("reason").reset_index()
    return flow.assign(step=range(1, len(flow) + 1))
