"""Calls of the Selling Partner API: an access token of Login with Amazon in each, and no other signature.

Sources: Amazon, SP-API documentation, "Connect to the SP-API" (the header `x-amz-access-token`; signing by AWS keys
ended in October 2023) and "Usage Plans and Rate Limits" (2026): `x-amzn-RateLimit-Limit` is how many calls a second one
may make of this operation. Errors come as `{"errors": [{"code", "message", "details"}]}`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import quote, urlencode

import orjson

from engine.clock import Clock
from engine.outgoing.client import Reply
from fulfillment.channels.access_tokens import KEPT, Access, access_of, holder_of
from fulfillment.channels.amazon.words import Terms
from fulfillment.channels.documents import Json, each, text
from fulfillment.channels.errors import AnswerRefused, ConnectionRefused, SayingRefused, SignInRefused
from fulfillment.channels.protocol import Account
from fulfillment.channels.wire import Sender, Wire, json_of

LONGEST_WAIT_S = 600.0
BAD, FORBIDDEN, UNKNOWN = 400, 403, 404
JSON = "application/json"


def wait_of(reply: Reply) -> float | None:
    """Seconds until the next call of an operation is due, where Amazon says its rate."""
    try:
        rate = float(reply.headers.get("x-amzn-ratelimit-limit", ""))
    except ValueError:
        return None
    return min(LONGEST_WAIT_S, 1 / rate) if rate > 0 else None


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply below 500, read. `code` and `words` are the first error's."""

    status: int
    body: Json

    @property
    def is_good(self) -> bool:
        """Whether it did what was asked."""
        return self.status < BAD

    @property
    def code(self) -> str:
        """The error's code."""
        return next((text(error, "code") for error in each(self.body, "errors")), f"status {self.status}")

    @property
    def words(self) -> str:
        """What went wrong, in Amazon's words."""
        told = (f"{text(error, 'message')} {text(error, 'details')}".strip() for error in each(self.body, "errors"))
        return "; ".join(told) or "no words"


@dataclass(frozen=True, slots=True)
class Api:
    """One seller's access."""

    account: Account
    terms: Terms
    sender: Sender
    clock: Clock

    def get(self, path: str, query: Mapping[str, str] | None = None, *, token: str | None = None) -> Answer:
        """Asks; `token` is a restricted one in place of the usual."""
        return self._call("GET", path, query or {}, None, token)

    def send(self, method: str, path: str, body: object, query: Mapping[str, str] | None = None) -> Answer:
        """Says something."""
        return self._call(method, path, query or {}, orjson.dumps(body), None)

    def upload(self, url: str, content: bytes, content_type: str) -> None:
        """Puts a document where Amazon awaits it. The address itself is the permission, and ends within minutes."""
        headers = {"content-type": content_type}
        reply = Wire(self.sender).call("PUT", url, content=content, headers=headers, forbidden_is_sign_in=False)
        if reply.status >= BAD:
            raise AnswerRefused("receipt of the feed document")

    def download(self, url: str) -> bytes:
        """Fetches a document from where Amazon laid it."""
        reply = Wire(self.sender).call("GET", url, forbidden_is_sign_in=False)
        if reply.status >= BAD:
            raise AnswerRefused("feed document")
        return reply.body

    def _call(
        self, method: str, path: str, query: Mapping[str, str], content: bytes | None, token: str | None
    ) -> Answer:
        url = f"{self.account.endpoint.rstrip('/')}{path}{'?' if query else ''}{urlencode(query)}"
        for is_last in (False, True):
            headers = {"x-amz-access-token": token or self._token(), "accept": JSON, "content-type": JSON}
            try:
                reply = Wire(self.sender, wait_of).call(
                    method, url, headers=headers, content=content, forbidden_is_sign_in=False
                )
            except SignInRefused:
                if is_last or token is not None:
                    raise
                KEPT.forget(self._holder)
                continue
            answer = Answer(reply.status, json_of(reply))
            if is_last or token is not None or not _is_stale(answer):
                return _signed_in(answer)
            KEPT.forget(self._holder)
        msg = "the loop returns"
        raise AssertionError(msg)

    @property
    def _holder(self) -> str:
        secrets = self.account.secrets
        return holder_of(self.terms.token_url, secrets["client_id"], secrets["refresh_token"])

    def _token(self) -> str:
        return KEPT.token(self._holder, self.clock.now(), self._fetch)

    def _fetch(self) -> Access:
        """Amazon, SP-API documentation, "Connect to the SP-API": a refresh token for an hour's access."""
        names = ("refresh_token", "client_id", "client_secret")
        form = {"grant_type": "refresh_token"} | {name: self.account.secrets[name] for name in names}
        headers = {"content-type": "application/x-www-form-urlencoded;charset=UTF-8"}
        now = self.clock.now()
        wire = Wire(self.sender, wait_of)
        return access_of(
            wire.call("POST", self.terms.token_url, content=urlencode(form).encode(), headers=headers), now
        )


def _is_stale(answer: Answer) -> bool:
    """Whether the token has ended before its time: Amazon says "Unauthorized" and names it."""
    return answer.status == FORBIDDEN and "token" in answer.words.lower()


def _signed_in(answer: Answer) -> Answer:
    if _is_stale(answer):
        raise SignInRefused(f"{answer.code}: {answer.words}")
    return answer


def read(answer: Answer) -> Json:
    """The body of what was asked for. Raises SignInRefused where a role is missing, ConnectionRefused for settings that
    Amazon does not take."""
    if answer.status == FORBIDDEN:
        raise SignInRefused(f"{answer.code}: {answer.words}; give the application the role that docs/channels name")
    if not answer.is_good:
        raise ConnectionRefused("settings", f"are not taken by Amazon ({answer.code}: {answer.words}); correct them")
    return answer.body


def taken(answer: Answer) -> Json:
    """The body of what was said. Raises SayingRefused with Amazon's own code and words."""
    if not answer.is_good:
        role = "; the application may lack the role for it" if answer.status == FORBIDDEN else ""
        raise SayingRefused(answer.code, f"{answer.words}{role}")
    return answer.body


def quoted(code: str) -> str:
    """An order number or SKU as a step of a path."""
    return quote(code, safe="")


def payload(body: Json) -> Json:
    """What older calls put into an envelope."""
    found = body.get("payload")
    return cast("Json", found) if isinstance(found, Mapping) else body
