"""A Shopify shop in memory: its orders as its GraphQL objects, with what becomes of them. All people are made up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

Thing = dict[str, object]
ADDRESS: Thing = {
    "name": "Mina Muster",
    "firstName": "Mina",
    "lastName": "Muster",
    "company": None,
    "address1": "Musterweg 7",
    "address2": None,
    "city": "Leipzig",
    "province": None,
    "provinceCode": None,
    "zip": "04109",
    "countryCodeV2": "DE",
    "phone": "+49 341 0000000",
}


@dataclass
class Line:
    """Pieces of an article; `current`: how many edits and refunds left."""

    id: str
    sku: str
    quantity: int
    price: Decimal
    current: int
    refundable: int


@dataclass
class Held:
    """Pieces that a fulfilment order still holds at a location."""

    id: str
    location: str
    lines: dict[str, Line]
    remaining: dict[str, int]
    status: str = "OPEN"


@dataclass
class Order:
    """An order; amounts are major units of its one currency."""

    number: int
    created: datetime
    updated: datetime
    currency: str
    lines: list[Line]
    held: list[Held]
    presentment: str = ""
    shipping: Decimal = Decimal("4.90")
    status: str = "PAID"
    cancelled: datetime | None = None
    reason: str | None = None
    edited: bool = False
    transactions: list[Thing] = field(default_factory=list)
    refunds: list[Thing] = field(default_factory=list)
    fulfillments: list[Thing] = field(default_factory=list)

    @property
    def gid(self) -> str:
        return f"gid://shopify/Order/{self.number}"

    @property
    def total(self) -> Decimal:
        """As it was ordered."""
        return sum((line.price * line.quantity for line in self.lines), self.shipping)

    @property
    def refunded(self) -> Decimal:
        """What went back."""
        return sum((Decimal(str(each["amount"])) for each in self.transactions if each["kind"] == "REFUND"), Decimal(0))

    @property
    def current(self) -> Decimal:
        """What it comes to after edits, less what went back."""
        if not self.edited:
            return self.total - self.refunded
        return sum((line.price * line.current for line in self.lines), self.shipping)

    def money(self, amount: Decimal | str) -> Thing:
        """An amount in both currencies, which differ by a factor of two where they differ at all."""
        there = Decimal(amount) * (2 if self.presentment not in ("", self.currency) else 1)
        shown = {"amount": f"{there:.2f}", "currencyCode": self.presentment or self.currency}
        return {
            "shopMoney": {"amount": f"{Decimal(amount):.2f}", "currencyCode": self.currency},
            "presentmentMoney": shown,
        }

    def as_graphql(self) -> Thing:
        """The object that queries see."""
        names = {"clientIp": "198.51.100.24", "customerLocale": "de-DE", "email": "mina.muster@example.com"}
        empty: Thing = dict.fromkeys(("note", "phone", "originalTotalDutiesSet"))
        return {
            **empty,
            **names,
            "id": self.gid,
            "legacyResourceId": str(self.number),
            "name": f"#{self.number % 10000}",
            "createdAt": self.created.isoformat(),
            "updatedAt": self.updated.isoformat(),
            "cancelledAt": self.cancelled.isoformat() if self.cancelled else None,
            "cancelReason": self.reason,
            "test": False,
            "edited": self.edited,
            "currencyCode": self.currency,
            "presentmentCurrencyCode": self.presentment or self.currency,
            "taxesIncluded": True,
            "displayFinancialStatus": self.status,
            "displayFulfillmentStatus": "FULFILLED" if self.fulfillments else "UNFULFILLED",
            "paymentGatewayNames": ["shopify_payments"],
            "totalPriceSet": self.money(self.total),
            "currentTotalPriceSet": self.money(self.current),
            "totalTaxSet": self.money("0"),
            "currentTotalTaxSet": self.money("0"),
            "totalOutstandingSet": self.money("0"),
            "totalRefundedSet": self.money(self.refunded),
            "customAttributes": [{"key": "gift wrap", "value": "no"}],
            "purchasingEntity": {"__typename": "Customer"},
            "customer": self._customer(),
            "shippingAddress": ADDRESS,
            "billingAddress": ADDRESS,
            "shippingLines": whole([self._shipping()]),
            "transactions": some([self._transaction(each) for each in self.transactions]),
            "refunds": some([self._refund(each) for each in self.refunds]),
            "fulfillments": some(self.fulfillments),
            "fulfillmentOrders": whole([self._held(each) for each in self.held]),
            "lineItems": pages([self.line(each) for each in self.lines]),
        }

    def line(self, line: Line) -> Thing:
        """A line item."""
        return {
            "id": line.id,
            "sku": line.sku,
            "title": f"Article {line.sku}",
            "variantTitle": None,
            "name": f"Article {line.sku}",
            "quantity": line.quantity,
            "currentQuantity": line.current,
            "refundableQuantity": line.refundable,
            "requiresShipping": True,
            "originalUnitPriceSet": self.money(line.price),
            "discountAllocations": [],
        }

    def _customer(self) -> Thing:
        return {
            "__typename": "Customer",
            "legacyResourceId": "7711223344",
            "firstName": "Mina",
            "lastName": "Muster",
            "state": "ENABLED",
            "createdAt": "2025-02-03T08:00:00+01:00",
            "numberOfOrders": "3",
            "locale": "de-DE",
            "defaultEmailAddress": {"emailAddress": "mina.muster@example.com"},
            "defaultPhoneNumber": None,
        }

    def _shipping(self) -> Thing:
        price = self.money(self.shipping)
        return {
            "title": "Standard International",
            "carrierIdentifier": None,
            "originalPriceSet": price,
            "discountedPriceSet": price,
        }

    def _transaction(self, each: Thing) -> Thing:
        parent = each.get("parent")
        return {
            **each,
            "amountSet": self.money(str(each["amount"])),
            "parentTransaction": {"id": parent} if parent else None,
        }

    def _refund(self, each: Thing) -> Thing:
        of_it = [self._transaction(one) for one in self.transactions if one.get("refund") == each["id"]]
        pieces = each["pieces"]
        assert isinstance(pieces, dict)
        lines = [{"quantity": pieces[line.id], "lineItem": self.line(line)} for line in self.lines if line.id in pieces]
        return {**each, "transactions": whole(of_it), "refundLineItems": whole(lines)}

    def _held(self, held: Held) -> Thing:
        lines = [
            {
                "id": id_,
                "remainingQuantity": left,
                "totalQuantity": held.lines[id_].quantity,
                "sku": held.lines[id_].sku,
                "weight": {"unit": "KILOGRAMS", "value": 0.35},
            }
            for id_, left in held.remaining.items()
        ]
        place = {"location": {"id": held.location}}
        return {"id": held.id, "status": held.status, "assignedLocation": place, "lineItems": whole(lines)}


def whole(nodes: Sequence[Thing]) -> Callable[..., Thing]:
    """A connection that cuts at `first`."""
    return lambda _info, first=250, **_: {"nodes": list(nodes)[:first]}


def some(entries: Sequence[Thing]) -> Callable[..., Sequence[Thing]]:
    """A plain list that cuts at `first`."""
    return lambda _info, first=250, **_: list(entries)[:first]


def pages(nodes: Sequence[Thing]) -> Callable[..., Thing]:
    """A connection whose cursor is the place behind the last node."""

    def connection(_info: object, first: int = 50, after: str | None = None) -> Thing:
        begin = int(after or 0)
        end = begin + first
        more = end < len(nodes)
        return {"nodes": list(nodes)[begin:end], "pageInfo": {"hasNextPage": more, "endCursor": str(end)}}

    return connection
