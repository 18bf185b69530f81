"""Asks the GraphQL Admin API, and says what its errors mean.

Errors of a whole query stand beside its data with a code (Shopify, "GraphQL Admin API: status and error codes", read
2026-11); what a mutation will not do stands in its `userErrors`, for whoever asked to judge.
"""

from dataclasses import dataclass, field

import orjson

from engine.clock import Clock
from engine.outgoing.client import Reply
from fulfillment.channels.errors import AnswerRefused, ChannelDown, SayingRefused, SignInRefused, Throttled
from fulfillment.channels.node import Node
from fulfillment.channels.protocol import Account
from fulfillment.channels.shopify.queries import VERSION
from fulfillment.channels.shopify.signing_in import SigningIn
from fulfillment.channels.shopify.throttling import LEAST_WAIT_S, Bucket, asked_cost, bucket_of
from fulfillment.channels.wire import Wire, json_of

NOT_OURS = frozenset({"ACCESS_DENIED", "SHOP_INACTIVE"})
PASSING = frozenset({"INTERNAL_SERVER_ERROR", "TIMEOUT"})
CLOSED = {402: "the shop is frozen", 404: "there is no such shop", 423: "the shop is locked", 430: "refused as unsafe"}
AGAIN = frozenset({"IDEMPOTENCY_CONCURRENT_REQUEST"})


@dataclass(slots=True)
class Admin:
    """One shop's Admin API."""

    account: Account
    wire: Wire
    clock: Clock
    signing_in: SigningIn
    _costs: dict[str, float] = field(default_factory=dict)
    _bucket: Bucket | None = None

    def ask(self, query: str, **variables: object) -> Node:
        """The `data` of an answer. Raises Throttled, ChannelDown, SignInRefused and AnswerRefused."""
        self._spare(query)
        body = orjson.dumps({"query": query, "variables": variables})
        reply = self._post(body)
        if reply.status in CLOSED:
            raise SignInRefused(CLOSED[reply.status])
        answer = Node(json_of(reply))
        self._note(query, answer.at("extensions"))
        for error in answer.each("errors") if isinstance(answer.at("errors").value, list) else [answer.at("errors")]:
            if error.value is not None:
                self._refuse(error, answer.at("extensions"))
        return Node(answer.object("data"))

    def _post(self, body: bytes) -> Reply:
        version = self.account.settings.get("api_version", VERSION)
        url = f"{self.account.endpoint.rstrip('/')}/admin/api/{version}/graphql.json"
        try:
            return self.wire.call("POST", url, headers=self._headers(), content=body)
        except SignInRefused:
            if not self.signing_in.forget():
                raise
        return self.wire.call("POST", url, headers=self._headers(), content=body)  # a token may end before its time

    def _headers(self) -> dict[str, str]:
        return {
            "content-type": "application/json",
            "accept": "application/json",
            "x-shopify-access-token": self.signing_in.token(),
        }

    def _spare(self, query: str) -> None:
        """Raises Throttled for a query that the bucket cannot pay now."""
        if self._bucket is not None:
            wait = self._bucket.wait_for(self._costs.get(query, 0.0), self.clock.now())
            if wait:
                raise Throttled(wait)

    def _note(self, query: str, extensions: Node) -> None:
        cost = asked_cost(extensions)
        if cost is not None:
            self._costs[query] = cost
        self._bucket = bucket_of(extensions, self.clock.now()) or self._bucket

    def _refuse(self, error: Node, extensions: Node) -> None:
        code, words = error.maybe("extensions", "code"), error.maybe("message") or str(error.value)
        if code == "THROTTLED" or words == "Throttled":
            bucket, cost = bucket_of(extensions, self.clock.now()), asked_cost(extensions)
            raise Throttled(bucket.wait_for(cost, bucket.at) if bucket is not None and cost else LEAST_WAIT_S)
        if code in NOT_OURS:
            raise SignInRefused(f"{code}: {words}")
        if code in PASSING:
            raise ChannelDown(f"{code}: {words}")
        raise AnswerRefused(f"data (`{code or 'error'}`: {words})")


def refuse_user_errors(payload: Node, name: str = "userErrors") -> None:
    """Raises SayingRefused with the first error of a mutation, or ChannelDown where it only wants time."""
    for error in payload.each(name):
        code, words = error.maybe("code"), error.maybe("message")
        if code in AGAIN:
            raise ChannelDown(f"{code}: {words}")
        field_ = ".".join(str(part.value) for part in error.each("field"))
        raise SayingRefused(code or field_ or "user_error", words)


def gid(kind: str, ref: str) -> str:
    """The global id of something by its number: `gid://shopify/Order/1`."""
    return f"gid://shopify/{kind}/{ref}"
