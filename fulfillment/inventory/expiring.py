"""Lots: until when they may be given, and what happens when they may not any more."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from engine.clock import Clock
from engine.desk.preferences import preferences
from engine.ids import Ids
from engine.order.order import Order
from engine.store.chain import EVERYBODY, day_after
from engine.store.database import Database
from engine.store.outbox import Handler, Job, NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import NotFound, StockRefused
from fulfillment.inventory.booking import block, known_bin, why_blocked
from fulfillment.inventory.waking import wake_waiting
from fulfillment.jobs import SPOIL
from fulfillment.records import Lot
from fulfillment.store.places import held_of, mark_place, places_of_lot
from fulfillment.store.stock import reservations_on
from fulfillment.store.warehouses import find_lot, lots_spoiling, merchants_with_spoiling, put_lot

MARGIN, DELIVERY = "shelf_life_margin_days", "usual_delivery_days"
OF_ONE = "lots_spoil"  # the aggregate of what is looked at for one merchant: it never holds up the chain
FARTHEST = timedelta(days=3650)
AT = time(1, tzinfo=UTC)


def good_until(session: ReadSession, merchant: str, order: Order, now: datetime) -> str:
    """The last day on which goods of this order must still be good: the promised delivery and the margin after it."""
    set_ = preferences(session, merchant)
    promised = order.shipping.promised_days if order.shipping is not None else None
    days = set_[DELIVERY] if promised is None else promised
    return (now.astimezone(UTC).date() + timedelta(days=days + set_[MARGIN])).isoformat()


def change_lot(
    session: WriteSession, ids: Ids, merchant: str, sku: str, code: str, now: datetime, *, state: str | None = None,
    expires_on: str | None = None,
) -> tuple[Lot, tuple[str, ...]]:  # fmt: skip
    """Sets a lot aside, gives it free again, or corrects its last day; answers the orders that have pieces of it.

    Those pieces stay reserved: whoever calls a lot back decides about the orders too. Raises NotFound, StockRefused
    for a lot that is to be good past its last day.
    """
    known = find_lot(session, merchant, sku, code)
    if known is None:
        raise NotFound("lot", f"{code} of {sku}")
    lot = replace(known, state=state or known.state, expires_on=expires_on or known.expires_on)
    if expires_on and state is None and known.state == "expired":
        lot = replace(lot, state="good")
    if lot.state == "good" and lot.expires_on <= now.astimezone(UTC).date().isoformat():
        raise StockRefused(f"lot `{code}` has expired on {lot.expires_on}; correct its last day first")
    put_lot(session, lot)
    for warehouse in _put_in_force(session, lot):
        wake_waiting(session, ids, merchant, sku, warehouse, now)
    return lot, orders_with_lot(session, merchant, sku, code)


def orders_with_lot(session: ReadSession, merchant: str, sku: str, code: str) -> tuple[str, ...]:
    """Orders for which pieces of a lot are kept."""
    found: dict[str, None] = {}
    for warehouse in sorted({place.warehouse for place in places_of_lot(session, merchant, sku, code)}):
        for reservation in reservations_on(session, merchant, sku, warehouse, "held"):
            if any(each.lot == code for each in held_of(session, reservation.id)):
                found[reservation.order_id] = None
    return tuple(found)


def spoil_job(day: date, due: datetime | None = None) -> NewJob:
    """The look of a day at what is out of date; there is one a day, whoever asks for it."""
    on = day.isoformat()
    return NewJob(kind=SPOIL, merchant=EVERYBODY, aggregate=SPOIL, payload={"day": on}, dedup=f"{SPOIL}:{on}",
                  run_after=due)  # fmt: skip


def _spoil_of(merchant: str, day: date) -> NewJob:
    return NewJob(kind=SPOIL, merchant=merchant, aggregate=OF_ONE, dedup=f"{OF_ONE}:{day.isoformat()}")


def begin_spoiling(database: Database, ids: Ids, clock: Clock) -> None:
    """Starts the chain of daily looks; does nothing where it runs already."""
    now = clock.now()
    with database.write() as session:
        enqueue(session, ids, [spoil_job(now.astimezone(UTC).date())], now)


def spoil(session: WriteSession, merchant: str, now: datetime) -> int:
    """Blocks all lots of a merchant whose last day, with the merchant's margin, has come; answers how many."""
    margin = timedelta(days=preferences(session, merchant)[MARGIN])
    spoiling = lots_spoiling(session, merchant, (now.astimezone(UTC).date() + margin).isoformat())
    for lot in spoiling:
        expired = replace(lot, state="expired")
        put_lot(session, expired)
        _put_in_force(session, expired)
    return len(spoiling)


def spoil_handlers(ids: Ids, clock: Clock) -> Mapping[str, Handler]:
    """The daily look, which adds the one of the next day and one for each merchant with lots that spoil."""

    def look(session: WriteSession, job: Job) -> None:
        now = clock.now()
        if job.aggregate == OF_ONE:
            spoil(session, job.merchant, now)
            return
        today, tomorrow = now.astimezone(UTC).date(), day_after(job, now).date()
        again = spoil_job(tomorrow, datetime.combine(tomorrow, AT))
        whose = merchants_with_spoiling(session, (today + FARTHEST).isoformat())
        enqueue(session, ids, [again, *(_spoil_of(merchant, today) for merchant in whose)], now)

    return {SPOIL: look}


def _put_in_force(session: WriteSession, lot: Lot) -> list[str]:
    warehouses = []
    for place in places_of_lot(session, lot.merchant_id, lot.sku, lot.code):
        bin_ = known_bin(session, lot.merchant_id, place.warehouse, place.bin)
        block(session, place, why_blocked(bin_, lot))
        mark_place(session, place, expires_on=lot.expires_on)
        warehouses.append(place.warehouse)
    return sorted(set(warehouses))
