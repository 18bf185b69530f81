"""An order comes in: known already, or decided and remembered."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from engine.desk.deciding import Case, Decided, decide, order_key
from engine.desk.desk import Caller, Desk, Request
from engine.desk.errors import InFlight, OtherMerchant, RequestReused
from engine.desk.reading import decided_again
from engine.errors import StoreBusy, StoreConflict
from engine.facts.entities import entities
from engine.order.decoding import bounded, decode
from engine.order.order import Order
from engine.order.reading import order_digest, read_decoded
from engine.store.decision_rows import note_request
from engine.store.sessions import WriteSession
from engine.store.standing import Standing, standing
from engine.under_way import timed

T = TypeVar("T")
TRIES = 3


def submit(
    desk: Desk, caller: Caller, document: bytes | Mapping[str, object], request: Request | None = None
) -> Decided:
    """The decision of an order, made now or when the same order or request came before.

    A duplicate that is under way waits for the first and gets its answer. Raises OrderRejected, OtherMerchant,
    RequestReused, NoEdition, InFlight.
    """
    with timed("read"):
        order = read_for(caller, document)
        digest = desk.seal.digest(order_digest(order))
        keys = entities(order)
        person = desk.seal.person(order, keys)

    def once(session: WriteSession) -> Decided:
        with timed("standing"):
            found = standing(session, order_key(order), person, None if request is None else request.key)
        known = answered(desk, session, caller, found, request)
        if known is not None:
            return known
        current = found.current
        # After an erasure the same document is new again: its values are to be kept anew.
        if current is not None and current.digest == digest and current.person_key is not None:
            return stood(desk, session, caller, current.decision, request)
        case = Case(
            caller=caller,
            order=order,
            keys=keys,
            digest=digest,
            standing=found,
            cause="submitted",
            request=request,
        )
        return decide(desk, session, case)

    return settled(desk, once)


def read_for(caller: Caller, document: bytes | Mapping[str, object]) -> Order:
    """The order, which is the caller's merchant's. Raises OrderRejected and OtherMerchant."""
    values = decode(document) if isinstance(document, bytes) else bounded(document)
    order = read_decoded(values)
    if values.get("merchant") is not None and order.merchant != caller.merchant:
        raise OtherMerchant(order.merchant, caller.merchant)
    return replace(order, merchant=caller.merchant)


def answered(
    desk: Desk, session: WriteSession, caller: Caller, found: Standing, request: Request | None
) -> Decided | None:
    """What this request led to before. Raises RequestReused when it was another request."""
    if request is None or found.answered is None:
        return None
    if found.answered.fingerprint != desk.seal.digest(request.fingerprint):
        raise RequestReused
    return decided_again(desk, session, caller.merchant, found.answered.decision)


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
