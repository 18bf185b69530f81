"""Webhooks of one's own shop: Standard Webhooks 1.0.0, whose id is the delivery, and whose age is bounded.

The body is `{"type": "order.…", "data": {"ref": "…"}}`; `data` is a whole entry of the shop's list of orders only where
the shop cannot be asked. A `message.received` bears what a buyer wrote.
"""

import hmac
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import orjson

from engine.webhooks.signing import ID, SIGNATURE, TIMESTAMP, key_of
from fulfillment.channels.credentials import in_rotation
from fulfillment.channels.errors import AnswerRefused, KnockRefused
from fulfillment.channels.node import Node
from fulfillment.channels.own_shop.reading import pulls, seen
from fulfillment.channels.protocol import Account, Heard, HeardMessage, Knock

TOLERANCE = timedelta(minutes=5)
MOST_ID = 200
ORDERS, MESSAGE = "order.", "message.received"


def heard(account: Account, knock: Knock, now: datetime) -> Heard:
    """What a webhook says; a type that is not of orders names none. Raises KnockRefused."""
    delivery, stated = knock.headers.get(ID, ""), knock.headers.get(TIMESTAMP, "")
    if not 0 < len(delivery) <= MOST_ID:
        raise KnockRefused(f"it has no `{ID}`, or a longer one than {MOST_ID} letters")
    _judge_age(stated, now)
    if not _is_signed(account, f"{delivery}.{stated}.".encode() + knock.body, knock.headers.get(SIGNATURE, "")):
        raise KnockRefused("none of its signatures is that of `webhook_secret`")
    try:
        told = Node(orjson.loads(knock.body))
    except orjson.JSONDecodeError as broken:
        raise KnockRefused("its body is no JSON") from broken
    topic = told.maybe("type")
    if topic == MESSAGE:
        return Heard(delivery=delivery, topic=topic, message=_message(told, now))
    if not topic.startswith(ORDERS):
        return Heard(delivery=delivery, topic=topic)
    ref = told.maybe("data", "ref")
    if not ref:
        raise KnockRefused("its body names no order in `data.ref`")
    heard_of = Heard(delivery=delivery, topic=topic, refs=(ref,))
    return heard_of if pulls(account) else _carried(heard_of, told, now)


def _carried(heard_of: Heard, told: Node, now: datetime) -> Heard:
    """With the order itself, as a list would show it. Raises KnockRefused where something is missing."""
    if not told.has("data", "order"):
        raise KnockRefused("its body has no order in `data.order`, and this shop is never asked for one")
    try:
        shown = seen(told.at("data"))
    except AnswerRefused as unreadable:
        raise KnockRefused(f"its body has no readable {unreadable.what}") from unreadable
    if shown.changed_at - now > TOLERANCE:  # whatever came after it would be taken for older
        raise KnockRefused("its `data.changed_at` lies in the future; set the clocks")
    return replace(
        heard_of, document=shown.document, format=shown.format, changed_at=shown.changed_at, sight=shown.sight
    )


def _message(told: Node, now: datetime) -> HeardMessage:
    """What a buyer wrote. Raises KnockRefused where it has no id or no words, or lies in the future."""
    data = told.at("data")
    if not told.has("data", "id") or not told.has("data", "text"):
        raise KnockRefused("its body has no `data.id` or no `data.text`")
    try:
        at = data.moment("at") if told.has("data", "at") else now
    except AnswerRefused as unreadable:
        raise KnockRefused(f"its body has no readable {unreadable.what}") from unreadable
    if at - now > TOLERANCE:
        raise KnockRefused("its `data.at` lies in the future; set the clocks")
    named = {name: data.maybe(name) for name in ("id", "text", "ref", "subject", "language", "email", "sender")}
    return HeardMessage(at=at, **named)


def _judge_age(stated: str, now: datetime) -> None:
    if not (stated.isascii() and stated.isdigit() and len(stated) <= len("9999999999")):
        raise KnockRefused(f"its `{TIMESTAMP}` is no number of seconds")
    age = now - datetime.fromtimestamp(int(stated), UTC)
    if abs(age) > TOLERANCE:
        raise KnockRefused("it was sent more than five minutes ago, or will be; set the clocks")


def _is_signed(account: Account, content: bytes, stated: str) -> bool:
    """Whether a signature of version 1 is that of one of our secrets; every one is tried."""
    try:
        keys = [key_of(secret) for secret in in_rotation(account, "webhook_secret")]
    except ValueError as wrong:
        raise KnockRefused(f"our own `webhook_secret` is none: {wrong}") from wrong
    ours = [b64encode(hmac.digest(key, content, "sha256")) for key in keys]
    given = [part.removeprefix("v1,").encode("utf-8", "replace") for part in stated.split() if part.startswith("v1,")]
    verdicts = [hmac.compare_digest(one, other) for one in ours for other in given]
    return True in verdicts
