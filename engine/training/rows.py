"""Rows of a model: the features of decided orders as a matrix, with what stands beside them. In the order of time."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.anomaly.features import FEATURES, SCHEMA
from engine.anomaly.kept_vector import SEGMENTS, UNKNOWN, KeptVector
from engine.clock import microseconds
from engine.training.refusals import NoRows, OtherSchema

Matrix = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vectors:
    """One row an order, by `placed_at` (microseconds since 1970) and id.

    `features` has a column for each of `names`, NaN unknown; `amounts` are euro cents, NaN without a rate; `cards` are
    tokens, 0 without a card; `segments` has a word a row for each of SEGMENTS.
    """

    order_ids: tuple[str, ...]
    placed_at: Whole
    features: Matrix
    amounts: Matrix
    cards: Whole
    outcomes: tuple[str, ...]
    let_through: Flags
    segments: Mapping[str, tuple[str, ...]]
    names: tuple[str, ...] = FEATURES
    schema: str = SCHEMA

    def __len__(self) -> int:
        return len(self.order_ids)

    def where(self, chosen: Flags) -> "Vectors":
        """The rows that are marked, in their order."""
        kept = np.flatnonzero(chosen)
        return Vectors(
            order_ids=tuple(self.order_ids[row] for row in kept),
            placed_at=self.placed_at[kept],
            features=self.features[kept],
            amounts=self.amounts[kept],
            cards=self.cards[kept],
            outcomes=tuple(self.outcomes[row] for row in kept),
            let_through=self.let_through[kept],
            segments={by: tuple(words[row] for row in kept) for by, words in self.segments.items()},
            names=self.names,
            schema=self.schema,
        )

    def digest(self) -> str:
        """SHA-256 of all that fitting reads of the rows. All NaN count as the same."""
        features = np.where(np.isnan(self.features), np.nan, self.features)
        found = hashlib.sha256(f"{self.schema}\n{len(self)}\n".encode())
        for text in (*self.order_ids, *self.outcomes):
            found.update(text.encode() + b"\n")
        for block in (self.placed_at, features, self.cards, self.let_through):
            found.update(np.ascontiguousarray(block).tobytes())
        return found.hexdigest()


def vectors_of(kept: Iterable[KeptVector], what: str = "in what was handed in") -> Vectors:
    """The rows in the order of time. Raises OtherSchema for the first vector of other features, NoRows for none."""
    rows = sorted(kept, key=lambda each: (each.placed_at, each.order_id))
    if not rows:
        raise NoRows(what)
    strange = next((each for each in rows if each.schema != SCHEMA or len(each.features) != len(FEATURES)), None)
    if strange is not None:
        raise OtherSchema(strange.order_id, strange.schema, SCHEMA)
    return Vectors(
        order_ids=tuple(each.order_id for each in rows),
        placed_at=np.array([microseconds(each.placed_at) for each in rows], np.int64),
        features=np.array([each.features for each in rows], np.float64),
        amounts=np.array([np.nan if each.amount is None else each.amount for each in rows], np.float64),
        cards=np.array([each.card for each in rows], np.int64),
        outcomes=tuple(each.outcome for each in rows),
        let_through=np.array([each.let_through for each in rows], np.bool_),
        segments={by: tuple(each.segments.get(by, UNKNOWN) for each in rows) for by in SEGMENTS},
    )
