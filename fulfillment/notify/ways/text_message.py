"""Text messages, by a gateway that takes them over HTTP: one POST through the guarded client.

Gateways differ in how they call three things and in how they are signed in to, so these are settings: names of the
fields, JSON or form, a bearer token or a name and password (RFC 6750, RFC 7617). The message's id goes along as
`Idempotency-Key`, for gateways that know such a thing.
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urlencode

import orjson

from engine.errors import RequestFailed, TargetRefused
from engine.outgoing.client import Bounds, Client
from fulfillment.notify.ways.port import EndUnknown, NotNow, Outgoing, RecipientRefused

PLAIN: Mapping[str, str] = MappingProxyType({"to": "to", "from": "from", "text": "text"})
AGAIN = frozenset({408, 423, 425, 429})
SETTINGS = frozenset({401, 402, 403, 404, 405})  # the account, or the address of the gateway: people put that right
MOST_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class TextGateway:
    """Where text messages are handed in. `user`: signs in by name and password, else the secret is a bearer token."""

    url: str
    sender: str
    secret: str = ""
    user: str = ""
    is_form: bool = False
    fields: Mapping[str, str] = field(default_factory=lambda: PLAIN)


class TextWay:
    """Hands one message to the gateway."""

    def __init__(self, gateway: TextGateway, client: Client) -> None:
        self._gateway = gateway
        self._client = client

    def send(self, outgoing: Outgoing) -> str:
        """Raises as `Way` says."""
        headers = {"content-type": self._media_type(), "idempotency-key": outgoing.id, **self._signed_in()}
        bounds = Bounds(most_bytes=MOST_BYTES, cuts=True)
        try:
            reply = self._client.post(self._gateway.url, self._body(outgoing), headers=headers, bounds=bounds)
        except TargetRefused as error:
            raise NotNow("", f"the gateway cannot be called: {error.code}") from error
        except RequestFailed as error:
            if not error.reached:
                raise NotNow("", "the gateway cannot be reached") from error
            raise EndUnknown("", "the gateway was gone before it answered") from error
        return _judged(reply.status)

    def _body(self, outgoing: Outgoing) -> bytes:
        given = {"to": outgoing.to, "from": self._gateway.sender, "text": outgoing.content.decode("utf-8")}
        told = {self._gateway.fields[name]: value for name, value in given.items() if name in self._gateway.fields}
        return urlencode(told).encode("ascii") if self._gateway.is_form else orjson.dumps(told)

    def _media_type(self) -> str:
        return "application/x-www-form-urlencoded" if self._gateway.is_form else "application/json"

    def _signed_in(self) -> dict[str, str]:
        gateway = self._gateway
        if gateway.user:
            pair = b64encode(f"{gateway.user}:{gateway.secret}".encode()).decode("ascii")
            return {"authorization": f"Basic {pair}"}
        return {"authorization": f"Bearer {gateway.secret}"} if gateway.secret else {}


def _judged(status: int) -> str:
    reply = str(status)
    if 200 <= status < 300:
        return reply
    if status >= 500:
        raise EndUnknown(reply, f"the gateway answered {status}")
    if status in AGAIN or status in SETTINGS or status < 400:
        raise NotNow(reply, f"the gateway answered {status}")
    # What else a request holds is ours and the same each time, so it is the number that is refused.
    raise RecipientRefused(reply, f"the gateway refuses the message: {status}")
