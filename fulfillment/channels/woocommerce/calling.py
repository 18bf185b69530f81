"""Asks a WooCommerce store: Basic authentication over HTTPS, and errors as WordPress writes them.

Over plain HTTP a store takes OAuth 1.0a alone, which hides the keys and nothing else; we refuse it. A store on this
very machine may be called plainly.
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlencode, urlsplit

import orjson

from engine.outgoing.client import Reply
from fulfillment.channels.credentials import credential
from fulfillment.channels.errors import AnswerRefused, ConnectionRefused, SayingRefused, SignInRefused
from fulfillment.channels.node import Node
from fulfillment.channels.protocol import Account
from fulfillment.channels.wire import Wire

API, TRACKING = "wc/v3", "wc-shipment-tracking/v3"
BAD, GONE = 400, 404
NOT_OURS = frozenset({401, 403})
NO_ROUTE = "rest_no_route"
# The store answers 500 where a gateway or a limit will not have a refund: no fault of its server.
FOR_GOOD = frozenset({"woocommerce_rest_cannot_create_order_refund"})


@dataclass(frozen=True, slots=True)
class Got:
    """An answer below 500: its status, its body, and how many pages there are (None where it does not say)."""

    status: int
    body: Node
    pages: int | None = None

    @property
    def code(self) -> str:
        """The store's own code of an error; empty for none."""
        return self.body.maybe("code") if self.status >= BAD else ""


@dataclass(frozen=True, slots=True)
class Store:
    """One store's REST API."""

    account: Account
    wire: Wire

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        body: object = None,
        space: str = API,
    ) -> Got:
        """An answer of any status that is neither "not you" nor "try again". Raises ChannelErrors."""
        asked = urlencode({name: str(value) for name, value in (query or {}).items()})
        place = "/".join(part for part in (_encrypted(self.account.endpoint), "wp-json", space, path) if part)
        url = f"{place}?{asked}" if asked else place
        content = None if body is None else orjson.dumps(body)
        reply = self.wire.call(method, url, headers=self._headers(), content=content)
        pages = reply.headers.get("x-wp-totalpages", "")
        return Got(reply.status, _body(reply), int(pages) if pages.isdigit() else None)

    def tell(self, method: str, path: str, body: object, *, space: str = API) -> Node:
        """Changes something. Raises SayingRefused with the store's code and words where it will not."""
        got = self.ask(method, path, body=body, space=space)
        if got.status >= BAD:
            raise SayingRefused(got.code or str(got.status), got.body.maybe("message"))
        return got.body

    def _headers(self) -> Mapping[str, str]:
        pair = f"{credential(self.account, 'consumer_key')}:{credential(self.account, 'consumer_secret')}"
        return {
            "authorization": f"Basic {b64encode(pair.encode()).decode('ascii')}",
            "accept": "application/json",
            "content-type": "application/json",
        }


def judge(reply: Reply) -> None:
    """Raises SignInRefused with the store's words, and SayingRefused for a 500 that is a refusal."""
    if reply.status in NOT_OURS:
        error = _error(reply)
        raise SignInRefused(f"{error.maybe('code') or reply.status}: {error.maybe('message')}".rstrip(": "))
    if reply.status >= BAD:
        error = _error(reply)
        if error.maybe("code") in FOR_GOOD:
            raise SayingRefused(error.maybe("code"), error.maybe("message"))


def _encrypted(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    if parts.scheme != "https" and not _is_here(parts.hostname or ""):
        raise ConnectionRefused("endpoint", "must be https: a store takes keys over nothing less")
    return endpoint.rstrip("/")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _body(reply: Reply) -> Node:
    try:
        return Node(orjson.loads(reply.body or b"null"))
    except orjson.JSONDecodeError as broken:
        raise AnswerRefused("JSON") from broken


def _error(reply: Reply) -> Node:
    """What an error says; nothing where a web server before the store wrote a page of its own."""
    try:
        return Node(orjson.loads(reply.body or b"null"))
    except orjson.JSONDecodeError:
        return Node(None)
