"""What buyers of the demonstration do: they answer what is asked, send goods back, and are given their money back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random

from api.demo_shop.names import DEMO
from api.demo_shop.orders import Planned
from api.demo_shop.town import Town
from engine.desk.customer_answering import AS_CUSTOMER, CUSTOMER, Sent, take_answer
from engine.desk.customer_answers import Answer, NumberGiven
from engine.desk.customer_questions import Asked
from engine.desk.customer_requests import form_of
from engine.order.order import Order
from engine.store.customer_requests import open_request_of
from engine.store.outbox import Job
from fulfillment.aftersales.causes import Cause
from fulfillment.aftersales.inspecting import Grade, Looked
from fulfillment.aftersales.returns import (
    arrive_return,
    authorise_return,
    inspect_return,
    request_return,
    send_return,
    settle_return,
)
from fulfillment.jobs import REFUND
from fulfillment.lifecycle import RETURN_OVER
from fulfillment.payments.gateways.message import Told
from fulfillment.payments.gateways.vocabulary import Kind
from fulfillment.payments.hearing import hear
from fulfillment.records import ReturnCase, Shipment
from fulfillment.states import Comeback
from fulfillment.store.aftersales import find_return
from fulfillment.store.money import find_refund

ANSWERS, RETURNS = 0.75, 0.09
ANSWER_H, RETURN_D = (1.0, 40.0), (1.0, 9.0)
CAUSES = (Cause.CHANGED_MIND, Cause.CHANGED_MIND, Cause.NOT_AS_DESCRIBED, Cause.DEFECTIVE, Cause.DAMAGED_ON_ARRIVAL)
GRADES = (Grade.LIKE_NEW, Grade.LIKE_NEW, Grade.OPENED, Grade.DAMAGED)
WITHOUT_PHOTOS = frozenset({Cause.CHANGED_MIND, Cause.NOT_AS_DESCRIBED})
LINES = ("name", "line1", "line2", "city", "state", "postcode")


@dataclass
class Buyers:
    """All of them."""

    town: Town
    chance: Random

    def __post_init__(self) -> None:
        self.town.heard[REFUND] = self._refunding

    # Questions.

    def await_question(self, order_id: str, one: Planned) -> None:
        """Most of those who are asked answer after a while; the others let it run out."""
        if self.chance.random() < ANSWERS:
            self.town.after(partial(self.answer, order_id, one.mended), hours=self.chance.uniform(*ANSWER_H))

    def answer(self, order_id: str, truth: Order) -> None:
        """Fills in the form as it truly is."""
        desk = self.town.house.desk
        with desk.database.read() as session:
            row = open_request_of(session, DEMO, order_id)
            asked = None if row is None else form_of(desk, session, DEMO, order_id, row.added).asked
        if row is not None and asked is not None:
            caller = self.town.caller(CUSTOMER)
            take_answer(desk, caller, row.id, Sent(answer=_filled(asked, truth), answered_as=AS_CUSTOMER))

    # Returns.

    def await_parcel(self, parcel: Shipment, arrives: datetime | None) -> None:
        """Some send something back after it came."""
        if arrives is not None and self.chance.random() < RETURNS:
            when = arrives + timedelta(days=self.chance.uniform(*RETURN_D))
            self.town.at(when, partial(self._ask_return, parcel.order_id))

    def _ask_return(self, order_id: str) -> None:
        town, cause = self.town, self.chance.choice(CAUSES)
        with town.house.database.write() as session:
            case = request_return(session, town.site, town.on(order_id, CUSTOMER), {1: 1}, cause)
        town.after(partial(self._go_on, case.id), hours=26)

    def _go_on(self, return_id: str) -> None:
        """One step of a return, by whoever's it is; a photo that is wanted nobody sends."""
        town = self.town
        with town.house.database.write() as session:
            case = find_return(session, DEMO, return_id)
            if case is None or case.state in RETURN_OVER:
                return
            on = town.on(case.order_id, "Sofia")
            match case.state:
                case Comeback.REQUESTED if case.awaits != "photos":
                    authorise_return(session, town.site, on, return_id)
                case Comeback.AUTHORISED | Comeback.LABEL_SENT:
                    send_return(session, town.site, on, return_id)
                case Comeback.IN_TRANSIT:
                    arrive_return(session, town.site, on, return_id)
                case Comeback.RECEIVED:
                    inspect_return(session, town.site, on, return_id, self._looked(case))
                case Comeback.RESTOCKED | Comeback.WRITTEN_OFF | Comeback.TO_SUPPLIER:
                    settle_return(session, town.site, on, return_id)
        town.after(partial(self._go_on, return_id), days=self.chance.uniform(1, 5))

    def _looked(self, case: ReturnCase) -> list[Looked]:
        grade = self.chance.choice(GRADES)
        return [Looked(line=int(line), grade=grade, quantity=many) for line, many in case.lines.items()]

    # Money back.

    def _refunding(self, job: Job) -> None:
        self.town.after(partial(self._refunded, str(job.payload["refund_id"])), hours=9)

    def _refunded(self, refund_id: str) -> None:
        """The gateway says that the money went back."""
        town = self.town
        with town.house.database.write() as session:
            refund = find_refund(session, DEMO, refund_id)
            if refund is None:
                return
            told = Told(
                gateway="stripe",
                word=str(Kind.REFUND),
                kind=Kind.REFUND,
                amount=refund.amount,
                currency=refund.currency,
                subject="",
                reference=f"re_{refund.id}",
                at=town.now,
                names=(),
                orders=(refund.order_id,),
                refund=refund.id,
            )
            hear(session, town.site, DEMO, told, town.now)


def _filled(asked: Asked, truth: Order) -> Answer:
    address = {
        name: value for name in asked.editable if name in LINES and (value := getattr(truth.shipping_address, name))
    }
    known = {each.kind.lower(): each.value for each in truth.tax_identifiers}
    numbers = {
        each.word: NumberGiven(kind=kind, value=known[kind.lower()])
        for each in asked.numbers
        for kind in sorted(each.kinds)
        if kind.lower() in known
    }
    phone = truth.shipping_address.phone or "+49 341 9028817"
    return Answer(
        address=address,
        phone=phone if asked.phone else None,
        numbers=numbers,
        confirmed={each.word: True for each in asked.to_confirm},
    )
