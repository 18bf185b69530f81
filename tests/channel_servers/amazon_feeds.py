"""Amazon's feeds on loopback: documents, feeds that take their time, and what the two feeds of orders do.

Forms after feeds_2021-06-30.json and the XML schemas OrderAcknowledgement, OrderAdjustment and ProcessingReport.
"""

import gzip
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from defusedxml.ElementTree import fromstring

from fulfillment.channels.documents import moment
from tests.channel_servers.amazon_documents import Document, stamped
from tests.channel_servers.base import Call, json_answer
from tests.web_peer import Answer

CANCELS, REFUNDS = "POST_ORDER_ACKNOWLEDGEMENT_DATA", "POST_PAYMENT_ADJUSTMENT_DATA"
REASONS = ("NoInventory", "BuyerCanceled", "ShippingAddressUndeliverable", "GeneralAdjustment", "CustomerReturn")


@dataclass
class Feeds:
    """`looks` is how often a feed is asked for before it is done, `closed` how many addresses for documents have ended.
    `refunds` are order, currency and amount."""

    looks: int = 1
    closed: int = 0
    documents: dict[str, bytes] = field(default_factory=dict)
    kept: dict[str, Document] = field(default_factory=dict)
    refunds: list[tuple[str, str, Decimal]] = field(default_factory=list)
    reports: dict[str, bytes] = field(default_factory=dict)

    def laid_down(self, call: Call) -> Answer:
        """A document that is put where it was told to."""
        if self.closed:
            self.closed -= 1
            return Answer(403, b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>")
        if call.headers.get("x-amz-access-token"):
            return Answer(400)  # an address with a permission of its own takes no other
        self.documents[call.steps[1]] = call.body
        return Answer(200)

    def report(self, call: Call) -> Answer:
        """A report, packed."""
        return Answer(200, gzip.compress(self.reports[call.steps[1]]))

    def serve(self, call: Call, url: str, now: datetime, orders: dict[str, Document]) -> Answer:
        """One call of the Feeds API."""
        match call.method, call.steps[2:]:
            case "POST", ("documents",):
                name = f"amzn1.tortuga.3.sample-{len(self.documents) + 1}"
                self.documents[name] = b""
                return json_answer({"feedDocumentId": name, "url": f"{url}/upload/{name}"}, 201)
            case "POST", ("feeds",):
                return self._created(call, now, orders)
            case "GET", ("feeds",):
                since = moment(call.query, "createdSince")
                types = call.query["feedTypes"].split(",")
                found = [
                    one
                    for one in self.kept.values()
                    if one["feedType"] in types and moment(one, "createdTime") >= since
                ]
                return json_answer({"feeds": [_shown(one) for one in found]})
            case "GET", ("feeds", name):
                return json_answer(self._asked(name))
            case "GET", ("documents", name):
                told = {"feedDocumentId": name, "url": f"{url}/report/{name}", "compressionAlgorithm": "GZIP"}
                return json_answer(told)
        return Answer(404)

    def _created(self, call: Call, now: datetime, orders: dict[str, Document]) -> Answer:
        wanted = call.json()
        name = f"feed-{len(self.kept) + 1}"
        report = self._worked_off(self.documents[str(wanted["inputFeedDocumentId"])], orders)
        self.reports[f"report-{name}"] = report
        self.kept[name] = {
            "feedId": name,
            "feedType": wanted["feedType"],
            "marketplaceIds": wanted["marketplaceIds"],
            "createdTime": stamped(now),
            "left": self.looks,
        }
        return json_answer({"feedId": name}, 202)

    def _asked(self, name: str) -> Document:
        feed = self.kept[name]
        left = feed["left"]
        assert isinstance(left, int)
        feed["left"] = max(0, left - 1)
        if left:
            return {**_shown(feed), "processingStatus": "IN_PROGRESS"}
        return {**_shown(feed), "processingStatus": "DONE", "resultFeedDocumentId": f"report-{name}"}

    def _worked_off(self, content: bytes, orders: dict[str, Document]) -> bytes:
        root = fromstring(content)
        order = orders.get(root.findtext(".//AmazonOrderID") or "")
        if order is None:
            return _report("18028", "The data you submitted names an order that is not yours.")
        reasons = [each.text for name in ("CancelReason", "AdjustmentReason") for each in root.iter(name)]
        if not all(reason in REASONS for reason in reasons):
            return _report("25", "XML Validation Error: the reason is not one of the enumeration.")
        if root.findtext("MessageType") == "OrderAcknowledgement":
            order["fulfillment"] = {**order["fulfillment"], "fulfillmentStatus": "CANCELLED"}  # type: ignore[dict-item]
            return _report()
        amounts = list(root.iter("Amount"))
        total = sum((Decimal(each.text or "0") for each in amounts), Decimal(0))
        self.refunds.append((str(order["orderId"]), amounts[0].get("currency", ""), total))
        return _report()


def _shown(feed: Document) -> Document:
    return {name: value for name, value in feed.items() if name != "left"} | {"processingStatus": "IN_QUEUE"}


def _report(code: str = "", words: str = "") -> bytes:
    failed = int(bool(code))
    result = (
        f"<Result><MessageID>1</MessageID><ResultCode>Error</ResultCode><ResultMessageCode>{code}</ResultMessageCode>"
        f"<ResultDescription>{words}</ResultDescription></Result>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><AmazonEnvelope><MessageType>ProcessingReport</MessageType><Message>'
        "<MessageID>1</MessageID><ProcessingReport><StatusCode>Complete</StatusCode><ProcessingSummary>"
        f"<MessagesProcessed>1</MessagesProcessed><MessagesSuccessful>{1 - failed}</MessagesSuccessful>"
        f"<MessagesWithError>{failed}</MessagesWithError><MessagesWithWarning>0</MessagesWithWarning>"
        f"</ProcessingSummary>{result if code else ''}</ProcessingReport></Message></AmazonEnvelope>"
    ).encode()
