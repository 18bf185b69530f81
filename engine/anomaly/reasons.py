"""Why a score is high: the features that gave most, with where their values stand among the training orders."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.anomaly.artefact import Artefact
from engine.anomaly.trees import Floats

MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature that raised a score by `bits`: doublings of the anomaly score, or of the odds of fraud.

    `percentile` is the percent of training orders whose value is strictly lower, none for an unknown value; `equal`
    the percent that have the same value, or that do not know it either.
    """

    feature: str
    value: float | None
    percentile: float | None
    equal: float
    bits: float

    def plain(self) -> dict[str, object]:
        """As JSON holds it, in the precision that people read."""
        percentile = None if self.percentile is None else floored(self.percentile)
        return {
            "feature": self.feature,
            "value": self.value,
            "percentile": percentile,
            "equal": floored(self.equal),
            "bits": round(self.bits, 3),
        }


def reasons(artefact: Artefact, row: Floats, bits: Floats) -> tuple[Reason, ...]:
    """At most three, the strongest first; features that lowered the score or left it alone are none."""
    order = np.argsort(-bits, kind="stable")[:MOST]
    return tuple(_reason(artefact, int(each), float(row[each]), float(bits[each])) for each in order if bits[each] > 0)


def _reason(artefact: Artefact, column: int, value: float, bits: float) -> Reason:
    name = artefact.names[column]
    known = float(artefact.features.known[column])
    if math.isnan(value):
        return Reason(name, None, None, 100 - known, bits)
    below, equal = artefact.features.place(column, value)
    return Reason(name, value, below, equal, bits)


def floored(percent: float) -> float:
    """A percentage with one decimal, never rounded up: 99.97 is not "all"."""
    return math.floor(percent * 10 + 1e-9) / 10
