"""Exhibits carry their stamp and their data, and are the same on every run."""

import hashlib
import json
from pathlib import Path

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from PIL import Image, PngImagePlugin

import small_study
from analysis.disclosure import Released, release, release_classes
from analysis.exhibits import house
from analysis.exhibits.export import check, export
from analysis.faults import BadInput
from analysis.study import Study, read_study

STAMP = "Synthetic study: says nothing about real people, projects or states"
WORDS = {"caption": "Shares of people.", "alt": "Two bars."}


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return read_study(small_study.write(tmp_path))


@pytest.fixture
def released(study: Study) -> Released:
    table = pd.DataFrame(
        {
            "group": ["unions", "judges", "firms"],
            "n_people": [192, 9, 0],
            "raised_share": [1 / 3, 0.1, None],
        }
    )
    return release(table, study, hide=["raised_share"])


@pytest.fixture
def folder(tmp_path: Path, released: Released) -> Path:
    """A folder with one exhibit, ``shares``."""
    export(drawing(), released, "shares", folder=tmp_path / "figures", **WORDS)
    return tmp_path / "figures"


def drawing(title: str = "Unions speak most of advocacy"):
    with plt.style.context(house.STYLE):
        figure, ax = plt.subplots(figsize=(2, 1))
        ax.bar(["unions", "judges"], [1, 2])
        if title:
            house.entitle(figure, title, "Share of sources")
    return figure


def test_an_exhibit_is_written_whole(folder):
    assert sorted(path.name for path in folder.iterdir()) == [
        "shares.csv", "shares.json", "shares.png", "shares.svg",
    ]  # fmt: skip
    exhibit = check(folder, "shares")
    assert exhibit.title == "Unions speak most of advocacy"
    assert exhibit.caption == f"{STAMP}. Shares of people."
    assert exhibit.alt == f"{STAMP}. Two bars."


def test_the_data_of_a_figure_show_what_it_shows(folder):
    table = pd.read_csv(folder / "shares.csv", dtype=str, keep_default_na=False)
    assert table.columns.tolist()[-2:] == ["is_suppressed", "provenance"]
    assert table["n_people"].tolist() == ["192", "", "0"]
    assert table["raised_share"].tolist() == ["0.333333", "", ""]
    assert table["is_suppressed"].tolist() == ["false", "true", "false"]


def test_a_second_run_gives_the_same_bytes(folder, released, tmp_path):
    plt.figure()  # an open figure must not move anything
    export(drawing(), released, "shares", folder=tmp_path / "again", **WORDS)
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name


def test_the_figure_is_closed_and_shows_itself_once_with_its_words(released, tmp_path):
    before = plt.get_fignums()
    exhibit = export(drawing(), released, "shares", folder=tmp_path, caption="<a & more", alt='"a"')
    assert plt.get_fignums() == before
    html = exhibit._repr_html_()
    assert html.count("<img") == 1
    assert "&lt;a &amp; more" in html
    assert "&quot;a&quot;" in html
    assert "data:image/png;base64," in html


def test_what_a_notebook_keeps_of_it_is_marked_as_released_and_holds_no_folder(released, tmp_path):
    exhibit = export(drawing(), released, "shares", folder=tmp_path, **WORDS)
    shown, marks = exhibit._repr_mimebundle_()
    assert marks == {"text/html": {"released": True}}
    assert set(shown) == {"text/html", "text/plain"}
    assert str(tmp_path) not in "".join(shown.values())


@pytest.mark.parametrize("part", ["caption", "alt"])
def test_a_number_is_not_typed_beside_the_drawing(released, tmp_path, part):
    words = WORDS | {part: "Seen by AC1, told by 9 judges."}
    with pytest.raises(ValueError, match=f"shares: a number stands in its {part}"):
        export(drawing(), released, "shares", folder=tmp_path / "f", **words)
    assert not (tmp_path / "f").exists()


def test_only_released_tables_are_exported(released, tmp_path):
    with pytest.raises(ValueError, match="only what disclosure released"):
        export(drawing(), released.table, "shares", folder=tmp_path / "f", **WORDS)
    assert not (tmp_path / "f").exists()


@pytest.mark.parametrize(
    ("title", "words", "missing"),
    [("", {}, "title"), ("A title", {"caption": ""}, "caption"), ("A title", {"alt": " "}, "alt")],
)
def test_an_exhibit_without_its_words_is_refused(released, tmp_path, title, words, missing):
    with pytest.raises(ValueError, match=f"needs a {missing}"):
        export(drawing(title), released, "shares", folder=tmp_path, **(WORDS | words))


def test_a_name_cannot_leave_the_folder(released, tmp_path):
    with pytest.raises(ValueError, match="name holds letters"):
        export(drawing(), released, "../shares", folder=tmp_path, **WORDS)


def test_the_title_may_stand_in_the_axes(released, tmp_path):
    figure = drawing(title="")
    figure.axes[0].set_title("Judges speak\nof courts", loc="left")
    assert export(figure, released, "s", folder=tmp_path, **WORDS).title == "Judges speak of courts"


def test_restricted_exhibits_stay_out_of_a_git_tree(tmp_path):
    study = read_study(small_study.write(tmp_path / "vault", provenance="restricted"))
    released = release_classes(pd.DataFrame({"verdict": ["agreement"]}), study, ["verdict"])
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    with pytest.raises(BadInput, match="git work tree"):
        export(drawing(), released, "v", folder=tmp_path / "repository" / "figures", **WORDS)
    assert not (tmp_path / "repository" / "figures").exists()
    export(drawing(), released, "v", folder=tmp_path / "figures", **WORDS)
    assert check(tmp_path / "figures", "v").stamp.startswith("Restricted")


