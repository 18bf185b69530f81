"""Webhooks of WooCommerce: signed over the raw body with the webhook's own secret, from our store.

`X-WC-Webhook-Delivery-ID` is a hash of the webhook and the second (WC_Webhook::get_new_delivery_id), so two orders that
change in one second bear the same: a delivery is told from others by its order too. Nothing says when a webhook was
sent; one that is sent again wakes us once more, which does no harm.
"""

from urllib.parse import urlsplit

import orjson

from fulfillment.channels.credentials import in_rotation, is_signed
from fulfillment.channels.errors import KnockRefused
from fulfillment.channels.node import Node
from fulfillment.channels.protocol import Account, Heard, Knock

SIGNATURE, SOURCE = "x-wc-webhook-signature", "x-wc-webhook-source"
TOPIC, DELIVERY = "x-wc-webhook-topic", "x-wc-webhook-delivery-id"
PING = b"webhook_id="
ORDERS = "order."


def heard(account: Account, knock: Knock) -> Heard:
    """What a webhook says; a topic that is not of orders names none. Raises KnockRefused."""
    if TOPIC not in knock.headers and knock.body.startswith(PING) and knock.body.removeprefix(PING).isdigit():
        # Sent unsigned when a webhook is made, and awaits a 200. It names nothing.
        return Heard(delivery=f"ping:{knock.body.removeprefix(PING).decode('ascii')}", topic="ping")
    if not is_signed(in_rotation(account, "webhook_secret"), knock.body, knock.headers.get(SIGNATURE, "")):
        raise KnockRefused("its signature is not that of this webhook; set `webhook_secret` to the webhook's secret")
    if urlsplit(knock.headers.get(SOURCE, "")).hostname != _source_of(account):
        raise KnockRefused("it is of another store")
    delivery, topic = knock.headers.get(DELIVERY, ""), knock.headers.get(TOPIC, "").lower()
    if not delivery:
        raise KnockRefused(f"it has no `{DELIVERY}`")
    if not topic.startswith(ORDERS):
        return Heard(delivery=delivery, topic=topic)
    ref = _order_of(knock.body)
    return Heard(delivery=f"{delivery}:{ref}", topic=topic, refs=(ref,))


def _source_of(account: Account) -> str:
    """The host of the store's own address: as set, or the one that we call."""
    return urlsplit(account.settings.get("source", "") or account.endpoint).hostname or ""


def _order_of(body: bytes) -> str:
    try:
        number = Node(orjson.loads(body)).maybe("id")
    except orjson.JSONDecodeError as broken:
        raise KnockRefused("its body is no JSON") from broken
    if not number.isdigit():
        raise KnockRefused("its body names no order")
    return number
