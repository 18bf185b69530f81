"""Who does something in the sixty days: buyers, warehouse, carriers' sources, gateway, people at the desks.

Each looks at how things stand and does what would be done; what the house refuses is counted and done no more.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from engine.order.order import Order
from engine.store.outbox import Job
from engine.store.sessions import WriteSession
from fulfillment.aftersales.causes import Cause
from fulfillment.aftersales.comebacks import Wish
from fulfillment.aftersales.inspecting import Grade, Looked
from fulfillment.aftersales.photos import keep_photo
from fulfillment.aftersales.returns import (
    arrive_return,
    authorise_return,
    decline_return,
    inspect_return,
    lose_return,
    receive_parcel_back,
    receive_return,
    request_return,
    send_return,
    settle_return,
)
from fulfillment.carriers.handing_over import hand_over
from fulfillment.claims.kinds import ARRIVAL_ENDS, Proof
from fulfillment.claims.moving import Answered, declare_lost, move_claim
from fulfillment.claims.opening import open_called
from fulfillment.claims.paying import Paid, book_payment
from fulfillment.claims.proving import hand_in
from fulfillment.deciding import cancel_order
from fulfillment.inventory.shelves import receive_stock
from fulfillment.jobs import INSTRUCTION, REFUND
from fulfillment.lifecycle import CLAIM_OVER, ENDED, RETURN_OVER
from fulfillment.packing.packing import pack
from fulfillment.parts import INSIDE, has_left
from fulfillment.payments.confirming import accept_payment
from fulfillment.payments.gateways.message import Disputed, Told
from fulfillment.payments.gateways.vocabulary import Kind
from fulfillment.payments.hearing import hear
from fulfillment.picking.picking import open_lines, record_pick
from fulfillment.records import Claim, Fulfilment, ReturnCase, Shipment
from fulfillment.states import Comeback, Demand, Event, Stage, Voyage, Work
from fulfillment.store.aftersales import find_return
from fulfillment.store.cases import find_case, fulfilments_of, lines_of
from fulfillment.store.claims import find_claim
from fulfillment.store.instructions import find_instruction
from fulfillment.store.money import find_refund, kept
from fulfillment.store.shipments import find_shipment, shipments_of
from fulfillment.store.tables import CLAIM
from fulfillment.thread import at_work
from fulfillment.tracking.taking import take_told
from tests.claim_house import PNG
from tests.parcel_days.fates import Heard, Way, way_of
from tests.parcel_days.orders import FORSAKEN, LATE, MUG, NEVER, PAID, TEE, Stream, luck, made
from tests.parcel_days.town import Town
from tests.return_house import PICTURE

# What is delivered every three days, and which share of the pieces.
DELIVERED = ((TEE, "SZX-1", 1), (TEE, "LEJ-1", 5), (MUG, "SZX-1", 4), (MUG, "LEJ-1", 8))
FIRST_ROUNDS = 8
CAUSES = tuple(Cause)
GRADES = {Grade.LIKE_NEW: 70, Grade.OPENED: 15, Grade.DAMAGED: 8, Grade.WRONG: 3, Grade.MISSING: 4}
SEEN_TO = 0.15  # how often people settle with the buyer when they look at a claim; the rest is left to the clock
FORSAKEN_IDS = frozenset(f"ord_{number}" for number in FORSAKEN)
ASKED = frozenset({Demand.OPENED, Demand.EVIDENCE_PENDING})


@dataclass
class Books:
    """What was really done, beside the house's own books: money by currency, pieces by article and warehouse."""

    came: Counter[str] = field(default_factory=Counter)
    charged_back: Counter[str] = field(default_factory=Counter)
    received: Counter[tuple[str, str]] = field(default_factory=Counter)
    sent: Counter[tuple[str, str]] = field(default_factory=Counter)
    fates: Counter[str] = field(default_factory=Counter)
    orders: int = 0
    placed_again: int = 0