def test_beside_a_state_the_exhibit_says_that_it_says_nothing_of_it(study, released, tmp_path):
    cells = pd.DataFrame({"state": ["XX-ARB"], "verdict": ["agreement"]})
    named = release_classes(cells, study, ["state", "verdict"])
    sentence = "synthetic accounts: says nothing about this state"
    assert sentence in export(drawing(), named, "a", folder=tmp_path, **WORDS).caption
    told = export(drawing(), released, "b", folder=tmp_path, joins_states=True, **WORDS)
    assert sentence in told.alt
    assert check(tmp_path, "b").stamp == told.stamp
    spanish = export(drawing(), named, "c", folder=tmp_path, language="es", **WORDS)
    assert check(tmp_path, "c").caption.startswith("Estudio sintético") and spanish.stamp


# Stamps cannot be taken off


def strip(folder: Path, kind: str, old: str, new: str = "") -> None:
    """Replace text in a file of the exhibit, and mend its checksum as a forger would."""
    path = folder / f"shares.{kind}"
    content = path.read_bytes()
    assert old.encode() in content
    path.write_bytes(content.replace(old.encode(), new.encode()))
    mend(folder, kind)


def mend(folder: Path, kind: str) -> None:
    sidecar = json.loads((folder / "shares.json").read_text())
    sidecar["sha256"][kind] = hashlib.sha256((folder / f"shares.{kind}").read_bytes()).hexdigest()
    (folder / "shares.json").write_text(json.dumps(sidecar))


def test_a_stamp_taken_out_of_the_data_is_missed(folder):
    path = folder / "shares.csv"
    pd.read_csv(path).drop(columns="provenance").to_csv(path, index=False)
    mend(folder, "csv")
    with pytest.raises(BadInput, match=r"shares.csv: 1 fault\n.*missing from its provenance"):
        check(folder, "shares")


def test_a_stamp_taken_out_of_one_row_of_the_data_is_missed(folder):
    path = folder / "shares.csv"
    table = pd.read_csv(path)
    table.loc[1, "provenance"] = ""
    table.to_csv(path, index=False)
    mend(folder, "csv")
    with pytest.raises(BadInput, match="missing from its provenance"):
        check(folder, "shares")


@pytest.mark.parametrize("part", ["caption", "alt"])
def test_a_stamp_taken_out_of_the_words_is_missed(folder, part):
    path = folder / "shares.json"
    sidecar = json.loads(path.read_text())
    sidecar[part] = "Shares."
    path.write_text(json.dumps(sidecar))
    with pytest.raises(BadInput, match=rf"shares.json: 1 fault\n.*missing from its {part}"):
        check(folder, "shares")


def test_a_stamp_taken_out_of_the_pixels_file_is_missed(folder):
    path = folder / "shares.png"
    with Image.open(path) as image:
        image.load()
        image.save(path, pnginfo=PngImagePlugin.PngInfo())
    mend(folder, "png")
    with pytest.raises(BadInput, match=r"shares.png: 1 fault\n.*missing from its Description"):
        check(folder, "shares")


def test_a_stamp_taken_out_of_the_drawing_file_is_missed(folder):
    strip(folder, "svg", f"<dc:description>{STAMP}.</dc:description>")
    with pytest.raises(BadInput, match=r"shares.svg: 1 fault\n.*missing from its description"):
        check(folder, "shares")


def test_a_stamp_no_longer_drawn_is_missed(folder):
    strip(folder, "svg", 'id="stamp"', 'id="text"')
    with pytest.raises(BadInput, match="missing from its drawing"):
        check(folder, "shares")


def test_a_stamp_replaced_everywhere_by_a_milder_one_is_missed(folder):
    strip(folder, "json", STAMP, "Fine")
    strip(folder, "csv", STAMP, "Fine")
    with pytest.raises(BadInput, match=r"shares.json: 1 fault\n.*missing from its stamp"):
        check(folder, "shares")


def test_data_of_states_cannot_carry_the_plain_stamp(folder):
    strip(folder, "csv", "group,", "state,")
    with pytest.raises(BadInput, match="missing from its stamp"):
        check(folder, "shares")


@pytest.mark.parametrize("kind", ["svg", "png", "csv"])
def test_a_file_that_changed_since_its_export_is_refused(folder, kind):
    path = folder / f"shares.{kind}"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(BadInput, match="not the file that was exported"):
        check(folder, "shares")


@pytest.mark.parametrize("kind", ["svg", "png", "csv", "json"])
def test_a_file_that_is_gone_is_named(folder, kind):
    (folder / f"shares.{kind}").unlink()
    with pytest.raises(BadInput, match=rf"shares.{kind}: 1 fault\n.*no such file"):
        check(folder, "shares")


# House style


def test_a_long_title_is_wrapped_to_the_width():
    figure = drawing("Unions and workers speak most of advocacy, judges of conciliation")
    area = house.extent(figure)
    assert house.title_of(figure).endswith("judges of conciliation")
    assert max(len(text.get_text().splitlines()) for text in figure.texts) > 1
    assert area.x1 == 2
    plt.close(figure)


def test_foot_lines_stand_one_below_the_other():
    figure = drawing()
    house.foot(figure, "Grey: too few people.")
    house.foot(figure, "Source: somebody.")
    grey, source = (text.get_window_extent() for text in figure.texts[-2:])
    assert source.y1 < grey.y0
    assert house.extent(figure).y0 < 0
    plt.close(figure)


def test_a_dollar_sign_is_a_dollar_sign(released, tmp_path):
    figure = drawing("From $x to $y")
    assert export(figure, released, "d", folder=tmp_path, **WORDS).title == "From $x to $y"
