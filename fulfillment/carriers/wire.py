"""How adapters of carriers call: as those of channels do, with errors that name a carrier."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import orjson

from engine.outgoing.client import Reply
from fulfillment.carriers.errors import CarrierAnswerRefused, CarrierDown, CarrierSignInRefused, CarrierThrottled
from fulfillment.channels.errors import AnswerRefused, ChannelDown, SignInRefused, Throttled
from fulfillment.channels.node import Node
from fulfillment.channels.wire import Sender, Wire

BAD, GONE = 400, frozenset({404, 410})
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class CarrierWire:
    """Calls one carrier with JSON. `judge` raises what only this adapter knows of an answer, before its status is
    judged."""

    sender: Sender
    judge: Callable[[Reply], None] = lambda _: None

    def call(self, method: str, url: str, headers: Mapping[str, str], content: bytes | None = None) -> Reply:
        """An answer below 500 that is neither "too many" nor "not you".

        Raises CarrierThrottled, CarrierDown and CarrierSignInRefused.
        """
        sent = {"accept": JSON, **headers}
        if content is not None:
            sent["content-type"] = JSON
        wire = Wire(self.sender, judge=self.judge)
        try:
            return wire.call(method, url, headers=sent, content=content)
        except Throttled as wait:
            raise CarrierThrottled(wait.after_s) from wait
        except ChannelDown as down:
            raise CarrierDown(down.why) from down
        except SignInRefused as refused:
            raise CarrierSignInRefused(refused.why) from refused


def read(reply: Reply) -> Node:
    """The JSON of an answer. Raises CarrierAnswerRefused where it is none, or no object."""
    try:
        found = orjson.loads(reply.body or b"{}")
    except orjson.JSONDecodeError as broken:
        raise CarrierAnswerRefused("JSON") from broken
    if not isinstance(found, dict):
        raise CarrierAnswerRefused("JSON object")
    return Node(found)


def needed(node: Node, *names: str) -> str:
    """A text that must be there. Raises CarrierAnswerRefused."""
    try:
        return node.text(*names)
    except AnswerRefused as missing:
        raise CarrierAnswerRefused(missing.what) from missing


def each(node: Node, *names: str) -> list[Node]:
    """The entries of a list; none where it is absent. Raises CarrierAnswerRefused for anything else."""
    try:
        return node.each(*names)
    except AnswerRefused as wrong:
        raise CarrierAnswerRefused(wrong.what) from wrong
