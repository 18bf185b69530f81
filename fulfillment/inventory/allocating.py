"""Which warehouse sends what of an order: the parts that its fulfilments are made of, and why these."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.order.order import Order
from engine.store.sessions import ReadSession
from fulfillment.inventory.candidates import (
    candidate,
    carriers_of,
    is_dangerous,
    unlisted,
    wanted_by,
    why_out,
)
from fulfillment.inventory.expiring import good_until
from fulfillment.inventory.sharing import Candidate, Plan, share
from fulfillment.records import Place, SharingTerms, Warehouse
from fulfillment.records.stock import NEVER
from fulfillment.store.places import places_of_articles
from fulfillment.store.stock import shelves_of
from fulfillment.store.warehouses import sharing_terms, warehouses

DEFAULT_WAREHOUSE = "main"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one warehouse sends: number of the order's line -> pieces, all of it together."""

    warehouse: str
    lines: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """A warehouse that could have sent the order, or why it could not (`out`)."""

    warehouse: str
    out: str = ""
    distance: int = 0
    cost: int = 0
    has: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """The parts, and `how` they were chosen: named, shared, default or nobody_serves; `missing` pieces are nowhere."""

    parts: tuple[Part, ...]
    how: str
    policy: str = ""
    split: str = ""
    cost: int = 0
    missing: int = 0
    considered: tuple[Considered, ...] = ()

    def told(self) -> Mapping[str, object]:
        """For the history of the order."""
        return {
            "how": self.how,
            "policy": self.policy,
            "split": self.split,
            "cost": self.cost,
            "missing": self.missing,
            "parts": {part.warehouse: {str(line): many for line, many in part.lines.items()} for part in self.parts},
            "considered": [
                {"warehouse": each.warehouse, "out": each.out, "km": each.distance, "cost": each.cost, "has": each.has}
                for each in self.considered
            ],
        }


def allocate(session: ReadSession, merchant: str, order: Order, now: datetime | None = None) -> tuple[Part, ...]:
    """At least one part; every piece of the order is in exactly one of them."""
    return share_out(session, merchant, order, now=now).parts


def share_out(
    session: ReadSession,
    merchant: str,
    order: Order,
    *,
    now: datetime | None = None,
    lines: Mapping[int, int] | None = None,
    terms: SharingTerms | None = None,
    without: frozenset[str] = frozenset(),
) -> Allocation:
    """The allocation of an order, or of some of its `lines`, by the merchant's terms or by others; `without` are
    warehouses that are out of question. A warehouse that the order names sends all of it, unless that one is.
    """
    wanted_lines = _lines(order) if lines is None else lines
    named = order.ship_from.warehouse if order.ship_from is not None else None
    if named is not None and named not in without:
        return Allocation(parts=(Part(warehouse=named, lines=wanted_lines),), how="named")
    chosen = sharing_terms(session, merchant) if terms is None else terms
    asked = Question(session, merchant, order, wanted_lines, now if now is not None else order.placed_at)
    found, considered = asked.candidates(without)
    plan = share(asked.tracked, found, chosen.policy, chosen.split)
    if plan is None:
        how = "nobody_serves" if considered else "default"
        return Allocation(
            parts=(Part(warehouse=DEFAULT_WAREHOUSE, lines=wanted_lines),), how=how, considered=considered
        )
    return Allocation(
        parts=asked.parts(plan),
        how="shared",
        policy=chosen.policy,
        split=chosen.split,
        cost=plan.cost,
        missing=plan.missing,
        considered=considered,
    )


class Question:
    """One order, or some of its lines, asked of all warehouses."""

    def __init__(
        self, session: ReadSession, merchant: str, order: Order, lines: Mapping[int, int], now: datetime
    ) -> None:
        self.order = order
        self.lines = lines
        self.all = warehouses(session, merchant)
        articles = _articles(order, lines)
        shelves = shelves_of(session, merchant, frozenset(articles))
        known = {shelf.sku for shelf in shelves}
        self.tracked = {sku: many for sku, many in articles.items() if sku in known}
        self.shelved = {shelf.warehouse for shelf in shelves}
        self.wanted = wanted_by(order, self.tracked)
        places = places_of_articles(session, merchant, frozenset(self.tracked))
        spoils = any(each.expires_on != NEVER for each in places)
        self.free = _free(places, good_until(session, merchant, order, now) if spoils else "")

    def candidates(self, without: frozenset[str]) -> tuple[list[Candidate], tuple[Considered, ...]]:
        """Those that may send it, and what is known of all."""
        carriers, found, considered = carriers_of(self.all), [], []
        for each in self.all:
            out = "left_out" if each.code in without else why_out(each, self.wanted, carriers)
            seen = candidate(each, self.wanted, self.free[each.code])
            if not out and not self._may_send(each):
                out = "no_dangerous_goods"
            if not out:
                found.append(seen)
            considered.append(_considered(seen, self.tracked, out))
        dearest = max((each.parcel_cost for each in found), default=0)
        for code in sorted(self.shelved - {each.code for each in self.all} - without):
            seen = unlisted(code, self.free[code], dearest)
            found.append(seen)
            considered.append(_considered(seen, self.tracked, ""))
        return found, tuple(considered)

    def parts(self, plan: Plan) -> tuple[Part, ...]:
        """Lines by number for each warehouse of the plan; what is not tracked goes with the biggest part."""
        pool = {code: dict(some) for code, some in plan.pieces.items()}
        biggest = max(pool, key=lambda code: (sum(pool[code].values()), code))
        lines: dict[str, dict[int, int]] = {code: {} for code in pool}
        for number, many in self.lines.items():
            sku, rest = self.order.lines[number - 1].sku, many
            if sku is None or sku not in self.tracked:
                lines[biggest][number] = many
                continue
            for code, some in pool.items():
                given = min(rest, some.get(sku, 0))
                if given:
                    lines[code][number] = given
                    some[sku] -= given
                    rest -= given
        made = tuple(Part(warehouse=code, lines=some) for code, some in lines.items() if some)
        return made or (Part(warehouse=biggest, lines={}),)

    def _may_send(self, warehouse: Warehouse) -> bool:
        """Dangerous goods that nobody counts travel with the biggest part, so each part must be able to take them."""
        if warehouse.dangerous_goods:
            return True
        untracked = (self.order.lines[number - 1] for number in self.lines)
        uncounted = any(is_dangerous(line) and (line.sku is None or line.sku not in self.tracked) for line in untracked)
        return not uncounted and not (self.tracked and set(self.tracked) <= self.wanted.dangerous)


def _considered(seen: Candidate, tracked: Mapping[str, int], out: str) -> Considered:
    has = sum(min(many, seen.free.get(sku, 0)) for sku, many in tracked.items())
    return Considered(warehouse=seen.code, out=out, distance=seen.distance, cost=seen.parcel_cost, has=has)


def _free(places: tuple[Place, ...], until: str) -> defaultdict[str, Counter[str]]:
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in places:
        if not each.blocked and each.expires_on >= until:
            found[each.warehouse][each.sku] += each.free
    return found


def _lines(order: Order) -> dict[int, int]:
    return {number: line.quantity for number, line in enumerate(order.lines, start=1) if line.quantity}


def _articles(order: Order, lines: Mapping[int, int]) -> Mapping[str, int]:
    counted: Counter[str] = Counter()
    for number, many in lines.items():
        sku = order.lines[number - 1].sku
        if sku is not None:
            counted[sku] += many
    return dict(sorted(counted.items()))
