"""One published model: plain arrays, packed as bytes that always come out the same, and read back with distrust."""

import hashlib
from dataclasses import dataclass

from engine.anomaly.drift import Histograms
from engine.anomaly.linear import Linear
from engine.anomaly.shares import Shares
from engine.anomaly.trees import Floats, Trees


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Boosting:
    """Trees whose sum, with the baseline, is the log-odds of fraud."""

    baseline: float
    trees: Trees


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curve:
    """Raw probability -> calibrated probability, straight between the points, level beyond them."""

    raw: Floats
    calibrated: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Artefact:
    """All that scoring needs.

    `names` are the features in the order of a row and `schema` their digest. The values of `forest` sum up to the
    binary logarithm of the anomaly score, which is `-score_samples` of scikit-learn: 0..1, near 1 where a row is
    isolated early. `scores` is the distribution of the training scores (one column), `features` that of each
    feature. `drift` holds training histograms of each feature and, last, of the score. `card` is the digest of the
    model card. `version` is the SHA-256 of the packed bytes, empty before they exist.
    """

    names: tuple[str, ...]
    schema: str
    card: str
    forest: Trees
    scores: Shares
    features: Shares
    drift: Histograms
    classifier: Boosting | Linear | None = None
    calibration: Curve | None = None
    version: str = ""


def digest_of(content: bytes) -> str:
    """The version of packed bytes."""
    return hashlib.sha256(content).hexdigest()
