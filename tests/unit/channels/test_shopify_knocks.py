"""Webhooks of Shopify. The vectors of signatures were reckoned with OpenSSL, apart from this code."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fulfillment.channels.errors import CredentialMissing, KnockRefused
from fulfillment.channels.protocol import Account, Heard, Knock
from fulfillment.channels.shopify.knocking import heard
from fulfillment.channels.words import ChannelName
from tests.desks import NOW

BODY = b'{"id":820982911946154508,"admin_graphql_api_id":"gid:\\/\\/shopify\\/Order\\/820982911946154508"}'
SIGNED = "CQOVZ6l+Hj3K04BFVxGncP98e3ZRMtlQfLSaao0GhmQ="
ACCOUNT = Account(
    connection="con_1",
    channel=ChannelName.SHOPIFY,
    endpoint="https://clearway-sample.myshopify.com",
    secrets={"webhook_secret": "hush", "webhook_secret_old": "older", "access_token": "none of it"},
)
HEADERS = {
    "x-shopify-topic": "orders/create",
    "x-shopify-hmac-sha256": SIGNED,
    "x-shopify-shop-domain": "clearway-sample.myshopify.com",
    "x-shopify-webhook-id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
    "x-shopify-triggered-at": "2026-11-21T09:39:00.123456789Z",
}
KNOCK = Knock(headers=HEADERS, body=BODY, url="https://clearway.example/hooks")


def with_headers(**changed: str) -> Knock:
    """The same webhook with other headers."""
    renamed = {name.replace("_", "-"): value for name, value in changed.items()}
    return replace(KNOCK, headers=HEADERS | renamed)


def test_webhook_when_genuine_then_it_names_its_order() -> None:
    assert heard(ACCOUNT, KNOCK, NOW) == Heard(
        delivery="b54557e4-bdd9-4b37-8a5f-bf7d70bcd043", topic="orders/create", refs=("820982911946154508",)
    )


def test_webhook_when_signed_with_the_old_secret_then_it_counts() -> None:
    assert heard(ACCOUNT, with_headers(x_shopify_hmac_sha256="gHOHQFs+q3/obFZVYfC6QBlab+BzeR+uDluo4YNWcEc="), NOW).refs


def test_webhook_when_of_an_edit_then_the_order_behind_it_is_named() -> None:
    body = b'{"order_edit":{"id":78912328793,"order_id":5921847362714}}'
    knock = replace(
        with_headers(
            x_shopify_topic="orders/edited", x_shopify_hmac_sha256="nn4vlxtzj4VUY/HjPXd1MifxgnpeWyQYpea/XFn4gQI="
        ),
        body=body,
    )
    assert heard(ACCOUNT, knock, NOW).refs == ("5921847362714",)


def test_webhook_when_of_another_topic_then_it_names_nothing() -> None:
    assert heard(ACCOUNT, with_headers(x_shopify_topic="products/update"), NOW).refs == ()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"x_shopify_hmac_sha256": "AAAA"}, "signature"),
        ({"x_shopify_hmac_sha256": ""}, "signature"),
        ({"x_shopify_hmac_sha256": "\u00e9"}, "signature"),
        ({"x_shopify_shop_domain": "thief.myshopify.com"}, "another shop"),
        ({"x_shopify_triggered_at": "2026-11-20T09:39:00Z"}, "more than a day ago"),
        ({"x_shopify_triggered_at": "2026-11-21T09:46:00Z"}, "in the future"),
        ({"x_shopify_triggered_at": "2026-11-21T09:39:00"}, "no moment"),
        ({"x_shopify_triggered_at": "yesterday"}, "no moment"),
        ({"x_shopify_webhook_id": ""}, "x-shopify-webhook-id"),
    ],
)
def test_webhook_when_not_what_it_should_be_then_it_is_refused(changed: dict[str, str], why: str) -> None:
    with pytest.raises(KnockRefused, match=why):
        heard(ACCOUNT, with_headers(**changed), NOW)


def test_webhook_when_a_byte_differs_then_it_is_refused() -> None:
    with pytest.raises(KnockRefused, match="signature"):
        heard(ACCOUNT, replace(KNOCK, body=BODY + b" "), NOW)


def test_webhook_when_no_secret_is_set_then_the_missing_one_is_named() -> None:
    with pytest.raises(CredentialMissing, match="webhook_secret"):
        heard(replace(ACCOUNT, secrets={"access_token": "x"}), KNOCK, NOW)


def test_webhook_when_the_clock_is_a_little_behind_then_it_counts() -> None:
    assert heard(ACCOUNT, KNOCK, NOW - timedelta(minutes=5)).refs
