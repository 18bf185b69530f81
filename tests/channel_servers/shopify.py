"""Shopify on loopback: its GraphQL Admin API over the published types, its leaky bucket and its signed webhooks.

Queries are validated and carried out by `graphql-core` against `shopify.graphql`. Costs are reckoned as Shopify's page
on rate limits says: an object costs 1, a connection as many of its nodes as it may show; no query may cost over 1,000.
"""

import base64
import hashlib
import hmac
import itertools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import parse_qs

import orjson
from graphql import GraphQLError, GraphQLSchema, build_schema, execute, parse, validate
from graphql.execution import ExecutionResult
from graphql.language import DocumentNode

from fulfillment.channels.protocol import Account, Knock
from fulfillment.channels.shopify.adapter import SCOPES
from fulfillment.channels.words import ChannelName
from tests.channel_servers.base import Call, ChannelServer, json_answer
from tests.channel_servers.shopify_cost import cost_of
from tests.channel_servers.shopify_mutations import MUTATIONS
from tests.channel_servers.shopify_shop import Held, Line, Order, Thing, whole
from tests.web_peer import Answer

DOMAIN = "clearway-sample.myshopify.com"
LOCATION = "gid://shopify/Location/77"
MOST_COST, BUCKET, RATE = 1000, 2000.0, 100.0
SEARCH = re.compile(r"(\w+):(>=|<)'([^']+)'")


@cache
def schema() -> GraphQLSchema:
    """The types that we ask for."""
    return build_schema(Path(__file__).with_name("shopify.graphql").read_text("utf-8"))


@lru_cache(100)
def judged(query: str) -> tuple[DocumentNode, list[GraphQLError]]:
    """A query read, and what is wrong with it by the types. Raises GraphQLError for one that cannot be read."""
    document = parse(query)
    return document, validate(schema(), document)


