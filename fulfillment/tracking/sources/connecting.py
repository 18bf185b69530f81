"""Sources: kept, changed, switched on and off, checked, deleted. Off by default, and nothing is called before.

Credentials go in and never come out again: what is shown and audited are their names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.desk.desk import Caller
from engine.desk.errors import VersionChanged
from engine.desk.telling import audit_job
from engine.errors import StoreConflict, TargetRefused
from engine.ids import Prefix
from engine.outgoing.target import looked_at
from engine.settings import CHANNEL_CREDENTIAL
from engine.store.outbox import enqueue
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.channels.errors import ConnectionRefused
from fulfillment.channels.port import Port
from fulfillment.channels.stating import NAME, Stated, check_words
from fulfillment.channels.trusting import check_variables
from fulfillment.errors import NotFound
from fulfillment.records import TrackingSource
from fulfillment.store.tracking import add_source, delete_source, save_source, source_of
from fulfillment.tracking.sources.adapters import adapter_of
from fulfillment.tracking.sources.asking import begin_asking
from fulfillment.tracking.sources.errors import SourceRefused
from fulfillment.tracking.sources.words import Power, SourceKind

EVERY_LEAST, EVERY_MOST, NEVER = 900, 604_800, 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is wanted of a source; what is None stays as it is. `secrets`: to be stored sealed, empty to take one out;
    `named`: credential -> variable of the environment."""

    endpoint: str | None = None
    settings: Mapping[str, str] | None = None
    carriers: tuple[str, ...] | None = None
    every_s: int | None = None
    named: Mapping[str, str] | None = None
    secrets: Mapping[str, str] | None = None


PLAIN = ("endpoint", "settings", "carriers", "every_s", "named")


def add(port: Port, caller: Caller, kind: SourceKind, name: str, asked: Asked) -> TrackingSource:
    """Keeps a source, switched off. Raises SourceRefused."""
    _check_caller(caller)
    if NAME.fullmatch(name) is None:
        raise SourceRefused("name", "must have 1 to 40 small letters, digits and hyphens, such as `dhl-de`")
    now = port.desk.clock.now()
    new = TrackingSource(
        id=port.desk.ids.new(Prefix.TRACKING_SOURCE),
        merchant_id=caller.merchant,
        kind=kind,
        name=name,
        endpoint="",
        every_s=NEVER if kind is SourceKind.OWN else 14_400,
        created_at=now,
        created_by=caller.name,
        changed_at=now,
    )
    new = _with(port, caller, new, asked)
    try:
        with port.desk.database.write() as session:
            add_source(session, new)
            _audit(port, session, caller, "tracking_source.added", new, {"kind": kind})
    except StoreConflict as conflict:
        raise SourceRefused("name", "is taken by another source") from conflict
    return new


def change(port: Port, caller: Caller, source_id: str, asked: Asked,
           seen: frozenset[int] | None = None) -> TrackingSource:  # fmt: skip
    """Changes what is stated. `seen`: versions that it was changed from. Raises NotFound, SourceRefused,
    VersionChanged."""
    with port.desk.database.write() as session:
        known = found_source(session, caller.merchant, source_id)
        if seen is not None and known.version not in seen:
            raise VersionChanged
        changed = _save(port, session, known, _moved(port, known, _with(port, caller, known, asked), asked))
        differs = [name for name in (*PLAIN, "sealed") if getattr(changed, name) != getattr(known, name)]
        _audit(port, session, caller, "tracking_source.changed", changed, {"changed": differs})
    return changed


def switch_on(port: Port, caller: Caller, source_id: str) -> TrackingSource:
    """Signs in, and follows what is under way. Raises NotFound, VersionChanged, and what `check` does."""
    check(port, caller, source_id)
    with port.desk.database.write() as session:
        known = found_source(session, caller.merchant, source_id)
        if known.power is Power.ON:
            return known
        changed = _save(port, session, known, replace(known, power=Power.ON, why="", failures=0, error=""))
        changed = begin_asking(session, port.desk.ids, changed, port.desk.clock.now())
        _audit(port, session, caller, "tracking_source.switched_on", changed, {})
    return changed


def switch_off(port: Port, caller: Caller, source_id: str) -> TrackingSource:
    """Nothing is asked or taken any more, until it is switched on again. Raises NotFound."""
    with port.desk.database.write() as session:
        known = found_source(session, caller.merchant, source_id)
        if known.power is Power.OFF:
            return known
        changed = _save(port, session, known, replace(known, power=Power.OFF, why=""))
        _audit(port, session, caller, "tracking_source.switched_off", changed, {})
    return changed


