"""How many planted identifiers are found, how many harmless sentences touched, and in what time.

``python benchmarks/identifiers.py [DATA]`` measures on a synthetic study, whose truth says where
every identifier stands, and on others that are made like it from other seeds. It prints counts,
never a value.
"""

import re
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from analysis.intake import transcripts
from analysis.intake.identifiers import FIXED_FORMATS, find
from analysis.intake.identifiers.finding import Found
from analysis.study import Study, read_study
from analysis.synthetic.study import make

TRUTH = Path("raw/truth/truth_identifiers.csv")
CLEAN = "none"
# What the generator calls an identifier that has a kind of its own here.
SAME = {"rfc_firm": "rfc"}
TARGET = 0.97
# So many that one miss alone is no failure: of 33 it would leave 0.9697.
FEWEST = 34
# Of the studies made to have some hundreds of damaged identifiers.
SEEDS = (21, 22, 23, 24, 25, 26)

Place = tuple[str, str]  # where a text stands, and the id of its source
# A sentence ends with its mark, or with the turn.
SENTENCE = re.compile(r"[^.?!\n]+[.?!]?(?:\n(?![A-Z0-9_\[ ]*:)[^.?!\n]+[.?!]?)*")
HOSTILE = {
    "spaced digits": "1 ", "letters and hyphens": "A-", "spaces": " ", "digits": "1",
    "combining marks": "a\u0301\u0303", "line ends": "\n", "at signs": "a@", "dots": "a.",
    "streets": "calle a ", "births": "nací ", "slashes": "1/2023-", "rn": "rn ",
    "cases": "expediente ", "one long word": "b",
}  # fmt: skip


def texts(data: Path) -> dict[Place, str]:
    """Every text of a study by where it stands and its id, as the truth names them."""
    folder = data / "raw" / transcripts.FOLDER
    read = {
        # The truth counts a line end as one character.
        ("transcript", path.stem): transcripts.READERS[path.suffix](path, path.name, ()).replace(
            "\r\n", "\n"
        )
        for path in sorted(folder.iterdir())
    }
    register = pd.read_excel(
        data / "raw/interviews/register.xlsx", dtype=str, engine="openpyxl"
    ).dropna(subset=["folio", "notas"])
    notes = zip(register["folio"], register["notas"], strict=True)
    read |= {("register", source.strip()): note for source, note in notes}
    people, shown = pd.read_excel(
        data / "raw/validation/validation.xlsx", sheet_name=None, dtype=str, engine="openpyxl"
    ).values()
    said = shown.merge(people[["_index", "who/respondent"]], left_on="_parent_index",
                       right_on="_index").dropna(subset=["shown/comment"])  # fmt: skip
    ids = said["who/respondent"] + "/" + said["shown/change"]
    return read | {
        ("survey", one): comment for one, comment in zip(ids, said["shown/comment"], strict=True)
    }


def planted(data: Path) -> pd.DataFrame:
    """The truth: one row per planted identifier, of whatever kind, with where it stands."""
    truth = pd.read_csv(data / TRUTH, dtype={"value": str}, keep_default_na=False)
    return truth.assign(kind=truth["kind"].replace(SAME))


def made(study: Study) -> tuple[pd.DataFrame, dict[Place, str]]:
    """Truth and texts of a study that is made up here and written nowhere."""
    world = make(study)
    sources, shown = world.tables["sources"], world.tables["validation_shown"]
    read = {("transcript", source): text for source, text in world.transcripts.items()}
    notes = zip(sources["source_id"], sources["note"], strict=True)
    ids = shown["respondent_id"] + "/" + shown["change_id"]
    comments = zip(ids, shown["comment"], strict=True)
    read |= {("register", source): note for source, note in notes if note}
    read |= {("survey", one): comment for one, comment in comments if comment}
    truth = world.tables["truth_identifiers"]
    return truth.assign(kind=truth["kind"].replace(SAME)), read


def searched(read: dict[Place, str]) -> dict[Place, list[Found]]:
    """What is found in each text."""
    return {place: find(text) for place, text in read.items()}


def recall(
    truth: pd.DataFrame, read: dict[Place, str], found: dict[Place, list[Found]]
) -> pd.DataFrame:
    """One row per planted identifier of a fixed format: whether it is wholly inside what is found.

    ``is_found`` asks no more than that nothing of it is left; ``is_kind`` that it is called what
    it is.
    """
    fixed = truth[truth["kind"].isin(FIXED_FORMATS)].copy()
    is_found, is_kind = [], []
    for one in fixed.itertuples():
        over = [f for f in found.get((one.where, one.source_id), [])
                if f.start < one.end and one.start < f.end]  # fmt: skip
        text = read[one.where, one.source_id]
        covered = {place for f in over for place in range(f.start, f.end)}
        left = [p for p in range(one.start, one.end) if p not in covered and text[p].isalnum()]
        is_found.append(not left)
        is_kind.append(one.kind in {f.kind for f in over})
    return fixed.assign(is_found=is_found, is_kind=is_kind)


