"""What every channel's local server is made of: calls taken apart, faults on demand, a clock that may be wrong, and
webhooks that come twice or in disorder.

A server of a channel is a subclass of `ChannelServer`: `serve` answers a call, `throttled` and `broken` have the
channel's own form, and each puts the webhooks that it signs into `waiting`. `running()` serves until the block ends.
"""

import http.client
import ssl
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import orjson

from engine.clock import Clock, SystemClock
from engine.errors import RequestFailed
from engine.outgoing.client import Bounds, Client, Reply
from engine.outgoing.target import Opening
from fulfillment.channels.protocol import Knock
from tests.web_peer import Answer, Asked, Peer, a_peer, to_loopback

BAD = 400


@dataclass(frozen=True, slots=True)
class Call:
    """A request taken apart. `query` keeps the last value of a name; names of headers are lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @classmethod
    def of(cls, asked: Asked) -> "Call":
        """Of what a peer was asked."""
        parts = urlsplit(asked.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        return cls(asked.method, unquote(parts.path), query, asked.headers, asked.body)

    @property
    def steps(self) -> tuple[str, ...]:
        """The path in its steps."""
        return tuple(step for step in self.path.split("/") if step)

    @property
    def changes(self) -> bool:
        """Whether it may change something. GraphQL posts its questions too: a server overrides `is_effect`."""
        return self.method not in ("GET", "HEAD")

    def json(self) -> dict[str, object]:
        """The body, an object; empty for anything else."""
        try:
            found = orjson.loads(self.body or b"{}")
        except orjson.JSONDecodeError:
            return {}
        return found if isinstance(found, dict) else {}


@dataclass
class Faults:
    """What goes wrong next. Each number counts down; those of effects count only calls that change something.

    `throttle`: calls that are told to wait `wait_s`. `break_before`: calls answered with a fault, nothing done.
    `fail_after`: effects that happen, and are answered with a fault. `lose_after`: effects that happen, and the
    connection ends without an answer. `hang_before`: calls of which nothing is done, and `hang_after`: effects that
    happen; neither is ever answered, until whoever asks gives up. `twice`: each webhook comes twice; `reordered`: the
    newest comes first.
    `skew`: how far the shop's clock is ahead.
    """

    throttle: int = 0
    wait_s: float = 2.0
    break_before: int = 0
    fail_after: int = 0
    lose_after: int = 0
    hang_before: int = 0
    hang_after: int = 0
    twice: bool = False
    reordered: bool = False
    skew: timedelta = timedelta(0)

    def takes(self, name: str) -> bool:
        """Whether this fault strikes now; counts it down."""
        left = int(getattr(self, name))
        if left:
            setattr(self, name, left - 1)
        return left > 0


# Those that are counted.
STRIKES = ("throttle", "break_before", "fail_after", "lose_after", "hang_before", "hang_after")


@dataclass
class ChannelServer(ABC):
    """One shop at a channel, in memory. `calls` are all that came, `effects` those that changed something; `waiting`
    are webhooks that have not left yet."""

    clock: Clock = field(default_factory=SystemClock)
    faults: Faults = field(default_factory=Faults)
    calls: list[Call] = field(default_factory=list)
    effects: list[Call] = field(default_factory=list)
    waiting: list[Knock] = field(default_factory=list)
    peer: Peer | None = None
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    @abstractmethod
    def serve(self, call: Call) -> Answer:
        """The channel's own answer."""

    @abstractmethod
    def throttled(self, call: Call) -> Answer:
        """How the channel says that one must wait `faults.wait_s`."""

    def broken(self, _call: Call) -> Answer:
        """How the channel says that it is out of order."""
        return Answer(503, b"service unavailable", {"content-type": "text/plain"})

    def is_effect(self, call: Call) -> bool:
        """Whether a call changes something."""
        return call.changes

    def now(self) -> datetime:
        """The shop's time, as wrong as it is made."""
        return self.clock.now() + self.faults.skew

    def answer(self, asked: Asked) -> Answer:
        """Answers one request after the other: an in-memory shop has no rows to lock."""
        with self.lock:
            call = Call.of(asked)
            self.calls.append(call)
            if self.faults.takes("throttle"):
                return self.throttled(call)
            if self.faults.takes("break_before"):
                return self.broken(call)
            if self.faults.takes("hang_before"):
                return Answer(hangs=True)
            answer = self.serve(call)
            if self.is_effect(call) and answer.status < BAD:
                self.effects.append(call)
            if self.is_effect(call) and self.faults.takes("fail_after"):
                return self.broken(call)
            if self.is_effect(call) and self.faults.takes("lose_after"):
                return Answer(cut=True)
            if self.is_effect(call) and self.faults.takes("hang_after"):
                return Answer(hangs=True)
            return answer

    @contextmanager
    def running(self, folder: Path | None = None) -> Iterator["ChannelServer"]:
        """Serves on loopback until the end of the block; over TLS when given a folder for its certificate."""
        with a_peer(self.answer, folder) as peer:
            self.peer = peer
            yield self

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end; a made-up place while it does not."""
        return self.peer.url("").rstrip("/") if self.peer is not None else "https://peer.example"

    @property
    def direct(self) -> "Direct":
        """A sender that asks this server without a network, for tests of many calls."""
        return Direct(self)

    @property
    def client(self) -> Client:
        """The guarded client, which may call this server and believes its certificate."""
        assert self.peer is not None
        # Reading all the authorities of the machine takes longer than a test, and plain HTTP needs none.
        trust = self.peer.trust or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return Client([Opening.parse(self.peer.opening)], lookup=to_loopback, trust=trust)

    def leave(self) -> Sequence[Knock]:
        """The webhooks that wait, as they arrive: in disorder and twice where faults say so."""
        with self.lock:
            knocks, self.waiting = self.waiting, []
        ordered = knocks[::-1] if self.faults.reordered else knocks
        return [knock for knock in ordered for _ in range(2 if self.faults.twice else 1)]

    def deliver(self) -> list[int]:
        """Posts the webhooks that wait to the address each is for; the answers' statuses."""
        return [post(knock) for knock in self.leave()]


@dataclass(frozen=True, slots=True)
class Direct:
    """Carries requests straight to a server's answers, and its faults back as the guarded client would."""

    server: ChannelServer

    def send(
        self,
        method: str,
        url: str,
        content: bytes | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        bounds: Bounds | None = None,
    ) -> Reply:
        """The server's answer. Raises RequestFailed where the connection ends without one."""
        parts = urlsplit(url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        sent = {name.lower(): value for name, value in (headers or {}).items()}
        answer = self.server.answer(Asked(method, path, sent, content or b""))
        if answer.cut:
            raise RequestFailed(parts.netloc, "the connection ended")
        if answer.hangs:
            raise RequestFailed(parts.netloc, "took longer than 20 s")
        return Reply(status=answer.status, body=answer.body, headers=answer.headers)


def post(knock: Knock) -> int:
    """Sends a webhook over plain HTTP, as it is; the status of the answer."""
    parts = urlsplit(knock.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.request("POST", parts.path or "/", knock.body, dict(knock.headers))
        return connection.getresponse().status
    finally:
        connection.close()


def json_answer(body: object, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    """An answer in JSON."""
    return Answer(status, orjson.dumps(body), {"content-type": "application/json; charset=utf-8", **(headers or {})})
