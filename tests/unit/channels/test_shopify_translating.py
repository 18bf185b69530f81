"""An order of the GraphQL Admin API and the same order of the REST resource are one order to our importer."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from engine.order.formats import shopify
from engine.order.formats.settings import ImportSettings
from engine.order.order import Order
from fulfillment.channels.errors import AnswerRefused
from fulfillment.channels.node import Node
from fulfillment.channels.shopify.translating import grams, rest_of

SAMPLE = Path(__file__).parent / "samples" / "shopify_order.json"
REST = Path(__file__).parents[2] / "samples" / "shopify" / "paid_to_germany.json"


def sample() -> dict[str, object]:
    """The order as GraphQL answers it."""
    order = json.loads(SAMPLE.read_text("utf-8"))["order"]
    assert isinstance(order, dict)
    return order


def imported(order: dict[str, object]) -> Order:
    """The order that our importer makes of it."""
    node = Node(order)
    lines = node.each("lineItems", "nodes")
    return shopify.read(rest_of(node, lines, {"LAMP-USB-W": 640}), settings=ImportSettings())


def money(amount: str) -> dict[str, object]:
    return {"shopMoney": {"amount": amount, "currencyCode": "EUR"}}


def test_order_when_translated_then_it_is_the_one_that_rest_shows() -> None:
    rest = shopify.read(json.loads(REST.read_text("utf-8")), settings=ImportSettings())
    assert imported(sample()) == replace(rest, device=None)  # GraphQL tells no browser


@pytest.mark.parametrize(
    ("unit", "value", "weight"),
    [("GRAMS", 640, 640), ("KILOGRAMS", 0.35, 350), ("POUNDS", 1.5, 680), ("OUNCES", 2, 57)],
)
def test_weight_when_in_any_unit_then_it_is_grams(unit: str, value: float, weight: int) -> None:
    assert grams(Node({"unit": unit, "value": value})) == weight


def test_weight_when_in_an_unknown_unit_then_the_answer_is_refused() -> None:
    with pytest.raises(AnswerRefused, match="/unit"):
        grams(Node({"unit": "STONES", "value": 1}))


def test_order_when_refunded_then_nothing_is_taken_out_of_it() -> None:
    line = {"quantity": 1, "lineItem": {"id": "gid://shopify/LineItem/1502"}}
    paid_back = {"kind": "REFUND", "status": "SUCCESS", "amountSet": money("11.99")}
    refund = {
        "id": "gid://shopify/Refund/1",
        "transactions": {"nodes": [paid_back]},
        "refundLineItems": {"nodes": [line]},
    }
    order = imported(
        sample()
        | {
            "refunds": [refund],
            "displayFinancialStatus": "PARTIALLY_REFUNDED",
            "currentTotalPriceSet": money("60.90"),
            "totalRefundedSet": money("11.99"),
        }
    )
    assert [line.quantity for line in order.lines] == [2, 1]
    assert order.payment is not None
    assert (order.totals.total, order.payment.refunded) == (7289, 1199)


@pytest.mark.parametrize("paid_back", [True, False])
def test_order_when_edited_then_only_what_went_back_for_money_counts_as_sold(paid_back: bool) -> None:
    order = sample() | {"edited": True}
    node = json.loads(json.dumps(order))
    node["lineItems"]["nodes"][1]["currentQuantity"] = 0
    line = {"quantity": 1, "lineItem": {"id": "gid://shopify/LineItem/1502"}}
    money_back = [{"kind": "REFUND", "status": "SUCCESS", "amountSet": money("11.99")}] if paid_back else []
    node["refunds"] = [
        {"id": "gid://shopify/Refund/1", "transactions": {"nodes": money_back}, "refundLineItems": {"nodes": [line]}}
    ]
    node["currentTotalPriceSet"] = money("60.90")
    node["totalRefundedSet"] = money("11.99" if paid_back else "0.0")
    found = imported(node)
    assert [line.sku for line in found.lines] == ["LAMP-USB-W", "CABLE-C-1M"][: 2 if paid_back else 1]
    assert found.totals.total == (7289 if paid_back else 6090)


def test_order_when_of_a_company_then_it_is_told() -> None:
    assert imported(sample() | {"purchasingEntity": {"__typename": "PurchasingCompany"}}).kind == "b2b"


@pytest.mark.parametrize("field", ["id", "legacyResourceId", "createdAt", "currencyCode"])
def test_order_when_a_field_that_must_be_there_is_not_then_it_is_named(field: str) -> None:
    with pytest.raises(AnswerRefused, match=field):
        imported(sample() | {field: None})
