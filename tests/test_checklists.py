"""The reporting checklists: each item names where the report meets it, or why it does not."""

import re
from pathlib import Path

import pypandoc
import pytest

from analysis.exhibits import checklists
from analysis.faults import BadInput
from analysis.vocabulary import RESTRICTED, SYNTHETIC

ROOT = Path(__file__).parents[1]
PAGE = """
<section id="limits" class="level1"><h1>Limits &amp; more</h1></section>
<details class="notebook" id="notebook-03_coding"><summary>03 Coding</summary></details>
"""
ENTRY = """\
checklists:
  - id: short
    en: A short list
    es: Una lista corta
    source: "Nobody 2000"
    items:
      - {id: "1", en: Who asked, es: Quién preguntó, people: true}
      - {id: "2", en: What it cannot say, es: Lo que no dice, section: limits}
      - {id: "3", en: The codes, es: Los códigos, section: notebook-03_coding}
      - {id: "4", en: The weather, es: El clima}
"""


@pytest.fixture
def prose(tmp_path):
    (tmp_path / "checklists.yaml").write_text(ENTRY, encoding="utf-8")
    return tmp_path / "report.md"


def cells(page: str) -> list[str]:
    """The last cell of every row."""
    return re.findall(r"<td>((?:(?!<td>).)*)</td></tr>", page)


def test_an_item_is_linked_to_its_section_and_one_about_people_is_not_of_a_synthetic_study(prose):
    found = checklists.read_checklists(prose)
    assert cells(checklists.annex(found, PAGE, SYNTHETIC)) == [
        "not applicable: synthetic", '<a href="#limits">Limits &amp; more</a>',
        '<a href="#notebook-03_coding">03 Coding</a>', "not reported",
    ]  # fmt: skip


def test_in_a_study_of_real_people_an_item_about_them_is_met_or_not_reported(prose):
    found = checklists.read_checklists(prose)
    assert cells(checklists.annex(found, PAGE, RESTRICTED))[0] == "not reported"
    assert "no se informa" in checklists.annex(found, PAGE, RESTRICTED, "es")


def test_an_item_that_names_a_section_the_report_does_not_have_is_told(prose):
    found = checklists.read_checklists(prose)
    assert checklists.stray_sections(found, PAGE) == []
    without = PAGE.replace('id="limits"', 'id="else"')
    (fault,) = checklists.stray_sections(found, without)
    assert str(fault).startswith("checklists.yaml") or "short 2" in str(fault)
    assert "no such section in the report" in str(fault)


def test_a_study_without_a_file_has_no_checklists(tmp_path):
    assert checklists.read_checklists(tmp_path / "report.md") == ()
    assert checklists.annex((), PAGE, SYNTHETIC) == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("checklists: 3\n", "list called checklists"),
        ("- 1\n", "list called checklists"),
        ("checklists: [{id: a, en: A}]\n", "Field required"),
        (ENTRY.replace("people: true", "peple: true"), "peple"),
        (ENTRY.replace("people: true", "people: perhaps"), "people"),
    ],
)
def test_a_file_that_is_no_checklist_is_refused_by_its_key(content, said, prose):
    prose.with_name("checklists.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=said):
        checklists.read_checklists(prose)


# The checklists of this report


@pytest.fixture(scope="module")
def ours():
    return {one.id: one for one in checklists.read_checklists(ROOT / "report/report.md")}


def test_coreq_has_its_thirty_two_items_and_gramms_its_six(ours):
    numbers = {name: [item.id for item in one.items] for name, one in ours.items()}
    assert numbers == {
        "coreq": [str(n) for n in range(1, 33)], "gramms": [str(n) for n in range(1, 7)],
    }  # fmt: skip


def test_every_item_is_met_somewhere_or_asks_about_real_people(ours):
    items = [item for one in ours.values() for item in one.items]
    assert [item.id for item in items if bool(item.section) == item.people] == []


def test_every_section_named_is_a_heading_of_the_report_or_a_notebook(ours):
    text = (ROOT / "report/report.md").read_text(encoding="utf-8")
    options = ["--section-divs", "--mathml"]
    page = pypandoc.convert_text(text, "html5", "markdown-raw_html", extra_args=options)
    known = set(checklists.sections(page)) | {"notebooks"}
    known |= {f"notebook-{path.stem}" for path in (ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb")}
    named = {item.section for one in ours.values() for item in one.items} - {""}
    assert len(named) > 8
    assert named - known == set()
