"""A card as lines and tables of words, in one language: what its page and the terminal show alike."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from engine.counted import filled
from engine.training.card import Card
from engine.training.card_words import CardWords
from engine.training.measured import ANOMALY, PROBABILITY, Measured, Segment, Window

SHOWN_PERCENTILES = (1, 5, 25, 50, 75, 90, 95, 99, 100)
PERCENTS = frozenset({"recall_at_budget", "precision_at_budget", "card_precision"})
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardRows:
    """The parts of a card, each as rows of texts."""

    card: Card
    says: CardWords

    def facts(self) -> tuple[tuple[str, str], ...]:
        """What the model is, and of what it was made."""
        card, says = self.card, self.says
        made = card.made
        return (
            (says.artefact, card.artefact),
            (says.as_of, minute(card.terms.as_of)),
            (says.trained_on, filled(says.rows, made.rows, window(made.window, says))),
            (says.classifier, says.classifiers[made.classifier]),
            *self._calibration(),
            (says.seed, str(card.terms.seed)),
            (says.data, made.data),
            (says.schema, card.schema),
            (says.libraries, ", ".join(f"{name} {version}" for name, version in sorted(card.libraries.items()))),
        )

    def _calibration(self) -> tuple[tuple[str, str], ...]:
        """How what the classifier says becomes a probability; nothing where there is none."""
        says, line = self.says, self.card.calibration
        if self.card.made.classifier == "none":
            return ()
        if line is None:
            return ((says.calibration, says.uncalibrated),)
        return ((says.calibration, says.calibrated.format(line["slope"], line["intercept"])),)

    def states(self) -> tuple[tuple[str, str], ...]:
        """How many rows of which nobody knows more than this."""
        counts = asdict(self.card.made.labels)
        return tuple((text, f"{counts[name]:,}") for name, text in self.says.states.items())

    def remarks(self) -> tuple[str, ...]:
        """What one must know of the labels."""
        made, says = self.card.made, self.says
        found = [filled(says.maturity, self.card.terms.labels.mature_days)]
        if made.labels.median_days is not None:
            found.append(filled(says.delay, made.labels.median_days))
        found.append(filled(says.bias, made.refused, made.let_through) if made.refused else says.bias_none)
        return tuple(found)

    def tallies(self) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """Labels by source and by reason, those that there are."""
        labels = self.card.made.labels
        tables = ((self.says.sources, labels.by_source), (self.says.reasons, labels.by_reason))
        return tuple((title, _counted(counts)) for title, counts in tables if counts)

    def features(self) -> tuple[Row, ...]:
        """Each feature: in which share of the training it is unknown, and how far the test weeks had drifted."""
        drift: Mapping[str, float] = {} if self.card.tested is None else self.card.tested.drift
        return tuple(
            (name, _unknown(self.card, name), f"{drift[name]:.3f}" if name in drift else self.says.none)
            for name in self.card.features
        )

    def percentiles(self) -> tuple[tuple[str, str], ...]:
        """Some percentiles, and the forest's score there."""
        table = self.card.percentiles
        return tuple((f"{at} %", f"{table[at]:.3f}") for at in SHOWN_PERCENTILES if at < len(table))

    def parameters(self) -> tuple[tuple[str, str], ...]:
        """The numbers each model was fitted with."""
        return tuple(
            (name, ", ".join(f"{key} {value:g}" for key, value in sorted(each.items())))
            for name, each in sorted(self.card.parameters.items())
        )


def tested_on(tested: Measured, says: CardWords) -> str:
    """Which orders the figures are of."""
    return filled(
        says.tested_on,
        minute(tested.fitted_until),
        tested.rows,
        window(tested.window, says),
        tested.frauds,
        minute(tested.labels_until),
    )


def figures(tested: Measured, says: CardWords) -> Iterator[tuple[str, Row]]:
    """Each figure that there is, with its value for each model."""
    for name, text in says.figures.items():
        values = [getattr(each, name) for each in tested.models.values()]
        if any(value is not None for value in values):
            yield text.format(tested.budget), tuple(_figure(name, value, says) for value in values)


def segments(tested: Measured, says: CardWords) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """A table for each kind of parts, the largest part first."""
    for by, title in says.by.items():
        rows = tuple(_segment(each, tested, says) for each in tested.segments if each.by == by)
        if rows:
            yield title, rows


def segment_columns(tested: Measured, says: CardWords) -> Row:
    """Headings of the tables of parts: those of models that there are."""
    return says.segment_columns[: 4 + len(tested.models)]


def _segment(part: Segment, tested: Measured, says: CardWords) -> Row:
    found = (part.average_precision.get(model) for model in (ANOMALY, PROBABILITY) if model in tested.models)
    own = (says.none if value is None else f"{value:.3f}" for value in found)
    return part.name, f"{part.rows:,}", f"{part.frauds:,}", f"{part.alerts:.1%}", *own


def _figure(name: str, value: float | None, says: CardWords) -> str:
    if value is None:
        return says.none
    return f"{value:.1%}" if name in PERCENTS else f"{value:.4f}"


def _counted(counts: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    return tuple((name, f"{count:,}") for name, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def _unknown(card: Card, name: str) -> str:
    reference = card.reference[name]
    return f"{reference.unknown / max(sum(reference.counts) + reference.unknown, 1):.1%}"


def minute(text: str) -> str:
    """An ISO moment as people read it."""
    return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M %Z}"


def window(each: Window, says: CardWords) -> str:
    """The days of a window."""
    return says.until.format(each.since[:10], each.until[:10])


def command(card: Card) -> str:
    """What makes the same model again."""
    source = "--store" if card.terms.stored else "--orders orders.jsonl --labels labels.jsonl"
    return f"clearway model train --from-card card.json {source} --out again"
