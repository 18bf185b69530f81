"""A storefront that sends orders from several threads, repeats what was not taken, and counts its answers."""

import itertools
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx2

from tests.desks import an_honest_order, an_unpaid_order, document
from tests.service_processes import Api

UNANSWERED = "none"  # of a connection that broke
AGAIN_S = 0.2
GIVES_UP_S = 300


@dataclass
class Shop:
    """`answers` counts by status and code of the problem; `outcomes` has what became of each order that was taken."""

    api: Api
    answers: Counter[tuple[int, str]] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    untimed: int = 0  # problems that say to come again, and not when
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def send_next(self, client: httpx2.Client) -> None:
        """The next order, with one key, until it is taken."""
        number = next(self._numbers)
        order = an_honest_order(f"A-{number}") if number % 3 else an_unpaid_order(f"A-{number}")
        until = time.monotonic() + GIVES_UP_S
        while time.monotonic() < until:
            if self.tried(client, document(order), f"key-{number}"):
                return
            time.sleep(AGAIN_S)
        raise AssertionError(f"order {number} was not taken")

    def tried(self, client: httpx2.Client, body: dict[str, object], key: str) -> bool:
        """Sends once; whether it was taken."""
        headers = {"Authorization": f"Bearer {self.api.token}", "Idempotency-Key": key}
        try:
            response = client.post(f"{self.api.origin}/v1/orders", json=body, headers=headers)
        except httpx2.HTTPError:
            self.answers[0, UNANSWERED] += 1
            return False
        told = response.json()
        self.answers[response.status_code, "" if response.is_success else str(told["code"])] += 1
        if not response.is_success:
            self.untimed += "retry-after" not in response.headers
            return False
        self.outcomes[str(told["outcome"])] += 1
        return True

    @contextmanager
    def sending(self, senders: int = 4) -> Iterator[None]:
        """Sends while the block runs, and until every order that was begun is taken."""
        done = threading.Event()
        broken: list[AssertionError] = []

        def send() -> None:
            try:
                with httpx2.Client(trust_env=False, timeout=30) as client:
                    while not done.is_set():
                        self.send_next(client)
            except AssertionError as error:
                broken.append(error)

        threads = [threading.Thread(target=send, daemon=True) for _ in range(senders)]
        for each in threads:
            each.start()
        try:
            yield
        finally:
            done.set()
            for each in threads:
                each.join(GIVES_UP_S + 30)
        assert broken == []
