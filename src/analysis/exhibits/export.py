"""Writing an exhibit: its image, its released data, its caption and its alternative text.

Every exhibit carries its stamp in five places (data, caption, alternative text, and inside both
images, where it is also drawn), and a sidecar with the checksums of its files, written last.
``check`` refuses an exhibit that lost any of them.
"""

import base64
import hashlib
import io
import json
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from defusedxml import ElementTree
from matplotlib.figure import Figure
from PIL import Image

from analysis import store
from analysis.disclosure import JOINED, JOINED_MANY, SHOWN, STAMPS, STATE_COLUMNS, Released
from analysis.exhibits import house
from analysis.faults import Fault, refuse
from analysis.study import refuse_in_git
from analysis.vocabulary import SYNTHETIC

FILES = ("svg", "png", "csv")
DIGITS = 6  # significant digits of released numbers: more would differ between machines
SCREEN_DPI = 110  # of the copy shown in a notebook
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_NUMBER = re.compile(r"(?<!\w)\d")  # the digit of a name (AC1) tells nothing
_SVG_DESCRIPTION = ".//{http://purl.org/dc/elements/1.1/}description"
_SVG_STAMP = f".//{{http://www.w3.org/2000/svg}}g[@id='{house.STAMP}']"


@dataclass(frozen=True)
class Exhibit:
    """An exhibit as it was written; in a notebook it shows itself with its caption."""

    name: str
    title: str
    caption: str
    alt: str
    stamp: str
    provenance: str
    folder: Path
    screen: bytes = b""

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, dict[str, bool]]]:
        shown = {"text/html": self._repr_html_(), "text/plain": self.title}
        return shown, {"text/html": {SHOWN: True}}

    def _repr_html_(self) -> str:
        image = base64.b64encode(self.screen).decode()
        return (
            f'<figure><img src="data:image/png;base64,{image}" alt="{escape(self.alt)}" '
            f'style="max-width: 100%">\n<figcaption>{escape(self.caption)}</figcaption></figure>'
        )


def export(
    figure: Figure, released: Released, name: str, caption: str, alt: str, folder: Path | str,
    *, joins_states: bool = False, language: str = "en",
) -> Exhibit:  # fmt: skip
    """Write ``name``.svg, .png, .csv and .json into ``folder``, stamped, and close the figure.

    ``caption`` says what is shown and how to read it, ``alt`` what a reader who does not see it
    must know; the stamp is put before both. ``joins_states`` where the exhibit speaks of one
    state that its table does not name. Raises ValueError for a table that was not released, a
    figure without a title, a name that is no file name, a missing caption or alternative text,
    a number in either, since only what was released is told; BadInput where restricted exhibits
    would lie inside a git work tree.
    """
    if not isinstance(released, Released):
        msg = f"{name}: only what disclosure released is exported"
        raise ValueError(msg)
    folder = Path(folder)
    title = house.title_of(figure)
    _require_words(name, title, caption, alt)
    refuse_in_git(released.study, folder)
    stamp = released.stamp(language, joins_states=joins_states)
    house.settle(figure)
    house.foot(figure, stamp, gid=house.STAMP)
    files = {
        "svg": _image(figure, "svg", {"Date": None, "Title": title, "Description": stamp}),
        "png": _image(figure, "png", {"Software": None, "Title": title, "Description": stamp}),
        "csv": _csv(released, stamp),
    }
    screen = _image(figure, "png", {"Software": None}, dpi=SCREEN_DPI)
    plt.close(figure)
    about = {
        "name": name, "title": title, "caption": f"{stamp} {caption}", "alt": f"{stamp} {alt}",
        "stamp": stamp, "provenance": released.provenance,
    }  # fmt: skip
    _write(folder, name, files, about)
    return Exhibit(**about, folder=folder, screen=screen)


def check(folder: Path | str, name: str) -> Exhibit:
    """The exhibit ``name`` in ``folder``.

    Raises BadInput naming every file that is absent or is not the one its sidecar was written
    with, and every place from which the stamp of its provenance is missing.
    """
    folder = Path(folder)
    content = {kind: _content(folder / f"{name}.{kind}") for kind in (*FILES, "json")}
    cure = "Run: make all"
    absent = [kind for kind in content if not content[kind]]
    refuse(Fault(f"{name}.{kind}", "no such file", cure=cure) for kind in absent)
    sidecar = json.loads(content["json"])
    hashes = sidecar.pop("sha256")
    changed = [k for k in FILES if hashlib.sha256(content[k]).hexdigest() != hashes.get(k)]
    refuse(Fault(f"{name}.{kind}", "not the file that was exported", cure=cure) for kind in changed)
    rules = {kind: _stamp_missing(kind, content, sidecar) for kind in content}
    refuse(Fault(f"{name}.{kind}", rule, cure=cure) for kind in rules for rule in rules[kind])
    return Exhibit(**sidecar, folder=folder)


