"""Two orders that want the same few pieces, and everything that can happen to them, in any order and any number of
times: decisions, holds, payments, picks, reviews, boxes, scans, cancellations, returns, jobs that are done again; in
one part or several, in one parcel or several.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from engine.store.sessions import WriteSession
from fulfillment.advancing import advance
from fulfillment.aftersales.returns import (
    authorise_return,
    decline_return,
    receive_parcel_back,
    receive_return,
    request_return,
)
from fulfillment.carriers.handing_over import close_manifest, hand_over
from fulfillment.claims.moving import declare_lost
from fulfillment.deciding import cancel_order, cancel_part
from fulfillment.inventory.allocating import Part
from fulfillment.inventory.shelves import stock_list
from fulfillment.lifecycle import ENDED, NOT_SOLD
from fulfillment.packing.packing import pack, unpack
from fulfillment.parts import has_left
from fulfillment.payments.confirming import accept_payment, confirm_payment, refund
from fulfillment.payments.taking import PaymentEvent
from fulfillment.picking.picking import record_pick
from fulfillment.picking.reviewing import review
from fulfillment.planning import replace_part
from fulfillment.site import Occasion
from fulfillment.states import Event, Machine, Pay, Voyage, Work
from fulfillment.store.aftersales import returns_of
from fulfillment.store.cases import fulfilments_of, history, lines_of
from fulfillment.store.money import kept, movements, refunds_of
from fulfillment.store.stock import reservations
from fulfillment.store.warehouse import open_pick_list
from fulfillment.store.warehouse import parcels_of as boxes_of
from fulfillment.thread import at_work
from fulfillment.tracking.recording import Scan, record_tracking
from fulfillment.tracking.vocabulary import Word
from tests.builders import an_order
from tests.property.fulfillment.two_orders import SHELF, TwoOrders

TOTAL = 4488
orders = st.integers(0, 1)
parts = st.sampled_from(("1", "2", "3", "4", "5"))
places = st.sampled_from((None, None, 0, 1, 2))


class Life(TwoOrders):
    """Everything that can happen, and what holds whatever has happened."""

    @initialize(
        pieces=st.sampled_from((0, 1, 4)),
        how_far=st.tuples(st.integers(0, 4), st.integers(0, 4)),
        are_split=st.tuples(st.booleans(), st.booleans()),
        then=st.sampled_from(("", "hold", "ask_customer", "cancel")),
    )
    def begin(self, pieces: int, how_far: tuple[int, int], are_split: tuple[bool, bool], then: str) -> None:
        """Much that can go wrong does so only far along, where few random lives come by themselves."""
        self.put(pieces)
        for which, far in enumerate(how_far):
            if are_split[which]:
                self.decide(which, "admit", held=None, is_changed=False)
                self.house.drain()
                self.split(which, "1")
            for act in (self.admit_and_go_on, self.pay_rightly)[:far]:
                act(which)
            if far > 2 and then:  # the parcel stands ready when the decision changes
                self.decide(which, then, held=None, is_changed=False)
            for act in (self.leave, self.travel)[: max(0, far - 2)]:
                act(which)

    @rule(which=orders)
    def pay_rightly(self, which: int) -> None:
        if self.started[self.orders[which]] != an_order():  # the other's document shows its money already
            self.pay(which, Event.CAPTURE, TOTAL, "EUR")
        self.admit_and_go_on(which)

    @rule(which=orders, outcome=st.sampled_from(("admit", "admit", "admit", "hold", "ask_customer", "cancel")),
          held=st.sampled_from((None, None, None, True)), is_changed=st.booleans())  # fmt: skip
    def decide(self, which: int, outcome: str, held: bool | None, is_changed: bool) -> None:
        order_id = self.orders[which]
        self.versions[order_id] += is_changed
        self.house.decide(outcome, order_id, self.started[order_id], blocked=held, version=self.versions[order_id])

    @rule()
    def drain(self) -> None:
        self.house.drain()

    @rule(which=orders)
    def admit_and_go_on(self, which: int) -> None:
        self.decide(which, "admit", held=None, is_changed=False)
        self.house.drain()
        self.work(which)
        self.work(which)

    @rule()
    def replay(self) -> None:
        self.house.drain()
        self.look_again()  # pieces that came free are an unpaid order's as soon as anything has it looked at
        before = self.picture()
        self.house.drain(again=True)
        assert self.picture() == before

    def look_again(self) -> None:
        """Has every order go on as far as it can now."""
        for order_id in self.orders:
            self.attempt(partial(advance, site=self.house.site, occasion=self.house.on(order_id)))
        self.house.drain()

    @rule(which=orders, part=parts)
    def split(self, which: int, part: str) -> None:
        """A part that sends several pieces sends each of them by itself from now on."""

        def act(session: WriteSession) -> None:
            with at_work(session, self.house.site, self.house.on(self.orders[which])) as file:
                found = file.fulfilment(part)
                many = sum(line.quantity for line in file.lines(found.id))
                replace_part(file, found.id, [Part(warehouse=SHELF, lines={1: 1})] * many)

        self.attempt(act)

    @rule(which=orders)
    def work(self, which: int) -> None:
        on = self.house.on(self.orders[which])
        for part in self.parts_of(which):
            for act in (
                lambda s, id_=part.id: record_pick(s, self.house.site, on, part=id_),
                lambda s, id_=part.id: pack(s, self.house.site, on, 500, part=id_),
            ):
                self.attempt(act)
                self.house.drain()

    @rule(which=orders, part=parts, act=st.sampled_from(("pick", "review", "scan_wrong", "box_one", "box", "unpack",
                                                         "lapse", "cancel", "leave")))  # fmt: skip
    def at_station(self, which: int, part: str, act: str) -> None:
        """Whatever can happen to one part by itself."""
        site, on = self.house.site, self.house.on(self.orders[which])
        does: dict[str, Callable[[WriteSession], object]] = {
            "pick": lambda s: record_pick(s, site, on, part=part),
            "review": lambda s: review(s, site, on, part=part),
            "scan_wrong": lambda s: review(s, site, on, {1: 7}, part=part),
            "box_one": lambda s: pack(s, site, on, 200, {1: 1}, part=part),
            "box": lambda s: pack(s, site, on, 500, part=part),
            "unpack": lambda s: unpack(s, site, on, part),
            "lapse": lambda s: self.lapse(s, on, part),
            "cancel": lambda s: cancel_part(s, site, on, "not this one", part),
            "leave": lambda s: hand_over(s, site, on, part),
        }
        self.attempt(does[act])
        if act != "lapse":  # what is due would reserve again at once
            self.house.drain()

    def lapse(self, session: WriteSession, on: Occasion, part: str) -> None:
        with at_work(session, self.house.site, on) as file:
            file.take(Machine.FULFILMENT, Event.LAPSE, file.fulfilment(part).id)
            file.next_step()

    @rule(asked=st.booleans())
    def ask_for_reviews(self, asked: bool) -> None:
        self.house.desk.is_reviewing = asked

    @rule(which=orders, part=parts)
    def pick_short(self, which: int, part: str) -> None:
        self.attempt(lambda s: record_pick(s, self.house.site, self.house.on(self.orders[which]), {}, part))

    @rule(which=orders)
    def leave(self, which: int) -> None:
        on = self.house.on(self.orders[which])
        for part in self.parts_of(which):
            self.attempt(lambda s, id_=part.id: hand_over(s, self.house.site, on, id_))  # type: ignore[misc]

    @rule()
    def leave_together(self) -> None:
        house = self.house
        self.attempt(
            lambda s: close_manifest(s, house.site, house.merchant, "post", self.orders, house.clock.now(), "packer")
        )

    @rule(which=orders, kind=st.sampled_from((Event.CAPTURE, Event.CAPTURE, Event.AUTHORISE, Event.FAIL, Event.SETTLE,
                                              Event.DISPUTE, Event.WIN, Event.LOSE)),
          amount=st.sampled_from((TOTAL, TOTAL, TOTAL - 488, 488, TOTAL + 1, 0)),
          currency=st.sampled_from(("EUR", "EUR", "EUR", "USD")))  # fmt: skip
    def pay(self, which: int, kind: Event, amount: int, currency: str) -> None:
        event = PaymentEvent(kind=kind, amount=amount, currency=currency, reference=f"r{len(self.told)}",
                             at=self.house.clock.now())  # fmt: skip
        self.told.append(event)
        on = self.house.on(self.orders[which])
        for _ in range(2):
            self.attempt(lambda s: confirm_payment(s, self.house.site, on, event))

    @rule(which=orders)
    def take_as_it_is(self, which: int) -> None:
        self.attempt(lambda s: accept_payment(s, self.house.site, self.house.on(self.orders[which]), "agreed"))

    @rule(which=orders, amount=st.sampled_from((1, 488, TOTAL)), key=st.sampled_from("xyz"))
    def give_back(self, which: int, amount: int, key: str) -> None:
        on = self.house.on(self.orders[which])
        self.attempt(lambda s: refund(s, self.house.site, on, amount, "goodwill", key))

    @rule(which=orders)
    def cancel(self, which: int) -> None:
        self.attempt(lambda s: cancel_order(s, self.house.site, self.house.on(self.orders[which]), "changed my mind"))

    @rule(
        which=orders,
        told=st.lists(st.tuples(st.sampled_from(Word), st.integers(0, 60)), min_size=1, max_size=3),
        place=places,
    )
    def scan(self, which: int, told: list[tuple[Word, int]], place: int | None) -> None:
        """Of all parcels of an order, or of one."""
        house = self.house
        scans = [Scan(status=word, at=house.clock.now() + timedelta(hours=hours)) for word, hours in told]
        sent = self.parcels_of(which)
        for shipment in sent if place is None else sent[place : place + 1]:
            for _ in range(2):
                self.attempt(
                    lambda s, number=shipment.number: record_tracking(  # type: ignore[misc]
                        s, house.site, house.merchant, number, scans, house.clock.now()
                    )
                )

    @rule(which=orders)
    def travel(self, which: int) -> None:
        self.scan(which, [(Word.ACCEPTED, 1), (Word.OUT_FOR_DELIVERY, 2), (Word.DELIVERED, 3)], None)

    @rule(which=orders, pieces=st.integers(1, 2), grade=st.sampled_from(("like_new", "damaged")),
          is_allowed=st.booleans())  # fmt: skip
    def send_back(self, which: int, pieces: int, grade: str, is_allowed: bool) -> None:
        on = self.house.on(self.orders[which])
        self.attempt(lambda s: request_return(s, self.house.site, on, {1: pieces}, "changed_mind"))
        with self.house.database.read() as session:
            cases = returns_of(session, self.house.merchant, self.orders[which])
        decide = authorise_return if is_allowed else decline_return
        for case in cases:
            self.attempt(lambda s, id_=case.id: decide(s, self.house.site, on, id_))  # type: ignore[misc]
            self.attempt(lambda s, id_=case.id: receive_return(s, self.house.site, on, id_, grade))  # type: ignore[misc]

    @rule(which=orders, place=places)
    def come_back(self, which: int, place: int | None) -> None:
        on = self.house.on(self.orders[which])
        sent = self.parcels_of(which)
        named = sent[place].id if place is not None and place < len(sent) else None
        self.attempt(lambda s: receive_parcel_back(s, self.house.site, on, "like_new", named))

    @rule(which=orders, place=places)
    def give_up(self, which: int, place: int | None) -> None:
        sent = self.parcels_of(which)
        named = sent[place].id if place is not None and place < len(sent) else None
        self.attempt(lambda s: declare_lost(s, self.house.site, self.house.on(self.orders[which]), named))

    @rule(pieces=st.integers(-2, 3))
    def restock(self, pieces: int) -> None:
        self.put(pieces)

    @rule(days=st.sampled_from((0.1, 5, 31)))
    def wait(self, days: float) -> None:
        self.house.pass_by(days=days)

    @invariant()
    def nothing_left_that_might_not(self) -> None:
        for order_id in self.orders:
            with self.house.database.read() as session:
                entries = history(session, self.house.merchant, order_id)
            gone = Counter(e.subject for e in entries if e.machine != Machine.ORDER and e.event == Event.HAND_OVER)
            if gone.total() > self.left[order_id]:
                assert self.house.desk.standings[order_id].is_clear
            self.left[order_id] = gone.total()
            assert all(times == 1 for times in gone.values())
            once = Counter(
                e.event for e in entries if e.machine == Machine.ORDER and e.event in (Event.SHIP, Event.CANCEL)
            )
            assert all(times == 1 for times in once.values())
            assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))

    @invariant()
    def stock_is_never_promised_twice(self) -> None:
        with self.house.database.read() as session:
            shelves = stock_list(session, self.house.merchant)
            parts = [part for order in self.orders for part in fulfilments_of(session, self.house.merchant, order)]
            kept_back = [reservations(session, part.id, "held") for part in parts]
        assert all(0 <= shelf.reserved <= shelf.on_hand for shelf in shelves)
        assert sum(shelf.reserved for shelf in shelves) == sum(each.quantity for some in kept_back for each in some)

    @invariant()
    def every_piece_is_in_one_place(self) -> None:
        """No more is planned than ordered, no more boxed than planned, and what left the books has left the house."""
        for which, order_id in enumerate(self.orders):
            ordered = self.started[order_id].lines[0].quantity
            live = [part for part in self.parts_of(which) if part.state != Work.CANCELLED]
            sent = [each for each in self.parcels_of(which) if each.state != Voyage.VOIDED]
            with self.house.database.read() as session:
                planned = {part.id: sum(line.quantity for line in lines_of(session, part.id)) for part in live}
                consumed = {part.id: reservations(session, part.id, "consumed") for part in live}
                boxes = {part.id: [box for box in boxes_of(session, part.id) if box.state == "closed"] for part in live}
            assert sum(planned.values()) <= ordered
            for part in live:
                boxed = sum(sum(box.contents.values()) for box in boxes[part.id])
                labels = [each.parcel_id for each in sent if each.fulfilment_id == part.id]
                is_labelled = part.state in (Work.LABELLED, Work.HANDED_OVER)
                assert boxed <= planned[part.id]
                assert sorted(labels) == (sorted(box.id for box in boxes[part.id]) if is_labelled else [])
                is_gone = part.state == Work.HANDED_OVER
                assert sum(each.quantity for each in consumed[part.id]) == (planned[part.id] if is_gone else 0)
                assert all(has_left(each) == is_gone for each in sent if each.fulfilment_id == part.id)

    @invariant()
    def the_books_balance(self) -> None:
        for order_id in self.orders:
            with self.house.database.read() as session:
                ledger = movements(session, self.house.merchant, order_id)
                rest, given = kept(session, order_id), refunds_of(session, self.house.merchant, order_id)
            sums: Counter[tuple[str, str]] = Counter()
            for each in ledger:
                sums[each.kind, each.currency] += each.amount
            for currency in ("EUR", "USD"):
                back = sums["refund", currency] + sums["charge_back", currency]
                assert sums["capture", currency] == back + rest.get(currency, 0)
                assert rest.get(currency, 0) >= 0
                assert sum(each.amount for each in given if each.currency == currency) == sums["refund", currency]

    @invariant()
    def an_end_is_an_end(self) -> None:
        for order_id in self.orders:
            case = self.found(order_id)
            if case is None:
                continue
            with self.house.database.read() as session:
                entries = [e for e in history(session, case.merchant_id, order_id) if e.machine == Machine.ORDER]
                rest = kept(session, order_id)
                parts = fulfilments_of(session, case.merchant_id, order_id)
                is_picking = [part for part in parts if open_pick_list(session, part.id) is not None]
            moves = [entry for entry in entries if entry.source != entry.target]
            assert all(entry.source not in ENDED for entry in moves)
            assert sum(entry.event == Event.ADMIT for entry in moves) == bool(parts)
            if case.stage in NOT_SOLD:
                assert not rest or case.payment in (Pay.DISPUTED, Pay.CHARGED_BACK, Pay.CAPTURED)
                assert all(part.state in (Work.CANCELLED, Work.HANDED_OVER) for part in parts)
                assert all(each.state != Voyage.LABELLED for each in self.parcels_of(self.orders.index(order_id)))
                assert not is_picking

    def teardown(self) -> None:
        """However it went: every order can end, money that is not earned goes back, and repeating changes nothing."""
        for order_id in self.orders:
            self.bring_to_an_end(order_id)
        before = self.picture()
        self.house.drain(again=True)
        assert self.picture() == before
