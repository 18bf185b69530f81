"""An event that was wrong is taken back, by a person or by the carrier: it stays in the list and says nothing any more.

Only so does a parcel that was delivered become one that was not.
"""

from datetime import datetime

from engine.store.sessions import WriteSession
from fulfillment.casefile import CaseFile
from fulfillment.errors import NotFound
from fulfillment.records import Case, Shipment, Tracked
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Machine, Stage, Voyage
from fulfillment.store.shipments import event_of, set_status, set_void, tracked
from fulfillment.store.tracking import follow_again
from fulfillment.thread import at_work
from fulfillment.tracking.arriving import catch_up_one
from fulfillment.tracking.trips import news_of
from fulfillment.tracking.vocabulary import Word, current, phase_of

ENDS = frozenset({Voyage.DELIVERED, Voyage.LOST})


def take_back(session: WriteSession, site: Site, merchant: str, event: str, why: str, now: datetime,
              actor: str) -> Case:  # fmt: skip
    """Takes an event back; one that was taken back stays so. `why` is a code. Raises NotFound."""
    known = event_of(session, merchant, event)
    if known is None:
        raise NotFound("tracking event", event)
    occasion = Occasion(merchant=merchant, order_id=known.order_id, now=now, actor=actor)
    with at_work(session, site, occasion) as file:
        if known.void_at is None:
            _void(file, known, why)
    return file.case


def _void(file: CaseFile, known: Tracked, why: str) -> None:
    set_void(file.session, known.id, file.now, file.occasion.actor, why)
    file.touch()
    file.note("tracking_corrected", dedup=f"void:{known.id}", data={"event": known.id, "why": why})
    shipment = file.shipment(known.shipment_id)
    best = current(tracked(file.session, shipment.id))
    if shipment.state in ENDS and (best is None or phase_of(best.status) != shipment.state):
        _set_out_again(file, shipment)
    if best is None:
        set_status(file.session, shipment.id, Word.LABEL_CREATED, None)
    catch_up_one(file, known.shipment_id)
    news_of(file, known.shipment_id)


def _set_out_again(file: CaseFile, shipment: Shipment) -> None:
    """It was neither delivered nor lost after all; nor was the order delivered, unless that has ended."""
    file.take(Machine.SHIPMENT, Event.CORRECT, shipment.id)
    follow_again(file.session, file.merchant, shipment.number, file.now)
    if shipment.state == Voyage.DELIVERED and file.case.stage == Stage.DELIVERED:
        file.take(Machine.ORDER, Event.CORRECT)
        file.change(window_ends_at=None)
