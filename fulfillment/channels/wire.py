"""How adapters call: the guarded client, each answer judged once, throttling and sign-in as errors of ours."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import orjson

from engine.errors import ReplyTooLarge, RequestFailed, TargetRefused
from engine.outgoing.client import Bounds, Reply
from fulfillment.channels.errors import AnswerRefused, ChannelDown, SignInRefused, Throttled

BOUNDS = Bounds(step_s=10.0, whole_s=30.0, most_bytes=8 << 20)
USUAL_WAIT_S = 2.0  # where a channel says "too many" and not for how long
UNAUTHORISED, FORBIDDEN, TIMED_OUT, TOO_MANY, BROKEN = 401, 403, 408, 429, 500


class Sender(Protocol):
    """Whoever carries a request out and an answer back: the guarded client, or a fake."""

    def send(
        self,
        method: str,
        url: str,
        content: bytes | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        bounds: Bounds | None = None,
    ) -> Reply:
        """Raises TargetRefused, RequestFailed, ReplyTooLarge; a reply of any status is a reply."""
        ...


@dataclass(frozen=True, slots=True)
class Wire:
    """Calls one channel. `wait_of` reads from the headers of a refusal for want of rate how many seconds to wait.

    `judge` raises what only this channel's adapter knows of an answer, before the usual judgement of its status.
    """

    sender: Sender
    wait_of: Callable[[Reply], float | None] = lambda _: None
    judge: Callable[[Reply], None] = lambda _: None

    def call(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        forbidden_is_sign_in: bool = True,
    ) -> Reply:
        """An answer below 500 that is neither "too many" nor "not you": what it means is the adapter's to say.

        Raises Throttled, ChannelDown and SignInRefused.
        """
        try:
            reply = self.sender.send(method, url, content, headers=headers, bounds=BOUNDS)
        except TargetRefused as refused:
            raise SignInRefused(str(refused)) from refused  # a person must look at the address
        except (RequestFailed, ReplyTooLarge) as failed:
            raise ChannelDown(str(failed)) from failed
        self.judge(reply)
        if reply.status == TOO_MANY:
            raise Throttled(self.wait_of(reply) or retry_after(reply) or USUAL_WAIT_S)
        if reply.status == UNAUTHORISED or (reply.status == FORBIDDEN and forbidden_is_sign_in):
            raise SignInRefused(f"status {reply.status}")
        if reply.status == TIMED_OUT or reply.status >= BROKEN:
            raise ChannelDown(f"status {reply.status}")
        return reply


def retry_after(reply: Reply) -> float | None:
    """Seconds of `Retry-After` (RFC 9110, section 10.2.3), where it tells seconds."""
    stated = reply.headers.get("retry-after", "")
    try:
        return max(0.0, float(stated))
    except ValueError:
        return None


def json_of(reply: Reply) -> dict[str, object]:
    """The JSON object of an answer. Raises AnswerRefused."""
    try:
        found = orjson.loads(reply.body or b"{}")
    except orjson.JSONDecodeError as broken:
        raise AnswerRefused("JSON") from broken
    if not isinstance(found, dict):
        raise AnswerRefused("JSON object")
    return found
