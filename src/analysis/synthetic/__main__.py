"""``python -m analysis.synthetic DATA``: write the synthetic study that study.yaml describes.

With ``--to`` into a new data folder, with copies of study.yaml, reference/ and indicators/.
"""

import argparse
import sys
from dataclasses import fields
from pathlib import Path

from analysis.faults import BadInput
from analysis.study import Study, read_study
from analysis.synthetic.fieldwork import Size
from analysis.synthetic.study import World, make
from analysis.synthetic.truth import MODELS
from analysis.synthetic.voice import repeated_share
from analysis.synthetic.writing import refuse_real, write, write_settings


def main(arguments: list[str] | None = None) -> None:
    """Make the study and write it. Raises BadInput."""
    parser = argparse.ArgumentParser(prog="python -m analysis.synthetic", description=__doc__)
    parser.add_argument("data", type=Path, help="folder that holds raw/study.yaml")
    parser.add_argument("--seed", type=int, help="in place of the seed of study.yaml")
    parser.add_argument("--to", type=Path, help="a new data folder; otherwise DATA itself")
    for part in fields(Size):
        option = f"--{part.name.replace('_', '-')}"
        parser.add_argument(option, type=int, default=part.default, help=f"default {part.default}")
    parser.add_argument("--model", choices=MODELS, default="as_assumed", help="default as_assumed")
    given = parser.parse_args(arguments)
    try:
        size = Size(**{part.name: getattr(given, part.name) for part in fields(Size)})
    except ValueError as error:
        parser.error(str(error))
    study = read_study(given.data, seed=given.seed)
    refuse_real(study)
    folder = given.to or given.data
    if (folder / "raw" / "study.yaml").exists():
        refuse_real(read_study(folder))
    write_settings(study, folder)
    study = read_study(folder)
    world = make(study, size, MODELS[given.model])
    write(world, study)
    sys.stdout.write(_told(world, study))


def _told(world: World, study: Study) -> str:
    n_words = sum(len(text.split()) for text in world.spoken.values())
    size = sum(path.stat().st_size for path in study.raw.rglob("*") if path.is_file())
    return (
        f"{len(world.spoken)} transcripts, {n_words:,} words; "
        f"{repeated_share(world.spoken.values()):.1%} of their eight-word runs stand in another "
        f"one too; {size / 1e6:.1f} MB\n"
    )


if __name__ == "__main__":
    try:
        main()
    except BadInput as bad:
        sys.exit(str(bad))
