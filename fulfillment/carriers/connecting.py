"""Connections to carriers: kept, changed, switched on and off, checked, deleted.

Credentials go in and never come out again: what is shown and audited are their names. The checks of addresses, words
and credentials are those of channels' connections.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.desk.desk import Caller
from engine.desk.errors import VersionChanged
from engine.desk.rule_telling import tell
from engine.desk.telling import audit_job
from engine.errors import StoreConflict
from engine.ids import Prefix
from engine.settings import CARRIER_CREDENTIAL
from engine.store.outbox import enqueue
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.carriers.errors import CarrierBusy, CarrierConnectionRefused
from fulfillment.carriers.port import CarrierPort, named
from fulfillment.carriers.stopping import FOR_PEOPLE, stop_carrier
from fulfillment.carriers.words import AdapterName
from fulfillment.channels.errors import ConnectionRefused
from fulfillment.channels.stating import NAME, check_endpoint, check_words
from fulfillment.channels.trusting import check_move, check_variables
from fulfillment.channels.words import Power
from fulfillment.errors import NotFound
from fulfillment.records import CarrierConnection
from fulfillment.store.carriers import (
    add_carrier,
    carrier_of,
    carriers_on,
    delete_carrier,
    has_open_bookings,
    save_carrier,
)

ON, OFF = "carrier.switched_on", "carrier.switched_off"
PLAIN = ("endpoint", "services", "settings", "named", "live_rates")
SERVICE, PRODUCT, MOST_SERVICES = re.compile(r"[a-z0-9][a-z0-9-]{0,63}"), re.compile(r"[A-Za-z0-9_.:-]{1,40}"), 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierStated:
    """What is wanted of a connection; what is None stays as it is. `services`: id of a service -> product code;
    `named`: credential -> variable of the environment; `secrets`: credential -> what it is, to be stored sealed."""

    endpoint: str | None = None
    services: Mapping[str, str] | None = None
    settings: Mapping[str, str] | None = None
    named: Mapping[str, str] | None = None
    secrets: Mapping[str, str] | None = None
    live_rates: int | None = None


def connect_carrier(
    port: CarrierPort, caller: Caller, adapter: AdapterName, name: str, stated: CarrierStated
) -> CarrierConnection:
    """Keeps a connection, switched off. Raises CarrierConnectionRefused."""
    if NAME.fullmatch(name) is None:
        raise CarrierConnectionRefused("name", "must have 1 to 40 small letters, digits and hyphens, such as `dhl-de`")
    _check(port, caller, stated)
    if not stated.endpoint:
        raise CarrierConnectionRefused("endpoint", "is missing; name the address at which the carrier is called")
    now = port.desk.clock.now()
    new = CarrierConnection(
        id=port.desk.ids.new(Prefix.CARRIER),
        merchant_id=caller.merchant,
        adapter=adapter,
        name=name,
        endpoint="",
        created_at=now,
        created_by=caller.name,
        changed_at=now,
    )
    new = _with(port, new, stated)
    try:
        with port.desk.database.write() as session:
            add_carrier(session, new)
            _audit(port, session, caller, "carrier.connected", new, {"adapter": adapter})
    except StoreConflict as conflict:
        raise CarrierConnectionRefused("name", "is taken by another connection") from conflict
    return new


def change_carrier(
    port: CarrierPort, caller: Caller, id_: str, stated: CarrierStated, seen: frozenset[int] | None = None
) -> CarrierConnection:
    """Changes what is stated. Raises NotFound, CarrierConnectionRefused, VersionChanged."""
    _check(port, caller, stated)
    with port.desk.database.write() as session:
        known = found_carrier(session, caller.merchant, id_)
        if seen is not None and known.version not in seen:
            raise VersionChanged
        wanted = _with(port, known, stated)
        try:
            check_move(known, wanted, stated, stored_secrets(port, known))
        except ConnectionRefused as refused:
            raise _ours(refused) from refused
        if wanted.is_on:
            _check_alone(session, wanted)
        changed = _save(port, session, known, wanted)
        differs = [each for each in (*PLAIN, "sealed") if getattr(changed, each) != getattr(known, each)]
        _audit(port, session, caller, "carrier.changed", changed, {"changed": differs})
    return changed


def switch_carrier_on(port: CarrierPort, caller: Caller, id_: str) -> CarrierConnection:
    """Signs in; from then on parcels of its services are booked by it. Raises NotFound, VersionChanged,
    CarrierConnectionRefused where another one serves the same service, and what `check_carrier` does."""
    check_carrier(port, caller, id_)
    with port.desk.database.write() as session:
        known = found_carrier(session, caller.merchant, id_)
        if known.is_on:
            return known
        _check_alone(session, known)
        changed = _save(port, session, known, replace(known, power=Power.ON, why=""))
        _tell(port, session, caller, ON, known, changed)
    return changed


def switch_carrier_off(port: CarrierPort, caller: Caller, id_: str) -> CarrierConnection:
    """Nothing is asked of it any more; what waits to be booked gets a label of our own. Raises NotFound."""
    with port.desk.database.write() as session:
        known = found_carrier(session, caller.merchant, id_)
        if known.power == Power.OFF:
            return known
        changed = _save(port, session, known, replace(known, power=Power.OFF, why=""))
        _tell(port, session, caller, OFF, known, changed)
    return changed


def check_carrier(port: CarrierPort, caller: Caller, id_: str) -> str:
    """Signs in at the carrier and answers who we are there. One that is on and refused is stopped.

    Raises NotFound and CarrierErrors.
    """
    with port.desk.database.read() as session:
        known = found_carrier(session, caller.merchant, id_)
    try:
        return port.lines.of(known).check()
    except FOR_PEOPLE as refused:
        stop_carrier(port, known, refused)
        raise


def disconnect_carrier(port: CarrierPort, caller: Caller, id_: str) -> None:
    """Deletes it with its credentials; what was booked stays. Raises NotFound, CarrierBusy."""
    with port.desk.database.write() as session:
        known = found_carrier(session, caller.merchant, id_)
        if known.power != Power.OFF or has_open_bookings(session, known.id):
            raise CarrierBusy(known.name)
        delete_carrier(session, known)
        _audit(port, session, caller, "carrier.disconnected", known, {})


def found_carrier(session: ReadSession, merchant: str, id_or_name: str) -> CarrierConnection:
    """A connection by its id or name. Raises NotFound."""
    found = carrier_of(session, merchant, id_or_name)
    if found is None:
        raise NotFound("connection to a carrier", id_or_name)
    return found


def stored_secrets(port: CarrierPort, connection: CarrierConnection) -> tuple[str, ...]:
    """Names of the credentials that are stored here; what they are is never shown."""
    return () if connection.sealed is None else tuple(sorted(port.lines.strongbox.opened(connection.sealed)))


def _check(port: CarrierPort, caller: Caller, stated: CarrierStated) -> None:
    try:
        check_endpoint(stated.endpoint, port.openings)
        check_words(stated.settings, stated.named, stated.secrets, CARRIER_CREDENTIAL)
        check_variables(stated, caller, CARRIER_CREDENTIAL)
    except ConnectionRefused as refused:
        raise _ours(refused) from refused
    services = stated.services or {}
    if len(services) > MOST_SERVICES:
        raise CarrierConnectionRefused("services", f"must have at most {MOST_SERVICES} entries")
    for service, product in services.items():
        if SERVICE.fullmatch(service) is None or PRODUCT.fullmatch(product) is None:
            raise CarrierConnectionRefused("services", f"must map ids of services to product codes; `{service[:64]}` "
                                           "does not")  # fmt: skip


def _ours(refused: ConnectionRefused) -> CarrierConnectionRefused:
    return CarrierConnectionRefused(refused.field, str(refused).partition("` ")[2])


def _check_alone(session: ReadSession, wanted: CarrierConnection) -> None:
    """Raises CarrierConnectionRefused where two connections would book the same service."""
    for other in carriers_on(session, wanted.merchant_id):
        both = sorted(set(other.services) & set(wanted.services))
        if other.id != wanted.id and both:
            raise CarrierConnectionRefused(
                "services", f"`{both[0]}` is booked by `{other.name}` already; take the service out of one of them"
            )


def _with(port: CarrierPort, known: CarrierConnection, stated: CarrierStated) -> CarrierConnection:
    given = {name: value for name in PLAIN if (value := getattr(stated, name)) is not None}
    if stated.secrets is not None:
        kept = {} if known.sealed is None else port.lines.strongbox.opened(known.sealed)
        kept = {name: value for name, value in {**kept, **stated.secrets}.items() if value}
        given["sealed"] = port.lines.strongbox.closed(kept)
    wanted = replace(known, **given)
    both = wanted.named.keys() & set(stored_secrets(port, wanted))
    if both:
        raise CarrierConnectionRefused("credentials", f"`{min(both)}` is stored and named too; take one of them out")
    return wanted


def _save(
    port: CarrierPort, session: WriteSession, known: CarrierConnection, wanted: CarrierConnection
) -> CarrierConnection:
    kept = save_carrier(session, known, replace(wanted, changed_at=port.desk.clock.now()))
    if kept is None:
        raise VersionChanged
    return kept


def _audit(
    port: CarrierPort, session: WriteSession, caller: Caller, action: str, about: CarrierConnection,
    told: Mapping[str, object],
) -> None:  # fmt: skip
    now = port.desk.clock.now()
    enqueue(session, port.desk.ids, [audit_job(caller, action, about.id, {"name": about.name, **told}, now)], now)


def _tell(
    port: CarrierPort, session: WriteSession, caller: Caller, type_: str, known: CarrierConnection,
    changed: CarrierConnection,
) -> None:  # fmt: skip
    told = {**named(changed), "state": changed.power, "previous_state": known.power}
    tell(port.desk, session, caller, type_, changed.id, told, changed.changed_at)
