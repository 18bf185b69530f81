"""A day of a careful shop: orders one by one, in batches and for later, held ones that are released, customers who
answer, changes. Whatever breaks meanwhile, each request is repeated with its key until there is an answer.
"""

import itertools
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx2

from tests.desks import a_vague_address, an_honest_order, an_unpaid_order, document
from tests.service_processes import Api

Json = dict[str, Any]

GIVES_UP_S = 400.0
AGAIN_S = 0.25
LOOKS_AGAIN_S = 0.5
WAITS_FOR = frozenset({"in_flight", "case_changed", "not_taken_over"})
BATCH = 6
LATER = {"Prefer": "respond-async"}
PATCH = {"Content-Type": "application/merge-patch+json"}


class Unanswered(AssertionError):
    """Nothing came of it for longer than anybody waits."""


@dataclass
class BusyDay:
    """Calls go to one server after the other. `answers` counts by status and code, `told` the steps
    that were done by kind."""

    apis: Sequence[Api]
    answers: Counter[tuple[int, str]] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    _calls: "itertools.count[int]" = field(default_factory=itertools.count)

    @property
    def api(self) -> Api:
        """Whom the next call goes to."""
        return self.apis[next(self._calls) % len(self.apis)]

    def work(self, steps: int, senders: int = 5) -> None:
        """So many steps of all kinds, several at once."""
        with ThreadPoolExecutor(senders) as pool:
            for kind in pool.map(self._step, range(steps)):
                self.told[kind] += 1

    def _step(self, number: int) -> str:
        kinds: list[Callable[[_Shop, int], None]] = [_honest, _honest, _honest, _held, _asked, _later, _changed, _batch]
        kind = kinds[number % len(kinds)]
        with httpx2.Client(trust_env=False, timeout=30) as client:
            kind(_Shop(self, client), number)
        return kind.__name__.removeprefix("_")


@dataclass(frozen=True, slots=True)
class _Shop:
    day: BusyDay
    client: httpx2.Client

    def insist(
        self, method: str, path: str, body: object = None, key: str = "", more: Mapping[str, str] | None = None
    ) -> httpx2.Response:
        """Sends until somebody answers for good."""
        headers = {"Authorization": f"Bearer {self.day.apis[0].token}", **(more or {})}
        if key:
            headers["Idempotency-Key"] = key
        until = time.monotonic() + GIVES_UP_S
        while time.monotonic() < until:
            try:
                answer = self.client.request(method, f"{self.day.api.origin}{path}", json=body, headers=headers)
            except httpx2.HTTPError:
                self.day.answers[0, "none"] += 1
            else:
                code = "" if answer.is_success else str(answer.json().get("code"))
                self.day.answers[answer.status_code, code] += 1
                if answer.status_code < 500 and answer.status_code != 429 and code not in WAITS_FOR:
                    return answer
            time.sleep(AGAIN_S)
        raise Unanswered(f"{method} {path}")

    def done(self, method: str, path: str, body: object = None, key: str = "") -> Json:
        """What is answered when it is done."""
        answer = self.insist(method, path, body, key)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return dict(answer.json())

    def until(self, path: str, found: Callable[[Json], bool]) -> Json:
        """Reads until it is so."""
        until = time.monotonic() + GIVES_UP_S
        while time.monotonic() < until:
            seen = self.done("GET", path)
            if found(seen):
                return seen
            time.sleep(LOOKS_AGAIN_S)
        raise Unanswered(path)


def _honest(shop: _Shop, number: int) -> None:
    decided = shop.done("POST", "/v1/orders", document(an_honest_order(f"H-{number}")), f"h-{number}")
    assert decided["outcome"] == "admit"


def _held(shop: _Shop, number: int) -> None:
    """Held, and released by a person."""
    decided = shop.done("POST", "/v1/orders", document(an_unpaid_order(f"U-{number}")), f"u-{number}")
    assert decided["outcome"] == "hold"
    order = decided["order_id"]
    for hold in shop.done("GET", f"/v1/orders/{order}/holds")["data"]:
        asked = {"reason": "transfer seen on the account", "reason_code": "payment_seen"}
        shop.done("POST", f"/v1/holds/{hold['id']}/release", asked, f"r-{hold['id']}")


def _asked(shop: _Shop, number: int) -> None:
    """Asked back; the customer answers by the link."""
    decided = shop.done("POST", "/v1/orders", document(a_vague_address(f"Q-{number}")), f"q-{number}")
    assert decided["outcome"] == "ask_customer"
    path = f"/v1/customer-requests?order_id={decided['order_id']}"
    request = shop.until(path, lambda seen: bool(seen["data"]))["data"][0]
    link = "/r/" + shop.done("GET", f"/v1/customer-requests/{request['id']}")["url"].partition("/r/")[2]
    answer = shop.insist("POST", f"/v1{link}", {"address": {"postcode": "10115"}})
    assert answer.is_success, answer.text


def _later(shop: _Shop, number: int) -> None:
    """Taken in now, decided by a worker."""
    taken = shop.insist("POST", "/v1/orders", document(an_honest_order(f"L-{number}")), f"l-{number}", LATER)
    assert taken.status_code == 202, taken.text
    seen = shop.until(taken.headers["Location"], lambda seen: seen["state"] != "pending")
    assert (seen["state"], seen["decision"]["outcome"]) == ("decided", "admit")


def _changed(shop: _Shop, number: int) -> None:
    """Held, and right after the shop has changed it."""
    decided = shop.done("POST", "/v1/orders", document(an_honest_order(f"C-{number}")), f"c-{number}")
    changed = shop.insist("PATCH", f"/v1/orders/{decided['order_id']}", {"buyer_note": "at the back"}, more=PATCH)
    assert changed.is_success, changed.text


def _batch(shop: _Shop, number: int) -> None:
    """Several at once, one of them no order; each has its answer in the end."""
    orders: list[object] = [document(an_honest_order(f"B-{number}-{place}")) for place in range(BATCH - 1)]
    body = {"items": [{"order": each} for each in [*orders, {"id": "no order"}]]}
    taken = shop.insist("POST", "/v1/orders/batch", body, f"b-{number}", LATER)
    assert taken.status_code == 202, taken.text
    place = taken.headers["Location"]
    shop.until(place, lambda seen: seen["state"] == "done")
    states = [each["state"] for each in shop.done("GET", f"{place}/items?limit=50")["data"]]
    assert states == ["decided"] * (BATCH - 1) + ["rejected"]
