"""What a decision needs beside the order: two clocks, memory of other orders, rates, knowledge. All passed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from engine.lexicon.scored import ABSENT, Scored
from engine.lexicon.spec import Value
from engine.mark import Mark
from engine.order.order import Order
from engine.paper import Paper
from engine.products.catalogue import Catalogue
from engine.registration import Registration
from engine.takedown import Takedown
from engine.time_over import TimeOver
from engine.waiver import Waiver


class Velocity(Protocol):
    """Memory of earlier orders. Answers only with what was known before `order.placed_at`, the order excluded."""

    def facts(self, order: Order) -> Mapping[str, Value]:
        """`velocity.*` and `link.*` facts by name; a fact whose key the order lacks is left out."""
        ...


class Products(Protocol):
    """The merchant's product file."""

    def of(self, order: Order) -> Catalogue:
        """What it holds of the order's lines, kits with their contents."""
        ...


class IpCountries(Protocol):
    """Country of a network address."""

    def country(self, ip: str) -> str | None: ...


class Rates(Protocol):
    """Reference exchange rates."""

    def to_eur_minor(self, minor: int, currency: str) -> int | None:
        """Euro cents, rounded half to even; None when there is no rate."""
        ...


class Scorer(Protocol):
    """Models that score an order from its features."""

    def score(self, features: tuple[float, ...]) -> Scored:
        """What they say of the row of `engine.anomaly.features`, which is in that order."""
        ...


@dataclass(frozen=True, slots=True)
class Said:
    """Says the same of every order: what was recorded, what a case assumes, or that there is no model."""

    scored: Scored

    def score(self, features: tuple[float, ...]) -> Scored:  # noqa: ARG002 - it was asked before, or never
        """What was said."""
        return self.scored


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """`decided_at` governs law and state; the order's own `placed_at` governs behaviour.

    `parties` are facts of denied parties, as they were when the lists of that day were asked.
    `typical_quantities` says by SKU how many pieces the shop usually sells in one line; `takedowns` are the notices in
    force that could concern the order. `marks` are those on the order's keys; None where nobody has looked for any.
    `over`: the order waited until its time was over.
    """

    decided_at: datetime
    velocity: Velocity | None = None
    products: Products | None = None
    ip_countries: IpCountries | None = None
    rates: Rates | None = None
    waivers: tuple[Waiver, ...] = ()
    model: Scorer = Said(ABSENT)
    typical_quantities: Mapping[str, int] = field(default_factory=dict)
    papers: tuple[Paper, ...] = ()
    parties: Mapping[str, Value] = field(default_factory=dict)
    registrations: tuple[Registration, ...] = ()
    takedowns: tuple[Takedown, ...] = ()
    marks: tuple[Mark, ...] | None = None
    over: TimeOver | None = None
