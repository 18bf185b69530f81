"""Amazon on loopback: Login with Amazon and the calls of the Selling Partner API that we make, for one seller.

Forms after amzn/selling-partner-api-models (orders_2026-01-01, ordersV0, tokens_2021-03-01, feeds_2021-06-30,
listingsItems_2021-08-01, messaging; 2026). Orders are `amazon_documents`; `put` changes one and tells when.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import parse_qs

from fulfillment.channels.documents import each, moment, part, text, whole
from fulfillment.channels.protocol import Account
from fulfillment.channels.words import ChannelName
from tests.channel_servers.amazon_documents import Document, documents_v0, stamped
from tests.channel_servers.amazon_feeds import Feeds
from tests.channel_servers.base import Call, ChannelServer, json_answer
from tests.channel_servers.routing import Route, routed
from tests.web_peer import Answer

CLIENT, SECRET, REFRESH = "amzn1.application-oa2-client.sample", "sample-client-secret", "Atzr|sample-refresh"
SELLER = "A1SAMPLESELLER"
RATE = "0.5"
SETTLED = timedelta(minutes=2)
ACTIONS = ("confirmDeliveryDetails", "confirmOrderDetails", "unexpectedProblem", "legalDisclosure")


def fault(code: str, message: str, status: int) -> Answer:
    """An error as Amazon writes it."""
    return json_answer({"errors": [{"code": code, "message": message, "details": ""}]}, status)


@dataclass
class AmazonServer(ChannelServer):
    """`page_size` orders on a page; tokens live `life_s`. `levels` are pieces by SKU and marketplace; `messages` what
    buyers were sent."""

    orders: dict[str, Document] = field(default_factory=dict)
    page_size: int = 3
    life_s: int = 3600
    tokens: dict[str, datetime] = field(default_factory=dict)
    restricted: dict[str, str] = field(default_factory=dict)
    levels: dict[tuple[str, str], int] = field(default_factory=dict)
    messages: list[tuple[str, str, str]] = field(default_factory=list)
    actions: tuple[str, ...] = ACTIONS
    invalid_skus: frozenset[str] = frozenset()
    feeds: Feeds = field(default_factory=Feeds)

    def account(self, **settings: str) -> Account:
        """A connection to this seller's account at two marketplaces."""
        secrets = {"client_id": CLIENT, "client_secret": SECRET, "refresh_token": REFRESH}
        usual = {"marketplaces": "A1PA6795UKMFR9, A13V1IB3VIYZZH", "seller_id": SELLER}
        usual["token_url"] = f"{self.url}/auth/o2/token"
        return Account(
            connection="con_amazon",
            channel=ChannelName.AMAZON,
            endpoint=self.url,
            settings=usual | settings,
            secrets=secrets,
        )

    def put(self, order: Document, changed_at: datetime | None = None) -> None:
        """A new order, or a new state of one."""
        self.orders[str(order["orderId"])] = {**order, "lastUpdatedTime": stamped(changed_at or self.now())}

    def throttled(self, _call: Call) -> Answer:
        """Too many: the rate tells how long to wait."""
        answer = fault("QuotaExceeded", "You exceeded your quota for the requested resource.", 429)
        return Answer(
            answer.status, answer.body, {**answer.headers, "x-amzn-ratelimit-limit": f"{1 / self.faults.wait_s:g}"}
        )

    def broken(self, _call: Call) -> Answer:
        """Out of order."""
        return fault("InternalFailure", "We encountered an internal error. Please try again.", 500)

    def is_effect(self, call: Call) -> bool:
        """Tokens and places for documents change nothing that anybody sees."""
        quiet = call.path.startswith(("/auth/", "/tokens/", "/upload/")) or call.path.endswith("/documents")
        return call.changes and not quiet

    def serve(self, call: Call) -> Answer:
        """One call."""
        if call.path == "/auth/o2/token":
            return self._token(call)
        if call.path.startswith("/upload/"):
            return self.feeds.laid_down(call)
        if call.path.startswith("/report/"):
            return self.feeds.report(call)
        refused = self._refused(call)
        if refused is not None:
            return refused
        if call.path.startswith("/feeds/"):
            return self.feeds.serve(call, self.url, self.now(), self.orders)
        return routed(self, ROUTES, call) or fault("NotFound", "The requested resource doesn't exist.", 404)

    def _token(self, call: Call) -> Answer:
        form = {name: values[0] for name, values in parse_qs(call.body.decode()).items()}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return json_answer({"error": "invalid_client", "error_description": "Client authentication failed"}, 401)
        if form.get("refresh_token") != REFRESH:
            told = {"error": "invalid_grant", "error_description": "The request has an invalid grant parameter"}
            return json_answer(told, 400)
        token = f"Atza|sample-{len(self.tokens) + 1}"
        self.tokens[token] = self.now() + timedelta(seconds=self.life_s)
        body = {"access_token": token, "token_type": "bearer", "expires_in": self.life_s, "refresh_token": REFRESH}
        return json_answer(body)

    def _refused(self, call: Call) -> Answer | None:
        token = call.headers.get("x-amz-access-token", "")
        if token in self.restricted:
            return (
                None if call.path.startswith(self.restricted[token]) else fault("Unauthorized", "Access denied.", 403)
            )
        if self.tokens.get(token, self.now()) > self.now():
            return None
        return fault("Unauthorized", "The access token you provided has expired.", 403)

    def _window(self, call: Call, after: str, before: str, changed: str) -> list[Document]:
        """Orders of a window, by rising time of change; both bounds belong to it."""
        places = call.query.get("marketplaceIds", call.query.get("MarketplaceIds", "")).split(",")
        lower = moment(call.query, after)
        settled = self.now() - SETTLED
        upper = moment(call.query, before) if before in call.query else settled
        found = [
            order
            for order in self.orders.values()
            if lower <= moment(order, changed) <= upper and text(order, "salesChannel", "marketplaceId") in places
        ]
        return sorted(found, key=lambda order: (str(order[changed]), str(order["orderId"])))

    def _cut(self, found: list[Document], token: str) -> tuple[list[Document], str | None] | None:
        if token and not token.startswith("page-"):
            return None
        start = int(token.removeprefix("page-") or "0")
        end = start + self.page_size
        return found[start:end], f"page-{end}" if end < len(found) else None

    def _search(self, call: Call) -> Answer:
        kind = "lastUpdated" if "lastUpdatedAfter" in call.query else "created"
        if self._too_young(call, f"{kind}Before"):
            return fault("InvalidInput", f"{kind}Before must be at least two minutes before now.", 400)
        cut = self._cut(
            self._window(call, f"{kind}After", f"{kind}Before", f"{kind}Time"), call.query.get("paginationToken", "")
        )
        if cut is None:
            return fault("InvalidInput", "The pagination token has expired.", 400)
        orders, following = cut
        body: Document = {"orders": [_included(order, call) for order in orders]}
        return json_answer(body | ({"pagination": {"nextToken": following}} if following else {}))

    def _list(self, call: Call) -> Answer:
        kind = "LastUpdated" if "LastUpdatedAfter" in call.query else "Created"
        if self._too_young(call, f"{kind}Before"):
            return fault("InvalidInput", f"{kind}Before must be at least two minutes before now.", 400)
        changed = "lastUpdatedTime" if kind == "LastUpdated" else "createdTime"
        cut = self._cut(self._window(call, f"{kind}After", f"{kind}Before", changed), call.query.get("NextToken", ""))
        if cut is None:
            return fault("InvalidInput", "Invalid NextToken.", 400)
        orders, following = cut
        told = {"Orders": [self._hidden(call, documents_v0(order)[0]) for order in orders]}
        return json_answer({"payload": told | ({"NextToken": following} if following else {})})

    def _too_young(self, call: Call, name: str) -> bool:
        return name in call.query and moment(call.query, name) > self.now() - SETTLED

    def _hidden(self, call: Call, head: Document) -> Document:
        """Without a restricted token nobody is named."""
        if call.headers.get("x-amz-access-token", "") in self.restricted:
            return head
        return {name: value for name, value in head.items() if name not in ("BuyerInfo", "ShippingAddress")}

    def _one(self, ref: str, call: Call) -> Answer:
        return json_answer({"order": _included(self.orders[ref], call)}) if ref in self.orders else _unknown(ref)

    def _one_v0(self, ref: str, call: Call) -> Answer:
        if ref not in self.orders:
            return _unknown(ref)
        return json_answer({"payload": self._hidden(call, documents_v0(self.orders[ref])[0])})

    def _items_v0(self, ref: str, call: Call) -> Answer:
        """Two items on a page."""
        if ref not in self.orders:
            return _unknown(ref)
        items, start = documents_v0(self.orders[ref])[1], int(call.query.get("NextToken", "0"))
        following = {"NextToken": str(start + 2)} if start + 2 < len(items) else {}
        return json_answer({"payload": {"OrderItems": items[start : start + 2], **following}})

    def _restricted(self, call: Call) -> Answer:
        resources = call.json()["restrictedResources"]
        assert isinstance(resources, list)
        token = f"Atz.sprdt|sample-{len(self.restricted) + 1}"
        self.restricted[token] = str(resources[0]["path"])
        return json_answer({"restrictedDataToken": token, "expiresIn": 3600})

    def _confirmed(self, ref: str, call: Call) -> Answer:
        order = self.orders.get(ref)
        if order is None:
            return _unknown(ref)
        detail = call.json()["packageDetail"]
        assert isinstance(detail, Mapping)
        items = {str(part(item, "orderItemId")) for item in order["orderItems"]}  # type: ignore[attr-defined]
        for item in detail["orderItems"]:
            if item["orderItemId"] not in items:
                return fault("InvalidInput", "orderItemId is not of this order.", 400)
        if detail["carrierCode"] == "Other" and not detail.get("carrierName"):
            return fault("InvalidInput", "carrierName is required when carrierCode is Other.", 400)
        parcel = {
            "packageReferenceId": detail["packageReferenceId"],
            "carrier": detail.get("carrierName") or detail["carrierCode"],
            "trackingNumber": detail["trackingNumber"],
            "shipTime": detail["shipDate"],
            "packageItems": detail["orderItems"],
        }
        kept = [one for one in order["packages"] if one["packageReferenceId"] != parcel["packageReferenceId"]]  # type: ignore[attr-defined]
        order["packages"] = [*kept, parcel]
        return Answer(204)

    def _patched(self, _seller: str, sku: str, call: Call) -> Answer:
        if sku in self.invalid_skus:
            issue = {"code": "90244", "message": "The SKU is not active.", "severity": "ERROR"}
            return json_answer({"sku": sku, "status": "INVALID", "submissionId": "s-1", "issues": [issue]})
        patch = each(call.json(), "patches")[0]
        assert patch["op"] == "merge"
        self.levels[sku, call.query["marketplaceIds"]] = whole(each(patch, "value")[0], "quantity")
        return json_answer({"sku": sku, "status": "ACCEPTED", "submissionId": "s-1", "issues": []})

    def _actions(self, ref: str, call: Call) -> Answer:
        if ref not in self.orders:
            return _unknown(ref)
        base = f"/messaging/v1/orders/{ref}"
        place = f"?marketplaceIds={call.query['marketplaceIds']}"
        actions = [{"href": f"{base}/messages/{name}{place}", "name": name} for name in self.actions]
        return json_answer({"_links": {"actions": actions, "self": {"href": f"{base}{place}"}}})

    def _message(self, ref: str, kind: str, call: Call) -> Answer:
        if kind not in self.actions:
            return fault("Forbidden", "The action is not allowed for this order.", 403)
        self.messages.append((ref, kind, text(call.json(), "text")))
        return json_answer({}, 201)


