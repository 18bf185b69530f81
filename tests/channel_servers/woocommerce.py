"""A WooCommerce store on loopback: its REST API wc/v3, its Shipment Tracking extension, and its signed webhooks.

Answers, headers and errors are those of the plug-in's own source (woocommerce/woocommerce, read 2026-11). The store
keeps whole seconds. All people are made up.
"""

import base64
import hashlib
import hmac
import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

import orjson

from fulfillment.channels.protocol import Account, Knock
from fulfillment.channels.words import ChannelName
from tests.channel_servers.base import Call, ChannelServer, json_answer
from tests.web_peer import Answer

Thing = dict[str, object]
PROVIDERS = {"Germany": {"DHL": "https://track.example/%1$s"}, "Global": {"UPS": "https://ups.example/%1$s"}}
BILLING: Thing = {
    "first_name": "Amy",
    "last_name": "Sample",
    "company": "",
    "address_1": "1 Example Road",
    "address_2": "",
    "city": "Leeds",
    "state": "",
    "postcode": "LS1 1AA",
    "country": "GB",
    "email": "amy.sample@example.com",
    "phone": "+44 113 000 0000",
}


@dataclass
class Article:
    """A product, or a variation of one."""

    id: int
    sku: str
    stock: int
    parent: int = 0


@dataclass
class WooServer(ChannelServer):
    """One store. `place` makes an order; what the API changes is seen in `orders`, `articles`, `notes`, `refunds`.

    `extension`: whether Shipment Tracking is installed. `most_per_page` makes pages short. `counts_pages`: whether the
    headers that count them come through the host's caches.
    """

    key: str = "ck_sample"
    secret: str = "cs_sample"  # noqa: S105 - a made-up one
    hook_url: str = "https://clearway.example/hooks"
    hook_secret: str = "sample-hook-secret"  # noqa: S105 - a made-up one
    extension: bool = True
    most_per_page: int = 100
    counts_pages: bool = True
    orders: dict[int, Thing] = field(default_factory=dict)
    articles: list[Article] = field(default_factory=list)
    notes: dict[int, list[Thing]] = field(default_factory=dict)
    refunds: dict[int, list[Thing]] = field(default_factory=dict)
    trackings: dict[int, list[Thing]] = field(default_factory=dict)
    mails: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(7001))

    def account(self, **settings: str) -> Account:
        """How to connect to this store."""
        return Account(
            connection="con_woo",
            channel=ChannelName.WOOCOMMERCE,
            endpoint=self.url,
            settings=settings,
            secrets={"consumer_key": self.key, "consumer_secret": self.secret, "webhook_secret": self.hook_secret},
        )

    def place(self, *lines: tuple[str, int, str], status: str = "processing", currency: str = "EUR") -> Thing:
        """An order of `(sku, pieces, price)`, paid by card."""
        with self.lock:
            number, now = next(self.numbers), self._second()
            items = [self._line(*line) for line in lines or (("MUG-350", 2, "9.90"),)]
            goods = sum((Decimal(str(each["total"])) for each in items), Decimal(0))
            order: Thing = {
                "id": number,
                "number": str(number),
                "status": status,
                "currency": currency,
                "date_created_gmt": now,
                "date_modified_gmt": now,
                "date_paid_gmt": None if status == "pending" else now,
                "shipping_total": "4.90",
                "total_tax": "0.00",
                "total": f"{goods + Decimal('4.90'):.2f}",
                "customer_id": 88,
                "customer_ip_address": "203.0.113.9",
                "customer_user_agent": "ExampleBrowser/2.0",
                "customer_note": "",
                "billing": BILLING,
                "shipping": BILLING,
                "payment_method": "stripe",
                "transaction_id": f"pi_Sample{number}",
                "meta_data": [],
                "line_items": items,
                "shipping_lines": [{"id": 1, "method_title": "Tracked", "total": "4.90", "total_tax": "0.00"}],
                "fee_lines": [],
                "refunds": [],
            }
            self.orders[number] = order
            self.knock("order.created", order)
            return order

    def touch(self, order: Thing, **changes: object) -> None:
        """Something about an order changes."""
        with self.lock:
            order.update(changes)
            order["date_modified_gmt"] = self._second()
            self.knock("order.updated", order)

    def knock(self, topic: str, order: Thing) -> None:
        """Signs a webhook and puts it among those that wait. Its delivery id is one for a whole second, as there."""
        body = orjson.dumps(order)
        secret = self.hook_secret.encode()
        second = f"12{int(self.now().timestamp())}"
        headers = {
            "content-type": "application/json",
            "x-wc-webhook-source": f"{self.url}/" if self.peer else "https://shop.example/",
            "x-wc-webhook-topic": topic,
            "x-wc-webhook-resource": "order",
            "x-wc-webhook-event": topic.partition(".")[2],
            "x-wc-webhook-signature": base64.b64encode(hmac.new(secret, body, hashlib.sha256).digest()).decode(),
            "x-wc-webhook-id": "12",
            "x-wc-webhook-delivery-id": hashlib.md5(second.encode(), usedforsecurity=False).hexdigest(),
        }
        self.waiting.append(Knock(headers=headers, body=body, url=self.hook_url))

    def throttled(self, call: Call) -> Answer:
        """As a host before the store answers."""
        headers = {"retry-after": f"{self.faults.wait_s:g}", "content-type": "text/html"}
        return Answer(429, b"<html>Too Many Requests</html>", headers)

    def serve(self, call: Call) -> Answer:
        """The API's root, a route of ours, or WordPress's own 404."""
        steps = call.steps
        if steps == ("wp-json",):
            names = ["wp/v2", "wc/v3", *(["wc-shipment-tracking/v3"] if self.extension else [])]
            return json_answer({"name": "Clearway Sample Store", "url": self.url, "namespaces": names})
        pair = base64.b64encode(f"{self.key}:{self.secret}".encode()).decode()
        if call.headers.get("authorization") != f"Basic {pair}":
            words = "Consumer key is invalid."
            return refusal("woocommerce_rest_authentication_error", words, 401)
        match steps:
            case ("wp-json", "wc", "v3", "orders", *rest):
                return self._orders(call, rest)
            case ("wp-json", "wc", "v3", "products", *rest):
                return self._products(call, rest)
            case ("wp-json", "wc-shipment-tracking", "v3", *rest) if self.extension:
                return self._extension(call, rest)
        return refusal("rest_no_route", "No route was found matching the URL and request method.", 404)

    def _orders(self, call: Call, rest: list[str]) -> Answer:
        if not rest:
            return self._listed(call)
        order = self.orders.get(int(rest[0]))
        if order is None:
            return refusal("woocommerce_rest_shop_order_invalid_id", "Invalid ID.", 404)
        match call.method, rest[1:]:
            case "GET", []:
                return json_answer(order)
            case "PUT", []:
                return self._changed(order, call.json())
            case "GET", ["notes"]:
                return json_answer(self.notes.get(int(rest[0]), []))
            case "POST", ["notes"]:
                return self._noted(order, call.json())
            case "GET", ["refunds"]:
                return json_answer(self.refunds.get(int(rest[0]), []))
            case "POST", ["refunds"]:
                return self._refunded(order, call.json())
        return refusal("rest_no_route", "No route was found matching the URL and request method.", 404)

    def _listed(self, call: Call) -> Answer:
        by = "date_modified_gmt" if call.query.get("orderby") == "modified" else "date_created_gmt"
        left_out = {int(each) for each in call.query.get("exclude", "").split(",") if each}
        bounds = ("modified_after", "modified_before") if "modified_after" in call.query else ("after", "before")
        after, before = (call.query.get(name, "") for name in bounds)
        fitting = sorted(
            (str(each[by]), number)
            for number, each in self.orders.items()
            if number not in left_out and (not after or after < str(each[by]) < before)
        )
        size = min(int(call.query.get("per_page", "10")), self.most_per_page)
        begin = int(call.query.get("offset", (int(call.query.get("page", "1")) - 1) * size))
        shown = [self.orders[number] for _, number in fitting[begin : begin + size]]
        total = {"x-wp-total": str(len(fitting)), "x-wp-totalpages": str(math.ceil(len(fitting) / size))}
        return json_answer([_fields(each, call) for each in shown], headers=total if self.counts_pages else {})

    def _changed(self, order: Thing, stated: Thing) -> Answer:
        kept = {each["key"]: each for each in things(order["meta_data"])}
        for meta in things(stated.pop("meta_data", [])):
            kept[meta["key"]] = {"id": next(self.numbers), **meta}
        if stated.get("status") == "cancelled" and order["status"] != "cancelled":
            for line in things(order["line_items"]):
                for article in self.articles:
                    article.stock += int(str(line["quantity"])) if article.sku == line["sku"] else 0
        if stated.get("status") == "completed" and order["status"] != "completed":
            self.mails.append(f"completed {order['id']}")
        self.touch(order, **stated, meta_data=list(kept.values()))
        return json_answer(order)

    def _noted(self, order: Thing, stated: Thing) -> Answer:
        note = {"id": next(self.numbers), "customer_note": stated.get("customer_note") is True}
        words = str(stated.get("note")).replace("&", "&amp;")  # as WordPress keeps it
        self.notes.setdefault(int(str(order["id"])), []).insert(0, {**note, "note": words})
        if note["customer_note"]:
            self.mails.append(f"note {order['id']}")
        return json_answer({**note, "note": words}, 201)

    def _refunded(self, order: Thing, stated: Thing) -> Answer:
        before = self.refunds.setdefault(int(str(order["id"])), [])
        amount = Decimal(str(stated["amount"]))
        if amount > Decimal(str(order["total"])) - sum(Decimal(str(each["amount"])) for each in before):
            return refusal("woocommerce_rest_cannot_create_order_refund", "Invalid refund amount.", 500)
        made = {
            "id": next(self.numbers),
            "amount": f"{amount:.2f}",
            "reason": stated.get("reason", ""),
            "refunded_payment": stated.get("api_refund") is not False,
        }
        before.append(made)
        told = [{"id": each["id"], "reason": each["reason"], "total": f"-{each['amount']}"} for each in before]
        self.touch(order, refunds=told)
        return json_answer(made, 201)

    def _products(self, call: Call, rest: list[str]) -> Answer:
        if call.method == "GET" and not rest:
            stated = call.query.get("sku", "")
            wanted = {*stated.split(","), stated}
            return json_answer([_article(each) for each in self.articles if each.sku in wanted])
        parent = int(rest[0]) if len(rest) == 3 and rest[1] == "variations" else 0
        if call.method == "POST" and rest[-1] == "batch":
            return json_answer({"update": [self._levelled(each, parent) for each in things(call.json()["update"])]})
        return refusal("rest_no_route", "No route was found matching the URL and request method.", 404)

    def _levelled(self, stated: Thing, parent: int) -> Thing:
        for article in self.articles:
            if article.id == stated["id"] and article.parent == parent:
                article.stock = int(str(stated["stock_quantity"]))
                return {**_article(article), "stock_quantity": article.stock}
        error = {"code": "woocommerce_rest_product_invalid_id", "message": "Invalid ID.", "data": {"status": 400}}
        return {"id": stated["id"], "error": error}

    def _extension(self, call: Call, rest: list[str]) -> Answer:
        if rest == ["shipment-trackings", "providers"]:
            return json_answer(PROVIDERS)
        number = int(rest[1]) if rest[0] == "orders" else 0
        if number not in self.orders:
            return refusal("woocommerce_rest_order_invalid_id", "Invalid order ID.", 404)
        known = self.trackings.setdefault(number, [])
        if call.method == "GET":
            return json_answer(known)
        stated = call.json()
        if not stated.get("tracking_number"):
            return refusal("rest_missing_callback_param", "Missing parameter(s): tracking_number", 400)
        made = {"tracking_id": f"{next(self.numbers):032x}", **stated}
        known.append(made)
        self.touch(self.orders[number])
        return json_answer(made, 201)

    def _line(self, sku: str, pieces: int, price: str) -> Thing:
        total = f"{Decimal(price) * pieces:.2f}"
        if all(each.sku != sku for each in self.articles):
            self.articles.append(Article(next(self.numbers), sku, 10))
        numbers = {"id": next(self.numbers), "name": f"Article {sku}", "sku": sku, "quantity": pieces}
        return {**numbers, "subtotal": total, "subtotal_tax": "0.00", "total": total, "total_tax": "0.00"}

    def _second(self) -> str:
        return second(self.now())


def second(moment: datetime) -> str:
    """As the store keeps it."""
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()


def refusal(code: str, words: str, status: int) -> Answer:
    """An error as WordPress writes it."""
    return json_answer({"code": code, "message": words, "data": {"status": status}}, status)


def things(value: object) -> list[Thing]:
    """A list of objects."""
    assert isinstance(value, list)
    return value


def _article(article: Article) -> Thing:
    kind = "variation" if article.parent else "simple"
    return {"id": article.id, "sku": article.sku, "type": kind, "parent_id": article.parent}


def _fields(order: Thing, call: Call) -> Thing:
    wanted = call.query.get("_fields")
    return {name: order[name] for name in wanted.split(",")} if wanted else order
