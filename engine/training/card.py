"""The card of a model: what it was made of, what it came to, and all that makes the same one again. Data, not prose."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from engine.anomaly.artefact import Artefact
from engine.training.known import LabelCounts, LabelTerms
from engine.training.measured import Measured, Window
from engine.training.refusals import CardChanged, CardRefused
from engine.training.strict_json import read, text_of

FORMAT: Final = 1
Parameters = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a user chose: all that a refit needs beside the rows. `as_of` and `since` are ISO moments: nothing that
    became known or was placed after the first, or was placed before the second, went in. `stored` says that the rows
    were those of the database, as they were served."""

    as_of: str
    seed: int
    labels: LabelTerms = field(default_factory=LabelTerms)
    since: str | None = None
    least_rows: int = 1000
    test_days: int = 14
    budget: float = 0.01
    stored: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What the final models were fitted on: orders of the window, as many; `classifier` is none, linear or boosting.
    `refused` is the share of orders that were refused and so carry no label, `let_through` how many were let go for the
    sake of their label."""

    window: Window
    rows: int
    classifier: str
    labels: LabelCounts
    refused: float
    let_through: int
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Rows of one feature, or of the score: by value from edge to edge, and those where it is unknown."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    unknown: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """`artefact` is the SHA-256 of what is published; `version` is what decisions name. `percentiles` maps a whole
    percentile to the forest's score there; `calibration` turns log-odds into those of the calibrated probability;
    `parity` says how near the arrays are to the fitted models."""

    version: str
    artefact: str
    terms: Terms
    made: Made
    features: tuple[str, ...]
    schema: str
    libraries: Mapping[str, str]
    parameters: Mapping[str, Parameters]
    percentiles: tuple[float, ...]
    reference: Mapping[str, Reference]
    calibration: Mapping[str, float] | None = None
    parity: Mapping[str, float] | None = None
    tested: Measured | None = None
    format: int = FORMAT

    def text(self) -> str:
        """The card as JSON, the same bytes each time."""
        return text_of(self)

    def digest(self) -> str:
        """SHA-256 of all but `version` and `artefact`: the artefact names its card, so the card cannot be part of it
        whole."""
        return hashlib.sha256(replace(self, version="", artefact="").text().encode()).hexdigest()


def read_card(text: str | bytes) -> Card:
    """A card from JSON. Raises CardRefused, for a card of another format as well."""
    card = read(text, Card)
    assert isinstance(card, Card)  # noqa: S101 - what `read` was asked for
    if card.format != FORMAT:
        raise CardRefused("/format", f"{card.format} is not known, this version reads {FORMAT}")
    return card


def refuse_changed(card: Card, artefact: Artefact) -> None:
    """Raises CardChanged unless the artefact names this very card: the card says which orders the model has seen."""
    if artefact.card != card.digest():
        raise CardChanged(card.version)