def _require_words(name: str, title: str, caption: str, alt: str) -> None:
    if not NAME.fullmatch(name):
        msg = f"{name}: an exhibit's name holds letters, digits, _ and - only"
        raise ValueError(msg)
    missing = [
        part for part, text in {"title": title, "caption": caption, "alt": alt}.items()
        if not text.strip()
    ]  # fmt: skip
    if missing:
        msg = f"{name}: an exhibit needs a {' and a '.join(missing)}"
        raise ValueError(msg)
    typed = [p for p, text in {"caption": caption, "alt": alt}.items() if _NUMBER.search(text)]
    if typed:
        msg = f"{name}: a number stands in its {' and '.join(typed)}; let the drawing say it"
        raise ValueError(msg)


def _image(figure: Figure, kind: str, metadata: dict[str, str | None], **options: Any) -> bytes:
    """The drawing as bytes, without date or version, so that a second run gives the same."""
    drawn = io.BytesIO()
    with plt.style.context(house.STYLE):
        area = house.extent(figure)
        figure.savefig(drawn, format=kind, metadata=metadata, bbox_inches=area, **options)
    return drawn.getvalue()


def _csv(released: Released, stamp: str) -> bytes:
    """The released rows in their order; yes and no as true and false, a blank as nothing."""
    table = released.table
    if "provenance" in table:
        msg = "provenance: export writes this column itself"
        raise ValueError(msg)
    written = table.apply(_written).assign(provenance=stamp)
    return written.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d").encode()


def _written(column: pd.Series) -> pd.Series:
    if pd.api.types.is_float_dtype(column):
        return column.map(lambda value: "" if pd.isna(value) else f"{value + 0.0:.{DIGITS}g}")
    return column.astype(object).map(lambda v: str(v).lower() if isinstance(v, bool) else v)


def _write(folder: Path, name: str, files: dict[str, bytes], about: dict[str, str]) -> None:
    """Write the files, the sidecar last: without it, or with an older one, they do not count."""
    hashes = {kind: hashlib.sha256(content).hexdigest() for kind, content in files.items()}
    for kind, content in files.items():
        with store.replacing(folder / f"{name}.{kind}") as file:
            file.write(content)
    sidecar = json.dumps(about | {"sha256": hashes}, ensure_ascii=False, indent=2)
    store.write_text(folder / f"{name}.json", sidecar + "\n")


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _stamp_missing(kind: str, content: dict[str, bytes], sidecar: dict[str, Any]) -> list[str]:
    """Each place in a file of this kind from which the stamp is missing."""
    stamp = sidecar["stamp"]
    if kind == "json":
        stands = {part: sidecar[part].startswith(stamp) for part in ("caption", "alt")}
        stands["stamp"] = stamp in _stamps(sidecar["provenance"], content["csv"])
    elif kind == "csv":
        table = pd.read_csv(io.BytesIO(content["csv"]), dtype=str)
        stands = {"provenance": "provenance" in table and table["provenance"].eq(stamp).all()}
    elif kind == "png":
        with Image.open(io.BytesIO(content["png"])) as image:
            stands = {"Description": image.info.get("Description") == stamp}
    else:
        root = ElementTree.fromstring(content["svg"])
        stands = {"description": root.findtext(_SVG_DESCRIPTION) == stamp}
        stands["drawing"] = root.find(_SVG_STAMP) is not None
    return [f"the stamp is missing from its {part}" for part, found in stands.items() if not found]


def _stamps(provenance: str, data: bytes) -> list[str]:
    """The stamps that data of this provenance may carry, in any language."""
    header = data.split(b"\n", 1)[0].decode().split(",")
    names_states = any(column in header for column in STATE_COLUMNS)
    joined = [*JOINED.values(), *JOINED_MANY.values()] if provenance == SYNTHETIC else []
    return joined if joined and names_states else [*STAMPS[provenance].values(), *joined]
