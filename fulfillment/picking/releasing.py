"""A wave is released: every part gets its list, places are chosen, and the walks are made. Or it is cancelled."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.ids import Prefix
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.casefile import CaseFile
from fulfillment.errors import NotFound
from fulfillment.inventory.expiring import good_until
from fulfillment.picking.batching import Load
from fulfillment.picking.leaving import LIVE, leave_wave
from fulfillment.picking.lists import start_picking
from fulfillment.picking.rows_to_pick import PartToPick, part_to_pick, places_held
from fulfillment.picking.shelving import shelving_of
from fulfillment.picking.station_errors import WaveRefused
from fulfillment.picking.taking_from import take_from_fewest
from fulfillment.picking.walk_making import PlannedWalk, planned_walks
from fulfillment.records import Walk, WalkStop, Wave, WavePart
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Machine, Work
from fulfillment.store.cases import lines_of
from fulfillment.store.walks import add_walks, walks_of_wave
from fulfillment.store.waves import find_wave, parts_of_wave, pick_terms, turn_wave
from fulfillment.thread import at_work


def _unseen(_count: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveSeen:
    """A wave with all that were ever in it, and its walks."""

    wave: Wave
    parts: tuple[WavePart, ...]
    walks: tuple[Walk, ...]


def release_wave(
    session: WriteSession,
    site: Site,
    merchant: str,
    wave_id: str,
    now: datetime,
    by: str,
    step: Callable[[int], None] = _unseen,
) -> WaveSeen:
    """Begins the picking of a planned wave; who may not be picked by now leaves it. A released one stays as it is.
    `step` is told how many parts are begun.

    Raises WaveRefused for a wave that has ended, NotFound, CaseChanged when somebody else moves one of its orders.
    """
    wave = _known(session, merchant, wave_id)
    if wave.state == "released":
        return wave_seen(session, merchant, wave_id)
    if not turn_wave(session, wave_id, "planned", "released", now):
        raise WaveRefused(f"the wave is `{wave.state}` and cannot be released; plan a new one")
    begun = []
    inside = [each for each in parts_of_wave(session, wave_id) if each.state == "in"]
    for done, each in enumerate(inside, start=1):
        if _begun(session, site, each, now, by):
            begun.append(each)
        step(done)
    if begun:
        terms = pick_terms(session, merchant, wave.warehouse)
        parts = _parts(session, site, wave, begun, now)
        cart = Load(totes=terms.totes, volume_ml=terms.volume_ml, weight_g=terms.weight_g)
        planned = planned_walks(parts, shelving_of(session, terms), wave.method, terms.policy, cart)
        add_walks(session, [_stored(site, wave, each, number, now) for number, each in enumerate(planned, 1)])
    return wave_seen(session, merchant, wave_id)


def cancel_wave(session: WriteSession, site: Site, merchant: str, wave_id: str, now: datetime, by: str) -> WaveSeen:
    """Everything that is not picked yet leaves it, to be gathered again or picked by itself.

    Raises WaveRefused for one that has ended otherwise, NotFound.
    """
    wave = _known(session, merchant, wave_id)
    if wave.state not in (*LIVE, "cancelled"):
        raise WaveRefused(f"the wave is `{wave.state}` and cannot be cancelled")
    for part in parts_of_wave(session, wave_id):
        if part.state == "in":
            with at_work(session, site, _occasion(part, now, by)) as file:
                leave_wave(file, part.fulfilment_id, "cancelled")
    return wave_seen(session, merchant, wave_id)


def wave_seen(session: ReadSession, merchant: str, wave_id: str) -> WaveSeen:
    """A wave as it stands. Raises NotFound."""
    return WaveSeen(
        wave=_known(session, merchant, wave_id),
        parts=parts_of_wave(session, wave_id),
        walks=walks_of_wave(session, wave_id),
    )


def _known(session: ReadSession, merchant: str, wave_id: str) -> Wave:
    found = find_wave(session, merchant, wave_id)
    if found is None:
        raise NotFound("wave", wave_id)
    return found


def _begun(session: WriteSession, site: Site, part: WavePart, now: datetime, by: str) -> bool:
    with at_work(session, site, _occasion(part, now, by)) as file:
        if _begins(file, part.fulfilment_id):
            return True
        leave_wave(file, part.fulfilment_id, "held" if not file.standing.is_clear else "not_reserved")
    return False


def _begins(file: CaseFile, fulfilment_id: str) -> bool:
    if file.fulfilment(fulfilment_id).state == Work.PICKING:
        return file.may(Machine.FULFILMENT, Event.FINISH_PICK, fulfilment_id)
    if not file.may(Machine.FULFILMENT, Event.PICK, fulfilment_id):
        return False
    start_picking(file, fulfilment_id)
    return True


def _parts(
    session: WriteSession, site: Site, wave: Wave, begun: Sequence[WavePart], now: datetime
) -> tuple[PartToPick, ...]:
    orders = {each.order_id: site.desk.order_of(session, each.order_id) for each in begun}
    ids = [each.fulfilment_id for each in begun]
    until = max(good_until(session, wave.merchant_id, order, now) for order in orders.values())
    take_from_fewest(session, wave.merchant_id, wave.warehouse, ids, until)
    places = places_held(session, ids)
    return tuple(
        part_to_pick(
            orders[each.order_id],
            each.order_id,
            lines_of(session, each.fulfilment_id),
            places.get(each.fulfilment_id, {}),
        )
        for each in begun
    )


def _stored(site: Site, wave: Wave, planned: PlannedWalk, number: int, now: datetime) -> tuple[Walk, list[WalkStop]]:
    walked = planned.route
    walk = Walk(
        id=site.ids.new(Prefix.WALK),
        merchant_id=wave.merchant_id,
        wave_id=wave.id,
        number=number,
        warehouse=wave.warehouse,
        method=planned.method,
        zone=planned.zone,
        policy=planned.policy,
        state="open",
        distance_mm=0 if walked is None else walked.distance_mm,
        best_mm=0 if walked is None else walked.best_mm,
        proved=0 if walked is None else int(walked.proved),
        created_at=now,
    )
    stops = [
        WalkStop(
            walk_id=walk.id,
            stop=place,
            merchant_id=wave.merchant_id,
            order_id=row.order_id,
            fulfilment_id=row.fulfilment_id,
            line=row.line,
            bin=row.bin,
            lot=row.lot,
            sku=row.sku,
            title=row.title,
            tote=tote,
            quantity=row.quantity,
        )
        for place, (row, tote) in enumerate(planned.rows, 1)
    ]
    return walk, stops


def _occasion(part: WavePart, now: datetime, by: str) -> Occasion:
    return Occasion(merchant=part.merchant_id, order_id=part.order_id, now=now, actor=by)
