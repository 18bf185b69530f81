"""What eBay tells by itself: the challenge of a new address, orders, and buyers who want to be erased.

Sources: eBay Developers Program, "eBay Marketplace Account Deletion/Closure Notifications", Notification API
(getPublicKey) and its AsyncAPI contracts (ORDER_CONFIRMATION, ITEM_MARKED_SHIPPED, 2026). Public keys are kept for an
hour, as eBay asks. A repeated notification keeps its `notificationId`.
"""

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import orjson

from fulfillment.channels.documents import Json, part, text
from fulfillment.channels.ebay.calling import Api, read
from fulfillment.channels.ebay.signatures import is_signed
from fulfillment.channels.errors import ChannelError, CredentialMissing, KnockRefused
from fulfillment.channels.protocol import Heard, Knock

DELETION = "MARKETPLACE_ACCOUNT_DELETION"
CHALLENGE = "challenge"
LASTS = timedelta(hours=1)
MOST_KEYS = 100
_KEY = re.compile(r"[A-Za-z0-9-]{1,80}")
ORDER = "orderId"


@dataclass
class PublicKeys:
    """eBay's keys by their names, with the digest each goes with."""

    kept: dict[str, tuple[str, str, datetime]] = field(default_factory=dict)

    def key(self, api: Api, name: str, now: datetime) -> tuple[str, str]:
        """Key and digest, fetched where none younger than an hour is kept."""
        kept = self.kept.get(name)
        if kept is None or now - kept[2] >= LASTS:
            told = read(api.ask_as_application(f"/commerce/notification/v1/public_key/{name}"))
            if len(self.kept) >= MOST_KEYS:
                self.kept.clear()
            kept = self.kept[name] = (text(told, "key"), text(told, "digest") or "SHA1", now)
        return kept[0], kept[1]


KEYS = PublicKeys()


def hear(api: Api, knock: Knock, now: datetime) -> Heard:
    """Checks and reads a notification. Raises KnockRefused, and CredentialMissing without a verification token."""
    parts = urlsplit(knock.url)
    asked = parse_qs(parts.query).get("challenge_code")
    if asked and not knock.body:
        return _answered(api, asked[0], api.account.settings.get("webhook_url") or knock.url.partition("?")[0])
    _check(api, knock, now)
    try:
        told = orjson.loads(knock.body)
    except orjson.JSONDecodeError:
        raise KnockRefused("its body is no JSON") from None
    topic, name = text(told, "metadata", "topic"), text(told, "notification", "notificationId")
    data = part(told, "notification", "data")
    if not topic or not name:
        raise KnockRefused("it names no topic or has no number")
    forget = text(data, "username") or text(data, "userId") if topic == DELETION else ""
    refs = () if topic == DELETION else tuple(dict.fromkeys(_orders(data)))
    return Heard(delivery=name, topic=topic, refs=refs, forget=forget)


def _orders(found: object) -> Iterator[str]:
    """Numbers of orders, wherever a topic has them: some at the top, some in the order, some with each line."""
    if isinstance(found, dict):
        if text(found, ORDER):
            yield text(found, ORDER)
        for inner in found.values():
            yield from _orders(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from _orders(inner)


def _answered(api: Api, code: str, address: str) -> Heard:
    """eBay asks a new address to show that it knows the token."""
    token = api.account.secrets.get("verification_token")
    if not token:
        raise CredentialMissing("verification_token")
    digest = sha256(f"{code}{token}{address}".encode()).hexdigest()
    return Heard(delivery=f"{CHALLENGE}-{code}", topic=CHALLENGE, reply=orjson.dumps({"challengeResponse": digest}))


def _check(api: Api, knock: Knock, now: datetime) -> None:
    told = _header(knock)
    name = text(told, "kid")
    if not _KEY.fullmatch(name):
        raise KnockRefused("its signature names no key")
    try:
        key, digest = KEYS.key(api, name, now)
    except ChannelError as unknown:
        raise KnockRefused(f"the key of its signature is not to be had ({unknown})") from unknown
    try:
        signature = b64decode(text(told, "signature"), validate=True)
    except ValueError:
        raise KnockRefused("its signature is not written in base64") from None
    if not is_signed(key, digest, signature, knock.body):
        raise KnockRefused("its signature is not eBay's")


def _header(knock: Knock) -> Json:
    try:
        told = orjson.loads(b64decode(knock.headers.get("x-ebay-signature", ""), validate=True))
    except ValueError:
        raise KnockRefused("it bears no readable signature") from None
    return told if isinstance(told, dict) else {}
