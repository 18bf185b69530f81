"""eBay on loopback: its token service and the calls that we make, for one seller, and notifications that it signs.

Forms after the eBay Developers Program's references of 2026: Fulfillment v1.20, Inventory, Message, Notification,
Analytics and Post-Order v2. Orders are `ebay_documents`; `put` changes one, says when, and may notify.
"""

import json
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from fulfillment.channels.documents import each, moment, part, text
from fulfillment.channels.protocol import Account, Knock
from fulfillment.channels.words import ChannelName
from tests.channel_servers.base import Call, ChannelServer, json_answer
from tests.channel_servers.ebay_documents import Document, stamped
from tests.channel_servers.routing import Route, routed
from tests.web_peer import Answer

CLIENT, SECRET, REFRESH = "sample-client-PRD", "PRD-sample-secret", "v^1.1#sample-refresh"
VERIFICATION = "sample-verification-token-0123456789"
SCOPE = "https://api.ebay.com/oauth/api_scope"
SCOPES = {"fulfillment": "sell.fulfillment", "inventory": "sell.inventory", "message": "commerce.message"}
REASONS = ("OUT_OF_STOCK_OR_CANNOT_FULFILL", "ADDRESS_ISSUES", "BUYER_ASKED_CANCEL")
KEY = "sample-public-key-1"


def fault(number: int, message: str, status: int) -> Answer:
    """An error as eBay writes it."""
    error = {"errorId": number, "domain": "API", "category": "REQUEST", "message": message, "longMessage": message}
    return json_answer({"errors": [error]}, status)


