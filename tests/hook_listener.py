"""A shop's server for webhooks, as a process of the service calls it: on loopback, and verifying each message with the
published package of Standard Webhooks."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx2
from standardwebhooks import Webhook, WebhookVerificationError

from tests.service_processes import Api
from tests.web_peer import Answer, Asked, Peer, a_peer

FAILS_EVERY = 29  # calls are answered by 500 now and then, after the message was taken: so it comes again


@dataclass
class Listener:
    """`bodies` has what came, by `webhook-id`; `refused` counts what was not signed as it must be."""

    secret: str = ""
    calls: int = 0
    refused: int = 0
    bodies: dict[str, list[bytes]] = field(default_factory=dict)
    peer: Peer | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def opening(self) -> str:
        """The setting by which it may be called."""
        assert self.peer is not None
        return self.peer.opening

    def subscribe(self, api: Api) -> None:
        """Wants every event."""
        assert self.peer is not None
        body = {"url": f"http://127.0.0.1:{self.peer.port}/hooks", "types": ["*"]}
        with httpx2.Client(trust_env=False, timeout=30) as client:
            headers = {"Authorization": f"Bearer {api.token}"}
            made = client.post(f"{api.origin}/v1/webhook-endpoints", json=body, headers=headers)
        assert made.status_code == 201, made.text
        self.secret = made.json()["secret"]

    def answer(self, asked: Asked) -> Answer:
        """Takes a message, once it is verified."""
        with self._lock:
            self.calls += 1
            try:
                Webhook(self.secret).verify(asked.body, asked.headers)
            except WebhookVerificationError:
                self.refused += 1
                return Answer(400)
            self.bodies.setdefault(asked.headers["webhook-id"], []).append(asked.body)
            return Answer(500 if self.calls % FAILS_EVERY == 0 else 204)

    @property
    def repeated(self) -> int:
        """How many calls brought what was there already."""
        return sum(len(each) - 1 for each in self.bodies.values())

    @property
    def is_steady(self) -> bool:
        """Whether what came again was the same, each time."""
        return all(len(set(each)) == 1 for each in self.bodies.values())


@contextmanager
def a_listener() -> Iterator[Listener]:
    """Listens until the end of the block."""
    listener = Listener()
    with a_peer(listener.answer) as peer:
        listener.peer = peer
        yield listener
