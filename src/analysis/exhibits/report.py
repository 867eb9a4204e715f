"""The report: prose, findings, exhibits and notebooks in one page that opens without a network.

``python -m analysis.exhibits.report DATA FIGURES REPORT BUILD [--prose FILE] [--language en]``
writes REPORT/findings.csv and REPORT/report.html, or neither and every fault.
"""

import argparse
import base64
import json
import sys
from html import escape
from pathlib import Path

import pandas as pd
import pypandoc

from analysis import store
from analysis.disclosure import stamp
from analysis.exhibits.appendix import appendix, unreleased
from analysis.exhibits.checklists import Checklist, annex, read_checklists, stray_sections
from analysis.exhibits.export import Exhibit, check
from analysis.exhibits.findings import FINDINGS, SAID
from analysis.exhibits.offline import fetched
from analysis.exhibits.prose import cited_exhibits, cited_findings, faults, filled, marker
from analysis.exhibits.quotations import as_text
from analysis.faults import BadInput, Fault, at, refuse
from analysis.study import LANGUAGES, Study, read_study, refuse_in_git

LEFT_OVER = "Cite it; or, if it is left from an earlier run: make clean, then make all"
CHECKLISTS = "reporting checklists"  # marks their place; no exhibit can be named so
TEMPLATE = Path(__file__).with_name("report.html")
COLUMNS = ["finding_id", "value", "text", "unit", "notebook", "provenance"]
WORDS = {
    "en": {
        "figure": "Figure",
        "contents": "Contents",
        "notebooks": "Notebooks",
        "code": "Code",
        "checklists": "Reporting checklists",
    },
    "es": {
        "figure": "Figura",
        "contents": "Contenido",
        "notebooks": "Cuadernos",
        "code": "Código",
        "checklists": "Listas de verificación",
    },
}