@dataclass
class EbayServer(ChannelServer):
    """`levels` are pieces by SKU, `offers` those of offers; `demands_signature` as for a seller in the EU or the UK.
    `complaints` are summaries of Post-Order, by `inquiry`, `return` and `casemanagement`."""

    orders: dict[str, Document] = field(default_factory=dict)
    parcels: dict[str, list[Document]] = field(default_factory=dict)
    life_s: int = 7200
    tokens: dict[str, tuple[datetime, str]] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    offers: dict[str, int] = field(default_factory=dict)
    conversations: dict[str, list[Document]] = field(default_factory=dict)
    complaints: dict[str, list[Document]] = field(default_factory=dict)
    demands_signature: bool = False
    limit_ends: datetime | None = None
    signing: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate, repr=False)
    notifying: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1()), repr=False
    )
    notified: int = 0

    @property
    def signing_key(self) -> str:
        """The private key that the Key Management API gave."""
        return b64encode(self.signing.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())).decode()

    def account(self, **settings: str) -> Account:
        """A connection to this seller's account, with a key for signatures."""
        secrets = {"client_id": CLIENT, "client_secret": SECRET, "refresh_token": REFRESH}
        secrets |= {"verification_token": VERIFICATION, "signing_key": self.signing_key, "signing_jwe": "sample.jwe"}
        return Account(
            connection="con_ebay",
            channel=ChannelName.EBAY,
            endpoint=self.url,
            settings={"marketplace": "EBAY_DE"} | settings,
            secrets=secrets,
        )

    def put(self, order: Document, changed_at: datetime | None = None) -> None:
        """A new order, or a new state of one."""
        self.orders[str(order["orderId"])] = {**order, "lastModifiedDate": stamped(changed_at or self.now())}

    def notify(self, topic: str, data: Document, url: str) -> None:
        """A notification that waits to leave."""
        self.notified += 1
        told = {
            "metadata": {"topic": topic, "schemaVersion": "1.0", "deprecated": False},
            "notification": {
                "notificationId": f"notification-{self.notified}",
                "eventDate": stamped(self.now()),
                "publishDate": stamped(self.now()),
                "publishAttemptCount": 1,
                "data": data,
            },
        }
        body = json.dumps(told).encode()
        signature = b64encode(self.notifying.sign(body, ec.ECDSA(hashes.SHA1()))).decode()  # noqa: S303 - eBay's
        header = {"alg": "ecdsa", "kid": KEY, "signature": signature, "digest": "SHA1"}
        headers = {
            "content-type": "application/json",
            "x-ebay-signature": b64encode(json.dumps(header).encode()).decode(),
        }
        self.waiting.append(Knock(headers=headers, body=body, url=url))

    def throttled(self, _call: Call) -> Answer:
        """Too many, without a word on how long."""
        self.limit_ends = self.now() + timedelta(seconds=self.faults.wait_s)
        return fault(2001, "The request limit has been reached for the resource.", 429)

    def broken(self, _call: Call) -> Answer:
        """Out of order."""
        return fault(2003, "Internal error.", 500)

    def is_effect(self, call: Call) -> bool:
        """Tokens change nothing that anybody sees."""
        return call.changes and not call.path.startswith("/identity/")

    def serve(self, call: Call) -> Answer:
        """One call."""
        if call.path == "/identity/v1/oauth2/token":
            return self._token(call)
        refused = self._refused(call)
        if refused is not None:
            return refused
        return routed(self, ROUTES, call) or fault(2002, "Resource not found.", 404)

    def _token(self, call: Call) -> Answer:
        form = {name: values[0] for name, values in parse_qs(call.body.decode()).items()}
        expected = f"Basic {b64encode(f'{CLIENT}:{SECRET}'.encode()).decode()}"
        if call.headers.get("authorization") != expected:
            told = {"error": "invalid_client", "error_description": "client authentication failed"}
            return json_answer(told, 401)
        if form["grant_type"] == "refresh_token" and form.get("refresh_token") != REFRESH:
            told = {"error": "invalid_grant", "error_description": "the provided refresh token is invalid"}
            return json_answer(told, 400)
        token = f"v^1.1#sample-{len(self.tokens) + 1}"
        kind = "user" if form["grant_type"] == "refresh_token" else "application"
        self.tokens[token] = (self.now() + timedelta(seconds=self.life_s), f"{kind} {form['scope']}")
        return json_answer({"access_token": token, "expires_in": self.life_s, "token_type": f"{kind} access token"})

    def _refused(self, call: Call) -> Answer | None:
        scheme, _, token = call.headers.get("authorization", "").partition(" ")
        ends, held = self.tokens.get(token, (self.now(), ""))
        legacy = call.steps[0] == "post-order"
        if scheme != ("IAF" if legacy else "Bearer"):
            return fault(1001, f"Bad scheme: {scheme}", 401)
        if ends <= self.now():
            return fault(1001, "Invalid access token", 401)
        needed = f"user {SCOPE}/{SCOPES[call.steps[1]]}" if call.steps[1] in SCOPES else f"application {SCOPE}"
        if held != (f"user {SCOPE}" if legacy else needed):
            return fault(1100, "Insufficient permissions to fulfill the request.", 403)
        return None

    def _unsigned(self, call: Call) -> Answer | None:
        """Whether the signature is that of the seller's key over what arrived."""
        if not self.demands_signature or self._is_signed(call):
            return None
        return fault(215_001, "Missing or invalid signature in the request", 400)

    def _is_signed(self, call: Call) -> bool:
        terms = call.headers.get("signature-input", "").removeprefix("sig1=")
        digest = f"sha-256=:{b64encode(sha256(call.body).digest()).decode()}:"
        known = {"@method": call.method, "@path": call.path, "@authority": urlsplit(self.url).netloc, **call.headers}
        lines = [f'"{name}": {known.get(name, "")}' for name in re.findall(r'"([^"]+)"', terms)]
        base = "\n".join([*lines, f'"@signature-params": {terms}'])
        signature = call.headers.get("signature", "").removeprefix("sig1=:").removesuffix(":")
        try:
            self.signing.public_key().verify(b64decode(signature), base.encode())
        except (InvalidSignature, ValueError):
            return False
        return call.headers.get("content-digest") == digest and '"content-digest"' in terms

    def _list(self, call: Call) -> Answer:
        date, lower, upper = re.fullmatch(r"(\w+):\[(.+)\.\.(.*)\]", call.query["filter"]).groups()  # type: ignore[union-attr]
        name = {"lastmodifieddate": "lastModifiedDate", "creationdate": "creationDate"}[date]
        window = {"since": lower, "until": upper}
        found = sorted(
            (
                one
                for one in self.orders.values()
                if moment(window, "since") <= moment(one, name) <= moment(window, "until")
            ),
            key=lambda order: (str(order[name]), str(order["orderId"])),
        )
        limit, offset = int(call.query["limit"]), int(call.query.get("offset", "0"))
        shown = [_as_listed(order) for order in found[offset : offset + limit]]
        told: Document = {"total": len(found), "limit": limit, "offset": offset, "orders": shown}
        if offset + limit < len(found):
            told["next"] = f"{self.url}{call.path}?offset={offset + limit}&limit={limit}"
        return json_answer(told)

    def _one(self, ref: str, _call: Call) -> Answer:
        return json_answer(self.orders[ref]) if ref in self.orders else _no_order(ref)

    def _parcels(self, ref: str, _call: Call) -> Answer:
        found = self.parcels.get(ref, [])
        return json_answer({"fulfillments": found, "total": len(found)})

    def _talk(self, name: str, _call: Call) -> Answer:
        found = self.conversations.get(name, [])
        return json_answer({"messages": found, "total": len(found)})

    def _shipped(self, ref: str, call: Call) -> Answer:
        if ref not in self.orders:
            return _no_order(ref)
        wanted = call.json()
        number = text(wanted, "trackingNumber")
        if not number.isalnum():
            return fault(32_100, "Invalid tracking number: only letters and digits are allowed.", 400)
        known = {text(item, "lineItemId") for item in each(self.orders[ref], "lineItems")}
        if not {text(item, "lineItemId") for item in each(wanted, "lineItems")} <= known:
            return fault(32_210, "Invalid line item ID.", 400)
        self.parcels.setdefault(ref, []).append(
            {
                "fulfillmentId": number,
                "shipmentTrackingNumber": number,
                "shippingCarrierCode": wanted["shippingCarrierCode"],
                "shippedDate": wanted["shippedDate"],
                "lineItems": wanted["lineItems"],
            }
        )
        return Answer(201, b"", {"location": f"{self.url}{call.path}/{number}"})

    def _refunded(self, ref: str, call: Call) -> Answer:
        if unsigned := self._unsigned(call):
            return unsigned
        if ref not in self.orders:
            return _no_order(ref)
        amount = part(call.json(), "orderLevelRefundAmount")
        payments = self.orders[ref]["paymentSummary"]
        assert isinstance(payments, dict)
        name = f"refund-{len(payments['refunds']) + 1}"
        payments["refunds"].append({"amount": amount, "refundId": name, "refundStatus": "PENDING"})
        return json_answer({"refundId": name, "refundStatus": "PENDING"})

    def _cancelled(self, call: Call) -> Answer:
        if unsigned := self._unsigned(call):
            return unsigned
        wanted = call.json()
        order = next((one for one in self.orders.values() if one["legacyOrderId"] == wanted["legacyOrderId"]), None)
        if order is None:
            return json_answer({"error": [{"errorId": 1616, "message": {"value": "Order not found"}}]}, 404)
        if wanted["cancelReason"] not in REASONS:
            return json_answer({"error": [{"errorId": 1603, "message": {"value": "Invalid cancel reason"}}]}, 400)
        _end(order, "5000000001", "SELLER", str(wanted["cancelReason"]))
        return json_answer({"cancelId": "5000000001"}, 201)

    def _approved(self, name: str, call: Call) -> Answer:
        if unsigned := self._unsigned(call):
            return unsigned
        for order in self.orders.values():
            for request in each(order, "cancelStatus", "cancelRequests"):
                if text(request, "cancelRequestId") == name:
                    _end(order, name, "BUYER", text(request, "cancelReason"))
                    return Answer(200)
        return json_answer({"error": [{"errorId": 1616, "message": {"value": "Cancellation not found"}}]}, 404)

    def _offers(self, call: Call) -> Answer:
        sku = call.query["sku"]
        if sku not in self.levels:
            return fault(25_713, "This Offer is not available.", 404)
        return json_answer({"offers": [{"offerId": f"offer-{sku}", "sku": sku, "status": "PUBLISHED"}], "total": 1})

    def _told_levels(self, call: Call) -> Answer:
        told: list[Document] = []
        for one in each(call.json(), "requests"):
            sku = text(one, "sku")
            if sku not in self.levels:
                error = {
                    "errorId": 25_702,
                    "message": "SKU could not be found.",
                    "longMessage": "SKU could not be found.",
                }
                told.append({"sku": sku, "statusCode": 404, "errors": [error]})
                continue
            pieces = part(one, "shipToLocationAvailability", "quantity")
            assert isinstance(pieces, int)
            self.levels[sku] = pieces
            for offer in each(one, "offers"):
                self.offers[text(offer, "offerId")] = int(str(offer["availableQuantity"]))
            told.append({"sku": sku, "statusCode": 200})
        return json_answer({"responses": told})

    def _complained(self, what: str, call: Call) -> Answer:
        prefix = {"inquiry": "inquiry_", "casemanagement": "case_"}.get(what, "")
        window = {name: call.query[f"{prefix}creation_date_range_{name}"] for name in ("from", "to")}
        made = {"return": ("creationInfo", "creationDate", "value")}.get(what, ("creationDate", "value"))
        known = [one for one in self.complaints.get(what, []) if window["from"] <= text(one, *made) < window["to"]]
        limit, offset = int(call.query["limit"]), int(call.query["offset"])
        told = {"limit": limit, "offset": offset, "totalEntries": len(known)}
        return json_answer({"members": known[offset : offset + limit], "paginationOutput": told})

    def _talks(self, call: Call) -> Answer:
        if "start_time" in call.query:
            every = [{"conversationId": each, "conversationType": "FROM_MEMBERS"} for each in self.conversations]
            return json_answer({"conversations": every, "total": len(every)})
        name = f"{call.query['other_party_username']}-{call.query['reference_id']}"
        found = [{"conversationId": name, "conversationType": "FROM_MEMBERS"}] if name in self.conversations else []
        return json_answer({"conversations": found, "total": len(found)})

    def _sent(self, call: Call) -> Answer:
        wanted = call.json()
        name = f"{wanted['otherPartyUsername']}-{text(wanted, 'reference', 'referenceId')}"
        talk = self.conversations.setdefault(name, [])
        message = {
            "messageId": f"message-{len(talk) + 1}",
            "messageBody": wanted["messageText"],
            "senderUsername": "sample_seller",
            "recipientUsername": wanted["otherPartyUsername"],
            "createdDate": stamped(self.now()),
        }
        talk.append(message)
        return json_answer(message, 201)

    def _public_key(self, name: str, _call: Call) -> Answer:
        if name != KEY:
            return fault(195_001, "Invalid public key ID.", 404)
        key = self.notifying.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        bare = key.replace("\n", "")
        return json_answer({"key": bare, "algorithm": "ECDSA", "digest": "SHA1"})

    def _limits(self, call: Call) -> Answer:
        if self.limit_ends is None:
            return json_answer({"rateLimits": []})
        rate = {"count": 5000, "limit": 5000, "remaining": 0, "reset": stamped(self.limit_ends), "timeWindow": 86400}
        resource = {"name": f"{call.query['api_context']}.{call.query['api_name']}", "rates": [rate]}
        limit = {"apiContext": call.query["api_context"], "apiName": call.query["api_name"], "resources": [resource]}
        return json_answer({"rateLimits": [limit]})


