"""What was known of rows at a moment: which turned out to be fraud, which are taken for honest, and which say nothing.

An order without a label counts as honest once it is old enough that a fraud would have been told. An order that was
refused never had the chance to become one, so it says nothing. Nor does one that is too young, whatever is known of it:
of the young ones frauds are known sooner than honest ones, so the share of fraud among them would be far too large.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

import numpy as np

from engine.anomaly.kept_label import DOUBTFUL, FRAUD, FRIENDLY, HONEST, KeptLabel
from engine.clock import microseconds, moment
from engine.training.refusals import LaterLabels
from engine.training.rows import Flags, Vectors

REFUSED = "cancel"
DAY_S = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelTerms:
    """`mature_days` is the age from which on an order counts, as honest when it has no label; `friendly_is_fraud` says
    whether a buyer who disputes what was delivered counts as fraud, else such orders say nothing."""

    mature_days: float = 7.0
    friendly_is_fraud: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelCounts:
    """Rows by what is known of them; they add up to all rows. `by_source` and `by_reason` count the labels that were
    read; `median_days` is how long after the order a fraud became known."""

    fraud: int
    honest: int
    assumed_honest: int
    unclear: int
    too_young: int
    refused: int
    by_source: Mapping[str, int]
    by_reason: Mapping[str, int]
    median_days: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Known:
    """Beside the rows: `fraud` where it is known for fraud, `usable` where it is that or honest."""

    fraud: Flags
    usable: Flags
    counts: LabelCounts


def refuse_later(labels: Iterable[KeptLabel], as_of: datetime) -> None:
    """Raises LaterLabels when something became known only after the moment."""
    later = [each.known_at for each in labels if each.known_at > as_of]
    if later:
        raise LaterLabels(len(later), min(later), as_of)


def known_by(labels: Iterable[KeptLabel], as_of: datetime) -> list[KeptLabel]:
    """The labels that were known at the moment."""
    return [each for each in labels if each.known_at <= as_of]


def known(vectors: Vectors, labels: Sequence[KeptLabel], as_of: datetime, terms: LabelTerms) -> Known:
    """What can be said of each row at `as_of`; labels that became known later do not count, nor those of other rows."""
    mine = set(vectors.order_ids)
    told: dict[str, list[KeptLabel]] = defaultdict(list)
    for label in known_by(labels, as_of):
        if label.order_id in mine:
            told[label.order_id].append(label)
    mature_until = microseconds(as_of - timedelta(days=terms.mature_days))
    states = [
        _state(told.get(order_id, ()), refused=outcome == REFUSED and not let, young=at > mature_until, terms=terms)
        for order_id, outcome, let, at in zip(
            vectors.order_ids, vectors.outcomes, vectors.let_through, vectors.placed_at, strict=True
        )
    ]
    fraud = np.array([each == "fraud" for each in states], np.bool_)
    usable = np.array([each in {"fraud", "honest", "assumed_honest"} for each in states], np.bool_)
    return Known(fraud=fraud, usable=usable, counts=_counts(states, vectors, told))


def _state(labels: Sequence[KeptLabel], *, refused: bool, young: bool, terms: LabelTerms) -> str:
    if young:
        return "too_young"
    kinds = {each.kind for each in labels}
    if kinds & FRAUD or (terms.friendly_is_fraud and FRIENDLY in kinds):
        return "fraud"
    if kinds & DOUBTFUL:
        return "unclear"
    if HONEST in kinds:
        return "honest"
    return "refused" if refused else "assumed_honest"


def _counts(states: Sequence[str], vectors: Vectors, told: Mapping[str, Sequence[KeptLabel]]) -> LabelCounts:
    counted = Counter(states)
    every = [label for labels in told.values() for label in labels]
    return LabelCounts(
        fraud=counted["fraud"],
        honest=counted["honest"],
        assumed_honest=counted["assumed_honest"],
        unclear=counted["unclear"],
        too_young=counted["too_young"],
        refused=counted["refused"],
        by_source=dict(sorted(Counter(each.source for each in every).items())),
        by_reason=dict(sorted(Counter(each.reason for each in every if each.reason).items())),
        median_days=_median_days(states, vectors, told),
    )


def _median_days(states: Sequence[str], vectors: Vectors, told: Mapping[str, Sequence[KeptLabel]]) -> float | None:
    days = [
        (min(label.known_at for label in told[order_id]) - moment(int(at))).total_seconds() / DAY_S
        for state, order_id, at in zip(states, vectors.order_ids, vectors.placed_at, strict=True)
        if state == "fraud"
    ]
    return round(median(days), 2) if days else None
