"""What a soak sends: orders, changes, what gateways tell, what analysts do, at a modest pace that does not change."""

import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

import httpx2

from engine.clock import SystemClock
from engine.order.order import Order
from engine.order.terms import PaymentStatus
from tests.benchmarks.service_orders import AGO
from tests.builders import a_payment
from tests.desks import document
from tests.service_processes import Api
from tests.synthetic.honest import Shop, own_shop_order

SEED = 20261126
BUYERS = 400  # a shop whose customers come back, so that what is remembered by text is full after the warm-up
LATEST = 40
EVERY = 50  # orders between two runs that decide known orders anew
KEPT = 500  # orders that later steps are about
FINE = frozenset({200, 201, 202, 204, 409, 412, 422})  # 409 and 412: somebody or something was faster
Step = Callable[[httpx2.Client, int], None]


@dataclass
class Load:
    """Sends from one thread; `answers` counts them by step and status.

    Nothing is sent while `is_behind` says that the worker has enough to do: on a busy machine a backlog
    would tell of others. `left_out` counts such steps.
    """

    api: Api
    steps_a_second: float
    is_behind: Callable[[], bool] = lambda: False
    left_out: int = 0
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)
    _shop: Shop = field(default_factory=lambda: Shop(Random(SEED)))

    def __enter__(self) -> "Load":
        self._thread = threading.Thread(target=self._send, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        self._thread.join(60)

    def _send(self) -> None:
        headers = {"Authorization": f"Bearer {self.api.token}"}
        began = time.monotonic()
        with httpx2.Client(trust_env=False, timeout=30, headers=headers, base_url=self.api.origin) as client:
            for number in itertools.count():
                if self.done.wait(max(0.0, began + number / self.steps_a_second - time.monotonic())):
                    return
                if self.is_behind():
                    self.left_out += 1
                    continue
                for step in self._steps(number):
                    try:
                        step(client, number)
                    except httpx2.HTTPError as lost:
                        self.broken.append(f"{step.__name__}: {lost!r}")

    def _steps(self, number: int) -> Iterator[Step]:
        """An order each time, and what else is its turn."""
        yield self.order
        turns: Mapping[Step, int] = {
            self.patch: 4, self.read: 2, self.tell: 3, self.release: 5, self.judge: 7, self.hold: 9, self.label: 11,
            self.batch: 40, self.later: 6, self.follow: 8, self.rescreen: EVERY,
        }  # fmt: skip
        yield from (step for step, turn in turns.items() if self.orders and number % turn == turn - 1)

    def order(self, client: httpx2.Client, number: int) -> None:
        said = self._call(client, "order", "POST", "/v1/orders", document(self._made(number)), key=f"o-{number}")
        if "order_id" in said:
            self.orders.append(str(said["order_id"]))
            del self.orders[:-KEPT]

    def later(self, client: httpx2.Client, number: int) -> None:
        body, key = document(self._made(number, "L")), f"l-{number}"
        self._call(client, "later", "POST", "/v1/orders", body, key=key, prefer="respond-async")

    def batch(self, client: httpx2.Client, number: int) -> None:
        items = [{"order": document(self._made(number * 10 + each, "B"))} for each in range(5)]
        self._call(client, "batch", "POST", "/v1/orders/batch", {"items": items}, key=f"b-{number}")

    def patch(self, client: httpx2.Client, number: int) -> None:
        body = {"buyer_note": f"ring {number % 20} times"}
        self._call(client, "patch", "PATCH", f"/v1/orders/{self._any(number)}", body)

    def read(self, client: httpx2.Client, number: int) -> None:
        order = self._call(client, "read", "GET", f"/v1/orders/{self._any(number)}")
        decision = order.get("decision")
        if isinstance(decision, dict):
            self._call(client, "trace", "GET", f"/v1/decisions/{decision['id']}/trace")

    def tell(self, client: httpx2.Client, number: int) -> None:
        body: dict[str, object] = {"id": f"e-{number}", "at": SystemClock().now().isoformat()}
        kinds = ("order.note", "payment.captured", "payment.failed")
        kind = kinds[number // 3 % len(kinds)]
        money = {"amount": 100, "currency": "EUR", "reference": f"r-{number}"} if kind == "payment.captured" else {}
        self._call(client, "tell", "POST", f"/v1/orders/{self._any(number)}/events", {**body, "type": kind, **money})

    def hold(self, client: httpx2.Client, number: int) -> None:
        path = f"/v1/orders/{self._any(number)}/holds"
        self._call(client, "hold", "POST", path, {"reason": "the buyer rang"}, key=f"h-{number}")

    def release(self, client: httpx2.Client, number: int) -> None:
        for each in self._listed(client, "/v1/holds?limit=20")[:2]:
            self._call(client, "release", "POST", f"/v1/holds/{each['id']}/release", {"reason": "seen"})

    def judge(self, client: httpx2.Client, number: int) -> None:
        review = self._call(client, "take", "POST", "/v1/reviews/next", {})
        if "id" in review:
            how = {"disposition": ("release", "keep", "fraud")[number // 7 % 3]}
            self._call(client, "resolve", "POST", f"/v1/reviews/{review['id']}/resolve", how)

    def label(self, client: httpx2.Client, number: int) -> None:
        body = {"kind": "legitimate"}
        self._call(client, "label", "POST", f"/v1/orders/{self._any(number)}/labels", body)

    def follow(self, client: httpx2.Client, number: int) -> None:
        self._call(client, "feed", "GET", f"/v1/events?after={number}&limit=100")
        self._call(client, "life", "GET", f"/v1/orders/{self._any(number)}/fulfilment")

    def rescreen(self, client: httpx2.Client, number: int) -> None:
        """Of the latest orders: of all, a run would hold more the more orders there are, up to a chunk."""
        asked = {"filter": {"orders": self.orders[-LATEST:]}, "dry_run": number // EVERY % 2 == 0}
        self._call(client, "rescreen", "POST", "/v1/rescreens", asked)

    def _made(self, number: int, series: str = "S") -> Order:
        """An order that nobody sent before; every fourth is not paid, and waits."""
        shop = self._shop
        shop.orders += 1
        buyers, chance = shop.buyers, shop.chance
        buyer = chance.choice(buyers) if len(buyers) >= BUYERS else None
        order = own_shop_order(shop, SystemClock().now() - AGO, buyer)
        order = replace(order, id=f"{series}-{number}")
        unpaid = a_payment(status=PaymentStatus.FAILED, captured=0, authorised=0, captured_at=None)
        return order if shop.orders % 4 else replace(order, payment=unpaid)

    def _any(self, number: int) -> str:
        return self.orders[number * 7919 % len(self.orders)]

    def _listed(self, client: httpx2.Client, path: str) -> Sequence[Mapping[str, object]]:
        found = self._call(client, "list", "GET", path).get("data")
        return found if isinstance(found, list) else []

    def _call(
        self,
        client: httpx2.Client,
        step: str,
        method: str,
        path: str,
        body: object = None,
        *,
        key: str | None = None,
        prefer: str | None = None,
    ) -> Mapping[str, object]:
        headers = {"Idempotency-Key": key} if key is not None else {}
        headers |= {"Prefer": prefer} if prefer is not None else {}
        response = client.request(method, path, json=body, headers=headers)
        self.answers[step, response.status_code] += 1
        if response.status_code not in FINE:
            self.broken.append(f"{step}: {response.status_code} {response.text[:300]}")
        is_json = response.headers.get("content-type", "").startswith("application/json")
        said: Mapping[str, object] = response.json() if is_json and response.content else {}
        return said
