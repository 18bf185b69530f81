"""A known order changes: corrected data make a new version and a new decision; and a known order is decided anew."""

from collections.abc import Mapping

from engine.desk.deciding import Case, Decided, decide, order_key
from engine.desk.desk import Caller, Desk, Request
from engine.desk.errors import NotFound, OrderIdChanged, PersonErased, VersionChanged
from engine.desk.intake import answered, read_for, settled, stood
from engine.desk.person import Part
from engine.desk.reading import document_of, order_of
from engine.errors import StoreConflict
from engine.facts.entities import entities
from engine.order.masking import unmasked
from engine.order.order import Order
from engine.order.reading import order_digest
from engine.store.order_rows import OrderVersion, newest_version
from engine.store.sessions import ReadSession, WriteSession
from engine.store.standing import Current, standing_of

NOBODY = 0  # the token of no person: whose key it is does not matter where no version is added


def change(
    desk: Desk,
    caller: Caller,
    order_id: str,
    patch: Mapping[str, object],
    request: Request | None = None,
    seen_versions: frozenset[int] | None = None,
) -> Decided:
    """Merges a patch (RFC 7396) into an order's document, as a new version with a new decision.

    A patch that changes nothing answers the decision that stands. Raises NotFound, OrderRejected, OrderIdChanged,
    VersionChanged when the order is at none of `seen_versions`, PersonErased, RequestReused.
    """

    return settled(desk, lambda session: change_in(desk, session, caller, order_id, patch, request, seen_versions))


def change_in(
    desk: Desk,
    session: WriteSession,
    caller: Caller,
    order_id: str,
    patch: Mapping[str, object],
    request: Request | None = None,
    seen_versions: frozenset[int] | None = None,
) -> Decided:
    """The same inside a transaction that does more. Raises StoreConflict too, when the order changes meanwhile."""
    last = _last(session, caller.merchant, order_id)
    document, is_whole = document_of(desk, last)
    order = _changed(caller, last, document, unmasked(patch, document))
    keys = entities(order)
    person = desk.seal.person(order, keys)
    found = standing_of(session, caller.merchant, order_id, person, None if request is None else request.key)
    known = answered(desk, session, caller, found, request)
    if known is not None:
        return known
    current = _current(found.current, order_id)
    if seen_versions is not None and current.version not in seen_versions:
        raise VersionChanged
    if current.version != last.version:
        raise StoreConflict("the order got another version since it was read")
    digest = desk.seal.digest(order_digest(order))
    if digest == current.digest and is_whole:
        return stood(desk, session, caller, current.decision, request)
    case = Case(
        caller=caller,
        order=order,
        keys=keys,
        digest=digest,
        standing=found,
        cause="changed",
        request=request,
    )
    return decide(desk, session, case)


def changed_case(
    desk: Desk, session: ReadSession, caller: Caller, order_id: str, patch: Mapping[str, object], cause: str
) -> Case:
    """A known order after a patch, inside a transaction that does more; no new version where nothing changes.

    Raises NotFound, OrderRejected, OrderIdChanged, PersonErased.
    """
    last = _last(session, caller.merchant, order_id)
    document, is_whole = document_of(desk, last)
    if not is_whole:
        raise PersonErased(order_id, ("personal values",))
    order = _changed(caller, last, document, patch)
    keys = entities(order)
    found = standing_of(session, caller.merchant, order_id, desk.seal.person(order, keys), None)
    current = _current(found.current, order_id)
    if current.version != last.version:
        raise StoreConflict("the order got another version since it was read")
    digest = desk.seal.digest(order_digest(order))
    return Case(
        caller=caller,
        order=order,
        keys=keys,
        digest=digest,
        standing=found,
        cause=cause,
        adds_version=digest != current.digest,
    )


def decide_anew(
    desk: Desk,
    session: WriteSession,
    caller: Caller,
    order_id: str,
    cause: str,
    request: Request | None = None,
) -> Decided:
    """Decides the order as it is, with the law, lists and releases of now. Raises NotFound and PersonErased."""
    return decide(desk, session, known_case(desk, session, caller, order_id, cause, request))


def known_case(
    desk: Desk, session: ReadSession, caller: Caller, order_id: str, cause: str, request: Request | None = None
) -> Case:
    """A known order as it is, to be decided anew. Raises NotFound and PersonErased."""
    found = standing_of(session, caller.merchant, order_id, NOBODY, None)
    current = _current(found.current, order_id)
    # The version that the standing names, and not the newest: that may be another one by now.
    order = order_of(desk, session, caller.merchant, order_id, current.version)
    return Case(
        caller=caller,
        order=order,
        keys=entities(order),
        digest=current.digest,
        standing=found,
        cause=cause,
        request=request,
        adds_version=False,
    )


def _last(session: ReadSession, merchant: str, order_id: str) -> OrderVersion:
    found = newest_version(session, merchant, order_id)
    if found is None:
        raise NotFound("order", order_id)
    return found


def _current(current: Current | None, order_id: str) -> Current:
    if current is None:
        raise NotFound("order", order_id)
    return current


def _changed(caller: Caller, before: OrderVersion, document: Part, patch: Mapping[str, object]) -> Order:
    """The order after the patch. After an erasure the patch has to bring the personal values back itself."""
    order = read_for(caller, merged(document, patch))
    key = order_key(order)
    same = {
        "id": key.ref == before.key.ref,
        "shop": key.shop == before.key.shop,
        "channel": key.channel == before.key.channel,
        "placed_at": order.placed_at == before.placed_at,
    }
    moved = [name for name, stays in same.items() if not stays]
    if moved:
        raise OrderIdChanged(moved)
    return order


def merged(document: Mapping[str, object], patch: Mapping[str, object]) -> Part:
    """JSON Merge Patch (RFC 7396): null takes a field out, an object goes into the object, all else replaces."""
    result = dict(document)
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, Mapping):
            before = result.get(name)
            result[name] = merged(before if isinstance(before, Mapping) else {}, value)
        else:
            result[name] = value
    return result
