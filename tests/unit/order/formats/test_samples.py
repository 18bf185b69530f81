"""Every sample payload of every format becomes the canonical document that stands beside it.

To renew the documents after a change that was meant: `CLEARWAY_GOLDEN=write pytest tests/unit/order/formats`; then read
the difference.
"""

import json
import os
from pathlib import Path

import pytest

from engine.errors import OrderRejected
from engine.order.formats.files import detect, records
from engine.order.formats.registry import FORMATS, importer
from engine.order.formats.settings import ImportSettings, products_of
from engine.order.order import Order, ShipFrom
from engine.order.reading import read_order, to_document

SAMPLES = Path(__file__).parents[3] / "samples"
PAYLOADS = [path for path in sorted(SAMPLES.glob("*/*.json")) if not path.name.endswith(".expected.json")]
SETTINGS = ImportSettings(
    shop="shop-1",
    legal_entity="sample-gmbh",
    ship_from=ShipFrom(country="CN", warehouse="SZX-1"),
    products=products_of({"LAMP-USB-W": {"hs_code": "94052100", "origin": "CN", "weight_g": 655}}),
)


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def imported(path: Path) -> Order:
    payload = json.loads(path.read_text(encoding="utf-8"))
    return importer(path.parent.name)(payload, settings=SETTINGS)


@pytest.mark.parametrize("path", PAYLOADS, ids=name)
def test_sample_when_imported_gives_the_expected_document(path: Path) -> None:
    document, expected = to_document(imported(path)), path.with_suffix(".expected.json")
    if os.environ.get("CLEARWAY_GOLDEN") == "write":
        expected.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert document == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PAYLOADS, ids=name)
def test_sample_when_its_format_is_not_named_is_told_from_its_content(path: Path) -> None:
    (record,) = records(path, None, SETTINGS)
    assert (detect(path), record.order) == (path.parent.name, imported(path))


@pytest.mark.parametrize("path", PAYLOADS, ids=name)
def test_sample_when_imported_adds_up_to_its_total(path: Path) -> None:
    order = imported(path)
    lines = sum(line.quantity * line.unit_price - line.discount for line in order.lines)
    totals = order.totals
    parts = (totals.shipping or 0) + (totals.tax or 0) + (totals.duty or 0) - (totals.discount or 0)
    assert totals.total == lines + parts


@pytest.mark.parametrize("path", PAYLOADS, ids=name)
def test_sample_when_written_and_read_again_is_the_same_order(path: Path) -> None:
    assert read_order(to_document(imported(path))) == imported(path)


def test_samples_when_counted_cover_every_format() -> None:
    assert {path.parent.name for path in PAYLOADS} == set(FORMATS)


WRONG = [
    ("shopify", {"id": 1, "created_at": "x", "currency": "EUR", "total_price": "1.005", "line_items": "none"},
     {("/created_at", "wrong_form"), ("/total_price", "wrong_form"), ("/line_items", "wrong_type")}),
    ("shopify", {"order": {"id": [], "created_at": "2026-01-01T00:00:00Z", "currency": "EUR", "total_price": "1",
                           "line_items": [{"quantity": -1, "price": "1"}], "financial_status": "odd"}},
     {("/order/id", "wrong_type"), ("/order/line_items/0/quantity", "out_of_range"),
      ("/order/financial_status", "unknown_value")}),
    ("woocommerce", {"id": 1, "currency": "zz", "date_created_gmt": "2026-01-01T00:00:00", "total": "1",
                     "line_items": [{"quantity": 1, "subtotal": {}}], "billing": {"country": "Germany"}},
     {("/currency", "wrong_form"), ("/billing/country", "wrong_form")}),
    ("amazon_v0", {"AmazonOrderId": "1", "PurchaseDate": 5, "OrderTotal": {"CurrencyCode": "EUR", "Amount": "x"},
                   "OrderItems": [{"QuantityOrdered": 1, "ItemPrice": {"Amount": "-1"}}]},
     {("/PurchaseDate", "wrong_type"), ("/OrderTotal/Amount", "wrong_form"),
      ("/OrderItems/0/ItemPrice/Amount", "out_of_range")}),
    ("ebay", {"orderId": "1", "creationDate": "2026-01-01T00:00:00Z",
              "pricingSummary": {"total": {"value": "9", "currency": "EUR"}},
              "lineItems": [{"quantity": 1, "lineItemCost": {"value": "9"}, "title": "4111 1111 1111 1111"}]},
     {("/lineItems/0/title", "card_number_leaked")}),
]  # fmt: skip


@pytest.mark.parametrize(("format_name", "payload", "expected"), WRONG)
def test_payload_when_it_is_wrong_is_refused_with_places_in_itself(
    format_name: str, payload: dict[str, object], expected: set[tuple[str, str]]
) -> None:
    with pytest.raises(OrderRejected) as rejected:
        importer(format_name)(payload, settings=ImportSettings())
    assert expected <= {(fault.pointer, fault.code) for fault in rejected.value.faults}


def test_products_when_a_file_is_wrong_are_refused_with_sku_and_field() -> None:
    with pytest.raises(OrderRejected) as rejected:
        products_of({"A": {"hs_code": "12"}, "B": {"quantity": 2}})
    assert {fault.pointer for fault in rejected.value.faults} == {"/A/hs_code", "/B"}
