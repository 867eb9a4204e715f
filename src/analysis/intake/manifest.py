"""The checksums of the raw files: a file that changed by accident is noticed before it is used.

``python -m analysis.intake.manifest DATA`` records them.
"""

import hashlib
import sys
from pathlib import Path

from analysis.faults import BadInput, Fault
from analysis.store import write_text
from analysis.study import Study, read_study

NAME = "MANIFEST.sha256"
CURE = "If the change was meant, record it: make manifest"


def record(study: Study) -> Path:
    """Write the checksum of every raw file, in the format of ``sha256sum``."""
    lines = [f"{digest}  {name}\n" for name, digest in sorted(_digests(study.raw).items())]
    write_text(study.raw / NAME, "".join(lines))
    return study.raw / NAME


def check(study: Study) -> list[Fault]:
    """A fault for each file that changed, vanished or appeared since the manifest was recorded.

    None where there is no manifest: nothing was promised then.
    """
    path = study.raw / NAME
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    promised = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    found = _digests(study.raw)
    rules = dict.fromkeys(found.keys() - promised.keys(), "not in the manifest")
    rules |= dict.fromkeys(promised.keys() - found.keys(), "no such file, but in the manifest")
    rules |= {
        name: "changed since the manifest was recorded"
        for name in found.keys() & promised.keys()
        if found[name] != promised[name]
    }
    return [Fault(study.known_as(study.raw / n), rule, cure=CURE) for n, rule in rules.items()]


def _digests(folder: Path) -> dict[str, str]:
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {
        file.as_posix(): hashlib.sha256((folder / file).read_bytes()).hexdigest()
        for file in files
        if not _is_passing(file)
    }


def _is_passing(file: Path) -> bool:
    """Files that spreadsheets and file browsers leave behind, and the manifest itself."""
    return file.name == NAME or any(part.startswith((".", "~$")) for part in file.parts)


if __name__ == "__main__":
    try:
        recorded = record(read_study(sys.argv[1]))
        sys.stdout.write(f"recorded: {recorded.name}\n")
    except BadInput as bad:
        sys.exit(str(bad))
