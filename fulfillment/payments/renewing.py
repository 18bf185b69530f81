"""A new promise of money is asked for, for an order that waits longer than the first one lasts."""

from engine.store.sessions import WriteSession
from fulfillment.casefile import CaseFile
from fulfillment.payments.expiring import may_renew
from fulfillment.payments.instructing import REAUTHORISE, Wanted, instruct
from fulfillment.payments.promising import hold_of
from fulfillment.payments.terms import read_payment
from fulfillment.records import Case
from fulfillment.site import Occasion, Site
from fulfillment.states import Stage
from fulfillment.store.money import position_of
from fulfillment.thread import at_work


def renew_promises(session: WriteSession, site: Site, occasion: Occasion) -> Case:
    """Asks the gateway of each promise that can be renewed, once a promise; of others the timeline tells people."""
    with at_work(session, site, occasion) as file:
        if file.case.stage == Stage.SCREENED:
            read_payment(file)  # nobody has looked at the money of an order that was held from the first
        for promise in position_of(session, file.order_id).promises:
            hold = hold_of(promise.gateway)
            if hold is not None and may_renew(file, promise, hold):
                instruct(file, Wanted.of(promise, REAUTHORISE, file.case.total))
            else:
                _tell(file, promise.subject)
    return file.case


def _tell(file: CaseFile, authorisation: str) -> None:
    data = {"authorisation": authorisation, "next": "ask the buyer to pay again, or cancel the order"}
    file.note("reauthorise_impossible", dedup=f"reauthorise:{authorisation}", data=data)
