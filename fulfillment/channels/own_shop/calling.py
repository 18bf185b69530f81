"""Asks a shop that speaks our protocol, and says what its refusals mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import orjson

from engine.outgoing.client import Reply
from fulfillment.channels.credentials import credential
from fulfillment.channels.errors import AnswerRefused, SayingRefused
from fulfillment.channels.node import Node
from fulfillment.channels.protocol import Account
from fulfillment.channels.wire import Wire, json_of

BAD, NOT_BUILT = 400, 501
UNKNOWN = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Shop:
    """One shop's address."""

    account: Account
    wire: Wire

    def get(self, path: str, query: Mapping[str, str | None]) -> Node | None:
        """What stands there; None where the shop knows nothing of it. Raises ChannelErrors."""
        asked = urlencode({name: value for name, value in query.items() if value is not None})
        headers = {"authorization": f"Bearer {credential(self.account, 'access_token')}", "accept": "application/json"}
        reply = self.wire.call("GET", f"{self.address(path)}{'?' if asked else ''}{asked}", headers=headers)
        if reply.status in UNKNOWN:
            return None
        if reply.status >= BAD:
            code, words = refusal(reply)
            raise AnswerRefused(f"{path} (`{code}`: {words})")
        return Node(json_of(reply))

    def address(self, path: str) -> str:
        """Where something stands."""
        return f"{self.account.endpoint.rstrip('/')}/{path}"


def refusal(reply: Reply) -> tuple[str, str]:
    """The code and words of an error: a problem of RFC 9457, or whatever JSON has a code in it."""
    try:
        said = Node(orjson.loads(reply.body or b"{}"))
    except orjson.JSONDecodeError:
        said = Node(None)
    code = said.maybe("code") or said.maybe("type").rsplit("/", 1)[-1] or str(reply.status)
    return code, said.maybe("detail") or said.maybe("title") or f"the shop answers {reply.status}"


def judge(reply: Reply) -> None:
    """Raises SayingRefused for what the shop has not built: no use to ask again."""
    if reply.status == NOT_BUILT:
        raise SayingRefused(*refusal(reply))
