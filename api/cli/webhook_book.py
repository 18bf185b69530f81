"""What `clearway webhooks` shows and does."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson

from api.cli.clerk import Clerk, at_home
from api.cli.failing import Exit
from api.cli.phrases import Language
from api.cli.webhook_phrases import (
    ADDED,
    ATTEMPTS,
    CHANGED,
    FAILURES,
    NEXT,
    NOBODY,
    NOTHING,
    ON_ITS_WAY,
    REPLAYING,
    RESTS,
    ROTATED,
    SECRET,
    STATES,
    said,
)
from api.composition.openings import openings_of
from api.schemas.webhooks import shown_delivery, shown_endpoint
from api.wanted_types import check_types
from engine.desk.webhook_repeating import Replay, ping, redeliver, replay
from engine.desk.webhooks import Stated, add, disable, enable, found_endpoint, rotate
from engine.store.webhook_deliveries import Delivery, Wanted, deliveries
from engine.store.webhook_endpoints import Endpoint, endpoints

PART = 200
SECONDS = "%Y-%m-%d %H:%M:%S"


def show(clerk: Clerk, *, as_json: bool) -> Exit:
    """All endpoints, oldest first."""
    with at_home() as house, house.database.read() as session:
        found = endpoints(session, clerk.merchant, PART)
    if as_json:
        _write(orjson.dumps(shown_endpoint(each), option=orjson.OPT_UTC_Z).decode() for each in found)
    else:
        _write([_endpoint(each, clerk.language) for each in found] or [said(NOBODY, clerk.language)])
    return Exit.DONE


def keep(clerk: Clerk, stated: Stated) -> Exit:
    """Adds one, and shows its secret. Raises EndpointRefused."""
    check_types(stated.types)
    with at_home() as house:
        made = add(house.desk, clerk.caller, stated, openings_of(house.settings))
    language = clerk.language
    _write([said(ADDED, language, id=made.endpoint.id), said(SECRET, language, secret=made.secret)])
    return Exit.DONE


def changed(clerk: Clerk, endpoint_id: str, overlap_hours: int) -> Exit:
    """Makes a new secret, and shows it."""
    overlap = timedelta(hours=overlap_hours)
    with at_home() as house:
        made = rotate(house.desk, clerk.caller, endpoint_id, overlap)
        until = house.clock.now() + overlap
    language = clerk.language
    told = said(ROTATED, language, id=endpoint_id, until=_moment(until))
    _write([told, said(SECRET, language, secret=made.secret)])
    return Exit.DONE


def turned(clerk: Clerk, endpoint_id: str, *, on: bool) -> Exit:
    """Enables or disables one."""
    with at_home() as house:
        endpoint = (enable if on else disable)(house.desk, clerk.caller, endpoint_id)
    _write([said(CHANGED, clerk.language, id=endpoint.id, state=said(STATES[endpoint.state], clerk.language))])
    return Exit.DONE


def tried(clerk: Clerk, endpoint_id: str) -> Exit:
    """Sends a ping."""
    with at_home() as house:
        delivery = ping(house.desk, clerk.caller, endpoint_id)
    _write([said(ON_ITS_WAY, clerk.language, id=delivery.id)])
    return Exit.DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Which deliveries are listed, and how many at most."""

    endpoint: str
    state: str | None
    most: int


def show_deliveries(clerk: Clerk, listed: Listed, *, as_json: bool) -> Exit:
    """The newest deliveries of an endpoint."""
    with at_home() as house, house.database.read() as session:
        found_endpoint(session, clerk.merchant, listed.endpoint)
        wanted = Wanted(endpoint=listed.endpoint, state=listed.state)
        found = deliveries(session, clerk.merchant, wanted, listed.most)
    if as_json:
        _write(orjson.dumps(shown_delivery(each), option=orjson.OPT_UTC_Z).decode() for each in found)
    else:
        _write([_delivery(each, clerk.language) for each in found] or [said(NOTHING, clerk.language)])
    return Exit.DONE


def again(clerk: Clerk, delivery_id: str) -> Exit:
    """Sends one again."""
    with at_home() as house:
        delivery = redeliver(house.desk, clerk.caller, delivery_id)
    _write([said(ON_ITS_WAY, clerk.language, id=delivery.id)])
    return Exit.DONE


def all_again(clerk: Clerk, endpoint_id: str, wanted: Replay) -> Exit:
    """Sends what stands behind a number or since a moment again."""
    with at_home() as house:
        begun = replay(house.desk, clerk.caller, endpoint_id, wanted)
    _write([said(REPLAYING, clerk.language, id=endpoint_id, after=begun.after, until=begun.until)])
    return Exit.DONE


def _endpoint(endpoint: Endpoint, language: Language) -> str:
    parts = [endpoint.id, said(STATES[endpoint.state], language)]
    if endpoint.disabled_for is not None:
        parts.append(said(STATES[endpoint.disabled_for], language))
    elif endpoint.failures:
        parts.append(said(FAILURES, language, failures=endpoint.failures))
    if endpoint.rests_until is not None and endpoint.disabled_for is None:
        parts.append(said(RESTS, language, until=_moment(endpoint.rests_until)))
    return "  ".join([*parts, ",".join(endpoint.types), endpoint.url])


def _delivery(delivery: Delivery, language: Language) -> str:
    parts = [delivery.id, said(STATES[delivery.state], language), delivery.type, delivery.order_id or "-"]
    parts.append(said(ATTEMPTS, language, attempts=delivery.attempts))
    if delivery.next_at is not None:
        parts.append(said(NEXT, language, at=_moment(delivery.next_at)))
    return "  ".join([*parts, delivery.last_error]).rstrip()


def _moment(at: datetime) -> str:
    return at.strftime(SECONDS)


def _write(lines: Iterator[str] | list[str]) -> None:
    sys.stdout.writelines(f"{each}\n" for each in lines)
