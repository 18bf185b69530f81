"""Webhooks of one's own shop: Standard Webhooks 1.0.0, whose id is the delivery, and whose age is bounded.

The body is `{"type": "order.…", "data": {"ref": "…"}}`; `data` is a whole entry of the shop's list of orders only where
the shop cannot be asked. A `message.received` bears what a buyer wrote.
"""

from dataclasses import replace
from datetime import datetime

import orjson

from fulfillment.channels.errors import AnswerRefused, KnockRefused
from fulfillment.channels.node import Node
from fulfillment.channels.own_shop.reading import pulls, seen
from fulfillment.channels.protocol import Account, Heard, HeardMessage, Knock
from fulfillment.channels.signed_knocks import TOLERANCE, signed_delivery

ORDERS, MESSAGE = "order.", "message.received"


def heard(account: Account, knock: Knock, now: datetime) -> Heard:
    """What a webhook says; a type that is not of orders names none. Raises KnockRefused."""
    delivery = signed_delivery(account.secrets, knock, now)
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
