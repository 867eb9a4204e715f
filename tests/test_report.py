"""The report says what was found and nothing else, and opens without a network."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import pytest

import small_study
from analysis.disclosure import release, release_classes
from analysis.exhibits import house
from analysis.exhibits.export import export
from analysis.exhibits.findings import Findings
from analysis.exhibits.prose import cited_exhibits
from analysis.exhibits.report import build, fetched
from analysis.faults import BadInput
from analysis.study import read_study

PROSE = """\
# What changed

We heard {n_people} people, and {raised_share} raise it ([see](https://example.org/2024)).

![[shares]]

# State by state {#states-1}

![[state_profile_*]]
"""


@pytest.fixture(scope="module")
def exhibits(tmp_path_factory):
    """One exhibit of groups and two of states, whose codes and names sort differently."""
    folder = tmp_path_factory.mktemp("exhibits")
    study = read_study(small_study.write(folder))
    draw(folder, released(study), "shares", "Unions speak most")
    for state, name in [("XX-ARB", "Zarboria"), ("XX-BEL", "Bellmark")]:
        cells = pd.DataFrame({"state": [state], "verdict": ["agreement"]})
        draw(folder, release_classes(cells, study, list(cells)), f"state_profile_{state}", name)
    return folder


def draw(folder, table, name, title):
    with plt.style.context(house.STYLE):
        figure = plt.figure(figsize=(house.WIDTH_IN, 1))
        house.entitle(figure, title)
    export(figure, table, name, f"{title}, as drawn.", f"{title}, in words.", folder / "figures")


def released(study):
    table = pd.DataFrame({"n_people": [192], "raised_share": [0.454]})
    return release(table, study, hide=["raised_share"])


@pytest.fixture
def made(tmp_path, exhibits):
    """A study with everything a report needs, and ``build()`` to build it."""
    data = small_study.write(tmp_path / "data")
    study = read_study(data)
    figures = tmp_path / "figures"
    figures.mkdir()
    for path in (exhibits / "figures").iterdir():
        (figures / path.name).write_bytes(path.read_bytes())
    record(study, tmp_path / "build", "01_interviews", "n_people", "raised_share")
    write_notebook(tmp_path / "build" / "notebooks" / "01_interviews.ipynb")
    prose = tmp_path / "report.md"
    prose.write_text(PROSE, encoding="utf-8")

    def run(language="en"):
        report = tmp_path / "report"
        return build(study, figures, report, tmp_path / "build", prose, language).read_text("utf-8")

    return SimpleNamespace(folder=tmp_path, figures=figures, prose=prose, study=study, build=run)


def record(study, build_dir, notebook, *columns, said=""):
    findings = Findings(study, notebook, build_dir)
    for column in columns:
        unit = "%" if column.endswith("_share") else "people"
        findings.record(column, released(study), column, unit=unit)
    findings.say(said)
    findings.save()


def write_notebook(path: Path, *more: nbformat.NotebookNode) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = nbformat.v4
    output = new.new_output("display_data", data={"text/html": '<b id="chart">found</b>'})
    output.metadata = {"text/html": {"released": True}}
    warning = new.new_output("stream", name="stderr", text="/machine/path warns")
    injected = new.new_code_cell('data_dir = "/machine/path"')
    injected.metadata["tags"] = ["injected-parameters"]
    cells = [
        new.new_markdown_cell("# 01 Interviews\n\n[up](#chart)", id="a"),
        injected,
        new.new_code_cell("shares = 1 < 2", outputs=[output, warning], id="b"),
        *(new.new_code_cell("table", outputs=[shown], id="c") for shown in more),
    ]
    nbformat.write(new.new_notebook(cells=cells), path)


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", page).split())


# What it says


def test_the_prose_is_filled_with_findings(made):
    assert "We heard 192 people, and 45 % raise it" in words(made.build())


def test_the_findings_are_collected(made):
    made.build()
    table = pd.read_csv(made.folder / "report" / "findings.csv", dtype=str)
    assert table["finding_id"].tolist() == ["n_people", "raised_share"]
    assert table["value"].tolist() == ["192", "0.454"]
    assert table["notebook"].unique().tolist() == ["01_interviews"]


def test_figures_are_numbered_with_caption_and_alternative_text(made):
    page = made.build()
    numbered = re.findall(r'alt="(\w+)[^"]*Synthetic study.*?<b>Figure (\d)\.', page, re.DOTALL)
    assert numbered == [
        ("Unions", "1"),
        ("Bellmark", "2"),
        ("Zarboria", "3"),  # families go by the name of the place, not by its code
    ]
    assert "synthetic accounts: says nothing about this state" in page


def test_title_stamp_and_disclaimer_frame_the_page(made):
    page = words(made.build())
    assert page.count("Independent work of nobody.") == 2
    assert page.startswith("A small study")
    stamp = "Synthetic study: says nothing about real people, projects or states."
    assert page.index(stamp) < page.index("What changed") < page.rindex(stamp)


def test_the_page_speaks_the_language_asked_for(made):
    page = made.build("es")
    assert '<html lang="es">' in page
    assert "Trabajo de nadie." in page
    assert "Figura 1" in page
    assert "Estudio sintético" in page


def test_the_contents_link_to_the_headings(made):
    page = made.build()
    links = re.findall(r'<a href="#([^"]+)" id="toc', page)
    assert links == ["what-changed", "states-1", "notebooks"]
    assert all(f'id="{link}"' in page for link in links)


def test_a_second_run_gives_the_same_bytes(made):
    assert made.build() == made.build()


# The notebooks


def test_a_notebook_is_folded_in_with_its_code_folded(made):
    page = made.build()
    assert '<details class="notebook" id="notebook-01_interviews">' in page
    assert "<summary>01 Interviews</summary>" in page
    assert "<b" in page and "found</b>" in page
    assert page.count('<details class="code">') == 1


def test_a_notebooks_heading_stands_once_in_its_fold(made):
    assert made.build().count("01 Interviews") == 1


def test_no_two_things_on_the_page_share_an_id(made):
    write_notebook(made.folder / "build" / "notebooks" / "02_survey.ipynb")
    page = made.build()
    ids = re.findall(r'<[^>]*\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert 'href="#notebook-02_survey-chart"' in page


def test_nothing_of_the_machine_is_shown(made):
    assert "/machine/path" not in made.build()


def test_profiles_are_not_folded_in(made):
    write_notebook(made.folder / "build" / "notebooks" / "state_profile_XX-ARB.ipynb")
    assert made.build().count('class="notebook"') == 1


# What it refuses


def refused(made, prose: str) -> str:
    made.prose.write_text(prose, encoding="utf-8")
    with pytest.raises(BadInput) as bad:
        made.build()
    assert not (made.folder / "report").exists()
    return str(bad.value)


def test_a_typed_digit_is_refused_with_its_line(made):
    assert "row 3: a typed digit" in refused(made, PROSE.replace("{n_people}", "192"))


def test_an_unknown_finding_is_refused_with_its_line(made):
    report = refused(made, PROSE.replace("heard", "heard {n_heard} or"))
    assert "row 3: no finding is called n_heard" in report


def test_an_unknown_exhibit_is_refused_with_its_line(made):
    assert "row 10: no exhibit fits shapes" in refused(made, PROSE + "![[shapes]]\n")


def test_an_exhibit_within_a_line_is_refused(made):
    report = refused(made, PROSE + "See ![[shares]]\n")
    assert "row 10: an exhibit stands as ![[name]] on a line of its own" in report


def test_an_exhibit_that_is_not_cited_is_refused(made):
    report = refused(made, PROSE.replace("![[state_profile_*]]", ""))
    assert "state_profile_XX-ARB.svg: 1 fault\n  not cited" in report


def test_an_exhibit_left_from_a_state_no_longer_studied_is_refused(made):
    for path in list(made.figures.glob("state_profile_XX-ARB.*")):
        (made.figures / path.name.replace("XX-ARB", "XX-DUN")).write_bytes(path.read_bytes())
    with pytest.raises(BadInput, match=r"state_profile_XX-DUN\.svg: 1 fault\n  not cited"):
        made.build()


def test_a_citation_takes_what_ends_in_the_country_or_in_part_of_an_id(tmp_path):
    study = read_study(small_study.write(tmp_path))
    names = ["profile_XX-DUN", "profile_XX-BEL", "profile_XX", "profile_AXX-DUN"]
    cited = cited_exhibits("![[profile_*]]", names, study, "en")
    assert cited == ["profile_AXX-DUN", "profile_XX", "profile_XX-BEL"]


def test_domains_stand_in_the_order_of_the_study_and_only_those_of_the_study(tmp_path):
    ids = ["labor_justice", "advocacy", "justice"]
    domains = [{"id": domain, "en": domain, "es": domain} for domain in ids]
    study = read_study(small_study.write(tmp_path, domains=domains))
    names = [f"profile_{domain}" for domain in sorted([*ids, "no_longer"])]
    cited = cited_exhibits("![[profile_*]]", names, study, "en")
    assert cited == [f"profile_{domain}" for domain in ids]


def test_a_finding_that_nobody_says_is_refused(made):
    report = refused(made, PROSE.replace("{raised_share}", "few"))
    assert "raised_share: neither cited nor said" in report


def test_a_finding_said_in_its_notebook_need_not_be_cited(made):
    record(made.study, made.folder / "build", "02_survey", "raised_share", said="{raised_share}")
    (made.folder / "build" / "findings" / "01_interviews.json").unlink()
    made.prose.write_text("![[*]]\n", encoding="utf-8")
    assert made.build()


def test_a_finding_of_two_notebooks_is_refused(made):
    record(made.study, made.folder / "build", "02_survey", "n_people")
    assert "n_people: recorded by two notebooks" in refused(made, PROSE)


def test_an_exhibit_that_lost_its_stamp_is_refused(made):
    sidecar = json.loads((made.figures / "shares.json").read_text())
    sidecar["caption"] = "Shares."
    (made.figures / "shares.json").write_text(json.dumps(sidecar))
    assert "the stamp is missing from its caption" in refused(made, PROSE)


def test_an_image_without_a_sidecar_is_refused(made):
    (made.figures / "extra.svg").write_text("<svg/>")
    assert "extra.json: 1 fault\n  no such file" in refused(made, PROSE)


@pytest.mark.parametrize(
    "shown",
    [
        nbformat.v4.new_output("execute_result", data={"text/html": "<table>9 judges</table>"}),
        nbformat.v4.new_output("execute_result", data={"text/plain": "9 judges"}),
        nbformat.v4.new_output("stream", name="stdout", text="9 judges"),
        nbformat.v4.new_output("error", ename="KeyError", evalue="9 judges", traceback=[]),
    ],
)
def test_a_notebook_that_shows_what_was_not_released_is_refused_by_cell(made, shown):
    write_notebook(made.folder / "build" / "notebooks" / "02_survey.ipynb", shown)
    report = refused(made, PROSE)
    assert "02_survey.ipynb: 1 fault\n  code cell 2: shows what was not released" in report
    assert "judges" not in report


def test_all_faults_come_in_one_report(made):
    report = refused(made, PROSE.replace("{n_people}", "7 of {n_heard}") + "![[shapes]]\n")
    for fault in ("typed digit", "n_heard", "shapes", "neither cited nor said"):
        assert fault in report


def test_missing_prose_is_named(made):
    made.prose.unlink()
    with pytest.raises(BadInput, match=r"report.md: 1 fault\n.*no such file"):
        made.build()


def test_a_restricted_report_stays_out_of_a_git_tree(made):
    study = read_study(small_study.write(made.folder / "vault", provenance="restricted"))
    (made.folder / "repository" / ".git").mkdir(parents=True)
    target = made.folder / "repository" / "report"
    with pytest.raises(BadInput, match="git work tree"):
        build(study, made.figures, target, made.folder / "build", made.prose)


# No network


class Loaded(HTMLParser):
    """Every address a browser would load by itself."""

    def __init__(self):
        super().__init__()
        self.addresses = []

    def handle_starttag(self, tag, attrs):
        taken = ("src",) if tag == "a" else ("src", "href")
        self.addresses += [value for name, value in attrs if name in taken]
        assert tag != "script"


def test_the_page_fetches_nothing(made):
    page = made.build()
    loaded = Loaded()
    loaded.feed(page)
    assert len(loaded.addresses) == 3
    assert all(address.startswith("data:image/svg+xml") for address in loaded.addresses)
    assert fetched(page) == []
    assert "https://example.org/2024" in page  # a link may lead outside


@pytest.mark.parametrize(
    "html",
    [
        "<script>1</script>",
        '<img src="https://example.org/a.png">',
        '<img src="a.png">',
        '<link rel="stylesheet" href="a.css">',
        '<iframe srcdoc="a"></iframe>',
        '<p onclick="go()">a</p>',
        "<style>@import 'a.css';</style>",
        "<style>p { background: url(a.png) }</style>",
        "<p style=\"background: url( 'https://example.org/a.png')\">a</p>",
    ],
)
def test_whatever_would_be_run_or_fetched_is_found(html):
    assert len(fetched(f"<p>a</p>{html}")) == 1


def test_a_picture_typed_in_the_prose_is_refused(made):
    assert "<img> runs or fetches" in refused(made, PROSE + "\n![a map](map.png)\n")


def test_html_typed_in_the_prose_is_only_words(made):
    made.prose.write_text(PROSE + "\n<script>go()</script>\n", encoding="utf-8")
    assert "&lt;script&gt;" in made.build()
