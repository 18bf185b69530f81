"""What Amazon publishes as examples, with other people and other goods in it, read as our adapter reads answers."""

import pytest

from engine.order.formats.registry import importer
from engine.order.formats.settings import ImportSettings
from engine.outgoing.client import Reply
from fulfillment.channels.amazon.calling import Answer, wait_of
from fulfillment.channels.amazon.ending import backs_of
from fulfillment.channels.amazon.feed_report import first_error
from fulfillment.channels.amazon.feed_texts import Back, cancellation, refund
from fulfillment.channels.amazon.items import Stage
from fulfillment.channels.amazon.orders_2026 import known, seen
from fulfillment.channels.errors import AnswerRefused
from fulfillment.channels.protocol import LineShare, Refunded

USD = "USD"


def usd(amount: str) -> dict[str, str]:
    return {"amount": amount, "currencyCode": USD}


# The example of searchOrders in amzn/selling-partner-api-models, orders_2026-01-01.json (2026), shortened.
ORDER: dict[str, object] = {
    "orderId": "123-0000001-0000001",
    "orderAliases": [{"aliasId": "SAMPLE-ORDER-1", "aliasType": "SELLER_ORDER_ID"}],
    "createdTime": "2026-11-20T10:30:00Z",
    "lastUpdatedTime": "2026-11-20T14:45:00Z",
    "programs": ["PRIME"],
    "associatedOrders": [],
    "salesChannel": {"channelName": "AMAZON", "marketplaceId": "ATVPDKIKX0DER", "marketplaceName": "Amazon.com"},
    "buyer": {"buyerName": "Sam Sample", "buyerEmail": "sample@marketplace.amazon.com"},
    "recipient": {
        "deliveryAddress": {
            "name": "Sam Sample",
            "companyName": "Sample Industries LLC",
            "addressLine1": "123 Sample Street",
            "addressLine2": "Suite 456",
            "addressLine3": "",
            "city": "Seattle",
            "districtOrCounty": "King County",
            "stateOrRegion": "WA",
            "municipality": "",
            "postalCode": "98101",
            "countryCode": "US",
            "phone": "206-342-8631",
            "addressType": "COMMERCIAL",
        },
        "deliveryPreference": {"dropOffLocation": "Front desk"},
    },
    "proceeds": {
        "grandTotal": usd("154.99"),
        "breakdowns": [
            {"type": "ITEM", "subtotal": usd("149.97")},
            {"type": "TAX", "subtotal": usd("0.02")},
            {"type": "DELIVERY_TIP", "status": "FINALIZED", "subtotal": usd("5.00")},
        ],
    },
    "fulfillment": {
        "fulfillmentStatus": "SHIPPED",
        "fulfilledBy": "MERCHANT",
        "fulfillmentServiceLevel": "STANDARD",
        "shipByWindow": {"earliestDateTime": "2026-11-21T00:00:00Z", "latestDateTime": "2026-11-22T23:59:59Z"},
    },
    "orderItems": [
        {
            "orderItemId": "12345678901234",
            "quantityOrdered": 2,
            "product": {
                "asin": "B000000001",
                "title": "Desk lamp, charcoal",
                "sellerSku": "LAMP-C",
                "price": {"unitPrice": usd("49.99")},
            },
            "proceeds": {
                "proceedsTotal": usd("100.00"),
                "breakdowns": [
                    {"type": "ITEM", "subtotal": usd("99.98")},
                    {
                        "type": "TAX",
                        "subtotal": usd("0.02"),
                        "detailedBreakdowns": [{"subtype": "ITEM", "value": usd("0.02")}],
                    },
                ],
            },
            "fulfillment": {"quantityFulfilled": 2, "quantityUnfulfilled": 0},
        },
        {
            "orderItemId": "12345678901235",
            "quantityOrdered": 1,
            "product": {"asin": "B000000002", "title": "Wall clock", "sellerSku": "CLOCK-1"},
            "proceeds": {"breakdowns": [{"type": "ITEM", "subtotal": usd("49.99")}]},
            "fulfillment": {"quantityFulfilled": 1, "quantityUnfulfilled": 0},
        },
    ],
    "packages": [
        {
            "packageReferenceId": "PKG-1",
            "packageStatus": {"status": "DELIVERED"},
            "carrier": "UPS",
            "trackingNumber": "1Z999AA10123456784",
            "packageItems": [{"orderItemId": "12345678901234", "quantity": 2}],
        }
    ],
}
# ProcessingReport of the Feeds API use case guide (Amazon, 2026), with another order in it.
REPORT = """<?xml version="1.0" encoding="UTF-8"?>
<AmazonEnvelope xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="amzn-envelope.xsd">
  <Header><DocumentVersion>1.02</DocumentVersion><MerchantIdentifier>A1SAMPLESELLER</MerchantIdentifier></Header>
  <MessageType>ProcessingReport</MessageType>
  <Message><MessageID>1</MessageID><ProcessingReport>
    <DocumentTransactionID>50000000001</DocumentTransactionID><StatusCode>Complete</StatusCode>
    <ProcessingSummary><MessagesProcessed>1</MessagesProcessed><MessagesSuccessful>{good}</MessagesSuccessful>
      <MessagesWithError>{bad}</MessagesWithError><MessagesWithWarning>{warned}</MessagesWithWarning></ProcessingSummary>
    {result}
  </ProcessingReport></Message>
</AmazonEnvelope>"""
RESULT = """<Result><MessageID>1</MessageID><ResultCode>{kind}</ResultCode><ResultMessageCode>18028</ResultMessageCode>
<ResultDescription>The data you submitted
 is incomplete.</ResultDescription>
<AdditionalInfo><AmazonOrderID>123-0000001-0000001</AmazonOrderID></AdditionalInfo></Result>"""