def check(port: Port, caller: Caller, source_id: str) -> str:
    """Signs in, and answers what the account has. Raises NotFound, SignInRefused, CredentialMissing, Throttled,
    ChannelDown."""
    with port.desk.database.read() as session:
        known = found_source(session, caller.merchant, source_id)
    return adapter_of(port.accounts, known).check()


def remove(port: Port, caller: Caller, source_id: str) -> None:
    """Deletes it; what it told stays. Raises NotFound, and SourceRefused while it is on."""
    with port.desk.database.write() as session:
        known = found_source(session, caller.merchant, source_id)
        if known.power is Power.ON:
            raise SourceRefused("state", "is `on`; switch it off first")
        delete_source(session, known)
        _audit(port, session, caller, "tracking_source.deleted", known, {})


def found_source(session: ReadSession, merchant: str, id_or_name: str) -> TrackingSource:
    """A source by its id or its name. Raises NotFound."""
    found = source_of(session, merchant, id_or_name)
    if found is None:
        raise NotFound("tracking source", id_or_name)
    return found


def stored_names(port: Port, source: TrackingSource) -> tuple[str, ...]:
    """Names of the credentials that are stored here; what they are is never shown."""
    return () if source.sealed is None else tuple(sorted(port.accounts.opened(source.sealed)))


def _with(port: Port, caller: Caller, known: TrackingSource, asked: Asked) -> TrackingSource:
    _check(port, caller, asked)
    given = {name: value for name in PLAIN if (value := getattr(asked, name)) is not None}
    if asked.secrets is not None:
        kept = {} if known.sealed is None else port.accounts.opened(known.sealed)
        kept = {name: value for name, value in {**kept, **asked.secrets}.items() if value}
        given["sealed"] = port.accounts.closed(kept)
    wanted = replace(known, **given)
    if (wanted.every_s == NEVER) != (wanted.kind is SourceKind.OWN):
        raise SourceRefused("every_s", "must be 0 for our own shape, which is never asked, and not 0 for all others")
    both = wanted.named.keys() & set(stored_names(port, wanted))
    if both:
        raise SourceRefused("credentials", f"`{min(both)}` is stored and named too; take one of them out")
    return wanted


def _moved(port: Port, known: TrackingSource, wanted: TrackingSource, asked: Asked) -> TrackingSource:
    """Credentials go to no new address because somebody changed it: they must be stated with it."""
    if wanted.endpoint == known.endpoint:
        return wanted
    left = sorted(set(stored_names(port, wanted)) - set(asked.secrets or {}))
    if left or (wanted.named and asked.named is None):
        raise SourceRefused("credentials", "must be stated again for another address")
    return wanted


def _check(port: Port, caller: Caller, asked: Asked) -> None:
    if asked.endpoint:
        try:
            looked_at(asked.endpoint, port.openings)
        except TargetRefused as refused:
            raise SourceRefused("endpoint", refused.detail) from refused
    try:
        check_words(asked.settings, asked.named, asked.secrets, CHANNEL_CREDENTIAL)
        check_variables(Stated(named=asked.named), caller)
    except ConnectionRefused as refused:
        raise SourceRefused(refused.field, refused.detail) from refused
    if asked.every_s is not None and asked.every_s != NEVER and not EVERY_LEAST <= asked.every_s <= EVERY_MOST:
        raise SourceRefused("every_s", f"must be 0, or from {EVERY_LEAST} to {EVERY_MOST}")


def _check_caller(caller: Caller) -> None:
    """A source follows parcels of all shops."""
    if caller.shops is not None:
        raise SourceRefused("shop", "a source follows parcels of all shops; ask somebody who is bound to none")


def _save(port: Port, session: WriteSession, known: TrackingSource, wanted: TrackingSource) -> TrackingSource:
    kept = save_source(session, known, replace(wanted, changed_at=port.desk.clock.now()))
    if kept is None:
        raise VersionChanged
    return kept


def _audit(port: Port, session: WriteSession, caller: Caller, action: str, about: TrackingSource,
           told: Mapping[str, object]) -> None:  # fmt: skip
    now = port.desk.clock.now()
    enqueue(session, port.desk.ids, [audit_job(caller, action, about.id, {"name": about.name, **told}, now)], now)
