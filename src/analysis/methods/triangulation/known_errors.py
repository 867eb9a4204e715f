"""What is known of how the study's coders err, and what can be corrected by it."""

from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd

from analysis.methods.triangulation import coder_error
from analysis.methods.triangulation.evidence import Evidence
from analysis.study import Study
from analysis.vocabulary import DIRECTIONS


@dataclass(frozen=True)
class Correction:
    """What is known of coders' errors: readings by source and domain, with their ``state``, and
    draws of the confusion matrix."""

    readings: pd.DataFrame
    confusion: np.ndarray


def correction(evidence: Evidence, study: Study) -> Correction | None:
    """What is known of coders' errors, or None where too little, or nothing, is to be corrected.

    A single draw of the confusion matrix would be as good as none: under ``fewest_telling``
    judgements that tell, nothing is corrected.
    """
    rule = study.triangulation.direction
    read = _read(evidence, study)
    tells = coder_error.telling(read, rule.confusion)
    if tells.sum() < rule.fewest_telling:
        return None
    rng = np.random.default_rng([study.seed, crc32(b"confusion")])
    return Correction(read, coder_error.draw_confusion(read[tells], rule.n_chains, rng))


def coders_errors(evidence: Evidence, study: Study) -> dict[str, Any]:
    """What is known of coders' errors, and whether directions are corrected for them.

    ``n_read_by_several`` (judgements of two coders or more), ``n_telling`` (those by which errors
    can be corrected), ``n_needed``, ``is_corrected``, and ``lost_percent``: how much of net
    direction errors would take away if it were left as it was said, missing where nothing was
    read twice.
    """
    rule, known = study.triangulation.direction, correction(evidence, study)
    read = _read(evidence, study)
    lost = coder_error.attenuation(read, None if known is None else known.confusion)
    return {
        "n_read_by_several": int(read[list(DIRECTIONS)].sum(axis=1).gt(1).sum()),
        "n_telling": int(coder_error.telling(read, rule.confusion).sum()),
        "n_needed": rule.fewest_telling, "is_corrected": known is not None,
        "lost_percent": 100 * lost,
    }  # fmt: skip


def _read(evidence: Evidence, study: Study) -> pd.DataFrame:
    read = coder_error.readings(evidence.judged, study.adjudicator)
    read = read.merge(evidence.asked[["source_id", "domain"]], on=["source_id", "domain"])
    return read.merge(evidence.interviews[["source_id", "state"]], on="source_id")
