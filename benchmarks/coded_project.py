"""How long a large coded project takes to be read, and in how much memory.

Prints seconds and megabytes for a quarter of a million and for a million codings, each read in a
process of its own, and the ratio of the two: linear is four.
"""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path

from analysis.intake import coded_project

SIZES = (250_000, 1_000_000)
N_CODES, N_CODERS, CODINGS_PER_TEXT = 200, 6, 250
# Accents and an emoji, so that ways of counting differ.
WORDS = (
    *("la", "conciliación", "ya", "no", "tarda", "como", "antes", "dijeron", "años", "ñandú"),
    *("según", "quién", "qué", "pasó", "👍", "junta", "inspección", "obra", "taller", "campo"),
)


def write(path: Path, n_codings: int, seed: int = 1) -> None:
    """A .qdpx with this many codings, its texts and identifiers unlike one another."""
    rng = random.Random(seed)
    users = [str(uuid.UUID(int=rng.getrandbits(128))) for _ in range(N_CODERS)]
    codes = [str(uuid.UUID(int=rng.getrandbits(128))) for _ in range(N_CODES)]
    texts = [_text(rng) for _ in range(n_codings // CODINGS_PER_TEXT)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("project.qde", "w", force_zip64=True) as qde:
            for piece in _qde(rng, texts, users, codes):
                qde.write(piece.encode())
        for number, (text, _) in enumerate(texts):
            archive.writestr(f"sources/{number}.txt", text)


def _text(rng: random.Random) -> tuple[str, list[int]]:
    """A transcript of some 12,000 characters, and where its words begin."""
    words = rng.choices(WORDS, k=2_000)
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    return " ".join(words), starts


def _qde(rng: random.Random, texts: list, users: list[str], codes: list[str]) -> Iterator[str]:
    yield '<?xml version="1.0"?><Project xmlns="urn:QDA-XML:project:1.0" name="p"><Users>'
    yield "".join(f'<User guid="{guid}" name="C{n}"/>' for n, guid in enumerate(users))
    yield "</Users><CodeBook><Codes>"
    yield "".join(f'<Code guid="{guid}" name="code {n}"/>' for n, guid in enumerate(codes))
    yield "</Codes></CodeBook><Sources>"
    for number, (text, starts) in enumerate(texts):
        yield f'<TextSource guid="{uuid.UUID(int=rng.getrandbits(128))}" name="E{number}"'
        yield f' plainTextPath="internal://{number}.txt">'
        for _ in range(CODINGS_PER_TEXT):
            first = rng.randrange(len(starts) - 40)
            start, end = starts[first], starts[first + rng.randrange(5, 40)] - 1
            yield (
                f'<PlainTextSelection guid="{uuid.UUID(int=rng.getrandbits(128))}" '
                f'name="{text[start:end][:30]}..." startPosition="{start}" '
                f'endPosition="{end}"><Coding guid="{uuid.UUID(int=rng.getrandbits(128))}" '
                f'creatingUser="{rng.choice(users)}" creationDateTime="2024-05-01T10:00:00Z">'
                f'<CodeRef targetGUID="{rng.choice(codes)}"/></Coding></PlainTextSelection>'
            )
        yield "</TextSource>"
    yield "</Sources></Project>"


def read(path: Path) -> None:
    """Read a file, and print seconds and megabytes."""
    started = time.perf_counter()
    project = coded_project.read(path)
    seconds = time.perf_counter() - started
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(len(project.codings), seconds, megabytes)


def main() -> None:
    """Write, read each in a new process, and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--read", type=Path)
    given = parser.parse_args()
    if given.read:
        read(given.read)
        return
    spent = []
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            path = Path(folder) / "p.qdpx"
            write(path, size)
            command = [sys.executable, __file__, "--read", str(path)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            n, seconds, megabytes = map(float, done.stdout.split())
            spent.append(seconds)
            print(f"coded project: {n:,.0f} codings in {seconds:.1f} s and {megabytes:,.0f} MB")
    print(f"coded project: {spent[1] / spent[0]:.1f} times as long for 4 times as many")


if __name__ == "__main__":
    main()
