"""Where a merchant wants events sent: endpoints are added, changed, enabled, disabled and deleted, secrets rotated.

A secret is shown once, when it is made, and kept sealed by the installation's own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.desk.desk import Caller, Desk
from engine.desk.errors import NotFound, VersionChanged
from engine.desk.rule_telling import tell
from engine.desk.telling import audit_job
from engine.desk.webhook_errors import EndpointRefused, EndpointsFull, SecretsFull
from engine.errors import TargetRefused
from engine.ids import Prefix
from engine.outgoing.target import Opening, looked_at
from engine.store.outbox import enqueue
from engine.store.sessions import ReadSession, WriteSession
from engine.store.webhook_deliveries import drop_waiting
from engine.store.webhook_endpoints import (
    DELETED,
    DISABLED,
    ENABLED,
    Endpoint,
    Secret,
    add_endpoint,
    add_secret,
    count_endpoints,
    disable_endpoint,
    end_secrets,
    endpoint_of,
    forget_secrets,
    live_secrets,
    save_endpoint,
)
from engine.webhooks.signing import new_secret
from engine.webhooks.subscription import ALL, MOST_PATTERNS, is_pattern

SEALED_FOR = "webhook secrets"
MOST_ENDPOINTS = 20
MOST_SECRETS = 3
MOST_URL, MOST_DESCRIPTION = 2048, 500
OVERLAP, MOST_OVERLAP = timedelta(days=1), timedelta(days=7)
DISABLED_EVENT, ENABLED_EVENT = "webhook_endpoint.disabled", "webhook_endpoint.enabled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What is wanted of an endpoint; what is None stays as it is, or as it usually is."""

    url: str | None = None
    types: Sequence[str] | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """An endpoint with a secret that nobody will be shown again."""

    endpoint: Endpoint
    secret: str


def add(desk: Desk, caller: Caller, stated: Stated, openings: Sequence[Opening] = ()) -> Shown:
    """Keeps an endpoint. Raises EndpointRefused and EndpointsFull."""
    _check(stated, openings)
    if stated.url is None:
        raise EndpointRefused("url", "is missing; name the address that events are sent to")
    now = desk.clock.now()
    endpoint = Endpoint(
        id=desk.ids.new(Prefix.ENDPOINT),
        merchant=caller.merchant,
        url=stated.url,
        description=stated.description or "",
        types=tuple(stated.types or (ALL,)),
        state=ENABLED,
        created_at=now,
        created_by=caller.name,
        changed_at=now,
    )
    with desk.database.write() as session:
        if count_endpoints(session, caller.merchant) >= MOST_ENDPOINTS:
            raise EndpointsFull
        add_endpoint(session, endpoint)
        secret = _new_secret(desk, session, endpoint, now)
        _audit(desk, session, caller, "webhook.added", endpoint, {"types": list(endpoint.types)})
    return Shown(endpoint, secret)


def change(
    desk: Desk,
    caller: Caller,
    endpoint_id: str,
    stated: Stated,
    seen: frozenset[int] | None = None,
    openings: Sequence[Opening] = (),
) -> Endpoint:
    """Changes address, types or description. `seen`: versions that it was changed from, None for any.

    Raises NotFound, EndpointRefused, VersionChanged.
    """
    _check(stated, openings)
    with desk.database.write() as session:
        known = _seen(session, caller, endpoint_id, seen)
        wanted = replace(
            known,
            url=known.url if stated.url is None else stated.url,
            types=known.types if stated.types is None else tuple(stated.types),
            description=known.description if stated.description is None else stated.description,
        )
        if wanted.url != known.url:  # what failed was another address
            wanted = replace(wanted, failures=0, failing_since=None, rests_until=None)
        changed = _save(desk, session, known, wanted)
        moved = [name for name in ("url", "types", "description") if getattr(changed, name) != getattr(known, name)]
        _audit(desk, session, caller, "webhook.changed", changed, {"changed": moved, "types": list(changed.types)})
    return changed


def enable(desk: Desk, caller: Caller, endpoint_id: str) -> Endpoint:
    """Events are sent again from now on; those that it missed by a replay. Raises NotFound, VersionChanged."""
    with desk.database.write() as session:
        known = found_endpoint(session, caller.merchant, endpoint_id)
        if known.state == ENABLED:
            return known
        wanted = replace(known, state=ENABLED, disabled_for=None, disabled_at=None, failures=0)
        changed = _save(desk, session, known, replace(wanted, failing_since=None, rests_until=None))
        told = {"endpoint_id": changed.id, "state": ENABLED, "previous_state": known.state}
        tell(desk, session, caller, ENABLED_EVENT, changed.id, told, changed.changed_at)
    return changed