class People:
    """All of them, for sixty days."""

    def __init__(self, town: Town, stream: Stream) -> None:
        self.town, self.seed, self.stream = town, stream.seed, stream
        self.books = Books()
        self._travels: set[str] = set()
        self._disputes = 0
        self._rare = luck(stream.seed, "people")
        town.told = self._gateway
        begun = town.now
        for number in range(1, stream.orders + 1):
            town.at(stream.placed_at(number), partial(self._order, number=number))
        for day in range(0, 60, 3):
            town.at(begun + timedelta(days=day), partial(self._delivery, pieces=max(8, stream.orders // 9)))
        for day in range(1, 61):
            town.at(begun + timedelta(days=day, hours=3), self._claims)

    # The shop.

    def _order(self, session: WriteSession, number: int) -> None:
        self.books.orders += 1
        order_id, dice, town = f"ord_{number}", luck(self.seed, f"life {number}"), self.town
        first = dice.choices(("admit", "hold", "reject"), (95, 4, 1))[0]
        money = made(self.stream, number).money
        if money == PAID:
            self._came(order_id)
        town.say(session, order_id, "cancel" if first == "reject" else first)
        if first == "hold":
            later = dice.choice(("admit", "admit", "admit", "cancel"))
            town.after(lambda s: town.say(s, order_id, later), hours=dice.uniform(2, 70))
        if dice.random() < 0.02:
            town.after(partial(self._cancel, order_id=order_id), hours=dice.uniform(1, 60))
        if dice.random() < 0.004:  # a late hit: what has left is called back
            town.after(lambda s: town.say(s, order_id, "cancel"), hours=dice.uniform(20, 200))
        if money == LATE:
            town.after(partial(self._transfer, order_id=order_id), hours=dice.uniform(5, 80))
        if money == NEVER:
            town.after(partial(self._cancel, order_id=order_id), days=7)
        if money in (PAID, LATE) and dice.random() < 0.006:
            town.after(partial(self._dispute, order_id=order_id), days=dice.uniform(3, 25))
        if dice.random() < 0.003:
            town.after(lambda _: town.books.erased.add(order_id), days=dice.uniform(10, 40))
        town.after(partial(self._work, order_id=order_id), hours=dice.uniform(2, 12))

    def _place_again(self, session: WriteSession) -> None:
        for order_id in self.town.books.to_place:
            self.books.placed_again += 1
            self.town.say(session, order_id, "admit")
            self.town.after(partial(self._work, order_id=order_id), hours=5)
        self.town.books.to_place.clear()

    def _cancel(self, session: WriteSession, order_id: str) -> None:
        cancel_order(session, self.town.site, self.town.on(order_id), "changed my mind")

    # Money.

    def _came(self, order_id: str) -> None:
        order = self._document(order_id)
        self.books.came[order.currency] += order.totals.total

    def _told_by_gateway(self, session: WriteSession, kind: Kind, order_id: str, amount: int, reference: str,
                         subject: str = "", refund: str = "", disputed: Disputed | None = None) -> None:  # fmt: skip
        order = self._document(order_id)
        payment = order.payment.gateway_reference if order.payment is not None else None
        names = (payment,) if payment is not None else ()
        told = Told(gateway="stripe", word=str(kind), kind=kind, amount=amount, currency=order.currency,
                    subject=subject, reference=reference, at=self.town.now, names=names, orders=(order.id,),
                    refund=refund, dispute=disputed)  # fmt: skip
        for _ in range(2):  # gateways tell everything at least once
            hear(session, self.town.site, self.town.merchant, told, self.town.now)

    def _transfer(self, session: WriteSession, order_id: str) -> None:
        """Now and then less comes than was asked, which people take."""
        order = self._document(order_id)
        short = self._rare.random() < 0.1
        amount = order.totals.total - (200 if short else 0)
        reference = f"pi_{order_id.removeprefix('ord_')}"
        self._told_by_gateway(session, Kind.CAPTURE, order_id, amount, reference, reference)
        self.books.came[order.currency] += amount
        if short:
            self.town.after(partial(self._accept, order_id=order_id), hours=20)

    def _accept(self, session: WriteSession, order_id: str) -> None:
        accept_payment(session, self.town.site, self.town.on(order_id), "small difference")

    def _gateway(self, job: Job) -> None:
        if job.kind == REFUND:
            self.town.after(partial(self._refund_answer, refund_id=str(job.payload["refund_id"])), hours=9)
        if job.kind == INSTRUCTION:
            self.town.after(partial(self._instructed, id_=str(job.payload["instruction_id"])), hours=1)

    def _refund_answer(self, session: WriteSession, refund_id: str) -> None:
        refund = find_refund(session, self.town.merchant, refund_id)
        assert refund is not None
        self._told_by_gateway(session, Kind.REFUND, refund.order_id, refund.amount, f"re_{refund.id}", refund=refund.id)

    def _instructed(self, session: WriteSession, id_: str) -> None:
        wanted = find_instruction(session, self.town.merchant, id_)
        assert wanted is not None
        if wanted.action == "capture":
            self._told_by_gateway(session, Kind.CAPTURE, wanted.order_id, wanted.amount, wanted.authorisation,
                                  wanted.authorisation)  # fmt: skip
            self.books.came[wanted.currency] += wanted.amount

    def _dispute(self, session: WriteSession, order_id: str) -> None:
        self._disputes += 1
        order, name = self._document(order_id), f"dp_{order_id}"
        if kept(session, order_id).get(order.currency, 0) != order.totals.total:
            return  # what went back in part is not asked of the bank
        disputed = Disputed(reference=name, scheme="visa", reason_code="13.1")
        self._told_by_gateway(session, Kind.DISPUTE, order_id, order.totals.total, f"{name}:opened", name,
                              disputed=disputed)  # fmt: skip
        self.town.after(partial(self._dispute_end, order_id=order_id), days=12)

    def _dispute_end(self, session: WriteSession, order_id: str) -> None:
        order, name = self._document(order_id), f"dp_{order_id}"
        kind = self._rare.choice((Kind.WIN, Kind.LOSE))
        disputed = Disputed(reference=name, scheme="visa", reason_code="13.1")
        self._told_by_gateway(session, kind, order_id, order.totals.total, f"{name}:{kind}", name, disputed=disputed)
        self.books.charged_back[order.currency] += order.totals.total if kind is Kind.LOSE else 0

    # The warehouse.

    def _delivery(self, session: WriteSession, pieces: int) -> None:
        for sku, warehouse, share in DELIVERED:
            many = pieces // share
            receive_stock(session, self.town.site.ids, self.town.merchant, sku, warehouse, many, self.town.now)
            self.books.received[sku, warehouse] += many

    def _work(self, session: WriteSession, order_id: str, rounds: int = 0) -> None:
        """One round at the stations; comes again while a part of the order is in the house, later and later."""
        case = find_case(session, self.town.merchant, order_id)
        if case is not None:
            if case.stage in ENDED:
                return
            for part in fulfilments_of(session, self.town.merchant, order_id):
                self._station(session, order_id, part)
            self._leave(session, order_id)
            parts = fulfilments_of(session, self.town.merchant, order_id)
            if case.stage != Stage.SCREENED and not any(each.state in INSIDE for each in parts):
                return
        hours = 4 if rounds < FIRST_ROUNDS else 24
        self.town.after(partial(self._work, order_id=order_id, rounds=rounds + 1), hours=hours)

    def _station(self, session: WriteSession, order_id: str, part: Fulfilment) -> None:
        site, on = self.town.site, self.town.on(order_id)
        if not self.town.books.standing(session, order_id).is_clear:
            return
        match part.state:
            case Work.PICKING if self._rare.random() < 0.004:
                wanted = open_lines(session, part.id)
                record_pick(session, site, on, {wanted[0].line: 0}, part.id)
            case Work.PICKING:
                record_pick(session, site, on, part=part.id)
            case Work.PICKED:
                pieces = sum(each.quantity for each in lines_of(session, part.id))
                pack(session, site, on, 140 + 260 * pieces, part=part.id)
            case Work.LABELLED:
                hand_over(session, site, on, part.id)

    def _leave(self, session: WriteSession, order_id: str) -> None:
        for parcel in shipments_of(session, self.town.merchant, order_id):
            if has_left(parcel) and parcel.id not in self._travels:
                self._travels.add(parcel.id)
                self._travel(session, parcel)

    def _travel(self, session: WriteSession, parcel: Shipment) -> None:
        dice = luck(self.seed, f"way {parcel.order_id} {len(self._travels)}")
        part = next(each for each in fulfilments_of(session, self.town.merchant, parcel.order_id)
                    if each.id == parcel.fulfilment_id)  # fmt: skip
        for line in lines_of(session, part.id):
            self.books.sent[line.sku or "", part.warehouse] += line.quantity
        country = self._document(parcel.order_id).shipping_address.country or ""
        way = way_of(self.town.now, country, dice, "lost" if parcel.order_id in FORSAKEN_IDS else "")
        self.books.fates[way.fate] += 1
        polls: dict[datetime, list[Heard]] = {}
        for each in way.heard:  # a source is asked every eight hours
            since = (each.at - self.town.now) // timedelta(hours=8) + 1
            polls.setdefault(self.town.now + since * timedelta(hours=8), []).append(each)
        for moment, heard in polls.items():
            self.town.at(moment, partial(self._tell, number=parcel.number, heard=heard))
        self._wants(parcel, way)

    def _tell(self, session: WriteSession, number: str, heard: list[Heard]) -> None:
        told = [each.told for each in heard]
        take_told(session, self.town.site, self.town.merchant, number, told, self.town.now, source="tsr_1",
                  actor="source:17track")  # fmt: skip

    # Buyers.

    def _wants(self, parcel: Shipment, way: Way) -> None:
        dice = luck(self.seed, f"buyer {parcel.id}")
        town, order_id = self.town, parcel.order_id
        if way.is_back is not None and dice.random() < 0.85:
            town.at(way.is_back + timedelta(days=dice.uniform(1, 5)), partial(self._come_back, parcel=parcel))
        if way.arrives is None and order_id not in FORSAKEN_IDS and dice.random() < 0.4:
            town.after(partial(self._missing, parcel=parcel), days=dice.uniform(12, 25))
        if way.arrives is not None and dice.random() < 0.07:
            moment = way.arrives + timedelta(days=dice.uniform(0.5, 20))
            town.at(moment, partial(self._ask_return, order_id=order_id))
        if way.arrives is not None and dice.random() < 0.01:
            word = dice.choice(("damaged", "delivered_elsewhere", "late"))
            town.at(way.arrives + timedelta(days=2), partial(self._call, parcel=parcel, word=word))

    def _come_back(self, session: WriteSession, parcel: Shipment) -> None:
        grade = self._rare.choice(("like_new", "like_new", "damaged"))
        receive_parcel_back(session, self.town.site, self.town.on(parcel.order_id), grade, parcel.id)

    def _missing(self, session: WriteSession, parcel: Shipment) -> None:
        found = find_shipment(session, self.town.merchant, parcel.id)
        if found is not None and found.state != Voyage.DELIVERED:
            if self._rare.random() < 0.5:
                self._call(session, parcel, "not_received")
            else:
                self._ask_return(session, parcel.order_id, "lost")

    def _call(self, session: WriteSession, parcel: Shipment, word: str) -> None:
        with at_work(session, self.town.site, self.town.on(parcel.order_id)) as file:
            open_called(file, parcel, word, self.town.now)
        self.town.after(self._place_again, hours=2)

    def _ask_return(self, session: WriteSession, order_id: str, reason: str = "") -> None:
        order = self._document(order_id)
        line = self._rare.randrange(len(order.lines)) + 1
        pieces = self._rare.randint(1, order.lines[line - 1].quantity)
        wish = Wish(wish=self._rare.choice(("refund", "refund", "refund", "replacement", "keep")))
        cause = reason or self._rare.choice(CAUSES)
        case = request_return(session, self.town.site, self.town.on(order_id), {line: pieces}, cause, wish=wish)
        self.town.after(partial(self._return, return_id=case.id), hours=30)

    def _return(self, session: WriteSession, return_id: str) -> None:
        """One look at a return: by its buyer, by the house, by people; now and then nobody does anything."""
        case = find_return(session, self.town.merchant, return_id)
        assert case is not None
        self._place_again(session)
        if case.state in RETURN_OVER or self._rare.random() < 0.08:
            return
        self.town.after(partial(self._return, return_id=return_id), days=self._rare.uniform(1, 7))
        self._move_return(session, case)

    def _move_return(self, session: WriteSession, case: ReturnCase) -> None:
        site, on, dice = self.town.site, self.town.on(case.order_id), self._rare
        match case.state:
            case Comeback.REQUESTED if case.awaits == "photos":
                keep_photo(session, site, on, case.id, PICTURE)
            case Comeback.REQUESTED:
                decide = dice.choice((authorise_return, authorise_return, decline_return))
                decide(session, site, on, case.id)
            case Comeback.AUTHORISED | Comeback.LABEL_SENT if dice.random() < 0.8:
                send_return(session, site, on, case.id)
            case Comeback.IN_TRANSIT if dice.random() < 0.05:
                lose_return(session, site, on, case.id)
            case Comeback.IN_TRANSIT if dice.random() < 0.3:
                receive_return(session, site, on, case.id, "like_new")
            case Comeback.IN_TRANSIT:
                arrive_return(session, site, on, case.id)
            case Comeback.RECEIVED:
                pieces = [int(line) for line, many in case.lines.items() for _ in range(many)]
                grades = dice.choices(tuple(GRADES), tuple(GRADES.values()), k=len(pieces))
                looked = [
                    Looked(line=line, grade=grade, quantity=1) for line, grade in zip(pieces, grades, strict=True)
                ]
                inspect_return(session, site, on, case.id, looked)
            case Comeback.RESTOCKED | Comeback.WRITTEN_OFF | Comeback.TO_SUPPLIER:
                settle_return(session, site, on, case.id)

    # Claims.

    def _claims(self, session: WriteSession) -> None:
        """The morning of whoever sees to claims, and of carriers that answer."""
        self._place_again(session)
        running = select(CLAIM.c.id).where(CLAIM.c.merchant_id == self.town.merchant, CLAIM.c.state.not_in(CLAIM_OVER))
        for row in session.rows(running.order_by(CLAIM.c.id)):
            if self._rare.random() < 0.25:
                self.town.after(partial(self._claim, id_=row.id), hours=self._rare.randint(0, 8))

    def _claim(self, session: WriteSession, id_: str) -> None:
        claim = find_claim(session, self.town.merchant, id_)
        if claim is None or claim.state in CLAIM_OVER:
            return
        dice = self._rare
        if claim.order_id in FORSAKEN_IDS and claim.state in ASKED:
            self._answer(session, claim, dice.choice((Event.WRITE_OFF, Event.WITHDRAW)))
            return
        if claim.kind in ARRIVAL_ENDS and claim.buyers == "review" and dice.random() < SEEN_TO:
            self._give_up(session, claim)
            claim = find_claim(session, self.town.merchant, id_) or claim
        match claim.state:
            case state if state in ASKED:
                self._support(session, claim)
            case Demand.FILED:
                self._answer(session, claim, dice.choice((Event.ACKNOWLEDGE, Event.APPROVE, Event.DENY)))
            case Demand.ACKNOWLEDGED | Demand.APPEALED:
                self._answer(session, claim, dice.choice((Event.APPROVE, Event.APPROVE, Event.DENY)))
            case Demand.APPROVED | Demand.PAID:
                self._pay(session, claim)

    def _support(self, session: WriteSession, claim: Claim) -> None:
        on = self.town.on(claim.order_id)
        kind = self._rare.choice((Proof.PHOTOS, Proof.STATEMENT, Proof.NON_DELIVERY))
        hand_in(session, self.town.site, on, claim.id, kind, PNG + bytes([self._rare.randint(0, 9)]))
        if self._rare.random() < 0.1:
            self._answer(session, claim, self._rare.choice((Event.FILE, Event.WRITE_OFF, Event.WITHDRAW)))

    def _give_up(self, session: WriteSession, claim: Claim) -> None:
        """What is too dear to be paid back by itself is paid back by people, who give the parcel up with it."""
        parcel = find_shipment(session, self.town.merchant, claim.shipment_id)
        if parcel is not None and parcel.state not in (Voyage.DELIVERED, Voyage.RETURNED, Voyage.WRITTEN_OFF):
            case = find_case(session, self.town.merchant, claim.order_id)
            if case is not None and case.stage not in ENDED:
                declare_lost(session, self.town.site, self.town.on(claim.order_id), parcel.id)

    def _answer(self, session: WriteSession, claim: Claim, event: Event) -> None:
        part = claim.amount // 2 if event is Event.APPROVE and self._rare.random() < 0.3 else None
        told = Answered(approved=part, reference=f"C-{claim.id}")
        move_claim(session, self.town.site, self.town.on(claim.order_id), claim.id, event, told)

    def _pay(self, session: WriteSession, claim: Claim) -> None:
        owed = (claim.approved or claim.amount) - claim.paid
        paid = Paid(amount=owed if self._rare.random() < 0.8 else max(1, owed // 2), currency=claim.currency,
                    reference=f"CN-{claim.id}-{claim.paid}", at=self.town.now)  # fmt: skip
        for _ in range(2):
            book_payment(session, self.town.site, self.town.on(claim.order_id), claim.id, paid)

    def _document(self, order_id: str) -> Order:
        return self.town.books.document(order_id)
