"""Ways out of a shortage: what an order that found too little could do, what each costs, and by when it ships then.

Costs are minor units of the warehouses' currency on top of what the part would cost as it was planned. A way without a
`ships_by` has no day that anybody knows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.order.order import Order
from engine.store.sessions import ReadSession
from fulfillment.errors import NotFound
from fulfillment.inventory.allocating import Part, Question
from fulfillment.inventory.sharing import NEVER, WHEN_NEEDED, share
from fulfillment.inventory.shipping_day import ships_by
from fulfillment.parts import pieces_of
from fulfillment.records import Fulfilment, FulfilmentLine, Warehouse
from fulfillment.site import Site
from fulfillment.states import Work
from fulfillment.store.cases import find_case, fulfilments_of, lines_of
from fulfillment.store.shortages import expected_on, substitutes_of
from fulfillment.store.stock import find_stock, reservations, reservations_on
from fulfillment.store.warehouses import find_warehouse, sharing_terms

WAIT, OTHER_WAREHOUSE, SPLIT, SUBSTITUTE, CANCEL = "wait", "other_warehouse", "split", "substitute", "cancel"
KINDS = (WAIT, OTHER_WAREHOUSE, SPLIT, SUBSTITUTE, CANCEL)
USUAL_CURRENCY = "EUR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way out for one part. `target` tells ways of one kind apart: a warehouse, an article and what stands in."""

    part: str
    number: int
    kind: str
    target: str = ""
    cost: int = 0
    currency: str = USUAL_CURRENCY
    ships_by: datetime | None = None
    parts: tuple[Part, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict)


def shortage_options(
    session: ReadSession, site: Site, merchant: str, order_id: str, now: datetime
) -> tuple[Option, ...]:
    """All ways out of every part that waits for goods; none when nothing is short. Raises NotFound."""
    if find_case(session, merchant, order_id) is None:
        raise NotFound("order", order_id)
    order = site.desk.order_of(session, order_id)
    short = [each for each in fulfilments_of(session, merchant, order_id) if each.state == Work.BACKORDERED]
    return tuple(option for part in short for option in options_of(session, order, part, now))


def options_of(session: ReadSession, order: Order, part: Fulfilment, now: datetime) -> tuple[Option, ...]:
    """The ways out for one part, in the order in which they are usually tried."""
    asked = _Asked(session, order, part, now)
    return (asked.wait(), *asked.elsewhere(), *asked.splits(), *asked.substitutes(), asked.cancel())


