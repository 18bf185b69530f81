"""What a test of models on some weeks came to, as data: figures, curves, parts. A card holds it, a page draws it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

ANOMALY, PROBABILITY = "anomaly", "fraud"  # the two models, as decisions name them


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """ISO moments, the second one excluded."""

    since: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How well one model puts frauds first. Shares are 0 to 1; what cannot be told is None.

    `recall_at_budget` and `precision_at_budget` look at the share of orders that people can review; `card_precision`
    is the mean over days of the share of the hundred most suspect cards that are compromised. Only probabilities have
    a Brier score and a calibration error.
    """

    average_precision: float | None
    roc_auc: float | None
    recall_at_budget: float | None
    precision_at_budget: float | None
    card_precision: float | None = None
    brier: float | None = None
    calibration_error: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Recall and precision as the threshold falls."""

    recall: tuple[float, ...]
    precision: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Rows of about the same probability: the mean that was told, the share that was fraud."""

    told: float
    found: float
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Rows by score: those from an edge to below the next. There is one edge more than counts."""

    edges: tuple[float, ...]
    fraud: tuple[int, ...]
    other: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Figures of a part of the rows; `alerts` is the share of its rows that fall into the budget, by the model that a
    reviewer would follow: the probability, or the percentile where there is none."""

    by: str
    name: str
    rows: int
    frauds: int
    alerts: float
    average_precision: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """`labels_until` says until when labels of the test were known, `fitted_until` which orders the models had seen and
    what they knew of them. Figures are of rows whose label is known, or that are old enough to be taken for honest.
    `drift` is the population stability index of each feature, and of the percentile as `score`, against the rows that
    the models were fitted on; `missing` the share of rows in which each feature is unknown.
    """

    window: Window
    fitted_until: str
    labels_until: str
    rows: int
    frauds: int
    budget: float
    models: Mapping[str, Figures]
    curves: Mapping[str, Curve]
    scores: Mapping[str, Histogram]
    calibration: tuple[Bin, ...] = ()
    segments: tuple[Segment, ...] = ()
    drift: Mapping[str, float] = field(default_factory=dict)
    missing: Mapping[str, float] = field(default_factory=dict)
