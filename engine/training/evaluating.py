"""Judges a published model on orders that it has not seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.anomaly.artefact import Artefact
from engine.anomaly.kept_label import KeptLabel
from engine.anomaly.scoring import Scoring
from engine.clock import microseconds
from engine.training.card import Card, refuse_changed
from engine.training.errors import SplitRefused
from engine.training.known import known
from engine.training.measured import Measured, Window
from engine.training.measuring import Asked, Scores, measured
from engine.training.refusals import NoRows
from engine.training.rows import Matrix, Vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """Orders placed from `since` to before `until`, with what was known of them at `as_of`."""

    since: datetime
    until: datetime
    as_of: datetime


def scored(scoring: Scoring, features: Matrix) -> Scores:
    """What a model says of rows, by the arrays that serve."""
    raw = scoring.anomaly_scores(features)
    return Scores(
        raw=raw,
        percentile=scoring.artefact.scores.below_all(0, raw),
        probability=scoring.probabilities(features),
    )


def evaluated(artefact: Artefact, card: Card, vectors: Vectors, labels: Sequence[KeptLabel], weeks: Weeks) -> Measured:
    """Figures of later weeks. Raises CardChanged for the card of another model, SplitRefused when the model may have
    seen some of the weeks, NoRows for none."""
    refuse_changed(card, artefact)
    refuse_seen(card, weeks.since)
    chosen = (vectors.placed_at >= microseconds(weeks.since)) & (vectors.placed_at < microseconds(weeks.until))
    if not chosen.any():
        raise NoRows(f"from {weeks.since:%Y-%m-%d} to before {weeks.until:%Y-%m-%d}")
    rows = vectors.where(chosen)
    asked = Asked(
        window=Window(since=weeks.since.isoformat(), until=weeks.until.isoformat()),
        fitted_until=card.terms.as_of,
        labels_until=weeks.as_of.isoformat(),
        budget=card.terms.budget,
    )
    facts = known(rows, labels, weeks.as_of, card.terms.labels)
    return measured(rows, scored(Scoring(artefact), rows.features), facts, artefact.drift, asked)


def refuse_seen(card: Card, since: datetime) -> None:
    """Raises SplitRefused when orders from `since` on may have been part of the training."""
    seen = datetime.fromisoformat(card.terms.as_of)
    if since < seen:
        msg = f"the model knows orders until {seen:%Y-%m-%d %H:%M %Z}; judge it on later ones"
        raise SplitRefused(msg).seeing("later orders")
