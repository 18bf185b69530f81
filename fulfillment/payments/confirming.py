"""What gateways and people say about money."""

from collections.abc import Mapping

from engine.store.sessions import WriteSession
from fulfillment.aftersales.signs import note_refunded
from fulfillment.casefile import CaseFile
from fulfillment.errors import PaymentRefused
from fulfillment.lifecycle import step
from fulfillment.naming import fitting
from fulfillment.parts import has_left
from fulfillment.payments.disputes.told import mind_dispute, with_dispute
from fulfillment.payments.following import follow
from fulfillment.payments.giving_back import return_part
from fulfillment.payments.ledger import movement
from fulfillment.payments.position import ACCEPT
from fulfillment.payments.taking import PaymentEvent, take_money
from fulfillment.records import Case
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Machine
from fulfillment.store.money import add_movement, position_of
from fulfillment.thread import at_work


def confirm_payment(session: WriteSession, site: Site, occasion: Occasion, event: PaymentEvent) -> Case:
    """Takes an event of the gateway; the same `reference` a second time changes nothing.

    Raises PaymentRefused, IllegalStep.
    """
    with at_work(session, site, occasion) as file:
        named = with_dispute(file, event)
        if take_money(file, named):
            mind_dispute(file, named)
    return file.case


def accept_payment(session: WriteSession, site: Site, occasion: Occasion, why: str) -> Case:
    """A person takes a mismatched payment as it is. Raises IllegalStep when it is not mismatched."""
    with at_work(session, site, occasion) as file:
        step(Machine.PAYMENT, file.case.payment, Event.ACCEPT, file.holds)
        for currency, extra in _not_accepted_yet(file).items():
            name = f"{ACCEPT}:{file.case.entries}:{currency}"
            add_movement(session, movement(file, ACCEPT, extra, currency, name))
        follow(file, Event.ACCEPT, {"why": why})
    return file.case


def refund(session: WriteSession, site: Site, occasion: Occasion, amount: int, reason: str, key: str) -> Case:
    """Gives money back beside a cancellation or return, in minor units; the same `key` again changes nothing.

    Raises PaymentRefused when more is asked than was kept, or the key asked for another amount before.
    """
    with at_work(session, site, occasion) as file:
        if file.note("refund_asked", dedup=f"refund:{key}", data={"amount": amount, "reason": reason}):
            return_part(file, amount, reason)
            if any(has_left(each) for each in file.shipments()):
                note_refunded(file)
        elif _asked_before(file, key) != amount:
            msg = f"the refund `{key}` was one of {_asked_before(file, key)}; take a new name for another refund"
            raise PaymentRefused(msg)
    return file.case


def _not_accepted_yet(file: CaseFile) -> Mapping[str, int]:
    where = position_of(file.session, file.order_id)
    return {each: came - where.accepted.get(each, 0) for each, came in where.received.items()}


def _asked_before(file: CaseFile, key: str) -> object:
    told = file.history()
    return next((each.data["amount"] for each in told if each.dedup == fitting(f"refund:{key}")), None)
