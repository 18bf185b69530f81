"""Connections: kept, changed, switched on and off, checked, deleted.

Credentials go in and never come out again: what is shown and audited are their names.
"""

from collections.abc import Mapping
from dataclasses import replace

from engine.desk.desk import Caller
from engine.desk.errors import VersionChanged
from engine.desk.premises import OtherShop
from engine.desk.rule_telling import tell
from engine.desk.telling import audit_job
from engine.errors import StoreConflict
from engine.ids import Prefix
from engine.store.outbox import enqueue
from engine.store.premises import shop_of
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.channels.backfilling import go_on
from fulfillment.channels.errors import ConnectionBusy, ConnectionRefused
from fulfillment.channels.fetching import fetch_kept
from fulfillment.channels.polling import begin_looking
from fulfillment.channels.port import Port
from fulfillment.channels.stating import TOLD_BY_ITSELF, Stated, check_name, check_stated
from fulfillment.channels.stock_saying import tell_all_levels
from fulfillment.channels.stopping import FOR_PEOPLE, stop_now
from fulfillment.channels.words import ChannelName, Power
from fulfillment.errors import NotFound
from fulfillment.records import Connection
from fulfillment.store.channels import (
    add_connection,
    connection_named,
    connection_of,
    delete_connection,
    has_open_orders,
    save_connection,
)

ON, OFF = "channel.switched_on", "channel.switched_off"
PLAIN = ("endpoint", "settings", "named", "since", "every_s", "overlap_s", "lag_s", "count_days", "from_country",
         "from_warehouse")  # fmt: skip


def connect(
    port: Port,
    caller: Caller,
    channel: ChannelName,
    name: str,
    stated: Stated,
    *,
    shop: str | None = None,
    id_prefix: str | None = None,
) -> Connection:
    """Keeps a connection, switched off. Raises ConnectionRefused and OtherShop."""
    prefix = f"{name}-" if id_prefix is None else id_prefix
    check_name(name, prefix)
    check_stated(stated, channel, port.openings)
    if channel not in port.accounts.spoken:
        raise ConnectionRefused("channel", f"`{channel}` has no adapter in this installation")
    if not stated.endpoint and channel not in TOLD_BY_ITSELF:
        raise ConnectionRefused("endpoint", "is missing; name the address at which the channel is called")
    if caller.shops is not None and shop not in caller.shops:
        raise OtherShop(shop)
    now = port.desk.clock.now()
    new = Connection(
        id=port.desk.ids.new(Prefix.CONNECTION),
        merchant_id=caller.merchant,
        channel=channel,
        name=name,
        shop=shop,
        endpoint="",
        id_prefix=prefix,
        since=now,
        created_at=now,
        created_by=caller.name,
        changed_at=now,
    )
    new = _with(port, new, stated)
    try:
        with port.desk.database.write() as session:
            _check_shop(session, caller.merchant, shop)
            add_connection(session, new)
            _audit(port, session, caller, "channel.connected", new, {"channel": channel, "shop": shop})
    except StoreConflict as conflict:
        raise ConnectionRefused("name", "is taken, or its `id_prefix` is, by another connection") from conflict
    return new


def change(
    port: Port, caller: Caller, connection_id: str, stated: Stated, seen: frozenset[int] | None = None
) -> Connection:
    """Changes what is stated; of one that is on, it is read in the new way from now on. `seen`: versions that it was
    changed from, None for any. Raises NotFound, ConnectionRefused, VersionChanged."""
    with port.desk.database.write() as session:
        known = found_connection(session, caller.merchant, connection_id)
        if seen is not None and known.version not in seen:
            raise VersionChanged
        check_stated(stated, known.channel, port.openings)
        changed = _save(port, session, known, _with(port, known, stated))
        if changed.power is Power.ON:
            begin_looking(port, session, changed)
            go_on(port, session, changed)
        differs = [each for each in (*PLAIN, "sealed") if getattr(changed, each) != getattr(known, each)]
        _audit(port, session, caller, "channel.changed", changed, {"changed": differs})
    return changed