def disable(desk: Desk, caller: Caller, endpoint_id: str) -> Endpoint:
    """Nothing is sent any more, and what waits is dropped. Raises NotFound."""
    with desk.database.write() as session:
        found_endpoint(session, caller.merchant, endpoint_id)
        disable_for(desk, session, caller, endpoint_id, "by_hand", desk.clock.now())
        return found_endpoint(session, caller.merchant, endpoint_id)


def disable_for(
    desk: Desk, session: WriteSession, caller: Caller, endpoint_id: str, reason: str, now: datetime
) -> None:
    """The same inside a transaction that does more; once, of several that say so. `reason`: `by_hand`, `gone` or
    `failing`."""
    if not disable_endpoint(session, endpoint_id, reason, now):
        return
    dropped = drop_waiting(session, endpoint_id, now)
    told = {
        "endpoint_id": endpoint_id,
        "state": DISABLED,
        "previous_state": ENABLED,
        "reason": reason,
        "dropped": dropped,
    }
    tell(desk, session, caller, DISABLED_EVENT, endpoint_id, told, now)


def delete(desk: Desk, caller: Caller, endpoint_id: str) -> None:
    """Takes it out, with its secrets; what was sent stays to be read until it is old. Raises NotFound."""
    with desk.database.write() as session:
        known = found_endpoint(session, caller.merchant, endpoint_id)
        changed = _save(desk, session, known, replace(known, state=DELETED))
        forget_secrets(session, endpoint_id)
        drop_waiting(session, endpoint_id, changed.changed_at)
        _audit(desk, session, caller, "webhook.deleted", changed, {})


def rotate(desk: Desk, caller: Caller, endpoint_id: str, overlap: timedelta = OVERLAP) -> Shown:
    """A new secret signs from now on, those before it beside it until the overlap is over.

    Raises NotFound, EndpointRefused, SecretsFull.
    """
    if not timedelta(0) <= overlap <= MOST_OVERLAP:
        raise EndpointRefused("overlap_hours", f"must be from 0 to {MOST_OVERLAP // timedelta(hours=1)}")
    now = desk.clock.now()
    with desk.database.write() as session:
        known = found_endpoint(session, caller.merchant, endpoint_id)
        end_secrets(session, endpoint_id, now + overlap, now)
        if len(live_secrets(session, caller.merchant, endpoint_id, now)) >= MOST_SECRETS:
            raise SecretsFull
        secret = _new_secret(desk, session, known, now)
        told = {"previous_until": (now + overlap).isoformat()}
        _audit(desk, session, caller, "webhook.secret_rotated", known, told)
    return Shown(known, secret)


def found_endpoint(session: ReadSession, merchant: str, endpoint_id: str) -> Endpoint:
    """An endpoint. Raises NotFound."""
    found = endpoint_of(session, merchant, endpoint_id)
    if found is None:
        raise NotFound("webhook endpoint", endpoint_id)
    return found


def _seen(session: ReadSession, caller: Caller, endpoint_id: str, seen: frozenset[int] | None) -> Endpoint:
    known = found_endpoint(session, caller.merchant, endpoint_id)
    if seen is not None and known.version not in seen:
        raise VersionChanged
    return known


def _save(desk: Desk, session: WriteSession, known: Endpoint, wanted: Endpoint) -> Endpoint:
    changed = replace(wanted, version=known.version + 1, changed_at=desk.clock.now())
    if not save_endpoint(session, changed, known.version):
        raise VersionChanged
    return changed


def _check(stated: Stated, openings: Sequence[Opening]) -> None:
    if stated.url is not None:
        try:
            looked_at(stated.url, openings)
        except TargetRefused as error:
            raise EndpointRefused("url", error.detail) from error
    for each in stated.types or ():
        if not is_pattern(each):
            raise EndpointRefused("types", "must hold types such as `order.admitted`, `order.*`, or `*`")
    if stated.types is not None and not 0 < len(stated.types) <= MOST_PATTERNS:
        raise EndpointRefused("types", f"must hold from 1 to {MOST_PATTERNS} types; `*` means all")


def _new_secret(desk: Desk, session: WriteSession, endpoint: Endpoint, now: datetime) -> str:
    text = new_secret()
    sealed = desk.seal.closed_for(SEALED_FOR, text)
    id_ = desk.ids.new(Prefix.SIGNING_KEY)
    add_secret(session, Secret(id=id_, merchant=endpoint.merchant, endpoint=endpoint.id, sealed=sealed, created_at=now))
    return text


def _audit(
    desk: Desk, session: WriteSession, caller: Caller, action: str, endpoint: Endpoint, data: Mapping[str, object]
) -> None:
    # Not the address: what it ends with may be as good as a password.
    enqueue(session, desk.ids, [audit_job(caller, action, endpoint.id, data, desk.clock.now())], desk.clock.now())
