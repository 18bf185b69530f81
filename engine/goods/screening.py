"""What law says of the lines of one consignment: every restriction that speaks of a line, why, and how far.

This is the whole answer; the sets that rules read are derived from it (`engine.goods.line_law`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.goods.classification import Classification, Evidence
from engine.goods.destination import Match
from engine.goods.limits import Against, Measured, Money, measured, worst
from engine.goods.restriction import Movement, Reach, Restriction
from engine.order.line import Line

_CARRIER_WORD = re.compile("[a-z0-9]+")


class Side(StrEnum):
    """Whose law it is: of the place the goods go to, of the place they leave, or of everybody."""

    DESTINATION = "destination"
    ORIGIN = "origin"
    WORLD = "world"


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """What the parcel does: whence, whither, how, when, and to what kind of buyer. None is unknown.

    `movement` is `import`, `domestic` or `intra_union`; while it is unknown, goods are taken for imported.
    """

    destination: str
    ship_from: str | None = None
    movement: str | None = None
    mode: str | None = None
    carrier: str | None = None
    decided_on: date
    placed_on: date
    party: str = "b2c"

    @property
    def moves(self) -> Movement:
        """The movement that is assumed."""
        return Movement.IMPORT if self.movement is None else Movement(self.movement)

    def carries(self, restriction: Restriction) -> bool:
        """Law binds every parcel, the rest only what travels that way, or with the carrier whose terms they are."""
        if Reach.LAW in restriction.reaches:
            return True
        return self.mode in restriction.reaches and (not restriction.carriers or self._with(restriction.carriers))

    def _with(self, carriers: frozenset[str]) -> bool:
        """Carriers' services are named after them: `ups_express` is of `ups`. A carrier not chosen yet is none."""
        words = _CARRIER_WORD.findall((self.carrier or "").casefold())
        return not carriers.isdisjoint((*words, "_".join(words)))


@dataclass(frozen=True, slots=True)
class Goods:
    """One line as it is screened. `value` is of the whole line, in the order's minor units; None is unknown."""

    line: Line
    classification: Classification
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """A restriction that speaks of one line before its limits are looked at. `evidence` tells by what it was found."""

    match: Match
    side: Side
    movement: Movement
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """One restriction that speaks of one line.

    `movement` is the one under which it does; `standing` how the goods keep its limits, as far as `measured` tells.
    `origin_unknown`: it is about goods of some origins, and that of these is not stated.
    """

    restriction: Restriction
    side: Side
    movement: Movement
    standing: Against
    measured: tuple[Measured, ...]
    evidence: Evidence
    certain: bool
    firm: bool
    origin_unknown: bool

    @property
    def unknown(self) -> bool:
        """Whether it bites depends on something that nobody stated."""
        return self.standing is Against.UNKNOWN or self.origin_unknown

    @property
    def bites(self) -> bool:
        """It is not kept, and nothing that is missing could say otherwise."""
        return not self.unknown and self.standing is not Against.WITHIN


def apply(spoken: Sequence[Sequence[Spoken]], goods: Sequence[Goods], money: Money) -> tuple[tuple[Applied, ...], ...]:
    """Limits of what speaks of each line. A total counts over all lines that the same restriction speaks of."""
    lines: dict[tuple[Side, str], list[int]] = {}
    for number, each in enumerate(spoken):
        for one in each:
            if one.match.restriction.limits:
                lines.setdefault((one.side, one.match.restriction.id), []).append(number)
    return tuple(
        tuple(_applied(one, goods, lines.get((one.side, one.match.restriction.id), []), number, money) for one in each)
        for number, each in enumerate(spoken)
    )


def _applied(one: Spoken, goods: Sequence[Goods], of_all: Sequence[int], number: int, money: Money) -> Applied:
    restriction, line = one.match.restriction, goods[number].line
    found = tuple(_measured(restriction, goods, of_all, number, money)) if restriction.limits else ()
    return Applied(
        restriction=restriction,
        side=one.side,
        movement=one.movement,
        standing=worst(item.standing for item in found),
        measured=found,
        evidence=one.evidence,
        certain=one.match.certain,
        firm=one.match.firm,
        origin_unknown=bool(restriction.origins) and line.origin is None,
    )


def _measured(
    restriction: Restriction, goods: Sequence[Goods], of_all: Sequence[int], number: int, money: Money
) -> Iterator[Measured]:
    counted = [(goods[at].line, goods[at].value) for at in of_all]
    for limit in restriction.limits:
        yield measured(limit, counted, of_all.index(number), money)
