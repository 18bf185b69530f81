"""Reservations with an end: of orders that are not paid, and of orders that are held, when the merchant wants so.

The end is a moment on the reservation and a job that waits for it. Who goes on takes the moment away; the job looks
again at what is kept, so that it lapses once, and only what is still due.
"""

from datetime import datetime, timedelta

from engine.desk.preferences import preferences
from engine.store.sessions import WriteSession
from fulfillment.casefile import CaseFile
from fulfillment.inventory.reserving import hold_all, release_held, tracked_articles
from fulfillment.jobs import LAPSE
from fulfillment.lifecycle import PAID, WORKABLE
from fulfillment.records import Case, Fulfilment
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Machine, Stage, Work
from fulfillment.store.stock import reservations, set_expiry
from fulfillment.store.walks import hold_walks_of_order
from fulfillment.thread import at_work

UNPAID_HOURS, PAUSED_HOURS = "reservation_unpaid_hours", "reservation_paused_hours"
# Where a part's reservation can lapse: from picking on, goods are in somebody's hands and stay kept.
KEPT = frozenset({Work.PLANNED, Work.RESERVED})


def reserve_early(file: CaseFile) -> None:
    """Keeps the stock of an order that waits for its payment, for as long as the merchant has set; once.

    An order that finds too little waits for nothing: it is short when it is paid.
    """
    hours = preferences(file.session, file.merchant)[UNPAID_HOURS]
    if not hours or file.case.stage != Stage.ACCEPTED or file.case.payment in PAID:
        return
    for part in file.fulfilments():
        if part.state == Work.PLANNED and not _was_kept(file, part):
            tracked = tracked_articles(file, part)
            if tracked and hold_all(file, part, tracked):
                _end_at(file, part, file.now + timedelta(hours=hours))
                file.note("stock_kept", dedup=f"stock_kept:{part.id}", data={"reserved": tracked, "hours": hours})


def watch_reservations(file: CaseFile) -> None:
    """Sets an end to what a held order has reserved, and takes it away when the order may go on."""
    if file.case.stage != Stage.FULFILLING:
        return
    hours = preferences(file.session, file.merchant)[PAUSED_HOURS]
    paused = not file.standing.is_clear or file.case.payment not in WORKABLE
    for part in file.fulfilments():
        held = reservations(file.session, part.id, "held")
        if part.state != Work.RESERVED or not held:
            continue
        if not paused:
            set_expiry(file.session, part.id, None)
        elif hours and all(each.expires_at is None for each in held):
            _end_at(file, part, file.now + timedelta(hours=hours))


def lapse(session: WriteSession, site: Site, occasion: Occasion) -> Case:
    """Gives back what is kept past its end, and tries the orders again that wait for it."""
    with at_work(session, site, occasion) as file:
        for part in file.fulfilments():
            if part.state in KEPT and _is_due(file, part):
                _lapse(file, part)
    return file.case


def _lapse(file: CaseFile, part: Fulfilment) -> None:
    pieces = {each.sku: each.quantity for each in reservations(file.session, part.id, "held")}
    hold_walks_of_order(file.session, file.merchant, file.order_id)
    release_held(file, part.id, "lapsed")
    if file.can(Machine.FULFILMENT, Event.LAPSE, part.id):
        file.take(Machine.FULFILMENT, Event.LAPSE, part.id, data={"lapsed": pieces})
    else:
        file.note("stock_lapsed", dedup=f"stock_lapsed:{part.id}", data={"lapsed": pieces})


def _is_due(file: CaseFile, part: Fulfilment) -> bool:
    held = reservations(file.session, part.id, "held")
    return bool(held) and all(each.expires_at is not None and each.expires_at <= file.now for each in held)


def _was_kept(file: CaseFile, part: Fulfilment) -> bool:
    return any(reservations(file.session, part.id, state) for state in ("held", "lapsed"))


def _end_at(file: CaseFile, part: Fulfilment, at: datetime) -> None:
    set_expiry(file.session, part.id, at)
    file.add_job(LAPSE, {"fulfilment_id": part.id}, track="lapse", run_after=at)
