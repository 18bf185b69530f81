"""Webhooks of WooCommerce. The vectors of signatures were reckoned with OpenSSL, apart from this code."""

from dataclasses import replace

import pytest

from fulfillment.channels.errors import KnockRefused
from fulfillment.channels.protocol import Account, Heard, Knock
from fulfillment.channels.woocommerce.knocking import heard
from fulfillment.channels.words import ChannelName

BODY = b'{"id":7311,"status":"processing","total":"73.80"}'
ACCOUNT = Account(
    connection="con_1",
    channel=ChannelName.WOOCOMMERCE,
    endpoint="https://shop.example/store",
    secrets={"webhook_secret": "hush & more", "webhook_secret_old": "older"},
)
HEADERS = {
    "x-wc-webhook-source": "https://shop.example/store/",
    "x-wc-webhook-topic": "order.updated",
    "x-wc-webhook-signature": "Vip+CMb5UcCagkK7NF5gO27nwTByh+AYtWasi6DBx54=",
    "x-wc-webhook-id": "12",
    "x-wc-webhook-delivery-id": "8c1a2f0d9be5a7d1f7a1f1a1f1a1f1a1",
}
KNOCK = Knock(headers=HEADERS, body=BODY, url="https://clearway.example/hooks")


def with_header(name: str, value: str) -> Knock:
    """The same webhook with another header."""
    return replace(KNOCK, headers=HEADERS | {name: value})


def test_webhook_when_genuine_then_it_names_its_order() -> None:
    delivery = "8c1a2f0d9be5a7d1f7a1f1a1f1a1f1a1:7311"  # the store's own is the same for all orders of one second
    assert heard(ACCOUNT, KNOCK) == Heard(delivery=delivery, topic="order.updated", refs=("7311",))


def test_webhook_when_signed_with_the_old_secret_then_it_counts() -> None:
    assert heard(
        ACCOUNT, with_header("x-wc-webhook-signature", "k8fZZbOS1DuTlOhUWhLlm2lbH5RcWX5ELF7D511r9XA=")
    ).refs == ("7311",)


def test_webhook_when_of_another_topic_then_it_names_nothing() -> None:
    assert heard(ACCOUNT, with_header("x-wc-webhook-topic", "product.updated")).refs == ()


def test_webhook_when_a_ping_then_it_is_heard_and_names_nothing() -> None:
    ping = Knock(headers={}, body=b"webhook_id=12", url=KNOCK.url)
    assert heard(ACCOUNT, ping) == Heard(delivery="ping:12", topic="ping")


@pytest.mark.parametrize(
    ("knock", "why"),
    [
        (with_header("x-wc-webhook-signature", "AAAA"), "signature"),
        (with_header("x-wc-webhook-source", "https://thief.example/"), "another store"),
        (with_header("x-wc-webhook-delivery-id", ""), "x-wc-webhook-delivery-id"),
        (replace(KNOCK, body=BODY + b"\n"), "signature"),
        (Knock(headers=HEADERS, body=b"webhook_id=12", url=KNOCK.url), "signature"),
        (Knock(headers={}, body=b"webhook_id=12;", url=KNOCK.url), "signature"),
    ],
)
def test_webhook_when_not_what_it_should_be_then_it_is_refused(knock: Knock, why: str) -> None:
    with pytest.raises(KnockRefused, match=why):
        heard(ACCOUNT, knock)


def test_webhook_when_the_store_has_another_address_than_its_api_then_that_one_is_set() -> None:
    account = replace(ACCOUNT, endpoint="https://api.shop.example", settings={"source": "https://shop.example"})
    assert heard(account, KNOCK).refs == ("7311",)
