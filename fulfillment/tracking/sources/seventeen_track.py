"""17TRACK, Tracking API 2.2: numbers are registered, then asked for or pushed.

As published by 17TRACK ("Tracking API v2.2", asset.17track.net, read 2026-11-26): all calls are POST with the key in
`17token`, at most 40 numbers each and 3 a second; an answer has `code` and, where it is 0, `data.accepted` and
`data.rejected`; a webhook is signed by the SHA-256 of its body, a slash and the key, in hexadecimal. That the header
is called `sign`, and the numbers of errors, are from public code that speaks it: the page as read ends before them.
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

import orjson

from fulfillment.channels.credentials import all_of
from fulfillment.channels.errors import (
    AnswerRefused,
    ChannelDown,
    CredentialMissing,
    KnockRefused,
    SignInRefused,
    Throttled,
)
from fulfillment.channels.node import Node
from fulfillment.channels.protocol import Knock
from fulfillment.channels.wire import Sender, Wire, json_of
from fulfillment.tracking.code_tables import TableName
from fulfillment.tracking.sources.protocol import Answer, Found, SourceAccount, Wanted
from fulfillment.tracking.told import MOST_CODE, Told, place_of, plain

USUAL = "https://api.17track.net/track/v2.2"
KEY, SIGN = "token", "sign"
ALREADY, NOT_REGISTERED, NOTHING_YET = -18019901, -18019902, -18019909
SPENT = frozenset({-18019907, -18019908})  # the day's or the account's quota of new numbers
NOT_US = frozenset({-18010001, -18010002, -18010004})
BROKEN, TOO_MANY = -18010003, 429
NOT_FOUND = "NotFound"
ANSWERED: Mapping[str, str] = MappingProxyType({"content-type": "application/json"})


class SeventeenTrack:
    """See `fulfillment.tracking.sources.protocol.Source`."""

    most_numbers = 40
    pause_s = 1.0

    def __init__(self, account: SourceAccount, sender: Sender) -> None:
        self._account = account
        self._wire = Wire(sender)

    def ask(self, wanted: Sequence[Wanted]) -> Answer:
        """Registers those that are new, then reads all that it follows."""
        new = [each for each in wanted if not each.registered]
        registered, refused, error = self._register(new) if new else ({}, {}, "")
        followed = [each for each in wanted if each.registered or each.number in registered]
        told = {each.number: each for each in self._read(followed, registered)}
        found = [told.get(each.number) or _unanswered(each, registered, refused) for each in wanted]
        return Answer(tuple(found), error)

    def heard(self, knock: Knock, now: datetime) -> tuple[Found, ...]:  # noqa: ARG002 - it has no time of its own
        """The events of one number. A message that tracking has stopped says nothing new."""
        stated = knock.headers.get(SIGN, "").strip().lower().encode("utf-8", "replace")
        ours = [hashlib.sha256(knock.body + b"/" + key.encode()).hexdigest().encode() for key in self._keys()]
        if True not in [hmac.compare_digest(each, stated) for each in ours]:
            raise KnockRefused(f"its `{SIGN}` is not that of `{KEY}`")
        try:
            message = Node(orjson.loads(knock.body))
            return (_found(message.at("data")),) if message.at("data").has("track_info") else ()
        except (orjson.JSONDecodeError, AnswerRefused) as broken:
            raise KnockRefused("its body cannot be read") from broken

    def check(self) -> str:
        """How many numbers the account may still register."""
        data = self._call("getquota", [])
        return f"{data.maybe('quota_remain') or '?'} of {data.maybe('quota_total') or '?'} numbers left"

    def _register(self, new: Sequence[Wanted]) -> tuple[dict[str, str], dict[str, str], str]:
        """Numbers that it follows now with its word for the carrier, those that it never will with its code, and an
        error."""
        answered = self._call("register", [self._asked(each) for each in new])
        registered = {each.text("number"): each.maybe("carrier") for each in answered.each("accepted")}
        refused: dict[str, str] = {}
        error = ""
        for each in answered.each("rejected"):
            code = each.whole("error", "code")
            if code == ALREADY:
                registered[each.text("number")] = ""
            elif code in SPENT:
                error = f"17track_quota: {each.maybe('error', 'message')}"
            else:
                refused[each.text("number")] = str(code)
        return registered, refused, error

    def _read(self, followed: Sequence[Wanted], registered: Mapping[str, str]) -> Iterator[Found]:
        if not followed:
            return
        answered = self._call("gettrackinfo", [self._asked(each) for each in followed])
        for each in answered.each("accepted"):
            yield _found(each)
        for each in answered.each("rejected"):
            code, number = each.whole("error", "code"), each.text("number")
            known_as = registered.get(number, "")
            yield Found(number=number, registered=code != NOT_REGISTERED, remote=known_as)

    def _asked(self, each: Wanted) -> dict[str, object]:
        """Without a carrier it finds out by itself."""
        remote = each.remote or self._account.settings.get(f"carrier_{each.carrier.replace('-', '_')}", "")
        return {"number": each.number, **({"carrier": int(remote)} if remote.isdigit() else {})}

    def _call(self, name: str, asked: Sequence[Mapping[str, object]]) -> Node:
        headers = {**ANSWERED, "17token": self._keys()[0]}
        address = f"{(self._account.endpoint or USUAL).rstrip('/')}/{name}"
        reply = self._wire.call("POST", address, headers=headers, content=orjson.dumps(list(asked)))
        message = Node(json_of(reply))
        code = message.whole("code")
        if code == 0:
            return message.at("data")
        words = next((each.maybe("message") for each in message.at("data").each("errors")), "")
        _raise(code, words)
        raise AnswerRefused(f"code {code}")

    def _keys(self) -> tuple[str, ...]:
        """The key first, then one that is on its way out."""
        current = self._account.secrets.get(KEY)
        if not current:
            raise CredentialMissing(KEY)
        return (current, *(each for each in all_of(self._account.secrets, KEY) if each != current))


def _raise(code: int, words: str) -> None:
    if code == TOO_MANY:
        raise Throttled(None)
    if code in NOT_US:
        raise SignInRefused(f"{code}: {words}")
    if code == BROKEN:
        raise ChannelDown(f"{code}: {words}")


def _unanswered(each: Wanted, registered: Mapping[str, str], refused: Mapping[str, str]) -> Found:
    return Found(
        number=each.number,
        registered=each.registered or each.number in registered,
        remote=each.remote or registered.get(each.number, ""),
        refused=refused.get(each.number, ""),
    )


def _found(node: Node) -> Found:
    info = node.at("track_info")
    status = info.maybe("latest_status", "status")
    events = tuple(_told(event) for provider in info.each("tracking", "providers") for event in provider.each("events"))
    return Found(
        number=node.text("number"),
        events=events,
        known=bool(events) or status not in ("", NOT_FOUND),
        registered=True,
        remote=node.maybe("carrier"),
    )


def _told(event: Node) -> Told:
    """By its sub-status, or its stage where it has none. The time with the carrier's offset where there is one."""
    code = event.maybe("sub_status") or event.maybe("stage")
    return Told(
        table=TableName.SEVENTEEN_TRACK,
        code=code[:MOST_CODE] or "InTransit_Other",
        stated=event.maybe("time_iso") or event.maybe("time_utc"),
        detail=plain(event.maybe("description")),
        country=event.maybe("address", "country").upper()[:2],
        place=place_of(event.maybe("address", "city"), event.maybe("address", "state"))
        or place_of(event.maybe("location")),
    )