def build(
    study: Study, figures: Path, report: Path, build_dir: Path, prose_path: Path,
    language: str = "en",
) -> Path:  # fmt: skip
    """Write findings.csv and report.html into ``report``; returns the page.

    Raises BadInput with every fault found: a typed digit, an unknown finding or exhibit, one
    that is never used, an exhibit that fails its check, a notebook that shows what was not
    released, a checklist that names no section of the page, anything it would have to fetch.
    """
    refuse_in_git(study, report)
    findings, said, found = collect(build_dir / FINDINGS)
    exhibits, broken = _exhibits(figures)
    prose = _read(prose_path)
    cited = cited_exhibits(prose, exhibits, study, language)
    unsaid = set(findings["finding_id"]) - said - cited_findings(prose)
    found += broken + faults(prose, prose_path.name, findings["finding_id"], exhibits)
    uncited = set(exhibits) - set(cited)
    found += [Fault(f"{name}.svg", "not cited in the report", cure=LEFT_OVER) for name in uncited]
    found += [Fault(FINDINGS, "neither cited nor said", column=finding) for finding in unsaid]
    notebooks = sorted((build_dir / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    refuse(found + unreleased(notebooks))
    known = findings.set_index("finding_id").to_dict("index")
    markdown = filled(prose, known, exhibits, study, language)
    checklists = read_checklists(prose_path)
    drawn = [exhibits[name] for name in cited]
    page = _page(study, markdown, drawn, notebooks, checklists, language)
    refuse([*stray_sections(checklists, page), *at(fetched(page), "report.html")])
    store.write_text(report / "findings.csv", findings.to_csv(index=False, lineterminator="\n"))
    store.write_text(report / "report.html", page)
    return report / "report.html"


def collect(folder: Path) -> tuple[pd.DataFrame, set[str], list[Fault]]:
    """All notebooks' findings (one row each, texts), the ids they said, and ids that clash."""
    contents = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    rows = [finding for content in contents for finding in content[FINDINGS]]
    said = {finding_id for content in contents for finding_id in content[SAID]}
    texts = [{name: str(finding[name]) for name in COLUMNS} for finding in rows]
    table = pd.DataFrame(texts, columns=COLUMNS).sort_values("finding_id", kind="stable")
    clashes = table[table["finding_id"].duplicated()]
    rule = "recorded by two notebooks; ids are unique"
    return table, said, [Fault(FINDINGS, rule, column=name) for name in clashes["finding_id"]]


def _exhibits(figures: Path) -> tuple[dict[str, Exhibit], list[Fault]]:
    """Every exhibit in the folder that is whole, by name, and the faults of those that are not."""
    names = {path.stem for path in figures.glob("*") if path.suffix in (".svg", ".png", ".json")}
    exhibits, found = {}, []
    for name in sorted(names):
        try:
            exhibits[name] = check(figures, name)
        except BadInput as bad:
            found += bad.faults
    return exhibits, found


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadInput([Fault(path.name, "no such file")]) from None


def _page(
    study: Study, markdown: str, exhibits: list[Exhibit], notebooks: list[Path],
    checklists: tuple[Checklist, ...], language: str,
) -> str:  # fmt: skip
    words = WORDS[language]
    if checklists:
        place = f"```{{=html}}\n{marker(CHECKLISTS)}\n```"
        markdown += f"\n# {words['checklists']} {{#checklists}}\n\n{place}\n"
    if notebooks:
        markdown += f"\n# {words['notebooks']} {{#notebooks}}\n\n```{{=html}}\n{marker('')}\n```\n"
    page = _from_markdown(markdown, study, language)
    for number, exhibit in enumerate(exhibits, start=1):
        figure = _figure(exhibit, f"{words['figure']} {number}", study, language)
        page = page.replace(marker(exhibit.name), figure, 1)  # one place each, if cited twice
    page = page.replace(marker(""), appendix(notebooks, words["code"]))
    tables = annex(checklists, page, study.provenance, language)
    return page.replace(marker(CHECKLISTS), tables)


def _from_markdown(markdown: str, study: Study, language: str) -> str:
    about = {
        "lang": language,
        "title": getattr(study.title, language),
        "stamp": stamp(study.provenance, language),
        "disclaimer": getattr(study.disclaimer, language),
        "toc-title": WORDS[language]["contents"],
    }
    options = [f"--metadata={name}:{text}" for name, text in about.items()]
    options += [f"--template={TEMPLATE}", "--toc", "--toc-depth=2", "--section-divs"]
    options += ["--mathml", "--wrap=none", "--reference-location=section"]
    # Raw HTML is switched off: prose is words, and what it shows comes from exhibits.
    return pypandoc.convert_text(markdown, "html5", "markdown-raw_html", extra_args=options)


def _figure(exhibit: Exhibit, number: str, study: Study, language: str) -> str:
    """The drawing with its caption; quotations as text, since they are read and not looked at."""
    quoted = as_text(exhibit, study, language)
    body = f'<div class="quotations">{quoted}</div>' if quoted else _drawing(exhibit)
    said = exhibit.caption.removeprefix(exhibit.stamp).strip()
    return (
        f"<figure>{body}\n<figcaption><b>{number}.</b> {escape(said)} "
        f'<span class="stamp">{escape(exhibit.stamp)}</span></figcaption></figure>'
    )


def _drawing(exhibit: Exhibit) -> str:
    drawing = base64.b64encode((exhibit.folder / f"{exhibit.name}.svg").read_bytes()).decode()
    # The title stands in the drawing; who cannot see that hears it first.
    alt = f"{exhibit.title}. {exhibit.alt}"
    source = f"data:image/svg+xml;base64,{drawing}"
    return f'<div class="drawing"><img src="{source}" alt="{escape(alt)}"></div>'


def main(arguments: list[str] | None = None) -> None:
    """Build the report the command line asks for."""
    parser = argparse.ArgumentParser(description="Build the report.")
    for folder in ("data", "figures", "report", "build"):
        parser.add_argument(folder, type=Path)
    parser.add_argument("--prose", type=Path, default=Path("report/report.md"))
    parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])
    asked = parser.parse_args(arguments)
    study = read_study(asked.data)
    build(study, asked.figures, asked.report, asked.build, asked.prose, asked.language)


if __name__ == "__main__":
    try:
        main()
    except BadInput as bad:
        sys.exit(str(bad))
