"""What the warehouse of the demonstration is at: parcels that left with a manifest, and a wave that somebody picks."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from api.demo_shop import scene_orders
from api.demo_shop.fates import ACCEPTED, TABLE
from api.demo_shop.lives import CARRIER, SOURCE
from api.demo_shop.names import DEMO
from api.demo_shop.town import Town, order_called
from engine.store.sessions import ReadSession
from fulfillment.carriers.handing_over import close_manifest
from fulfillment.picking.gathering import WavesWanted, plan_waves
from fulfillment.picking.releasing import release_wave
from fulfillment.states import Work
from fulfillment.store.cases import fulfilments_of
from fulfillment.store.shipments import shipments_of
from fulfillment.timeline import view
from fulfillment.tracking.taking import take_told
from fulfillment.tracking.told import Told
from fulfillment.walkthrough import PlayedClock, act

HOUSE, BY = "SZX-1", "Wei"
WAVE_AT = timedelta(minutes=12)
PLACED_H, LEAVES_H, SCANNED_H = 32, 22, 19  # hours before the end
STATION_M = 20  # minutes that work at a station takes


def plan_dock(town: Town) -> None:
    """Some orders are packed hour by hour until a carrier takes them; in the last minutes a wave is begun."""
    for hours in range(PLACED_H - 1, LEAVES_H, -1):
        town.at(_before(town, hours), lambda: _work(town))
    town.at(_before(town, LEAVES_H), lambda: _close(town))
    town.at(_before(town, SCANNED_H), lambda: _scan(town))
    town.at(town.ends - WAVE_AT, lambda: _begin_wave(town))


def placed_for_dock(ends: datetime) -> datetime:
    """When those orders come in."""
    return ends - timedelta(hours=PLACED_H)


def _before(town: Town, hours: float) -> datetime:
    return town.ends - timedelta(hours=hours)


def _orders(session: ReadSession) -> Sequence[str]:
    return [found for name in scene_orders.DOCK if (found := order_called(session, name))]


def _work(town: Town) -> None:
    """One step of each at its station, up to the label."""
    with town.house.database.read() as session:
        orders = [each for each in _orders(session) if not _is_labelled(session, each)]
    for order_id in orders:
        with town.house.database.write() as session:
            seen = view(session, DEMO, order_id)
            act(session, town.site, seen, PlayedClock(town.now - timedelta(minutes=STATION_M)))


def _is_labelled(session: ReadSession, order_id: str) -> bool:
    parts = fulfilments_of(session, DEMO, order_id)
    return bool(parts) and all(each.state in (Work.LABELLED, Work.HANDED_OVER) for each in parts)


def _close(town: Town) -> None:
    """The carrier takes what is labelled."""
    with town.house.database.write() as session:
        ready = [each for each in _orders(session) if _is_labelled(session, each)]
        carriers = sorted({each.carrier for order in ready for each in shipments_of(session, DEMO, order)})
        for carrier in carriers:
            close_manifest(session, town.site, DEMO, carrier, ready, town.now, BY)


def _scan(town: Town) -> None:
    """It scans all but the last: a manifest tells which parcel is wanting."""
    with town.house.database.read() as session:
        parcels = [each for order in _orders(session) for each in shipments_of(session, DEMO, order)]
    for each in parcels[:-1]:
        code, _ = ACCEPTED
        told = Told(table=TABLE, code=code, stated=town.now.isoformat(timespec="seconds"), country="CN")
        with town.house.database.write() as session:
            take_told(session, town.site, DEMO, each.number, [told], town.now, source=SOURCE, actor=CARRIER)


def _begin_wave(town: Town) -> None:
    """All that is reserved goes into waves, and the first of them is picked."""
    with town.house.database.write() as session:
        waves = plan_waves(session, town.site, DEMO, WavesWanted(warehouse=HOUSE), town.now, BY)
        if waves:
            release_wave(session, town.site, DEMO, waves[0].id, town.now, BY)
