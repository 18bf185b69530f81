"""The two feeds that we hand in, in XML: an order that ends, and money that goes back.

Source: Amazon, Selling Partner API XML schemas, amzn-envelope.xsd, OrderAcknowledgement.xsd and OrderAdjustment.xsd
(release 4.1), and SP-API documentation, "Order Feed Type Values" (2026).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from fulfillment.channels.amounts import major

CANCELS = "POST_ORDER_ACKNOWLEDGEMENT_DATA"
REFUNDS = "POST_PAYMENT_ADJUSTMENT_DATA"


@dataclass(frozen=True, slots=True)
class Back:
    """Money for an item: minor units by what they are for."""

    item: str
    parts: tuple[tuple[str, int], ...]


def cancellation(seller: str, ref: str, items: Sequence[str], reason: str) -> bytes:
    """All items of an order end, for one reason."""
    envelope, message = _envelope(seller, "OrderAcknowledgement")
    SubElement(message, "AmazonOrderID").text = ref
    SubElement(message, "StatusCode").text = "Failure"
    for item in items:
        line = SubElement(message, "Item")
        SubElement(line, "AmazonOrderItemCode").text = item
        SubElement(line, "CancelReason").text = reason
    return _written(envelope)


def refund(seller: str, ref: str, name: str, backs: Sequence[Back], reason: str, currency: str) -> bytes:
    """Money of an order goes back; `name` is ours for it."""
    envelope, message = _envelope(seller, "OrderAdjustment")
    SubElement(message, "AmazonOrderID").text = ref
    for place, back in enumerate(backs, 1):
        line = SubElement(message, "AdjustedItem")
        SubElement(line, "AmazonOrderItemCode").text = back.item
        SubElement(line, "MerchantAdjustmentItemID").text = f"{name}-{place}"
        SubElement(line, "AdjustmentReason").text = reason
        prices = SubElement(line, "ItemPriceAdjustments")
        for kind, amount in back.parts:
            component = SubElement(prices, "Component")
            SubElement(component, "Type").text = kind
            SubElement(component, "Amount", currency=currency).text = major(amount, currency)
    return _written(envelope)


def _envelope(seller: str, kind: str) -> tuple[Element, Element]:
    envelope = Element("AmazonEnvelope")
    envelope.set("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
    envelope.set("xsi:noNamespaceSchemaLocation", "amzn-envelope.xsd")
    header = SubElement(envelope, "Header")
    SubElement(header, "DocumentVersion").text = "1.01"
    SubElement(header, "MerchantIdentifier").text = seller
    SubElement(envelope, "MessageType").text = kind
    message = SubElement(envelope, "Message")
    SubElement(message, "MessageID").text = "1"
    return envelope, SubElement(message, kind)


def _written(envelope: Element) -> bytes:
    return bytes(tostring(envelope, encoding="utf-8", xml_declaration=True))
