"""Makes a model of rows: tested on the last weeks of which one knows, then fitted on all; the same bytes each time."""

import hashlib
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import sklearn

import engine
from engine.anomaly.artefact import Artefact
from engine.anomaly.drift import Histograms
from engine.anomaly.kept_label import KeptLabel
from engine.anomaly.packing import published
from engine.anomaly.scoring import Scoring
from engine.clock import microseconds, moment
from engine.training.calibrating import curve, line
from engine.training.card import Card, Made, Reference, Terms
from engine.training.evaluating import scored
from engine.training.fitted import Fitted, fitted
from engine.training.fitting import Kind
from engine.training.known import REFUSED, Known, known, known_by, refuse_later
from engine.training.measured import Measured, Window
from engine.training.measuring import DIGITS, SCORE, Asked, measured
from engine.training.parity import parity
from engine.training.refusals import NoRows, RefitDiffers, RowsDiffer, TooFewOrders
from engine.training.rows import Vectors
from engine.training.splits import DAY, Fold, Period, ensure_by_time

FEWEST_TESTED = 50  # rows; figures of fewer would be chance


@dataclass(frozen=True, slots=True)
class Trained:
    """`content` is what is published, and the card says what it is."""

    content: bytes
    card: Card


def train(vectors: Vectors, labels: Sequence[KeptLabel], terms: Terms) -> Trained:
    """Tests, fits and packs. Raises LaterLabels for a label of after `as_of`, NoRows and TooFewOrders."""
    refuse_later(labels, datetime.fromisoformat(terms.as_of))
    rows, labels = _asked_for(vectors, labels, terms)
    return _trained(rows, labels, terms)


def again(card: Card, vectors: Vectors, labels: Sequence[KeptLabel]) -> Trained:
    """The model of a card once more. Raises RowsDiffer before it fits, RefitDiffers when the bytes are others."""
    rows, labels = _asked_for(vectors, labels, card.terms)
    digest = data_digest(rows, labels)
    if digest != card.made.data:
        raise RowsDiffer((len(rows), digest), (card.made.rows, card.made.data))
    made = _trained(rows, labels, card.terms)
    if made.card.artefact != card.artefact:
        raise RefitDiffers(made.card.artefact, card.artefact, _others(card.libraries))
    return made


def _others(wanted: Mapping[str, str]) -> str:
    """Which libraries are of other versions than those of a card."""
    own = libraries()
    return ", ".join(f"it was made with {name} {version}, this is {own.get(name)}" for name, version in
                     sorted(wanted.items()) if own.get(name) != version)  # fmt: skip


def _asked_for(vectors: Vectors, labels: Sequence[KeptLabel], terms: Terms) -> tuple[Vectors, list[KeptLabel]]:
    as_of = datetime.fromisoformat(terms.as_of)
    chosen = vectors.placed_at < microseconds(as_of)
    if terms.since is not None:
        chosen &= vectors.placed_at >= microseconds(datetime.fromisoformat(terms.since))
    if not chosen.any():
        raise NoRows(f"from before {as_of:%Y-%m-%d %H:%M %Z}")
    rows = vectors.where(chosen)
    if len(rows) < terms.least_rows:
        raise TooFewOrders(len(rows), terms.least_rows)
    return rows, known_by(labels, as_of)


def data_digest(rows: Vectors, labels: Sequence[KeptLabel]) -> str:
    """SHA-256 of all rows and of what was known of them."""
    mine = set(rows.order_ids)
    told = sorted((each.order_id, each.kind, each.source, each.reason, microseconds(each.known_at))
                  for each in labels if each.order_id in mine)  # fmt: skip
    return hashlib.sha256(f"{rows.digest()}\n{told}".encode()).hexdigest()


def _trained(rows: Vectors, labels: Sequence[KeptLabel], terms: Terms) -> Trained:
    as_of = datetime.fromisoformat(terms.as_of)
    trial = _Trial.of(rows, labels, terms)
    facts = known(rows, labels, as_of, terms.labels)
    final = fitted(rows, facts, terms.seed)
    drawn = None if trial is None else trial.line_for(final.kind, rows, labels, terms)
    artefact = final.flat(curve(drawn))
    card = _card(rows, labels, facts, final, artefact, terms)
    card = replace(
        card,
        calibration=drawn,
        parity=parity(final, artefact),
        tested=None if trial is None else trial.tested(rows, labels, terms),
    )
    content, named = published(replace(artefact, card=card.digest()))
    version = f"{as_of:%Y-%m-%d}-{named.version[:8]}"
    return Trained(content, replace(card, version=version, artefact=named.version))


