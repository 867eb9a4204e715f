"""How coders read the transcripts: codebook, coded passages, and their disagreement."""

import re

import pandas as pd

from analysis.intake.coded_project import Project
from analysis.intake.coded_project.project import BELOW
from analysis.study import Study
from analysis.synthetic.streams import Generator, codebook_words, phrases, pick
from analysis.vocabulary import DIRECTIONS

# Share of the judgements that every coder reads; disagreements among these that are adjudicated.
READ_BY_ALL, N_ADJUDICATED = 0.25, 6
# How often a coder takes any sibling topic, gives a second one, and overlooks a cause or a passage.
OTHER_TOPIC, SECOND_TOPIC, CAUSE_MISSED, PASSAGE_MISSED = 0.04, 0.10, 0.12, 0.06
# How often a coder takes one topic of a domain for the next one, always the same: see ``mistaken``.
MISTAKEN = 0.25
# How a coder marks a passage: as it is, without its first or last sentence, to the turn's end.
BOUNDARIES = {"whole": 0.70, "later": 0.10, "shorter": 0.10, "longer": 0.10}
COLUMNS = [
    "code_id", "parent_id", "name_es", "name_en", "definition_es", "definition_en", "domain",
    "facet",
]  # fmt: skip
CAUSES = {"mechanism": ("Mecanismos", "Mechanisms"), "barrier": ("Barreras", "Barriers")}
# The rest of the line, but for a time stamp.
_TO_TURN_END = re.compile(r".*?(?=\s*(?:#|\[)\d|$)", re.MULTILINE)
_SENTENCE_END = re.compile(r"[.?!…]\s+")


def codebook(study: Study) -> pd.DataFrame:
    """One row per code, parents first. A direction's code is named by the direction itself."""
    words, rows = codebook_words(), []
    for domain in study.domains:
        whole = (f"{domain.es}, en conjunto.", f"{domain.en}, as a whole.")
        rows.append((domain.id, "", domain.es, domain.en, *whole, domain.id, "topic"))
        for topic in topics(domain.id):
            code = (topic_code(domain.id, topic), domain.id)
            rows.append((*code, *_worded(words["topics"][topic], domain), domain.id, "topic"))
    for direction in DIRECTIONS:
        rows.append((direction, "", *_worded(words["directions"][direction]), "", "direction"))
    for facet, (es, en) in CAUSES.items():
        defined = ("Por qué cambió o no cambió.", "Why it changed or did not.")
        rows.append((facet, "", es, en, *defined, "", facet))
        for cause, entry in words[f"{facet}s"].items():
            rows.append((cause, facet, *_worded(entry), "", facet))
    return pd.DataFrame(rows, columns=COLUMNS)


def _worded(entry: dict[str, str], domain: tuple | None = None) -> list[str]:
    """Names and definitions; two topics of the same name are told apart by their domain."""
    names = {"es": domain.es, "en": domain.en} if domain else {}
    return [entry[key].format(**names) for key in ("es", "en", "def_es", "def_en")]


def topics(domain: str) -> list[str]:
    """Topics of a domain, as the phrases have them."""
    return list(phrases("domains", domain)["topics"])


def topic_code(domain: str, topic: str) -> str:
    """Code of a topic, the domain's own if blank; domains may share topics, not codes."""
    return f"{domain}_{topic}" if topic else domain


def mistaken(domains: list[str], coders: list[str]) -> pd.DataFrame:
    """One row per coder and domain: the ``code`` that the coder takes for another, ``taken_for``,
    as often as ``probability`` says."""
    rows = []
    for number, coder in enumerate(coders):
        for domain in domains:
            codes = [topic_code(domain, topic) for topic in topics(domain)]
            pair = codes[number % len(codes)], codes[(number + 1) % len(codes)]
            rows.append((coder, *pair, MISTAKEN))
    return pd.DataFrame(rows, columns=["coder", "code", "taken_for", "probability"])


def said(
    judgements: pd.DataFrame,
    dates: pd.Series,
    coders: pd.DataFrame,
    confusion: pd.DataFrame,
    rng: Generator,
    shared_error_share: float = 0.0,
) -> pd.DataFrame:
    """One row per judgement and coder who read it: the direction ``said``.

    A random quarter is read by all coders, the rest by one each. ``dates`` are by source: a coder
    who drifts errs more, or less, the later the source was heard. In ``shared_error_share`` of the
    judgements all say the same wrong thing.
    """
    chance = confusion.set_index(["coder", "true", "said"])["probability"]
    drift = coders.set_index("coder")
    late = (dates - dates.min()) / max(dates.max() - dates.min(), pd.Timedelta(days=1))
    by_all = set(rng.permutation(len(judgements))[: round(READ_BY_ALL * len(judgements))])
    rows = []
    for number, judgement in enumerate(judgements.itertuples(index=False)):
        others = [d for d in DIRECTIONS if d != judgement.direction]
        is_shared = shared_error_share > 0 and rng.random() < shared_error_share
        shared = pick(rng, others) if is_shared else None
        for coder in drift.index if number in by_all else [pick(rng, list(drift.index))]:
            first, last = drift.loc[coder, ["first_factor", "last_factor"]]
            factor = first + (last - first) * late[judgement.source_id]
            row = [
                1 - factor * (1 - chance[coder, judgement.direction, direction])
                if direction == judgement.direction
                else factor * chance[coder, judgement.direction, direction]
                for direction in DIRECTIONS
            ]
            rows.append(
                (judgement.source_id, judgement.domain, coder, shared or pick(rng, DIRECTIONS, row))
            )
    return pd.DataFrame(rows, columns=["source_id", "domain", "coder", "said"])