@dataclass
class ShopifyServer(ChannelServer):
    """One shop. `place` makes an order; what the API changes is seen in `orders`, `stock` and `mails`."""

    token: str = "sample-shopify-token"  # noqa: S105 - a made-up one
    client_id: str = "synthetic-client"
    client_secret: str = "sample-app-secret"  # noqa: S105 - a made-up one
    scopes: Sequence[str] = SCOPES
    most_per_page: int = 250
    hook_url: str = "https://clearway.example/hooks"
    hook_secret: str = "sample-app-secret"  # noqa: S105 - a made-up one
    orders: dict[int, Order] = field(default_factory=dict)
    stock: dict[str, int] = field(default_factory=dict)
    mails: list[str] = field(default_factory=list)
    said: dict[str, tuple[str, Thing]] = field(default_factory=dict)
    tokens: dict[str, datetime] = field(default_factory=dict)
    left: float = BUCKET
    filled_at: datetime | None = None
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(5_900_000_001))

    def account(self, **settings: str) -> Account:
        """How to connect to this shop."""
        return Account(
            connection="con_shopify",
            channel=ChannelName.SHOPIFY,
            endpoint=self.url,
            settings={"shop_domain": DOMAIN, "location": "77", **settings},
            secrets={"access_token": self.token, "webhook_secret": self.hook_secret},
        )

    def place(self, *lines: tuple[str, int, str], currency: str = "EUR", locations: int = 1) -> Order:
        """An order of `(sku, pieces, price)`, paid by card; its lines lie at so many locations in turn."""
        with self.lock:
            now, number = self.now(), next(self.numbers)
            made = [self._line(*line) for line in lines or (("MUG-350", 2, "9.90"),)]
            places = [f"gid://shopify/Location/{77 + index}" for index in range(locations)]
            held = [self._held(place, made[index::locations]) for index, place in enumerate(places)]
            order = Order(number, now, now, currency, made, [each for each in held if each.lines])
            sale = {
                "id": self.id_of("OrderTransaction"),
                "kind": "SALE",
                "status": "SUCCESS",
                "amount": str(order.total),
            }
            order.transactions.append({**sale, "gateway": "shopify_payments", "createdAt": now.isoformat()})
            self.orders[number] = order
            for line in made:
                self.stock.setdefault(line.sku, 10)
            self.knock("orders/create", order)
            return order

    def touch(self, order: Order, topic: str = "orders/updated") -> None:
        """Something about an order changed."""
        with self.lock:
            order.updated = self.now()
            self.knock(topic, order)

    def edit(self, order: Order, sku: str, pieces: int) -> None:
        """The merchant edits how many pieces of a line stay."""
        with self.lock:
            for line in order.lines:
                if line.sku == sku:
                    order.edited, line.current, line.refundable = True, pieces, pieces
            self.touch(order, "orders/edited")

    def cancel(self, order: Order, reason: str = "CUSTOMER") -> None:
        """Somebody cancels the order in the shop."""
        with self.lock:
            order.cancelled, order.reason = self.now(), reason
            self.touch(order, "orders/cancelled")

    def id_of(self, kind: str) -> str:
        """A new global id."""
        return f"gid://shopify/{kind}/{next(self.numbers)}"

    def knock(self, topic: str, order: Order) -> None:
        """Signs a webhook and puts it among those that wait."""
        edited = {"order_edit": {"id": next(self.numbers), "order_id": order.number}}
        body = orjson.dumps(
            edited if topic == "orders/edited" else {"id": order.number, "admin_graphql_api_id": order.gid}
        )
        signature = base64.b64encode(hmac.new(self.hook_secret.encode(), body, hashlib.sha256).digest()).decode()
        headers = {
            "content-type": "application/json",
            "x-shopify-topic": topic,
            "x-shopify-hmac-sha256": signature,
            "x-shopify-shop-domain": DOMAIN,
            "x-shopify-api-version": "2026-10",
            "x-shopify-webhook-id": f"b54557e4-bdd9-4b37-8a5f-{next(self.numbers):012d}",
            "x-shopify-triggered-at": self.now().isoformat(timespec="microseconds").replace("+00:00", "123Z"),
        }
        self.waiting.append(Knock(headers=headers, body=body, url=self.hook_url))

    def is_effect(self, call: Call) -> bool:
        """GraphQL posts its questions too."""
        return str(call.json().get("query", "")).lstrip().startswith("mutation")

    def serve(self, call: Call) -> Answer:
        """The token's address, or GraphQL."""
        if call.path == "/admin/oauth/access_token":
            return self._grant(call)
        if call.path != "/admin/api/2026-10/graphql.json":
            return json_answer({"errors": "Not Found"}, 404)
        token = call.headers.get("x-shopify-access-token", "")
        if token != self.token and self.now() >= self.tokens.get(token, self.now()):
            words = "[API] Invalid API key or access token (unrecognized login or wrong password)"
            return json_answer({"errors": words}, 401)
        return self._graphql(call)

    def throttled(self, call: Call) -> Answer:
        """As an empty bucket answers."""
        cost = {"requestedQueryCost": 100, "throttleStatus": _status(BUCKET, 0.0, 100 / self.faults.wait_s)}
        return json_answer({"errors": [_error("Throttled", "THROTTLED")], "extensions": {"cost": cost}})

    def _grant(self, call: Call) -> Answer:
        form = {name: values[-1] for name, values in parse_qs(call.body.decode()).items()}
        if (form.get("client_id"), form.get("client_secret")) != (self.client_id, self.client_secret):
            return json_answer({"error": "invalid_client", "error_description": "The client is unknown"}, 400)
        token = f"sample-day-token-{next(self.numbers)}"
        self.tokens[token] = self.now() + timedelta(hours=24)
        return json_answer({"access_token": token, "scope": ",".join(self.scopes), "expires_in": 86399})

    def _graphql(self, call: Call) -> Answer:
        asked = call.json()
        try:
            document, faults = judged(str(asked.get("query")))
        except GraphQLError as error:
            return json_answer({"errors": [{"message": error.message}]})
        if faults:
            return json_answer({"errors": [_error(each.message, "undefinedField") for each in faults]})
        variables = asked.get("variables")
        variables = variables if isinstance(variables, dict) else {}
        cost = cost_of(schema(), document, variables)
        if cost > MOST_COST:
            words = f"Query cost is {cost}, which exceeds the single query max cost limit ({MOST_COST})."
            return json_answer({"errors": [_error(words, "MAX_COST_EXCEEDED")]})
        return self._paid(document, variables, cost)

    def _paid(self, document: DocumentNode, variables: Thing, cost: int) -> Answer:
        """Carries a query out that the bucket can pay; it costs a tenth of what it might."""
        now = self.now()
        passed = (now - self.filled_at).total_seconds() if self.filled_at else 0.0
        self.left, self.filled_at = min(BUCKET, self.left + RATE * max(0.0, passed)), now
        if cost > self.left:
            told = {"requestedQueryCost": cost, "throttleStatus": _status(BUCKET, self.left, RATE)}
            return json_answer({"errors": [_error("Throttled", "THROTTLED")], "extensions": {"cost": told}})
        self.left -= cost / 10
        result = execute(schema(), document, root_value=self._root(), variable_values=variables)
        assert isinstance(result, ExecutionResult)
        told = {
            "requestedQueryCost": cost,
            "actualQueryCost": cost // 10,
            "throttleStatus": _status(BUCKET, self.left, RATE),
        }
        answer: Thing = {"data": result.data, "extensions": {"cost": told}}
        if result.errors:
            answer["errors"] = [{"message": each.message, "extensions": each.extensions} for each in result.errors]
        return json_answer(answer)

    def _root(self) -> Thing:
        handles = [{"handle": each} for each in self.scopes]
        mutations = {name: self._granted(name, does) for name, does in MUTATIONS.items()}
        return {
            "shop": {"name": "Clearway Sample Shop", "myshopifyDomain": DOMAIN},
            "currentAppInstallation": {"accessScopes": handles},
            "order": lambda _info, id: self._order(id),  # noqa: A006 - the API's own name
            "orders": self._orders,
            "fulfillment": lambda _info, id: self._fulfillment(id),  # noqa: A006
            "inventoryItems": self._items,
            **mutations,
        }

    def _granted(self, name: str, does: object) -> object:
        scope = {"inventorySetQuantities": "write_inventory", "fulfillmentCreate": SCOPES[2]}.get(name, "write_orders")
        assert callable(does)

        def call(info: object, **arguments: object) -> object:
            if scope not in self.scopes:
                words = f"Access denied for {name} field. Required access: `{scope}` access scope."
                raise GraphQLError(words, extensions={"code": "ACCESS_DENIED"})
            return does(self, info, **arguments)

        return call

    def _order(self, gid: str) -> Thing | None:
        found = self.orders.get(int(gid.rsplit("/", 1)[-1]))
        return found.as_graphql() if found else None

    def _fulfillment(self, gid: str) -> Thing | None:
        return next((each for order in self.orders.values() for each in order.fulfillments if each["id"] == gid), None)

    def _orders(
        self,
        _info: object,
        first: int = 50,
        after: str | None = None,
        query: str = "",
        sortKey: str = "ID",  # noqa: N803
    ) -> Thing:
        """A page by keys: behind the cursor's moment and number, whatever moved meanwhile."""
        by_update = sortKey == "UPDATED_AT"
        keyed = sorted(((o.updated if by_update else o.created), n) for n, o in self.orders.items() if _fits(o, query))
        if after is not None:
            moment, number = json.loads(base64.b64decode(after))
            keyed = [key for key in keyed if key > (datetime.fromisoformat(moment), number)]
        first = min(first, self.most_per_page)
        shown, more = keyed[:first], len(keyed) > first
        cursor = (
            base64.b64encode(json.dumps([shown[-1][0].isoformat(), shown[-1][1]]).encode()).decode() if shown else None
        )
        nodes = [self.orders[number].as_graphql() for _, number in shown]
        return {"nodes": nodes, "pageInfo": {"hasNextPage": more, "endCursor": cursor}}

    def _items(self, _info: object, first: int = 50, query: str = "", **_: object) -> Thing:
        """A search finds words that begin like the ones asked for, as a search does."""
        words = [word.lower() for word in re.findall(r'sku:"((?:[^"\\]|\\.)*)"', query)]
        found = [sku for sku in sorted(self.stock) if any(sku.lower().startswith(word) for word in words)]
        nodes = [{"id": f"gid://shopify/InventoryItem/{sku}", "sku": sku, "tracked": True} for sku in found]
        answer = whole(nodes)(None, first=first)
        assert isinstance(answer, dict)
        return answer

    def _line(self, sku: str, pieces: int, price: str) -> Line:
        return Line(self.id_of("LineItem"), sku, pieces, Decimal(price), pieces, pieces)

    def _held(self, place: str, lines: Sequence[Line]) -> Held:
        of_it = {self.id_of("FulfillmentOrderLineItem"): line for line in lines}
        remaining = {id_: line.quantity for id_, line in of_it.items()}
        return Held(self.id_of("FulfillmentOrder"), place, of_it, remaining)


def _fits(order: Order, query: str) -> bool:
    for name, sign, text in SEARCH.findall(query):
        stated, moment = datetime.fromisoformat(text), order.updated if name == "updated_at" else order.created
        if (moment < stated) if sign == ">=" else (moment >= stated):
            return False
    return True


def _status(most: float, left: float, rate: float) -> Thing:
    return {"maximumAvailable": most, "currentlyAvailable": left, "restoreRate": rate}


def _error(words: str, code: str) -> Thing:
    return {
        "message": words,
        "extensions": {"code": code, "documentation": "https://shopify.dev/api/usage/rate-limits"},
    }