def _included(order: Document, call: Call) -> Document:
    """The data sets that were asked for; the rest stays out."""
    wanted = call.query.get("includedData", "").split(",")
    sets = ("buyer", "recipient", "proceeds", "fulfillment", "packages", "tax", "payment")
    return {name: value for name, value in order.items() if name not in sets or name.upper() in wanted}


def _unknown(ref: str) -> Answer:
    return fault("NotFound", f"Order {ref} was not found.", 404)


ROUTES: tuple[Route, ...] = (
    ("GET", "orders/2026-01-01/orders", AmazonServer._search),
    ("GET", "orders/2026-01-01/orders/*", AmazonServer._one),
    ("GET", "orders/v0/orders", AmazonServer._list),
    ("GET", "orders/v0/orders/*", AmazonServer._one_v0),
    ("GET", "orders/v0/orders/*/orderItems", AmazonServer._items_v0),
    ("POST", "orders/v0/orders/*/shipmentConfirmation", AmazonServer._confirmed),
    ("POST", "tokens/2021-03-01/restrictedDataToken", AmazonServer._restricted),
    ("PATCH", "listings/2021-08-01/items/*/*", AmazonServer._patched),
    ("GET", "messaging/v1/orders/*", AmazonServer._actions),
    ("POST", "messaging/v1/orders/*/messages/*", AmazonServer._message),
)
