"""What most routes ask for before they do anything: who calls, and whether the request was made before."""

from api.access.caller import Caller
from api.schemas.idempotency import Idempotency
from engine.desk.desk import Caller as DeskCaller
from engine.desk.desk import Request


def desk_caller(caller: Caller) -> DeskCaller:
    """Who calls, as the desk knows them."""
    return DeskCaller(merchant=caller.merchant, name=caller.name, identity=caller.identity, shops=caller.shops)


def desk_request(idempotency: Idempotency) -> Request | None:
    """The request, if it has a key to be known by."""
    if idempotency.key is None:
        return None
    return Request(key=idempotency.key, fingerprint=idempotency.fingerprint)