class _Asked:
    def __init__(self, session: ReadSession, order: Order, part: Fulfilment, now: datetime) -> None:
        self.session = session
        self.part = part
        self.now = now
        self.lines: tuple[FulfilmentLine, ...] = lines_of(session, part.id)
        self.wanted = {each.sku: each.quantity for each in reservations(session, part.id, "wanted")}
        self.question = Question(session, part.merchant_id, order, pieces_of(self.lines), now)
        self.found, self.considered = self.question.candidates(frozenset())
        self.here = find_warehouse(session, part.merchant_id, part.warehouse)
        self.currency = next((each.currency for each in self.question.all), USUAL_CURRENCY)
        self.planned = next((each.cost for each in self.considered if each.warehouse == part.warehouse), 0)

    def wait(self) -> Option:
        """Until what is announced has come; who waited before is served before."""
        days = {sku: self._comes(sku, many) for sku, many in self.wanted.items()}
        known = [day for day in days.values() if day is not None]
        ready = max(known) if known and len(known) == len(days) else None
        details = {"expected": {sku: None if day is None else day.isoformat() for sku, day in days.items()}}
        return self._option(WAIT, ships_by=None if ready is None else self._leaves(self.part.warehouse, ready),
                            details=details)  # fmt: skip

    def elsewhere(self) -> Iterator[Option]:
        """Each other warehouse that has all of it."""
        tracked = self.question.tracked
        for each in sorted(self.found, key=lambda one: (one.parcel_cost, one.distance, one.code)):
            has_all = all(each.free.get(sku, 0) >= many for sku, many in tracked.items())
            if each.code != self.part.warehouse and has_all:
                part = Part(warehouse=each.code, lines=pieces_of(self.lines))
                yield self._option(OTHER_WAREHOUSE, each.code, each.parcel_cost - self.planned, (part,))

    def splits(self) -> Iterator[Option]:
        """From several warehouses at once, and what is here now with the rest to follow."""
        terms = sharing_terms(self.session, self.part.merchant_id)
        single = share(self.question.tracked, self.found, terms.policy, NEVER)
        plan = share(self.question.tracked, self.found, terms.policy, WHEN_NEEDED)
        if plan is not None and single is not None and single.missing and not plan.missing:
            yield self._option(SPLIT, "warehouses", plan.cost - self.planned, self.question.parts(plan))
        now, later = self._here_now()
        if now and later:
            parts = (
                Part(warehouse=self.part.warehouse, lines=now),
                Part(warehouse=self.part.warehouse, lines=later),
            )
            wait = self.wait()
            yield self._option(SPLIT, "rest_later", self.planned, parts, ships_by=wait.ships_by, details=wait.details)

    def substitutes(self) -> Iterator[Option]:
        """Articles that may stand in and are there, if the customer consents."""
        for sku, many in self.wanted.items():
            for each in substitutes_of(self.session, self.part.merchant_id, sku):
                shelf = find_stock(self.session, self.part.merchant_id, each.stand_in, self.part.warehouse)
                if shelf is not None and shelf.free >= many:
                    details = {"sku": sku, "stand_in": each.stand_in, "pieces": many, "needs_consent": True}
                    leaves = self._leaves(self.part.warehouse, self.now)
                    yield self._option(SUBSTITUTE, f"{sku}>{each.stand_in}", each.extra * many, ships_by=leaves,
                                       details=details)  # fmt: skip

    def cancel(self) -> Option:
        """The part is not sent, and what was paid for it goes back."""
        return self._option(CANCEL, details={"lines": {str(line): many for line, many in self._pieces().items()}})

    def _pieces(self) -> Mapping[int, int]:
        return pieces_of(self.lines)

    def _option(
        self, kind: str, target: str = "", cost: int = 0, parts: tuple[Part, ...] = (),
        ships_by: datetime | None = None, details: Mapping[str, object] | None = None,
    ) -> Option:  # fmt: skip
        leaves = [self._leaves(each.warehouse, self.now) for each in parts] if ships_by is None and not details else []
        return Option(
            part=self.part.id,
            number=self.part.number,
            kind=kind,
            target=target,
            cost=cost,
            currency=self.currency,
            ships_by=max(leaves, default=ships_by),
            parts=parts,
            details=details or {},
        )

    def _leaves(self, code: str, ready: datetime) -> datetime:
        found: Warehouse | None = self.here if code == self.part.warehouse else None
        known = found or find_warehouse(self.session, self.part.merchant_id, code)
        return ready if known is None else ships_by(known, max(ready, self.now))

    def _comes(self, sku: str, many: int) -> datetime | None:
        """When enough will have come for those who waited before and for this part."""
        merchant, warehouse = self.part.merchant_id, self.part.warehouse
        shelf = find_stock(self.session, merchant, sku, warehouse)
        queue = reservations_on(self.session, merchant, sku, warehouse, "wanted")
        mine = min((each.id for each in queue if each.fulfilment_id == self.part.id), default="")
        needed = many + sum(each.quantity for each in queue if each.id < mine)
        there = 0 if shelf is None else shelf.free
        if there >= needed:
            return self.now
        for each in expected_on(self.session, merchant, sku, warehouse):
            there += each.quantity - each.received
            if there >= needed:
                return each.due_at
        return None

    def _here_now(self) -> tuple[Mapping[int, int], Mapping[int, int]]:
        """Line -> pieces that could leave from here at once, and the rest of them."""
        free = dict(next((each.free for each in self.found if each.code == self.part.warehouse), {}))
        now, later = {}, {}
        for line in self.lines:
            has = line.quantity if line.sku not in self.question.tracked else min(line.quantity, free.get(line.sku, 0))
            if line.sku in free:
                free[line.sku] -= has
            if has:
                now[line.line] = has
            if line.quantity - has:
                later[line.line] = line.quantity - has
        return now, later