def report(good: int, bad: int, warned: int = 0, kind: str = "") -> bytes:
    result = RESULT.format(kind=kind) if kind else ""
    return REPORT.format(good=good, bad=bad, warned=warned, result=result).encode()


def test_order_when_it_is_amazons_example_then_adds_up_with_its_tip() -> None:
    order = importer("amazon_2026")(ORDER, settings=ImportSettings())
    totals = order.totals
    assert (totals.total, totals.goods, totals.shipping, totals.tax) == (15499, 14997, 500, 2)


def test_known_when_it_is_amazons_example_then_has_items_parcels_and_marketplace() -> None:
    found = known(ORDER)
    assert (found.stage, found.marketplace) == (Stage.SHIPPED, "ATVPDKIKX0DER")
    assert found.parcels == (("1Z999AA10123456784", "PKG-1"),)
    assert [(item.sku, item.quantity) for item in found.items] == [("LAMP-C", 2), ("CLOCK-1", 1)]


def test_seen_when_a_moment_is_missing_then_the_answer_is_refused() -> None:
    with pytest.raises(AnswerRefused, match="lastUpdatedTime"):
        seen({name: value for name, value in ORDER.items() if name != "lastUpdatedTime"})


@pytest.mark.parametrize(
    ("amount", "lines", "parts"),
    [
        (14999, (), {"12345678901234": [("Principal", 9998), ("Tax", 2)], "12345678901235": [("Principal", 4999)]}),
        (3000, (), {"12345678901234": [("Principal", 2000)], "12345678901235": [("Principal", 1000)]}),
        (4999, (LineShare("CLOCK-1", 1),), {"12345678901235": [("Principal", 4999)]}),
    ],
)
def test_refund_when_it_is_spread_then_goods_come_first_in_proportion(
    amount: int, lines: tuple[LineShare, ...], parts: dict[str, list[tuple[str, int]]]
) -> None:
    said = Refunded(ref="1", refund="ref_1", amount=amount, currency=USD, reason="CustomerReturn", lines=lines)
    assert {back.item: list(back.parts) for back in backs_of(known(ORDER), said)} == parts


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (report(1, 0), None),
        (report(1, 0, 1, "Warning"), None),
        (report(0, 1, 0, "Error"), ("18028", "The data you submitted is incomplete.")),
    ],
)
def test_report_when_it_is_amazons_example_then_tells_the_first_error(
    content: bytes, error: tuple[str, str] | None
) -> None:
    assert first_error(content) == error


def test_report_when_it_names_errors_without_words_then_is_refused_all_the_same() -> None:
    told = first_error(report(0, 1))
    assert told is not None
    assert told[0] == "FEED_REFUSED"


@pytest.mark.parametrize("content", [b"no xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_report_when_it_is_none_then_the_answer_is_refused(content: bytes) -> None:
    with pytest.raises(AnswerRefused):
        first_error(content)


def test_feeds_when_written_then_have_the_form_of_amazons_schemas() -> None:
    ends = cancellation("A1SAMPLESELLER", "123-0000001-0000001", ["12345678901234"], "NoInventory").decode()
    backs = [Back("12345678901234", (("Principal", 1250), ("Tax", 100)))]
    pays = refund("A1SAMPLESELLER", "123-0000001-0000001", "ref_1", backs, "CustomerReturn", USD).decode()
    assert ends.partition("<MessageType>")[2] == (
        "OrderAcknowledgement</MessageType><Message><MessageID>1</MessageID><OrderAcknowledgement>"
        "<AmazonOrderID>123-0000001-0000001</AmazonOrderID><StatusCode>Failure</StatusCode>"
        "<Item><AmazonOrderItemCode>12345678901234</AmazonOrderItemCode><CancelReason>NoInventory</CancelReason></Item>"
        "</OrderAcknowledgement></Message></AmazonEnvelope>"
    )
    assert pays.partition("<OrderAdjustment>")[2] == (
        "<AmazonOrderID>123-0000001-0000001</AmazonOrderID><AdjustedItem>"
        "<AmazonOrderItemCode>12345678901234</AmazonOrderItemCode>"
        "<MerchantAdjustmentItemID>ref_1-1</MerchantAdjustmentItemID>"
        "<AdjustmentReason>CustomerReturn</AdjustmentReason><ItemPriceAdjustments>"
        '<Component><Type>Principal</Type><Amount currency="USD">12.50</Amount></Component>'
        '<Component><Type>Tax</Type><Amount currency="USD">1.00</Amount></Component>'
        "</ItemPriceAdjustments></AdjustedItem></OrderAdjustment></Message></AmazonEnvelope>"
    )


@pytest.mark.parametrize(
    ("stated", "wait"),
    [("0.5", 2.0), ("0.0056", pytest.approx(178.57, abs=0.1)), ("0.0001", 600.0), ("0", None), ("", None)],
)
def test_wait_when_a_rate_is_stated_then_is_until_the_next_call(stated: str, wait: float | None) -> None:
    headers = {"x-amzn-ratelimit-limit": stated} if stated else {}
    assert wait_of(Reply(status=429, body=b"", headers=headers)) == wait


def test_answer_when_it_is_an_error_then_code_and_words_are_amazons() -> None:
    body = {"errors": [{"code": "InvalidInput", "message": "Invalid Input", "details": "orderItemId"}]}
    answer = Answer(400, body)
    assert (answer.code, answer.words) == ("InvalidInput", "Invalid Input orderItemId")
