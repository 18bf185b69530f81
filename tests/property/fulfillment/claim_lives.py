"""Anything that can happen to the claims of one parcel, in any order and as often as it likes."""

import itertools
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import update

from engine.ids import Ids
from engine.store.database import Database
from fulfillment.carriers.handing_over import hand_over
from fulfillment.claims.kinds import Mishap, Proof
from fulfillment.claims.moving import MOVES, Answered, declare_lost, move_claim
from fulfillment.claims.opening import open_exception
from fulfillment.claims.paying import Paid, book_payment
from fulfillment.claims.proving import hand_in
from fulfillment.errors import FulfilmentError
from fulfillment.inventory.shelves import receive_stock
from fulfillment.packing.packing import pack
from fulfillment.picking.picking import record_pick
from fulfillment.records import Claim, Entry
from fulfillment.states import Demand, Event, Machine
from fulfillment.store.cases import history
from fulfillment.store.claims import claim_payments, claims_of, proofs_of
from fulfillment.store.money import refunds_of
from fulfillment.store.tables import SHIPMENT
from fulfillment.thread import at_work
from fulfillment.tracking.recording import Scan, record_tracking
from fulfillment.tracking.vocabulary import Word
from tests.claim_house import PNG, with_claims
from tests.fulfilment_site import CountingIds, House

SKU, SHELF = "TEE-M-BLUE", "SZX-1"
CARRIERS = ("dhl", "fedex", "china-post", "nobody")
TOLD = (Word.ACCEPTED, Word.LOST, Word.DAMAGED, Word.DELIVERED, Word.RETURNING, Word.RETURNED)
numbers = itertools.count(1)