@dataclass(frozen=True, slots=True)
class _Trial:
    """Models as they would have been fitted when the test weeks began, and these weeks."""

    fit: Fitted
    artefact: Artefact
    fold: Fold

    @classmethod
    def of(cls, rows: Vectors, labels: Sequence[KeptLabel], terms: Terms) -> "_Trial | None":
        """None where there is too little before the test weeks, or in them."""
        fold = _fold(rows, datetime.fromisoformat(terms.as_of), terms)
        if fold is None:
            return None
        fit = _fit_at(rows, labels, fold, terms)
        before = _fold(rows, moment(fold.as_of), terms)
        drawn = None
        if before is not None and fit.classifier is not None:
            earlier = _fit_at(rows, labels, before, terms, fit.kind)
            drawn = _line(earlier, rows, labels, before, moment(fold.as_of), terms)
        return cls(fit, fit.flat(curve(drawn)), fold)

    def line_for(
        self, kind: Kind, rows: Vectors, labels: Sequence[KeptLabel], terms: Terms
    ) -> Mapping[str, float] | None:
        """The line that the test weeks ask of a classifier of the kind; it calibrates the final one."""
        if kind is Kind.NONE:
            return None
        fit = self.fit if self.fit.kind is kind else _fit_at(rows, labels, self.fold, terms, kind)
        return _line(fit, rows, labels, self.fold, datetime.fromisoformat(terms.as_of), terms)

    def tested(self, rows: Vectors, labels: Sequence[KeptLabel], terms: Terms) -> Measured:
        """How good the models of the trial were."""
        test = rows.where(self.fold.test.holds(rows.placed_at))
        as_of = datetime.fromisoformat(terms.as_of)
        asked = Asked(
            window=_window(self.fold.test),
            fitted_until=moment(self.fold.as_of).isoformat(),
            labels_until=as_of.isoformat(),
            budget=terms.budget,
        )
        scores = scored(Scoring(self.artefact), test.features)
        return measured(test, scores, known(test, labels, as_of, terms.labels), self.artefact.drift, asked)


def _fold(rows: Vectors, as_of: datetime, terms: Terms) -> Fold | None:
    """The last weeks whose labels are known at a moment, and all before them; None where there is too little."""
    end = microseconds(as_of - timedelta(days=terms.labels.mature_days))
    end = min(end, int(rows.placed_at[-1]) + 1)
    start = end - terms.test_days * DAY
    first = int(rows.placed_at[0])
    if first >= start:
        return None
    fold = Fold(Period(first, start), Period(start, end), start)
    trained, tested = (rows.placed_at[each.holds(rows.placed_at)] for each in (fold.train, fold.test))
    ensure_by_time(trained, tested)
    return fold if len(trained) >= terms.least_rows and len(tested) >= FEWEST_TESTED else None


def _fit_at(rows: Vectors, labels: Sequence[KeptLabel], fold: Fold, terms: Terms, kind: Kind | None = None) -> Fitted:
    """Models of the rows before a test, with what was known when it began."""
    past = rows.where(fold.train.holds(rows.placed_at))
    return fitted(past, known(past, labels, moment(fold.as_of), terms.labels), terms.seed, kind)


def _line(
    fit: Fitted, rows: Vectors, labels: Sequence[KeptLabel], fold: Fold, known_at: datetime, terms: Terms
) -> Mapping[str, float] | None:
    if fit.classifier is None:
        return None
    test = rows.where(fold.test.holds(rows.placed_at))
    facts = known(test, labels, known_at, terms.labels)
    if not facts.usable.any():
        return None
    return line(fit.probabilities(test.features[facts.usable]), facts.fraud[facts.usable])


def _card(
    rows: Vectors, labels: Sequence[KeptLabel], facts: Known, final: Fitted, artefact: Artefact, terms: Terms
) -> Card:
    raw = Scoring(artefact).anomaly_scores(rows.features)
    table = np.quantile(raw, np.linspace(0, 1, 101))
    stopped = sum(outcome == REFUSED for outcome in rows.outcomes)
    return Card(
        version="",
        artefact="",
        terms=terms,
        made=Made(
            window=_window(Period(int(rows.placed_at[0]), int(rows.placed_at[-1]) + 1)),
            rows=len(rows),
            classifier=str(final.kind),
            labels=facts.counts,
            refused=round(stopped / len(rows), DIGITS),
            let_through=int(rows.let_through.sum()),
            data=data_digest(rows, labels),
        ),
        features=rows.names,
        schema=rows.schema,
        libraries=libraries(),
        parameters=final.parameters(),
        percentiles=tuple(round(float(each), DIGITS) for each in table),
        reference=_reference(artefact.drift, (*rows.names, SCORE)),
    )


def _reference(histograms: Histograms, names: Sequence[str]) -> Mapping[str, Reference]:
    found = {}
    for at, name in enumerate(names):
        *counts, unknown = (int(each) for each in histograms.counts_of(at))
        found[name] = Reference(edges=tuple(map(float, histograms.edges_of(at))), counts=tuple(counts), unknown=unknown)
    return found


def _window(period: Period) -> Window:
    return Window(since=moment(period.start).isoformat(), until=moment(period.end).isoformat())


def libraries() -> Mapping[str, str]:
    """Versions of all that has a say in the bytes of an artefact."""
    return {
        "clearway": engine.__version__,
        "numpy": np.__version__,
        "python": platform.python_version(),
        "scikit-learn": sklearn.__version__,
    }
