"""Calls of eBay's interfaces, each with a token for no more than it needs, signed where payments are touched.

Sources: eBay Developers Program, "Using OAuth to access eBay APIs", "eBay REST APIs error handling" and "Analytics API,
getRateLimits" (2026). A refusal for want of rate carries no time, so the Analytics API is asked when the limit ends.
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode

import orjson

from engine.clock import Clock
from engine.outgoing.client import Reply
from fulfillment.channels.access_tokens import KEPT, Access, access_of, holder_of
from fulfillment.channels.documents import Json, each, moment, part, text, whole
from fulfillment.channels.ebay.signatures import signer
from fulfillment.channels.ebay.words import SCOPE
from fulfillment.channels.errors import (
    AnswerRefused,
    ChannelError,
    ConnectionRefused,
    SayingRefused,
    SignInRefused,
    Throttled,
)
from fulfillment.channels.protocol import Account
from fulfillment.channels.wire import USUAL_WAIT_S, Sender, Wire, json_of

BAD, FORBIDDEN, UNKNOWN = 400, 403, 404
JSON = "application/json"
LONGEST_WAIT_S = 86_400.0
POST_ORDER = "/post-order/"
RATES = "/developer/analytics/v1_beta/rate_limit/"


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply below 500, read. `code` and `words` are the first error's."""

    status: int
    body: Json
    location: str = ""

    @property
    def is_good(self) -> bool:
        """Whether it did what was asked."""
        return self.status < BAD

    @property
    def code(self) -> str:
        """The error's number."""
        return next((text(error, "errorId") for error in self._errors), "") or f"status {self.status}"

    @property
    def words(self) -> str:
        """What went wrong, in eBay's words. Post-Order puts them into an object."""
        told = (
            text(error, "longMessage") or text(error, "message") or text(error, "message", "value")
            for error in self._errors
        )
        return "; ".join(words for words in told if words) or "no words"

    @property
    def _errors(self) -> tuple[Json, ...]:
        return each(self.body, "errors") or each(self.body, "error")


@dataclass(frozen=True, slots=True)
class Api:
    """One seller's access."""

    account: Account
    sender: Sender
    clock: Clock

    def get(self, path: str, scope: str, query: Mapping[str, str] | None = None) -> Answer:
        """Asks on the seller's behalf."""
        return self._call("GET", path, scope, query or {}, None)

    def send(self, path: str, scope: str, body: object, *, signed: bool = False) -> Answer:
        """Says something on the seller's behalf; `signed` where payments are touched."""
        return self._call("POST", path, scope, {}, orjson.dumps(body), signed=signed)

    def ask_as_application(self, path: str, query: Mapping[str, str] | None = None) -> Answer:
        """Asks what is nobody's: public keys, limits."""
        return self._call("GET", path, "", query or {}, None)

    def _call(
        self,
        method: str,
        path: str,
        scope: str,
        query: Mapping[str, str],
        content: bytes | None,
        *,
        signed: bool = False,
    ) -> Answer:
        url = f"{self.account.endpoint.rstrip('/')}{path}{'?' if query else ''}{urlencode(query)}"
        for is_last in (False, True):
            headers = self._headers(method, url, scope, content, signed=signed)
            try:
                reply = Wire(self.sender).call(
                    method, url, headers=headers, content=content, forbidden_is_sign_in=False
                )
            except SignInRefused:
                if is_last:
                    raise
                KEPT.forget(self._holder(scope))
                continue
            except Throttled as wait:
                raise self._wait(path, wait) from wait
            return Answer(reply.status, _body(reply), reply.headers.get("location", ""))
        msg = "the loop returns"
        raise AssertionError(msg)

    def _headers(self, method: str, url: str, scope: str, content: bytes | None, *, signed: bool) -> dict[str, str]:
        """Post-Order has a scheme of its own for the same tokens."""
        scheme = "IAF" if POST_ORDER in url else "Bearer"
        headers = {"authorization": f"{scheme} {self._token(scope)}", "accept": JSON, "content-type": JSON}
        if marketplace := self.account.settings.get("marketplace"):
            headers["x-ebay-c-marketplace-id"] = marketplace
        key, jwe = self.account.secrets.get("signing_key"), self.account.secrets.get("signing_jwe")
        if signed and key and jwe:
            headers |= signer(key, jwe).headers(method, url, content, int(self.clock.now().timestamp()))
        return headers

    def _holder(self, scope: str) -> str:
        secrets = self.account.secrets
        return holder_of(self.account.endpoint, secrets["client_id"], secrets["refresh_token"], scope)

    def _token(self, scope: str) -> str:
        return KEPT.token(self._holder(scope), self.clock.now(), lambda: self._fetch(scope))

    def _fetch(self, scope: str) -> Access:
        """A seller's token for one scope, or the application's own where none is named."""
        secrets = self.account.secrets
        form = {"grant_type": "client_credentials", "scope": SCOPE}
        if scope:
            form = {"grant_type": "refresh_token", "refresh_token": secrets["refresh_token"], "scope": scope}
        basic = b64encode(f"{secrets['client_id']}:{secrets['client_secret']}".encode()).decode()
        headers = {"authorization": f"Basic {basic}", "content-type": "application/x-www-form-urlencoded"}
        url = f"{self.account.endpoint.rstrip('/')}/identity/v1/oauth2/token"
        now = self.clock.now()
        return access_of(Wire(self.sender).call("POST", url, content=urlencode(form).encode(), headers=headers), now)

    def _wait(self, path: str, refused: Throttled) -> Throttled:
        """How long, by the limit that is used up; as the refusal says where no limit is."""
        steps = [step for step in path.split("/") if step]
        if path.startswith(RATES) or len(steps) < 2 or refused.after_s > USUAL_WAIT_S:
            return refused
        try:
            told = self.ask_as_application(RATES, {"api_context": steps[0], "api_name": steps[1]})
        except ChannelError:
            return refused
        ends = [end for limit in each(told.body, "rateLimits") for end in _used_up(limit)]
        if not ends:
            return refused
        return Throttled(min(LONGEST_WAIT_S, max(1.0, (max(ends) - self.clock.now()).total_seconds())))


def _used_up(limit: Json) -> list[datetime]:
    """When the limits of an interface that are used up begin anew."""
    rates = (rate for resource in each(limit, "resources") for rate in each(resource, "rates"))
    return [
        moment(rate, "reset") for rate in rates if part(rate, "remaining") is not None and not whole(rate, "remaining")
    ]


def _body(reply: Reply) -> Json:
    """Many calls answer without a body; a refusal may be no JSON at all."""
    try:
        return json_of(reply)
    except AnswerRefused:
        if reply.status < BAD:
            raise
        return {}


def read(answer: Answer) -> Json:
    """The body of what was asked for. Raises SignInRefused where a scope is missing, ConnectionRefused for what eBay
    does not take."""
    if answer.status == FORBIDDEN:
        raise SignInRefused(
            f"{answer.code}: {answer.words}; the seller's consent must cover the scopes of docs/channels"
        )
    if not answer.is_good:
        raise ConnectionRefused("settings", f"are not taken by eBay ({answer.code}: {answer.words}); correct them")
    return answer.body


def taken(answer: Answer) -> Json:
    """The body of what was said. Raises SayingRefused with eBay's own code and words."""
    if not answer.is_good:
        raise SayingRefused(answer.code, answer.words)
    return answer.body


def quoted(code: str) -> str:
    """An order number as a step of a path."""
    return quote(code, safe="")
