"""An order comes in: known already, or decided and remembered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from engine.desk.deciding import Case, Decided, decide, order_key
from engine.desk.desk import Caller, Desk, Request
from engine.desk.errors import InFlight, OtherMerchant, RequestReused
from engine.desk.premises import check_known, within_shops
from engine.desk.reading import decided_again
from engine.errors import StoreBusy, StoreConflict
from engine.facts.entities import Entities, entities
from engine.order.decoding import bounded, decode
from engine.order.order import Order
from engine.order.reading import order_digest, read_decoded
from engine.store.decision_rows import note_request
from engine.store.sessions import WriteSession
from engine.store.standing import Standing, standing
from engine.under_way import timed

T = TypeVar("T")
TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """An order as it came, read and known: `digest` is of its document, `person` the token of whom it is about."""

    order: Order
    keys: Entities
    digest: str
    person: int


def submit(
    desk: Desk, caller: Caller, document: bytes | Mapping[str, object], request: Request | None = None
) -> Decided:
    """The decision of an order, made now or when the same order or request came before.

    A duplicate that is under way waits for the first and gets its answer. Raises OrderRejected, OtherMerchant,
    OtherShop, ShopUnknown, RequestReused, NoEdition, InFlight.
    """
    come = incoming(desk, caller, document)
    return settled(desk, lambda session: place(desk, session, caller, come, request))


def incoming(desk: Desk, caller: Caller, document: bytes | Mapping[str, object]) -> Incoming:
    """Reads an order that comes in. Raises OrderRejected, OtherMerchant, OtherShop and ShopUnknown."""
    with timed("read"):
        return incoming_order(desk, caller, read_for(caller, document))


def incoming_order(desk: Desk, caller: Caller, order: Order) -> Incoming:
    """The same of an order that was read elsewhere, and is the caller's. Raises ShopUnknown."""
    check_known(order, desk.premises.of(desk.database, caller.merchant, desk.clock.now()))
    keys = entities(order)
    digest = desk.seal.digest(order_digest(order))
    return Incoming(order=order, keys=keys, digest=digest, person=desk.seal.person(order, keys))


def place(desk: Desk, session: WriteSession, caller: Caller, come: Incoming, request: Request | None = None) -> Decided:
    """The same inside a transaction that may do more. Raises RequestReused, NoEdition, and StoreConflict when somebody
    else commits the same order first."""
    with timed("standing"):
        found = standing(session, order_key(come.order), come.person, None if request is None else request.key)
    known = answered(desk, session, caller, found, request)
    if known is not None:
        return known
    current = found.current
    # After an erasure the same document is new again: its values are to be kept anew.
    if current is not None and current.digest == come.digest and current.person_key is not None:
        return stood(desk, session, caller, current.decision, request)
    case = Case(
        caller=caller,
        order=come.order,
        keys=come.keys,
        digest=come.digest,
        standing=found,
        cause="submitted",
        request=request,
    )
    return decide(desk, session, case)


def read_for(caller: Caller, document: bytes | Mapping[str, object]) -> Order:
    """The order, which is the caller's merchant's and of one of its shops.

    Raises OrderRejected, OtherMerchant, OtherShop.
    """
    values = decode(document) if isinstance(document, bytes) else bounded(document)
    order = read_decoded(values)
    if values.get("merchant") is not None and order.merchant != caller.merchant:
        raise OtherMerchant(order.merchant, caller.merchant)
    return within_shops(replace(order, merchant=caller.merchant), caller.shops)


def answered(
    desk: Desk, session: WriteSession, caller: Caller, found: Standing, request: Request | None
) -> Decided | None:
    """What this request led to before. Raises RequestReused when it was another request."""
    if request is None or found.answered is None:
        return None
    if found.answered.fingerprint != desk.seal.digest(request.fingerprint):
        raise RequestReused
    decided = decided_again(desk, session, caller.merchant, found.answered.decision)
    if caller.shops is not None and decided.row.shop not in caller.shops:
        raise RequestReused
    return decided


def stood(desk: Desk, session: WriteSession, caller: Caller, decision: str, request: Request | None) -> Decided:
    """The decision that stands already; the request is kept, so that it gets this answer whenever it is repeated."""
    if request is not None:
        fingerprint = desk.seal.digest(request.fingerprint)
        note_request(session, caller.merchant, request.key, fingerprint, decision, desk.clock.now())
    return decided_again(desk, session, caller.merchant, decision)


def settled(desk: Desk, once: Callable[[WriteSession], T]) -> T:
    """Runs a use case in a transaction, again when somebody else committed the same order meanwhile.

    Raises InFlight when somebody works on the same order for longer than we wait.
    """
    for _ in range(TRIES):
        try:
            with desk.database.write() as session:
                return once(session)
        except StoreConflict:
            continue
        except StoreBusy as busy:
            raise InFlight from busy
    raise InFlight
