"""Who moves money in the sixty days: buyers who transfer it, the gateway that tells it, and banks."""

from dataclasses import dataclass
from functools import partial

from engine.store.outbox import Job
from engine.store.sessions import WriteSession
from fulfillment.jobs import INSTRUCTION, REFUND
from fulfillment.payments.confirming import accept_payment
from fulfillment.payments.gateways.message import Disputed, Told
from fulfillment.payments.gateways.vocabulary import Kind
from fulfillment.payments.hearing import hear
from fulfillment.store.instructions import find_instruction
from fulfillment.store.money import find_refund, kept
from tests.parcel_days.somebody import Somebody


@dataclass
class Gateway(Somebody):
    """Tells everything at least once."""

    def came(self, order_id: str) -> None:
        """All of it was paid."""
        order = self.document(order_id)
        self.books.came[order.currency] += order.totals.total

    def _tell(self, session: WriteSession, kind: Kind, order_id: str, amount: int, reference: str,
              subject: str = "", refund: str = "", disputed: Disputed | None = None) -> None:  # fmt: skip
        order = self.document(order_id)
        payment = order.payment.gateway_reference if order.payment is not None else None
        names = (payment,) if payment is not None else ()
        told = Told(gateway="stripe", word=str(kind), kind=kind, amount=amount, currency=order.currency,
                    subject=subject, reference=reference, at=self.town.now, names=names, orders=(order.id,),
                    refund=refund, dispute=disputed)  # fmt: skip
        for _ in range(2):  # gateways tell everything at least once
            hear(session, self.town.site, self.town.merchant, told, self.town.now)

    def transfer(self, session: WriteSession, order_id: str) -> None:
        """Now and then less comes than was asked, which people take."""
        order = self.document(order_id)
        short = self.rare.random() < 0.1
        amount = order.totals.total - (200 if short else 0)
        reference = f"pi_{order_id.removeprefix('ord_')}"
        self._tell(session, Kind.CAPTURE, order_id, amount, reference, reference)
        self.books.came[order.currency] += amount
        if short:
            self.town.after(partial(self._accept, order_id=order_id), hours=20)

    def _accept(self, session: WriteSession, order_id: str) -> None:
        accept_payment(session, self.town.site, self.town.on(order_id), "small difference")

    def answer(self, job: Job) -> None:
        """The gateway does what the house asked it by this job."""
        if job.kind == REFUND:
            self.town.after(partial(self._refund_answer, refund_id=str(job.payload["refund_id"])), hours=9)
        if job.kind == INSTRUCTION:
            self.town.after(partial(self._instructed, id_=str(job.payload["instruction_id"])), hours=1)

    def _refund_answer(self, session: WriteSession, refund_id: str) -> None:
        refund = find_refund(session, self.town.merchant, refund_id)
        assert refund is not None
        self._tell(session, Kind.REFUND, refund.order_id, refund.amount, f"re_{refund.id}", refund=refund.id)

    def _instructed(self, session: WriteSession, id_: str) -> None:
        wanted = find_instruction(session, self.town.merchant, id_)
        assert wanted is not None
        if wanted.action == "capture":
            self._tell(session, Kind.CAPTURE, wanted.order_id, wanted.amount, wanted.authorisation,
                       wanted.authorisation)  # fmt: skip
            self.books.came[wanted.currency] += wanted.amount

    def dispute(self, session: WriteSession, order_id: str) -> None:
        """The bank takes it all back, and twelve days later says who is right."""
        order, name = self.document(order_id), f"dp_{order_id}"
        if kept(session, order_id).get(order.currency, 0) != order.totals.total:
            return  # what went back in part is not asked of the bank
        disputed = Disputed(reference=name, scheme="visa", reason_code="13.1")
        self._tell(session, Kind.DISPUTE, order_id, order.totals.total, f"{name}:opened", name,
                   disputed=disputed)  # fmt: skip
        self.town.after(partial(self._dispute_end, order_id=order_id), days=12)

    def _dispute_end(self, session: WriteSession, order_id: str) -> None:
        order, name = self.document(order_id), f"dp_{order_id}"
        kind = self.rare.choice((Kind.WIN, Kind.LOSE))
        disputed = Disputed(reference=name, scheme="visa", reason_code="13.1")
        self._tell(session, kind, order_id, order.totals.total, f"{name}:{kind}", name, disputed=disputed)
        self.books.charged_back[order.currency] += order.totals.total if kind is Kind.LOSE else 0
