"""What a browser must bring back from an identity provider, in a sealed cookie of its own that lasts a few minutes."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import asdict

import orjson
from fastapi import Request
from starlette.responses import Response

from api.access.browser import is_plain_local, put_cookie
from api.access.front_door import FrontDoor
from api.access.providers import Pending
from engine.clock import microseconds
from engine.errors import VaultLocked

LASTS_S = 600
SEALED_FOR = "sign-in under way"
_NAME = "clearway-provider"


def remember_pending(response: Response, request: Request, door: FrontDoor, pending: Pending) -> Response:
    """Gives it to the browser, which cannot read it."""
    ends = microseconds(door.now()) + LASTS_S * 1_000_000
    sealed = door.seal.closed_for(SEALED_FOR, orjson.dumps(asdict(pending) | {"ends": ends}).decode())
    put_cookie(response, request, _name(request), urlsafe_b64encode(sealed).decode("ascii"), LASTS_S)
    return response


def pending_of(request: Request, door: FrontDoor) -> Pending | None:
    """What it brings back; None for nothing, or for nothing of ours."""
    text = request.cookies.get(_name(request), "")
    try:
        held = orjson.loads(door.seal.opened_for(SEALED_FOR, urlsafe_b64decode(text.encode("ascii", "replace"))))
    except (NotBase64, ValueError, VaultLocked):
        return None
    if microseconds(door.now()) >= held["ends"]:
        return None
    return Pending(state=held["state"], nonce=held["nonce"], verifier=held["verifier"])


def forget_pending(response: Response, request: Request) -> Response:
    """It is good for one time."""
    put_cookie(response, request, _name(request), "", 0)
    return response


def _name(request: Request) -> str:
    return _NAME if is_plain_local(request) else f"__Host-{_NAME}"
