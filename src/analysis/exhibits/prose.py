"""The report's prose: Markdown in which numbers are ``{finding_id}`` and exhibits ``![[name]]``.

An exhibit stands on a line of its own; ``![[state_profile_*]]`` cites every exhibit of the
pattern. No digit is typed but in the target of a link, since it could be a number made up.
"""

import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from html import escape

from analysis.exhibits.findings import REFERENCE, escaped, typed_digit
from analysis.faults import Fault
from analysis.study import Study

EXHIBIT = re.compile(r"!\[\[([\w*-]+)\]\]")
# Where digits say nothing: the target of a link, a heading's anchor.
_NOT_READ = re.compile(r"\]\([^)\s]*\)|<https?://[^>\s]*>|\{#[^}]*\}")


def cited_findings(prose: str) -> set[str]:
    """Ids of the findings that the prose refers to."""
    return set(REFERENCE.findall(EXHIBIT.sub("", prose)))


def cited_exhibits(prose: str, names: Iterable[str], study: Study, language: str) -> list[str]:
    """Names of the exhibits that the prose cites, in the order in which they will stand."""
    names = list(names)
    return [
        name for cited in EXHIBIT.findall(prose) for name in _family(cited, names, study, language)
    ]


def faults(prose: str, file: str, findings: Iterable[str], exhibits: Iterable[str]) -> list[Fault]:
    """Everything the prose says that it may not say, by line."""
    findings, exhibits = set(findings), list(exhibits)
    found = []
    for row, line in enumerate(prose.splitlines(), start=1):
        cited = EXHIBIT.findall(line)
        said = EXHIBIT.sub("", line)
        rules = [
            f"no exhibit fits {name}" for name in cited
            if not any(fnmatchcase(exhibit, name) for exhibit in exhibits)
        ]  # fmt: skip
        if "![[" in said or (cited and not EXHIBIT.fullmatch(line.rstrip())):
            rules.append("an exhibit stands as ![[name]] on a line of its own")
        if typed_digit(_NOT_READ.sub("", said)):
            rules.append("a typed digit; refer to a finding as {finding_id}")
        unknown = sorted(set(REFERENCE.findall(said)) - findings)
        rules += [f"no finding is called {finding_id}" for finding_id in unknown]
        found += [Fault(file, rule, row=row) for rule in rules]
    return found


def filled(
    prose: str, findings: Mapping[str, Mapping[str, str]], names: Iterable[str], study: Study,
    language: str,
) -> str:  # fmt: skip
    """The prose as Markdown, with its numbers, and a comment where each exhibit belongs.

    ``findings`` give the ``text`` of each id and the ``notebook`` that made it, named in a title.
    """
    names = list(names)
    lines = []
    for line in prose.splitlines():
        cited = EXHIBIT.fullmatch(line.rstrip())
        if cited:
            family = _family(cited[1], names, study, language)
            lines += [f"\n```{{=html}}\n{marker(name)}\n```\n" for name in family]
        else:
            lines.append(REFERENCE.sub(lambda match: _number(match[1], findings), line))
    return "\n".join(lines) + "\n"


def marker(name: str) -> str:
    """The comment that keeps an exhibit's place in the page."""
    return f"<!-- exhibit {name} -->"


def _number(finding_id: str, findings: Mapping[str, Mapping[str, str]]) -> str:
    finding = findings[finding_id]
    # A number and its percent sign are not torn apart at the end of a line.
    text = escaped(finding["text"]).replace(" %", "\N{NO-BREAK SPACE}%")
    origin = escape(f"{finding_id}, {finding['notebook']}")
    return f'[{text}]{{.finding title="{origin}"}}'


def _family(cited: str, names: list[str], study: Study, language: str) -> list[str]:
    """The names that fit a citation: by the domain or the place named at their end, then by name.

    A place or domain that is not studied, or no longer, is not cited: its exhibit is left from
    another run.
    """
    labels, rank = study.labels("states", language), _by_domain(names, study)
    # With the mark before it: the id of one place may end in that of another.
    others = tuple(f"_{place.id}" for place in study.places if place.id not in study.states)

    def order(name: str) -> tuple[int, str, str]:
        place = next((at for place, at in labels.items() if name.endswith(f"_{place}")), "")
        return rank.get(name, 0), place, name

    fitting = [
        n for n in names if fnmatchcase(n, cited) and ("*" not in cited or not n.endswith(others))
    ]
    of_domains = [name for name in fitting if name in rank] if "*" in cited else []
    return sorted(of_domains or fitting, key=order)


def _by_domain(names: list[str], study: Study) -> dict[str, int]:
    """Which place in the order of study.yaml has the domain that a name ends in.

    The id of one domain may be the end of another's (``justice``, ``labor_justice``): the longest
    that fits is meant.
    """
    domains = sorted(study.closed("domains"), key=len)
    ends = {n: domain for domain in domains for n in names if n.endswith(f"_{domain}")}
    return {name: study.closed("domains").index(domain) for name, domain in ends.items()}
