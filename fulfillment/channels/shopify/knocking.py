"""Webhooks of Shopify: signed over the raw body with the app's secret, from our shop, and not long ago.

Shopify sends a delivery again for four hours under the same `X-Shopify-Webhook-Id`, and may sign with the old secret
for an hour after a change (Shopify, "Verify webhook deliveries" and "Webhooks delivery structure", read 2026-11).
"""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import orjson

from fulfillment.channels.credentials import in_rotation, is_signed
from fulfillment.channels.errors import KnockRefused
from fulfillment.channels.node import Node
from fulfillment.channels.protocol import Account, Heard, Knock

SIGNATURE = "x-shopify-hmac-sha256"
TOPIC, SHOP = "x-shopify-topic", "x-shopify-shop-domain"
DELIVERY, TRIGGERED = "x-shopify-webhook-id", "x-shopify-triggered-at"
OLDEST, AHEAD = timedelta(hours=24), timedelta(minutes=5)

# Where each topic's body has the number of the order.
TOPICS: dict[str, tuple[str, ...]] = {
    "orders/create": ("id",),
    "orders/updated": ("id",),
    "orders/edited": ("order_edit", "order_id"),
    "orders/cancelled": ("id",),
    "orders/paid": ("id",),
    "refunds/create": ("order_id",),
}


def heard(account: Account, knock: Knock, now: datetime) -> Heard:
    """What a webhook says; a topic that is not ours names no order. Raises KnockRefused."""
    secrets = in_rotation(account, "webhook_secret", "client_secret")
    if not is_signed(secrets, knock.body, knock.headers.get(SIGNATURE, "")):
        raise KnockRefused("its signature is not that of this app; set `webhook_secret` to the app's client secret")
    shop = knock.headers.get(SHOP, "").lower()
    if shop != domain_of(account):
        raise KnockRefused("it is of another shop")
    _judge_age(knock.headers.get(TRIGGERED, ""), now)
    delivery, topic = knock.headers.get(DELIVERY, ""), knock.headers.get(TOPIC, "").lower()
    if not delivery:
        raise KnockRefused(f"it has no `{DELIVERY}`")
    refs = (_order_of(knock.body, TOPICS[topic]),) if topic in TOPICS else ()
    return Heard(delivery=delivery, topic=topic, refs=refs)


def domain_of(account: Account) -> str:
    """The `….myshopify.com` name of the shop: as set, or the host we call."""
    return account.settings.get("shop_domain", "").lower() or (urlsplit(account.endpoint).hostname or "").lower()


def _judge_age(stated: str, now: datetime) -> None:
    """Raises KnockRefused for a webhook that is older than any that Shopify sends again, or of tomorrow."""
    try:
        age = now - datetime.fromisoformat(_six_digits(stated))
    except (ValueError, TypeError) as wrong:
        raise KnockRefused(f"its `{TRIGGERED}` is no moment") from wrong
    if age > OLDEST:
        raise KnockRefused("it was triggered more than a day ago")
    if -age > AHEAD:
        raise KnockRefused("it was triggered in the future; set the clock of this machine")


def _six_digits(stated: str) -> str:
    """Without the nanoseconds that Shopify may write (`2026-11-20T09:15:30.123456789Z`)."""
    whole, dot, rest = stated.partition(".")
    digits = rest.rstrip("Z")
    return f"{whole}.{digits[:6].ljust(6, '0')}+00:00" if dot and digits.isdigit() else stated


def _order_of(body: bytes, path: tuple[str, ...]) -> str:
    try:
        number = Node(orjson.loads(body)).maybe(*path)
    except orjson.JSONDecodeError as broken:
        raise KnockRefused("its body is no JSON") from broken
    if not number.isdigit():
        raise KnockRefused("its body names no order")
    return number
