"""What `clearway tracking` shows and does of parcels."""

from functools import partial

from api.cli.channel_book import as_line, write
from api.cli.clerk import Clerk, at_home
from api.cli.failing import Exit
from api.cli.phrases import Language
from api.cli.tracking_phrases import (
    ASSUMED,
    BACK,
    CLOSED,
    DAYS,
    DUE,
    KINDS,
    NO_EVENTS,
    NO_LANE,
    NO_UNKNOWN,
    NOTHING_OPEN,
    PARCEL,
    REREAD,
    SEEN,
    SHARES,
    STATED,
    UNKNOWN_CODE,
    VOID,
    said,
)
from api.schemas.tracking import shown_event, shown_lane, shown_watch
from engine.store.sessions import ReadSession
from fulfillment.errors import NotFound
from fulfillment.records import ParcelWatch, Shipment, Tracked
from fulfillment.repeating import repeated
from fulfillment.store.shipments import find_shipment, shipments_of_number, tracked
from fulfillment.store.tracking import unknown_codes
from fulfillment.store.watches import find_watches, watch_of
from fulfillment.tracking.correcting import take_back
from fulfillment.tracking.expected import LaneSeen, lane_seen
from fulfillment.tracking.flagging import OPEN, close_watch
from fulfillment.tracking.rereading import reread_some
from fulfillment.tracking.zones import ZoneFrom

MINUTES = "%Y-%m-%d %H:%M"
PERCENT = 100
SHORT = 12  # letters of an event's id that name it among those of a parcel


def show_parcel(clerk: Clerk, name: str, *, as_json: bool) -> Exit:
    """What was told of a parcel, by time; each with its short id, by which it is taken back."""
    with at_home() as house, house.database.read() as session:
        shipment = parcel_named(session, clerk.merchant, name)
        events = tracked(session, shipment.id)
    if as_json:
        write(as_line(shown_event(each)) for each in events)
        return Exit.DONE
    if not events:
        write([said(NO_EVENTS, clerk.language, number=shipment.number)])
        return Exit.DONE
    head = said(PARCEL, clerk.language, number=shipment.number, status=shipment.status)
    write([head, *(_event(each, clerk.language) for each in events)])
    return Exit.DONE


def take_event_back(clerk: Clerk, name: str, event: str, why: str) -> Exit:
    """Takes one event of a parcel back, named by its id or the beginning of it."""
    with at_home() as house:
        with house.database.read() as session:
            shipment = parcel_named(session, clerk.merchant, name)
            found = [each.id for each in tracked(session, shipment.id) if each.id.startswith(event)]
        if len(found) != 1:
            raise NotFound("tracking event", event)
        now = house.clock.now()
        repeated(house.database, lambda session: take_back(session, house.site, clerk.merchant, found[0], why, now,
                                                           clerk.name))  # fmt: skip
        with house.database.read() as session:
            status = parcel_named(session, clerk.merchant, shipment.id).status
    write([said(BACK, clerk.language, status=status)])
    return Exit.DONE


def show_watches(clerk: Clerk, kind: str | None, *, everything: bool, as_json: bool) -> Exit:
    """What somebody has to see to, oldest first."""
    with at_home() as house, house.database.read() as session:
        found = find_watches(session, clerk.merchant, state=None if everything else OPEN, kind=kind)
    if as_json:
        write(as_line(shown_watch(each)) for each in found)
        return Exit.DONE
    write([_watch(each, clerk.language) for each in found] or [said(NOTHING_OPEN, clerk.language)])
    return Exit.DONE


def close(clerk: Clerk, watch_id: str) -> Exit:
    """Says that it was seen to."""
    with at_home() as house, house.database.write() as session:
        found = watch_of(session, clerk.merchant, watch_id)
        if found is None:
            raise NotFound("parcel watch", watch_id)
        if found.state == OPEN:
            close_watch(session, found, house.clock.now(), clerk.name)
    write([said(CLOSED, clerk.language, id=watch_id)])
    return Exit.DONE


def show_lanes(clerk: Clerk, origin: str, country: str, *, as_json: bool) -> Exit:
    """How long each service takes on a lane."""
    with at_home() as house, house.database.read() as session:
        found = lane_seen(session, clerk.merchant, origin, country)
    if as_json:
        write(as_line(shown_lane(each)) for each in found.values())
        return Exit.DONE
    lines = [line for each in found.values() for line in _lane(each, clerk.language)]
    write(lines or [said(NO_LANE, clerk.language, origin=origin, country=country)])
    return Exit.DONE


def show_unknown(clerk: Clerk, *, as_json: bool) -> Exit:
    """Codes that no table knows, the most frequent first."""
    with at_home() as house, house.database.read() as session:
        found = unknown_codes(session, clerk.merchant)
    names = ("source_id", "code", "example", "events", "last_received_at")
    if as_json:
        write(as_line(dict(zip(names, each, strict=True))) for each in found)
        return Exit.DONE
    lines = [f"{many:>6}  {code}  {example}" for _, code, example, many, _ in found]
    write(lines or [said(NO_UNKNOWN, clerk.language)])
    return Exit.DONE


def reread(clerk: Clerk) -> Exit:
    """Reads again, here and now, what older tables have read."""
    events = changed = 0
    after: str | None = ""
    with at_home() as house:
        while after is not None:
            done = repeated(house.database, partial(reread_some, site=house.site, merchant=clerk.merchant, after=after,
                                                    now=house.clock.now()))  # fmt: skip
            events, changed, after = events + done.events, changed + done.changed, done.after
    write([said(REREAD, clerk.language, events=events, changed=changed)])
    return Exit.DONE


def parcel_named(session: ReadSession, merchant: str, name: str) -> Shipment:
    """A parcel by its id or the number on its label. Raises NotFound."""
    found = find_shipment(session, merchant, name) or next(iter(shipments_of_number(session, merchant, name)), None)
    if found is None:
        raise NotFound("parcel", name)
    return found


def _event(event: Tracked, language: Language) -> str:
    remarks = [
        *([said(UNKNOWN_CODE, language)] if not event.is_known else []),
        *([said(ASSUMED, language)] if event.zone_from == ZoneFrom.ASSUMED else []),
        *([said(VOID, language)] if event.void_at is not None else []),
    ]
    where = " ".join(part for part in (event.location, event.country) if part)
    told = [event.local, event.status, event.reason, where, event.carrier_code, ", ".join(remarks)]
    return "  ".join([event.id[:SHORT], *(part for part in told if part)])


def _watch(watch: ParcelWatch, language: Language) -> str:
    when = said(DUE, language, since=watch.since.strftime(MINUTES), due=watch.due.strftime(MINUTES))
    return "  ".join([watch.id, said(KINDS[watch.kind], language), watch.subject, when])


def _lane(lane: LaneSeen, language: Language) -> list[str]:
    shares = {
        "on_time": lane.on_time_bp / PERCENT,
        "lost": lane.lost_bp / PERCENT,
        "held": lane.customs_held_bp / PERCENT,
    }
    return [
        f"{lane.service or '-'}  {said(STATED if lane.is_stated else SEEN, language, parcels=lane.parcels)}",
        "  " + said(DAYS, language, p50=lane.p50_days, p90=lane.p90_days, p95=lane.p95_days),
        "  " + said(SHARES, language, **shares),
    ]
