"""The one client by which anything leaves the house: judged targets, bounded replies, bounded time, no proxies.

Redirects are followed by hand, each judged like the first, and never from https down to http or with credentials to
another host.
"""

import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urljoin

import httpx2

from engine.errors import ReplyTooLarge, RequestFailed, TargetRefused
from engine.outgoing.ending import Ending
from engine.outgoing.naming import within
from engine.outgoing.target import Lookup, Opening, Target, aim, system_lookup
from engine.under_way import work_under_way

MOST_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
AGENT = "clearway"
HAIR_S = 0.01
_SECRET = frozenset({"authorization", "cookie"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back, read whole. Names of headers are lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How long one step (look the name up, connect, write, read) and the whole may take, in seconds, and how much may
    come back.

    `cuts`: what comes back beyond that is left unread, instead of refusing all of it.
    """

    step_s: float = 10.0
    whole_s: float = 60.0
    most_bytes: int = 1 << 20
    cuts: bool = False


@cache
def _machine_trust() -> ssl.SSLContext:
    """Whose certificates the machine believes: read once a process, since that takes tens of milliseconds."""
    return ssl.create_default_context()


class Client:
    """Calls other services.

    Args:
        openings: networks that are not public and may be called.
        lookup: tells the addresses of a name.
        trust: whose certificates are believed; by default those the machine believes.
    """

    def __init__(
        self,
        openings: Sequence[Opening] = (),
        *,
        lookup: Lookup = system_lookup,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._openings = tuple(openings)
        self._lookup = lookup
        self._trust = trust or _machine_trust()

    def get(self, url: str, *, headers: Mapping[str, str] | None = None, bounds: Bounds | None = None) -> Reply:
        """Fetches. Raises TargetRefused, RequestFailed and ReplyTooLarge; a reply of any status is a reply."""
        return self._follow("GET", url, None, dict(headers or {}), bounds or Bounds())

    def post(
        self, url: str, content: bytes, *, headers: Mapping[str, str] | None = None, bounds: Bounds | None = None
    ) -> Reply:
        """Sends, once: a redirect is an answer like any other. Raises as `get` does."""
        return self.send("POST", url, content, headers=headers, bounds=bounds)

    def send(
        self,
        method: str,
        url: str,
        content: bytes | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        bounds: Bounds | None = None,
    ) -> Reply:
        """Any method, once: a redirect is an answer like any other. Raises as `get` does."""
        limits = bounds or Bounds()
        deadline = time.monotonic() + limits.whole_s
        target = self._aimed(url, limits, deadline)
        return self._call(method, target, content, dict(headers or {}), limits, deadline)

    def _follow(self, method: str, url: str, content: bytes | None, headers: dict[str, str], bounds: Bounds) -> Reply:
        deadline = time.monotonic() + bounds.whole_s
        target = self._aimed(url, bounds, deadline)
        for _ in range(MOST_REDIRECTS + 1):
            reply = self._call(method, target, content, headers, bounds, deadline)
            if reply.status not in REDIRECTS or "location" not in reply.headers:
                return reply
            url = urljoin(url, reply.headers["location"])
            following = self._aimed(url, bounds, deadline)
            if target.scheme == "https" and following.scheme == "http":
                raise TargetRefused(url, "would leave encryption by a redirect")
            if (following.host, following.port) != (target.host, target.port):
                headers = {name: value for name, value in headers.items() if name.lower() not in _SECRET}
            target = following
        raise RequestFailed(url, f"redirects more than {MOST_REDIRECTS} times")

    def _aimed(self, url: str, bounds: Bounds, deadline: float) -> Target:
        def looked_up(host: str, port: int) -> Sequence[str]:
            return within(_left(bounds, deadline), lambda: self._lookup(host, port))

        return aim(url, self._openings, looked_up)

    def _call(
        self,
        method: str,
        target: Target,
        content: bytes | None,
        headers: dict[str, str],
        bounds: Bounds,
        deadline: float,
    ) -> Reply:
        ending = Ending(deadline - time.monotonic())
        try:
            with (
                ending,
                httpx2.Client(verify=self._trust, trust_env=False, timeout=_left(bounds, deadline)) as client,
                client.stream(
                    method,
                    target.pinned,
                    content=content,
                    headers={"user-agent": AGENT, **_trace(), **headers, "host": target.authority},
                    extensions={"sni_hostname": target.host, "trace": ending.heard},
                ) as reply,
            ):
                body = _bounded(reply, target, bounds, deadline)
                answered = Reply(status=reply.status_code, body=body, headers=dict(reply.headers.items()))
        except httpx2.HTTPError as error:
            reached = not isinstance(error, (httpx2.ConnectError, httpx2.ConnectTimeout))
            # A step that had only what was left of the whole ends a hair before or behind it.
            is_over = ending.has_come or time.monotonic() > deadline - HAIR_S
            over = f"took longer than {bounds.whole_s:g} s" if is_over else ""
            detail = over or str(error) or type(error).__name__
            raise RequestFailed(target.authority, detail, reached=reached) from error
        if ending.has_come:  # a body without a length ends where the connection does
            raise RequestFailed(target.authority, f"took longer than {bounds.whole_s:g} s")
        return answered


def _left(bounds: Bounds, deadline: float) -> float:
    """How long the next step may take: what follows a redirect has only what is left of the whole."""
    return max(0.001, min(bounds.step_s, deadline - time.monotonic()))


def _trace() -> Mapping[str, str]:
    """What lets the other side carry on our trace (W3C Trace Context, 2021-11-23), where there is one."""
    work = work_under_way()
    return {"traceparent": work.traceparent} if work is not None and work.traceparent else {}


def _bounded(reply: httpx2.Response, target: Target, bounds: Bounds, deadline: float) -> bytes:
    """The body, unpacked; counted while it comes, since a header may lie and a packed body may swell."""
    parts: list[bytes] = []
    size = 0
    # What is cut anyway need not be unpacked.
    for part in reply.iter_raw() if bounds.cuts else reply.iter_bytes():
        size += len(part)
        if size > bounds.most_bytes and bounds.cuts:
            break
        if size > bounds.most_bytes:
            raise ReplyTooLarge(target.authority, bounds.most_bytes)
        if time.monotonic() > deadline:
            raise RequestFailed(target.authority, f"took longer than {bounds.whole_s:g} s")
        parts.append(part)
    return b"".join(parts)