def _no_order(ref: str) -> Answer:
    return fault(32_100, f"Invalid order ID: {ref}", 404)


def _as_listed(order: Document) -> Document:
    """In a list, requests to cancel are always empty."""
    state = text(order, "cancelStatus", "cancelState")
    return {**order, "cancelStatus": {"cancelState": state, "cancelRequests": []}}


def _end(order: Document, name: str, initiator: str, reason: str) -> None:
    request = {
        "cancelRequestId": name,
        "cancelInitiator": initiator,
        "cancelReason": reason,
        "cancelRequestState": "COMPLETED",
    }
    order["cancelStatus"] = {"cancelState": "CANCELED", "cancelRequests": [request]}


def challenge(url: str) -> Knock:
    """How eBay tries a new address."""
    assert urlsplit(url).query == ""
    return Knock(headers={}, body=b"", url=f"{url}?challenge_code=a1b2c3")


ROUTES: tuple[Route, ...] = (
    ("GET", "sell/fulfillment/v1/order", EbayServer._list),
    ("GET", "sell/fulfillment/v1/order/*", EbayServer._one),
    ("GET", "sell/fulfillment/v1/order/*/shipping_fulfillment", EbayServer._parcels),
    ("POST", "sell/fulfillment/v1/order/*/shipping_fulfillment", EbayServer._shipped),
    ("POST", "sell/fulfillment/v1/order/*/issue_refund", EbayServer._refunded),
    ("POST", "post-order/v2/cancellation", EbayServer._cancelled),
    ("POST", "post-order/v2/cancellation/*/approve", EbayServer._approved),
    ("GET", "post-order/v2/*/search", EbayServer._complained),
    ("GET", "sell/inventory/v1/offer", EbayServer._offers),
    ("POST", "sell/inventory/v1/bulk_update_price_quantity", EbayServer._told_levels),
    ("GET", "commerce/message/v1/conversation", EbayServer._talks),
    ("GET", "commerce/message/v1/conversation/*", EbayServer._talk),
    ("POST", "commerce/message/v1/send_message", EbayServer._sent),
    ("GET", "commerce/notification/v1/public_key/*", EbayServer._public_key),
    ("GET", "developer/analytics/v1_beta/rate_limit", EbayServer._limits),
)