class ClaimLives(RuleBasedStateMachine):
    """Each example is a merchant of its own in one database; a refusal is an answer, any other error is not."""

    database: Database
    folder: Path
    ids: Ids = CountingIds()

    def __init__(self) -> None:
        super().__init__()
        number = next(numbers)
        self.house = House(self.database, self.folder / str(number), self.ids, merchant=f"m{number}")
        self.order = f"ord_{number}"
        self.booked = 0

    @initialize(carrier=st.sampled_from(CARRIERS), by_rule=st.booleans())
    def leave(self, carrier: str, by_rule: bool) -> None:
        house, on = self.house, self.house.on(self.order)
        with_claims(house, by_rule=by_rule)
        with house.database.write() as session:
            receive_stock(session, self.ids, house.merchant, SKU, SHELF, 5, house.clock.now())
        house.decide("admit", self.order)
        house.drain()
        for act in (record_pick, lambda s, site, now: pack(s, site, now, 480), hand_over):
            with house.database.write() as session:
                act(session, house.site, on)
            house.drain()
        with house.database.write() as session:
            session.run(update(SHIPMENT).where(SHIPMENT.c.order_id == self.order).values(carrier=carrier))

    @rule(kind=st.sampled_from(Mishap), hours=st.integers(0, 90))
    def happen(self, kind: Mishap, hours: int) -> None:
        since = self.house.clock.now() - timedelta(hours=hours)
        with (
            suppress(FulfilmentError),
            self.house.database.write() as session,
            at_work(session, self.house.site, self.house.on(self.order)) as file,
        ):
            open_exception(file, kind, file.shipments()[-1], since)

    @rule(word=st.sampled_from(TOLD))
    def scan(self, word: Word) -> None:
        house = self.house
        number = house.parcels(self.order)[-1].number
        scans = [Scan(status=word, at=house.clock.now())]
        with suppress(FulfilmentError), house.database.write() as session:
            record_tracking(session, house.site, house.merchant, number, scans, house.clock.now())

    @rule(place=st.integers(0, 3), event=st.sampled_from(MOVES), approved=st.none() | st.integers(0, 5000))
    def move(self, place: int, event: Event, approved: int | None) -> None:
        found = self.claims()
        if place < len(found):
            with suppress(FulfilmentError), self.house.database.write() as session:
                told = Answered(approved=approved)
                move_claim(session, self.house.site, self.house.on(self.order), found[place].id, event, told)

    @rule(place=st.integers(0, 3), kind=st.sampled_from((Proof.PHOTOS, Proof.STATEMENT)), content=st.integers(0, 2))
    def prove(self, place: int, kind: Proof, content: int) -> None:
        found = self.claims()
        if place < len(found):
            with suppress(FulfilmentError), self.house.database.write() as session:
                file = PNG + bytes([content])
                hand_in(session, self.house.site, self.house.on(self.order), found[place].id, kind, file)

    @rule(place=st.integers(0, 3), amount=st.integers(1, 3000), name=st.integers(0, 3))
    def pay(self, place: int, amount: int, name: int) -> None:
        found = self.claims()
        if place < len(found):
            paid = Paid(amount=amount, currency="EUR", reference=f"CN-{name}", at=self.house.clock.now())
            with suppress(FulfilmentError), self.house.database.write() as session:
                book_payment(session, self.house.site, self.house.on(self.order), found[place].id, paid)

    @rule()
    def give_up(self) -> None:
        with suppress(FulfilmentError), self.house.database.write() as session:
            declare_lost(session, self.house.site, self.house.on(self.order))

    @rule(again=st.booleans())
    def work(self, again: bool) -> None:
        self.house.drain(again=again)

    @rule(days=st.sampled_from((0.3, 1, 3, 25, 200)))
    def wait(self, days: float) -> None:
        self.house.pass_by(days=days)

    def claims(self) -> tuple[Claim, ...]:
        with self.house.database.read() as session:
            return claims_of(session, self.house.merchant, self.order)

    def entries(self) -> tuple[Entry, ...]:
        with self.house.database.read() as session:
            return history(session, self.house.merchant, self.order)

    @invariant()
    def one_claim_of_a_kind(self) -> None:
        counted = Counter((each.shipment_id, each.kind) for each in self.claims() if each.state != Demand.WITHDRAWN)
        assert all(many == 1 for many in counted.values())

    @invariant()
    def silence_and_loss_are_never_both_filed(self) -> None:
        filed = {each.kind for each in self.claims() if each.filed_at and each.state != Demand.WITHDRAWN}
        assert not {Mishap.LOSS, Mishap.SILENT} <= filed

    @invariant()
    def nothing_is_filed_too_late(self) -> None:
        for each in self.claims():
            if each.filed_at is not None and each.due_at is not None and each.is_due_sure:
                assert each.filed_at < each.due_at

    @invariant()
    def never_more_is_paid_than_claimed(self) -> None:
        for each in self.claims():
            assert 0 <= each.approved <= each.amount or each.approved == 0
            assert 0 <= each.paid <= each.amount
            with self.house.database.read() as session:
                booked = claim_payments(session, self.house.merchant, each.id)
            assert sum(payment.counted for payment in booked) == each.paid
            assert len({(payment.payer, payment.reference) for payment in booked}) == len(booked)

    @invariant()
    def each_act_happens_once(self) -> None:
        entries = self.entries()
        filed = Counter(e.subject for e in entries if e.machine == Machine.CLAIM and e.event == Event.FILE)
        assert all(many == 1 for many in filed.values())
        done = Counter(each.event for each in entries)
        assert done["claim_refunded"] + done["claim_reship"] <= 1

    @invariant()
    def money_goes_back_once(self) -> None:
        with self.house.database.read() as session:
            back = refunds_of(session, self.house.merchant, self.order)
        assert sum(each.amount for each in back) <= self.house.case(self.order).total if back else True

    @invariant()
    def the_same_file_is_kept_once(self) -> None:
        for each in self.claims():
            with self.house.database.read() as session:
                kept = proofs_of(session, self.house.merchant, each.id)
            assert len({(proof.kind, proof.digest) for proof in kept}) == len(kept)