def by_kind(recalled: pd.DataFrame) -> pd.DataFrame:
    """Recall by kind, clean and damaged apart; the last row is over all kinds."""
    rows = pd.concat([recalled, recalled.assign(kind="all")])
    rows["spelling"] = rows["damage"].eq(CLEAN).map({True: "clean", False: "damaged"})
    return rows.groupby(["kind", "spelling"])["is_found"].agg(n="size", recall="mean").unstack()


def pools(recalled: pd.DataFrame) -> pd.DataFrame:
    """Recall by spelling (clean or damaged) and kind, kinds of fewer than ``FEWEST`` in one pool.

    Where these are fewer than ``FEWEST`` together, the rarest of the other kinds join them.
    """
    spelling = recalled["damage"].eq(CLEAN).map({True: "clean", False: "damaged"})
    rows = recalled.assign(spelling=spelling)
    sizes = rows.groupby("spelling")["kind"].value_counts(ascending=True)
    rarer = sizes.groupby(level="spelling").cumsum() - sizes
    pooled = sizes[sizes.lt(FEWEST) | (rarer.gt(0) & rarer.lt(FEWEST))].index
    is_pooled = pd.MultiIndex.from_frame(rows[["spelling", "kind"]]).isin(pooled)
    rows["kind"] = rows["kind"].mask(is_pooled, "rare kinds")
    return rows.groupby(["spelling", "kind"])["is_found"].agg(n="size", recall="mean")


def harmless(
    truth: pd.DataFrame, read: dict[Place, str], found: dict[Place, list[Found]]
) -> pd.DataFrame:
    """One row per sentence that holds nothing planted, of any kind: whether it is touched."""
    spans = truth.groupby(["where", "source_id"])[["start", "end"]]
    held = {place: list(zip(group["start"], group["end"], strict=True)) for place, group in spans}
    rows = []
    for place, text in read.items():
        masked = [(one.start, one.end) for one in found[place]]
        for sentence in SENTENCE.finditer(text):
            span = sentence.span()
            if not _touches(span, held.get(place, ())):
                rows.append((*place, *span, _touches(span, masked)))
    return pd.DataFrame(rows, columns=["where", "source_id", "start", "end", "is_touched"])


def _touches(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def seconds(text: str) -> float:
    """Time that one search takes, in seconds."""
    began = time.perf_counter()
    find(text)
    return time.perf_counter() - began


def growth(n: int = 50_000) -> pd.DataFrame:
    """Time for ``n`` and ``4 n`` characters of hostile text, in seconds; linear is a ratio of 4."""
    rows = []
    for name, piece in HOSTILE.items():
        short, long = ((piece * size)[:size] for size in (n, 4 * n))
        rows.append((name, seconds(short), seconds(long)))
    table = pd.DataFrame(rows, columns=["text", "seconds_n", "seconds_4n"])
    return table.assign(ratio=table["seconds_4n"] / table["seconds_n"])


def measured(truth: pd.DataFrame, read: dict[Place, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of one study: a row per identifier, and a row per harmless sentence."""
    found = searched(read)
    return recall(truth, read, found), harmless(truth, read, found)


def told(title: str, studies: list[tuple[pd.DataFrame, pd.DataFrame]]) -> str:
    """The tables of several studies together."""
    recalled, sentences = (pd.concat(tables) for tables in zip(*studies, strict=True))
    share = sentences["is_touched"].mean()
    return (
        f"{title}: recall of planted identifiers\n{by_kind(recalled).round(3).to_string()}\n\n"
        f"Pools of {FEWEST} and more, target {TARGET}\n{pools(recalled).round(3).to_string()}\n\n"
        f"Harmless sentences touched: {share:.4f} of {len(sentences)}\n\n"
    )


if __name__ == "__main__":
    data_dir = Path(sys.argv[1] if len(sys.argv) > 1 else "data")
    others = (made(read_study(data_dir, seed=seed)) for seed in SEEDS)
    sys.stdout.write(told("This study", [measured(planted(data_dir), texts(data_dir))]))
    sys.stdout.write(told(f"{len(SEEDS)} other studies", [measured(*other) for other in others]))
    sys.stdout.write(f"Time on hostile text\n{growth().round(2).to_string()}\n")
