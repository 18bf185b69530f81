"""Who sees to claims in the sixty days, and carriers that answer and pay."""

from dataclasses import dataclass
from functools import partial

from sqlalchemy import select

from engine.store.sessions import WriteSession
from fulfillment.claims.kinds import ARRIVAL_ENDS, Proof
from fulfillment.claims.moving import Answered, declare_lost, move_claim
from fulfillment.claims.paying import Paid, book_payment
from fulfillment.claims.proving import hand_in
from fulfillment.lifecycle import CLAIM_OVER, ENDED
from fulfillment.records import Claim
from fulfillment.states import Demand, Event, Voyage
from fulfillment.store.cases import find_case
from fulfillment.store.claims import find_claim
from fulfillment.store.shipments import find_shipment
from fulfillment.store.tables import CLAIM
from tests.claim_house import PNG
from tests.parcel_days.orders import FORSAKEN_IDS
from tests.parcel_days.somebody import Somebody
from tests.parcel_days.warehouse import Warehouse

SEEN_TO = 0.15  # how often people settle with the buyer when they look at a claim; the rest is left to the clock
ASKED = frozenset({Demand.OPENED, Demand.EVIDENCE_PENDING})


@dataclass
class ClaimDesk(Somebody):
    """Looks at some claims every morning."""

    warehouse: Warehouse

    def morning(self, session: WriteSession) -> None:
        """The morning of whoever sees to claims, and of carriers that answer."""
        self.warehouse.place_again(session)
        running = select(CLAIM.c.id).where(CLAIM.c.merchant_id == self.town.merchant, CLAIM.c.state.not_in(CLAIM_OVER))
        for row in session.rows(running.order_by(CLAIM.c.id)):
            if self.rare.random() < 0.25:
                self.town.after(partial(self._claim, id_=row.id), hours=self.rare.randint(0, 8))

    def _claim(self, session: WriteSession, id_: str) -> None:
        claim = find_claim(session, self.town.merchant, id_)
        if claim is None or claim.state in CLAIM_OVER:
            return
        dice = self.rare
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
        kind = self.rare.choice((Proof.PHOTOS, Proof.STATEMENT, Proof.NON_DELIVERY))
        hand_in(session, self.town.site, on, claim.id, kind, PNG + bytes([self.rare.randint(0, 9)]))
        if self.rare.random() < 0.1:
            self._answer(session, claim, self.rare.choice((Event.FILE, Event.WRITE_OFF, Event.WITHDRAW)))

    def _give_up(self, session: WriteSession, claim: Claim) -> None:
        """What is too dear to be paid back by itself is paid back by people, who give the parcel up with it."""
        parcel = find_shipment(session, self.town.merchant, claim.shipment_id)
        if parcel is not None and parcel.state not in (Voyage.DELIVERED, Voyage.RETURNED, Voyage.WRITTEN_OFF):
            case = find_case(session, self.town.merchant, claim.order_id)
            if case is not None and case.stage not in ENDED:
                declare_lost(session, self.town.site, self.town.on(claim.order_id), parcel.id)

    def _answer(self, session: WriteSession, claim: Claim, event: Event) -> None:
        part = claim.amount // 2 if event is Event.APPROVE and self.rare.random() < 0.3 else None
        told = Answered(approved=part, reference=f"C-{claim.id}")
        move_claim(session, self.town.site, self.town.on(claim.order_id), claim.id, event, told)

    def _pay(self, session: WriteSession, claim: Claim) -> None:
        owed = (claim.approved or claim.amount) - claim.paid
        paid = Paid(amount=owed if self.rare.random() < 0.8 else max(1, owed // 2), currency=claim.currency,
                    reference=f"CN-{claim.id}-{claim.paid}", at=self.town.now)  # fmt: skip
        for _ in range(2):
            book_payment(session, self.town.site, self.town.on(claim.order_id), claim.id, paid)
