"""Mask transcripts: ``python -m analysis.intake.identifiers FILES_OR_FOLDERS --to FOLDER ...``.

Without ``--to`` it only reports. It never writes over a file and never prints a value.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError

from analysis.faults import BadInput, Fault, refuse
from analysis.intake.identifiers import log
from analysis.intake.identifiers.confirmed import read_confirmed, search_for
from analysis.intake.identifiers.finding import Found, Search, find
from analysis.intake.identifiers.masking import Replacement, mask
from analysis.intake.identifiers.proposing import Proposals, propose
from analysis.intake.identifiers.pseudonyms import read_key
from analysis.intake.transcripts import READERS
from analysis.store import replacing, write_text
from analysis.study import in_work_tree

NEVER_FOUND = "Descriptions that fit one person only are never found: read the masked texts."


def main(asked: Namespace) -> str:
    """Read, mask and write as asked; the report. Raises BadInput before anything is written."""
    paths = list(_paths(asked.files))
    refuse(_faults(asked, paths))
    texts = {path: _read(path) for path in paths}
    confirmed = [search_for(read_confirmed(asked.confirmed))] if asked.confirmed else []
    proposals = propose(texts.values(), asked.names)
    found: list[Found] | list[Replacement]
    if asked.to:
        found = _write(asked, texts, confirmed)
    else:
        found = [one for text in texts.values() for one in find(text, confirmed)]
    if asked.propose:
        with replacing(asked.propose, mode=log.OWNER_ONLY) as file:
            file.write(proposals.csv().encode("utf-8"))
    return _report(len(texts), found, proposals)


def _paths(files: Iterable[Path]) -> Iterable[Path]:
    for path in files:
        if path.is_dir():
            yield from sorted(one for one in path.iterdir() if _is_transcript(one))
        else:
            yield path


def _is_transcript(path: Path) -> bool:
    return path.suffix in READERS and not path.name.startswith((".", "~$"))


def _faults(asked: Namespace, paths: list[Path]) -> list[Fault]:
    found = [] if paths else [Fault("FILES", "no transcript, neither .txt nor .docx")]
    for path in paths:
        if not path.is_file() or not _is_transcript(path):
            found.append(Fault(path.name, "no .txt or .docx file"))
    twice = [name for name, n in Counter(path.stem for path in paths).items() if n > 1]
    found += [Fault(name, "two files would have one masked copy") for name in twice]
    if asked.to:
        found += [] if asked.key and asked.log else [Fault("--to", "needs --key and --log")]
        found += log.faults(asked.log) if asked.log else []
        there = [_copy(asked.to, path) for path in paths if _copy(asked.to, path).exists()]
        cure = "Name another folder: no file is ever written over."
        found += [Fault(path.name, "there already", cure=cure) for path in there]
    if asked.propose and (in_work_tree(asked.propose) or asked.propose.exists()):
        rule = "there already, or inside a git work tree"
        found.append(Fault(asked.propose.name, rule, cure="Name a new file outside the checkout."))
    return found


def _copy(folder: Path, path: Path) -> Path:
    return folder / f"{path.stem}.txt"


def _read(path: Path) -> str:
    try:
        return READERS[path.suffix](path, path.name, ())
    except (ValueError, KeyError, BadZipFile, PackageNotFoundError):
        raise BadInput([Fault(path.name, "neither a text in UTF-8 nor a Word document")]) from None


def _write(asked: Namespace, texts: dict[Path, str], confirmed: list[Search]) -> list[Replacement]:
    """The log first, so that no masked copy is without what it stands for."""
    pseudonyms = read_key(asked.key)
    masked = {path: mask(text, pseudonyms, confirmed) for path, text in texts.items()}
    log.write(asked.log, [(path.name, one) for path, one in masked.items()])
    for path, one in masked.items():
        write_text(_copy(asked.to, path), one.text)
    return [made for one in masked.values() for made in one.replacements]


def _report(n_files: int, found: list[Found] | list[Replacement], proposals: Proposals) -> str:
    said = {True: "check digit fits", False: "check digit does not fit", None: "no check digit"}
    counts = Counter((one.kind, said[one.is_valid]) for one in found)
    lines = [f"{n_files} transcripts, {len(found)} identifiers"]
    lines += [f"  {kind}: {n} ({check})" for (kind, check), n in sorted(counts.items())]
    return "\n".join([*lines, proposals.said, NEVER_FOUND, ""])


def _asked(arguments: list[str]) -> Namespace:
    parser = ArgumentParser(prog="python -m analysis.intake.identifiers", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, help="transcripts, or folders of them")
    parser.add_argument("--to", type=Path, help="folder for the masked copies")
    parser.add_argument("--key", type=Path, help="key file, outside any git work tree")
    parser.add_argument("--log", type=Path, help="replacement log to write, outside as well")
    parser.add_argument("--confirmed", type=Path, help="CSV of value, kind to mask as well")
    parser.add_argument("--names", default="", help="installed spaCy model to propose names with")
    parser.add_argument("--propose", type=Path, help="CSV to write proposed names to")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    try:
        sys.stdout.write(main(_asked(sys.argv[1:])))
    except BadInput as bad:
        sys.exit(str(bad))
