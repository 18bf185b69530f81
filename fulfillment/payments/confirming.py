"""What gateways and people say about money."""

from engine.store.sessions import WriteSession
from fulfillment.payments.giving_back import return_part
from fulfillment.payments.taking import PaymentEvent, take_money
from fulfillment.records import Case
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Machine
from fulfillment.thread import at_work


def confirm_payment(session: WriteSession, site: Site, occasion: Occasion, event: PaymentEvent) -> Case:
    """Takes an event of the gateway; the same `reference` a second time changes nothing.

    Raises PaymentRefused, IllegalStep.
    """
    with at_work(session, site, occasion) as file:
        take_money(file, event)
    return file.case


def accept_payment(session: WriteSession, site: Site, occasion: Occasion, why: str) -> Case:
    """A person takes a mismatched payment as it is. Raises IllegalStep when it is not mismatched."""
    with at_work(session, site, occasion) as file:
        file.take(Machine.PAYMENT, Event.ACCEPT, data={"why": why})
    return file.case


def refund(session: WriteSession, site: Site, occasion: Occasion, amount: int, reason: str, key: str) -> Case:
    """Gives money back beside a cancellation or return, in minor units; the same `key` again changes nothing.

    Raises PaymentRefused when more is asked than was kept.
    """
    with at_work(session, site, occasion) as file:
        if file.note("refund_asked", dedup=f"refund:{key}", data={"amount": amount, "reason": reason}):
            return_part(file, amount, reason)
    return file.case