def switch_on(port: Port, caller: Caller, connection_id: str) -> Connection:
    """Signs in, and has it read from where reading ended. Raises NotFound, VersionChanged, and what `check` does."""
    check(port, caller, connection_id)
    with port.desk.database.write() as session:
        known = found_connection(session, caller.merchant, connection_id)
        if known.power is Power.ON:
            return known
        changed = _save(port, session, known, replace(known, power=Power.ON, why=""))
        begin_looking(port, session, changed)
        fetch_kept(port, session, changed)
        go_on(port, session, changed)
        tell_all_levels(session, port.desk.ids, changed, port.desk.clock.now())
        _tell(port, session, caller, ON, known, changed)
    return changed


def switch_off(port: Port, caller: Caller, connection_id: str) -> Connection:
    """Nothing is read or said any more; both go on where they were when it is switched on. Raises NotFound."""
    with port.desk.database.write() as session:
        known = found_connection(session, caller.merchant, connection_id)
        if known.power is Power.OFF:
            return known
        changed = _save(port, session, known, replace(known, power=Power.OFF, why=""))
        _tell(port, session, caller, OFF, known, changed)
    return changed


def check(port: Port, caller: Caller, connection_id: str) -> str:
    """Signs in at the channel and answers who we are there. One that is on and refused is stopped.

    Raises NotFound, SignInRefused, CredentialMissing, ConnectionRefused, Throttled, ChannelDown.
    """
    with port.desk.database.read() as session:
        known = found_connection(session, caller.merchant, connection_id)
    try:
        return port.accounts.of(known).check()
    except FOR_PEOPLE as refused:
        if known.power is Power.ON:
            stop_now(port, known, refused)
        raise


def disconnect(port: Port, caller: Caller, connection_id: str) -> None:
    """Deletes it with all that was noted of it; orders stay. Raises NotFound, and ConnectionBusy while orders are
    open."""
    with port.desk.database.write() as session:
        known = found_connection(session, caller.merchant, connection_id)
        if known.power is Power.ON or has_open_orders(session, known.id):
            raise ConnectionBusy(known.name)
        delete_connection(session, known)
        _audit(port, session, caller, "channel.disconnected", known, {})


def found_connection(session: ReadSession, merchant: str, id_or_name: str) -> Connection:
    """A connection by its id or its name. Raises NotFound."""
    found = connection_of(session, merchant, id_or_name) or connection_named(session, merchant, id_or_name)
    if found is None:
        raise NotFound("connection", id_or_name)
    return found


def stored_names(port: Port, connection: Connection) -> tuple[str, ...]:
    """Names of the credentials that are stored here; what they are is never shown."""
    return () if connection.sealed is None else tuple(sorted(port.accounts.opened(connection.sealed)))


def _with(port: Port, known: Connection, stated: Stated) -> Connection:
    given = {name: value for name in PLAIN if (value := getattr(stated, name)) is not None}
    given |= {name: None for name in ("from_country", "from_warehouse") if given.get(name) == ""}
    if stated.secrets is not None:
        kept = {} if known.sealed is None else port.accounts.opened(known.sealed)
        kept = {name: value for name, value in {**kept, **stated.secrets}.items() if value}
        given["sealed"] = port.accounts.closed(kept)
    wanted = replace(known, **given)
    both = wanted.named.keys() & set(stored_names(port, wanted))
    if both:
        raise ConnectionRefused("credentials", f"`{min(both)}` is stored and named too; take one of them out")
    return wanted


def _check_shop(session: ReadSession, merchant: str, shop: str | None) -> None:
    if shop is None:
        return
    found = shop_of(session, merchant, shop)
    if found is None or not found.active:
        raise ConnectionRefused("shop", "is not registered, or closed; add it first (`/v1/shops`)")


def _save(port: Port, session: WriteSession, known: Connection, wanted: Connection) -> Connection:
    kept = save_connection(session, known, replace(wanted, changed_at=port.desk.clock.now()))
    if kept is None:
        raise VersionChanged
    return kept


def _audit(
    port: Port, session: WriteSession, caller: Caller, action: str, about: Connection, told: Mapping[str, object]
) -> None:
    now = port.desk.clock.now()
    enqueue(session, port.desk.ids, [audit_job(caller, action, about.id, {"name": about.name, **told}, now)], now)


def _tell(
    port: Port, session: WriteSession, caller: Caller, type_: str, known: Connection, changed: Connection
) -> None:
    told = {
        "connection_id": changed.id,
        "channel": changed.channel,
        "name": changed.name,
        "state": changed.power,
        "previous_state": known.power,
    }
    tell(port.desk, session, caller, type_, changed.id, told, changed.changed_at)
