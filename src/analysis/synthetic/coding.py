"""How three coders read the transcripts: codebook, coded passages, and their disagreement."""

import numpy as np
import pandas as pd

from analysis.intake.refi_qda import Project
from analysis.intake.refi_qda_writer import guid
from analysis.study import Study
from analysis.synthetic.streams import Generator, catalogue, of_domain, phrases, pick
from analysis.vocabulary import DIRECTIONS

# Share of the judgements that every coder reads.
READ_BY_ALL = 0.25
# How often a coder takes a sibling topic, and overlooks a cause.
OTHER_TOPIC, CAUSE_MISSED = 0.08, 0.12
COLUMNS = [
    "code_id", "parent_id", "name_es", "name_en", "definition_es", "definition_en", "domain",
    "facet",
]  # fmt: skip
CAUSES = {"mechanism": ("Mecanismos", "Mechanisms"), "barrier": ("Barreras", "Barriers")}


def codebook(study: Study) -> pd.DataFrame:
    """One row per code, parents first. A direction's code is named by the direction itself."""
    rows = []
    for domain in study.domains:
        rows.append(_code(domain.id, "", domain.es, domain.en, domain.id, "topic"))
        for topic in topics(domain.id):
            names = catalogue()["topics"][topic]
            es, en = names["es"].format(es=domain.es), names["en"].format(en=domain.en)
            rows.append(_code(topic_code(domain.id, topic), domain.id, es, en, domain.id, "topic"))
    for direction in DIRECTIONS:
        code = catalogue()["directions"][direction]
        defined = (code["definition_es"], code["definition_en"])
        rows.append((direction, "", code["es"], code["en"], *defined, "", "direction"))
    for facet, (es, en) in CAUSES.items():
        rows.append(_code(facet, "", es, en, "", facet))
        for cause, names in catalogue()[f"{facet}s"].items():
            rows.append(_code(cause, facet, names["es"], names["en"], "", facet))
    return pd.DataFrame(rows, columns=COLUMNS)


def topics(domain: str) -> list[str]:
    """Topics of a domain, as the phrases have them."""
    return list(of_domain(phrases()["domains"], domain)["topics"])


def topic_code(domain: str, topic: str) -> str:
    """Code of a topic; domains without phrases of their own share topics, not codes."""
    return f"{domain}_{topic}"


def _code(code: str, parent: str, es: str, en: str, domain: str, facet: str) -> tuple[str, ...]:
    return (code, parent, es, en, f"Pasajes sobre: {es}.", f"Passages about: {en}.", domain, facet)


def said(judgements: pd.DataFrame, confusion: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """One row per judgement and coder who read it: the direction ``said``.

    A random quarter is read by all coders, the rest by one each.
    """
    coders = list(confusion["coder"].unique())
    chance = confusion.set_index(["coder", "true", "said"])["probability"]
    by_all = set(rng.permutation(len(judgements))[: round(READ_BY_ALL * len(judgements))])
    rows = []
    for number, judgement in enumerate(judgements.itertuples(index=False)):
        for coder in coders if number in by_all else [pick(rng, coders)]:
            row = [chance[coder, judgement.direction, direction] for direction in DIRECTIONS]
            rows.append((judgement.source_id, judgement.domain, coder, pick(rng, DIRECTIONS, row)))
    return pd.DataFrame(rows, columns=["source_id", "domain", "coder", "said"])


def codings(passages: pd.DataFrame, said: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """One row per passage, code id and coder: a topic, a direction and at times a cause."""
    rows = []
    for read in passages.merge(said, on=["source_id", "domain"]).itertuples(index=False):
        siblings = [topic for topic in topics(read.domain) if topic != read.topic]
        topic = pick(rng, siblings) if rng.random() < OTHER_TOPIC else read.topic
        codes = [topic_code(read.domain, topic), read.direction if read.is_odd else read.said]
        if isinstance(read.cause, str) and rng.random() >= CAUSE_MISSED:
            codes.append(read.cause)
        rows += [(read.source_id, read.start, read.end, code, read.coder) for code in codes]
    return pd.DataFrame(rows, columns=["source", "start", "end", "code", "coder"])


def project(
    texts: dict[str, str], codebook: pd.DataFrame, codings: pd.DataFrame, coders: list[str]
) -> Project:
    """The coding as a project; its codes carry their Spanish names."""
    names = codebook.set_index("code_id")["name_es"]
    codes = pd.DataFrame(
        {
            "guid": [guid("code", code) for code in codebook["code_id"]],
            "name": codebook["name_es"],
            "parent": [guid("code", code) if code else np.nan for code in codebook["parent_id"]],
            "description": codebook["definition_es"],
        }
    )
    sources = pd.DataFrame(list(texts.items()), columns=["name", "text"])
    named = codings.assign(code=codings["code"].map(names))
    return Project(sources, codes, named, pd.DataFrame({"name": coders}))
