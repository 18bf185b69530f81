"""Claims as people move them on."""

from engine.store.sessions import WriteSession
from fulfillment.errors import NotFound
from fulfillment.records import Case
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Machine
from fulfillment.store.aftersales import find_claim
from fulfillment.thread import at_work


def move_claim(session: WriteSession, site: Site, occasion: Occasion, claim_id: str, event: Event) -> Case:
    """One step of a claim, such as `file` or `approve`. Raises IllegalStep naming what is possible, NotFound."""
    with at_work(session, site, occasion) as file:
        claim = find_claim(file.session, file.merchant, claim_id)
        if claim is None or claim.order_id != file.order_id:
            raise NotFound("claim", claim_id)
        file.take(Machine.CLAIM, event, claim_id)
    return file.case


def declare_lost(session: WriteSession, site: Site, occasion: Occasion) -> Case:
    """A person gives a parcel up: the customer gets the money back, the carrier a claim. Raises IllegalStep."""
    with at_work(session, site, occasion) as file:
        file.take(Machine.ORDER, Event.LOSE)
    return file.case