def adjudicated(said: pd.DataFrame, judgements: pd.DataFrame, adjudicator: str) -> pd.DataFrame:
    """The first judgements that coders disagree on, as the adjudicator says them: truly."""
    key = ["source_id", "domain"]
    n_said = said.groupby(key, sort=False)["said"].nunique()
    disputed = n_said[n_said > 1].head(N_ADJUDICATED).reset_index()[key]
    truly = disputed.merge(judgements.rename(columns={"direction": "said"}), on=key)
    return truly.assign(coder=adjudicator)[["source_id", "domain", "coder", "said"]]


def codings(
    passages: pd.DataFrame,
    said: pd.DataFrame,
    mistaken: pd.DataFrame,
    texts: dict[str, str],
    rng: Generator,
) -> pd.DataFrame:
    """One row per passage, code id and coder: topics, a direction and at times a cause.

    Each coder marks a passage within bounds of his own, and overlooks some.
    """
    takes = mistaken.set_index(["coder", "code"])[["taken_for", "probability"]].T.to_dict()
    read = _read(passages.merge(said, on=["source_id", "domain"]), rng)
    rows = []
    for passage in read.itertuples(index=False):
        codes = _topics_given(passage, takes, rng)
        codes.append(passage.direction if passage.is_odd else passage.said)
        if passage.cause and rng.random() >= CAUSE_MISSED:
            codes.append(passage.cause)
        bounds = _bounds(texts[passage.source_id], passage.start, passage.end, rng)
        rows += [(passage.source_id, *bounds, code, passage.coder) for code in codes]
    return pd.DataFrame(rows, columns=["source", "start", "end", "code", "coder"])


def _read(passages: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Without the passages a coder overlooks: never a judgement's last, nor one whose loss would
    let an odd passage decide."""
    judgement = [passages["source_id"], passages["domain"], passages["coder"]]
    is_safe = ~passages["is_odd"].groupby(judgement).transform("any")
    is_first = ~passages.duplicated(["source_id", "domain", "coder"])
    missed = rng.random(len(passages)) < PASSAGE_MISSED
    return passages[~(missed & is_safe & ~is_first)]


def _topics_given(passage: tuple, takes: dict, rng: Generator) -> list[str]:
    true = topic_code(passage.domain, passage.topic)
    if not passage.topic:
        return [true]
    siblings = [code for code in _siblings(passage.domain) if code != true]
    given = true
    mistake = takes.get((passage.coder, true))
    if mistake and rng.random() < mistake["probability"]:
        given = mistake["taken_for"]
    elif rng.random() < OTHER_TOPIC:
        given = pick(rng, siblings)
    second = [pick(rng, siblings)] if rng.random() < SECOND_TOPIC else []
    return list(dict.fromkeys([given, *second]))


def _siblings(domain: str) -> list[str]:
    return [topic_code(domain, topic) for topic in topics(domain)]


def _bounds(text: str, start: int, end: int, rng: Generator) -> tuple[int, int]:
    """Where this coder has the passage begin and end."""
    kind = pick(rng, list(BOUNDARIES), list(BOUNDARIES.values()))
    inner = [start + found.end() for found in _SENTENCE_END.finditer(text[start:end])]
    # A passage of several turns keeps its ends: its inner sentences may be the interviewer's.
    if kind == "whole" or re.search(r"\n\W*(?:\d|\w+:\s)", text[start:end]):
        return start, end
    if kind == "longer":
        return start, end + len(_TO_TURN_END.match(text[end:])[0])
    if len(inner) < 2:
        return start, end
    return (inner[0], end) if kind == "later" else (start, len(text[: inner[-1]].rstrip()))


def project(
    texts: dict[str, str], codebook: pd.DataFrame, codings: pd.DataFrame, coders: list[str]
) -> Project:
    """The coding as a project; its codes carry their Spanish names."""
    names = codebook.set_index("code_id")["name_es"]
    paths = codebook["parent_id"].map(names).add(BELOW).fillna("") + codebook["name_es"]
    paths.index = codebook["code_id"]
    codes = pd.DataFrame(
        {
            "code": paths,
            "name": names,
            "parent": codebook.set_index("code_id")["parent_id"].map(paths),
            "description": codebook.set_index("code_id")["definition_es"],
        }
    )
    sources = pd.DataFrame(list(texts.items()), columns=["name", "text"])
    named = codings.assign(code=codings["code"].map(paths))
    return Project(sources, codes, named, pd.DataFrame({"name": coders}))
