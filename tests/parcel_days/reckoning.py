"""What must hold when the sixty days are over, each as a list of what does not."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import orjson
from sqlalchemy import ColumnElement, Row, Table, func, select

from engine.clock import microseconds
from engine.store.sessions import ReadSession
from engine.store.tables import EVENT, JOB
from fulfillment.aftersales.inspecting import KeptAs
from fulfillment.inventory.reasons import Reason
from fulfillment.jobs import CLAIM_LOOK, RETURN_WATCH, WINDOW
from fulfillment.lifecycle import CLAIM_OVER, ENDED, NOT_SOLD, RETURN_OVER
from fulfillment.parts import INSIDE
from fulfillment.states import Pay, Stage, Voyage, Work
from fulfillment.store.money import kept
from fulfillment.store.tables import (
    CASE,
    CLAIM,
    CLAIM_PAYMENT,
    ENTRY,
    FULFILMENT,
    FULFILMENT_LINE,
    LANE_COUNT,
    MOVEMENT,
    NOTICE,
    PAYMENT_EVENT,
    REFUND,
    RETURN,
    RETURNED_PIECES,
    SHIPMENT,
    STOCK,
    TRIP,
    WATCH,
)
from fulfillment.store.trips import trip_of
from fulfillment.tracking.counting import END, held_of
from fulfillment.tracking.expected import DAYS, LOST
from fulfillment.tracking.expected import ENDED as TRIP_ENDED
from tests.parcel_days.people import People
from tests.parcel_days.town import Town

AWAY = frozenset({Stage.SHIPPED, Stage.IN_TRANSIT, Stage.INTERCEPTING, Stage.RETURNING})
BACK_IN = (Reason.RETURNED,)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The house after its days; `now` in microseconds."""

    town: Town
    people: People
    session: ReadSession

    @property
    def now(self) -> int:
        return microseconds(self.town.now)

    def rows(self, table: Table, *which: ColumnElement[bool]) -> Iterator[Row[tuple[object, ...]]]:
        return self.session.stream(select(table).where(*which), 500)

    # Nothing is stuck.

    def stuck_orders(self) -> list[str]:
        """Orders that have not ended and wait for nothing that has a time to come."""
        return [f"{each.order_id} {each.stage} {each.payment}" for each in self.rows(CASE, CASE.c.stage.not_in(ENDED))
                if not self.queue_of(each)]  # fmt: skip

    def queues(self) -> Counter[str]:
        """How many orders wait for what."""
        return Counter(self.queue_of(each) for each in self.rows(CASE, CASE.c.stage.not_in(ENDED)))

    def queue_of(self, case: Row[tuple[object, ...]]) -> str:
        """What an order waits for, with a time at which something happens; empty for nothing."""
        if self.jobs_of(case.order_id, WINDOW):
            return "return window"
        if self.running(case.order_id):
            return self.running(case.order_id)
        if case.stage in AWAY and self.looked_at(case.order_id):
            return "on its way"
        standing = self.town.books.standings[case.order_id]
        if not standing.is_clear:
            return "desk"
        if case.stage in (Stage.SCREENED, Stage.ACCEPTED):
            return "payment"
        if case.stage == Stage.FULFILLING:
            states = {each.state for each in self.rows(FULFILMENT, FULFILMENT.c.order_id == case.order_id)}
            inside = states & INSIDE
            return f"warehouse: {min(inside)}" if inside else ""
        return ""

    def running(self, order_id: str) -> str:
        """A claim or return of it that waits with a clock."""
        if any(self.is_clocked_return(each) for each in self.rows(RETURN, RETURN.c.order_id == order_id,
                                                                  RETURN.c.state.not_in(RETURN_OVER))):  # fmt: skip
            return "return"
        if any(self.is_clocked_claim(each) for each in self.rows(CLAIM, CLAIM.c.order_id == order_id,
                                                                 CLAIM.c.state.not_in(CLAIM_OVER))):  # fmt: skip
            return "claim"
        over = (CLAIM.c.order_id == order_id, CLAIM.c.state.in_(CLAIM_OVER), CLAIM.c.buyer_due_at.is_not(None))
        return "buyer" if any(self.is_clocked_claim(each) for each in self.rows(CLAIM, *over)) else ""

    @property
    def owed(self) -> int:
        """How often people were told of a buyer whose claim is over."""
        told = select(func.count()).select_from(ENTRY).where(ENTRY.c.event == "claim_owed")
        return self.session.number(told)

    def looked_at(self, order_id: str) -> bool:
        return any(True for _ in self.rows(TRIP, TRIP.c.order_id == order_id, TRIP.c.look_at > self.now))

    def jobs_of(self, order_id: str, kind: str, what: str = "") -> bool:
        waits = (JOB.c.state == "ready", JOB.c.kind == kind, JOB.c.aggregate.startswith(f"{order_id}:"))
        found = self.session.rows(select(JOB.c.payload, JOB.c.run_after).where(*waits))
        return any(what in each.payload and each.run_after > self.now for each in found)

    def is_clocked_return(self, case: Row[tuple[object, ...]]) -> bool:
        return (case.due_at or 0) > self.now and self.jobs_of(case.order_id, RETURN_WATCH, case.id)

    def is_clocked_claim(self, claim: Row[tuple[object, ...]]) -> bool:
        return self.jobs_of(claim.order_id, CLAIM_LOOK, claim.id)

    def returns_without_clock(self) -> list[str]:
        return [f"{each.id} {each.origin} {each.state} {each.awaits}" for each in self.rows(RETURN)
                if each.state not in RETURN_OVER and not self.is_clocked_return(each)]  # fmt: skip

    def claims_without_clock(self) -> list[str]:
        return [f"{each.id} {each.kind} {each.state}" for each in self.rows(CLAIM)
                if each.state not in CLAIM_OVER and not self.is_clocked_claim(each)]  # fmt: skip

    def jobs_left(self) -> list[str]:
        """Dead ones, and ones that are due and were not done."""
        due = (JOB.c.state != "done") & ((JOB.c.state != "ready") | (JOB.c.run_after <= self.now))
        return [f"{each.kind} {each.state} {each.last_error}" for each in self.rows(JOB, due)]

    # Notices.

    def notices_twice(self) -> list[str]:
        """Of one kind about one thing, and messages that left more than once."""
        named = (NOTICE.c.order_id, NOTICE.c.kind, NOTICE.c.about)
        rows = self.session.rows(select(*named).group_by(*named).having(func.count() > 1))
        return [str(each) for each in (*rows, *(id_ for id_, times in self.town.mail.seen.items() if times > 1))]

    def notices_unsent(self) -> list[str]:
        """Still queued, and nothing will send them."""
        waits = self.session.rows(select(JOB.c.payload).where(JOB.c.state == "ready", JOB.c.kind == "notice"))
        coming = {orjson.loads(each.payload)["notice_id"] for each in waits}
        return [
            f"{each.kind} {each.id}" for each in self.rows(NOTICE, NOTICE.c.state == "queued") if each.id not in coming
        ]

    # Money.

    def money(self) -> Mapping[str, Counter[str]]:
        """Sums of the ledger by its words, by currency."""
        found: dict[str, Counter[str]] = {}
        for each in self.rows(PAYMENT_EVENT):
            found.setdefault(each.kind, Counter())[each.currency] += each.amount
        return found

    def money_kept(self) -> Counter[str]:
        total: Counter[str] = Counter()
        for row in self.session.rows(select(CASE.c.order_id)):
            total.update(kept(self.session, row.order_id))
        return total

    def money_wrong(self) -> list[str]:
        """Where money in is not kept, given back or charged back."""
        sums, books = self.money(), self.people.books
        came, back = sums.get("capture", Counter()), sums.get("refund", Counter())
        lost, rest = sums.get("charge_back", Counter()), self.money_kept()
        asked: Counter[str] = Counter()
        for each in self.rows(REFUND):
            asked[each.currency] += each.amount
        return [
            f"{currency}: told {books.came[currency]} came {came[currency]} back {back[currency]} "
            f"asked {asked[currency]} charged back {lost[currency]} of {books.charged_back[currency]} "
            f"kept {rest[currency]}"
            for currency in sorted({*came, *books.came, *back})
            if (came[currency], came[currency], back[currency], lost[currency])
            != (books.came[currency], rest[currency] + back[currency] + lost[currency], asked[currency],
                books.charged_back[currency])
        ]  # fmt: skip

    def kept_unsold(self) -> list[str]:
        """Orders that were not sold, whose money is still here."""
        frozen = (Pay.DISPUTED, Pay.CHARGED_BACK)
        unsold = self.rows(CASE, CASE.c.stage.in_(NOT_SOLD), CASE.c.payment.not_in(frozen))
        left = [(each, kept(self.session, each.order_id)) for each in unsold]
        return [f"{each.order_id} {each.stage} {each.payment} {dict(rest)}" for each, rest in left if rest]

    def overpaid_claims(self) -> list[str]:
        """Claims of which more was paid than is entered, or than was claimed."""
        paid: Counter[str] = Counter()
        for each in self.rows(CLAIM_PAYMENT):
            paid[each.claim_id] += each.counted
        return [each.id for each in self.rows(CLAIM) if each.paid != paid[each.id] or each.paid > each.amount]

    # Stock.

    def stock_wrong(self) -> list[str]:
        """Shelves where what came is not what left and what lies there."""
        moved: Counter[tuple[str, str]] = Counter()
        by: dict[str, Counter[tuple[str, str]]] = {}
        for each in self.rows(MOVEMENT):
            moved[each.sku, each.warehouse] += each.pieces
            by.setdefault(each.reason, Counter())[each.sku, each.warehouse] += each.pieces
        books, wrong = self.people.books, []
        back = self._restocked()
        for each in self.rows(STOCK):
            at = each.sku, each.warehouse
            told = (books.received[at], -books.sent[at], each.on_hand)
            seen = (by[Reason.RECEIVED][at], by[Reason.SHIPPED][at], moved[at])
            if told != seen or by.get(Reason.RETURNED, Counter())[at] != back[at]:
                wrong.append(f"{at}: {told} {seen} back {by.get(Reason.RETURNED, Counter())[at]} {back[at]}")
        return wrong

    def _restocked(self) -> Counter[tuple[str, str]]:
        found: Counter[tuple[str, str]] = Counter()
        places = {each.id: each for each in self.rows(RETURN)}
        for each in self.rows(RETURNED_PIECES, RETURNED_PIECES.c.kept_as == KeptAs.RESTOCK):
            case = places[each.return_id]
            sku = self.town.books.document(case.order_id).lines[each.line - 1].sku or ""
            found[sku, case.warehouse or self._sent_from(case.order_id, each.line)] += each.quantity
        return found

    def _sent_from(self, order_id: str, line: int) -> str:
        same = (FULFILMENT.c.id == FULFILMENT_LINE.c.fulfilment_id, FULFILMENT_LINE.c.line == line,
                FULFILMENT.c.order_id == order_id, FULFILMENT.c.state == Work.HANDED_OVER)  # fmt: skip
        row = self.session.first(select(FULFILMENT.c.warehouse).where(*same))
        return "" if row is None else str(row.warehouse)

    # Parcels.

    def lanes_wrong(self) -> list[str]:
        """Where a lane holds more or less than the parcels that ended."""
        counted: Counter[str] = Counter()
        for each in self.rows(LANE_COUNT):
            counted[each.what] += each.parcels
        states = Counter(each.state for each in self.rows(SHIPMENT))
        arrived = states[Voyage.DELIVERED]
        ended = sum(states[each] for each in END)
        gone = states[Voyage.LOST] + states[Voyage.WRITTEN_OFF]
        told = (counted[TRIP_ENDED], counted[DAYS], counted[LOST])
        return [] if told == (ended, arrived, gone) else [f"counted {told}, parcels {ended}, {arrived}, {gone}"]

    def trips_wrong(self) -> list[str]:
        """Parcels that ended and are not counted, or that are under way and nobody looks at."""
        wrong = []
        for each in self.rows(TRIP):
            shipment = self.session.first(select(SHIPMENT.c.state).where(SHIPMENT.c.id == each.shipment_id))
            trip = trip_of(self.session, each.merchant_id, each.shipment_id)
            is_over = shipment is not None and shipment.state in END
            if trip is None or bool(held_of(trip)) != is_over or (not is_over and each.look_at is None):
                wrong.append(f"{each.shipment_id} {shipment} {each.look_at}")
        return wrong

    # The feed.

    def feed_wrong(self) -> list[str]:
        """Moves of the history that the feed has not, or twice, and numbers that are missing."""
        told = Counter(each.id.rpartition("_m")[0] for each in self.rows(EVENT) if "_m" in each.id)
        moved = Counter(f"evt_{each.order_id.removeprefix('ord_')}"
                        for each in self.rows(ENTRY, ENTRY.c.source != ENTRY.c.target))  # fmt: skip
        wrong = [f"{name}: {many} moves, {told[name]} told" for name, many in moved.items() if told[name] != many]
        opened = self.session.number(select(func.count()).select_from(WATCH))
        flagged = sum(1 for each in self.rows(EVENT) if each.id.endswith("_o"))
        numbers = sorted(each.seq for each in self.session.rows(select(EVENT.c.seq)))
        is_whole = numbers == list(range(1, len(numbers) + 1))
        return (
            wrong + ([] if is_whole else ["numbers"]) + ([] if opened == flagged else [f"watches {opened} {flagged}"])
        )
