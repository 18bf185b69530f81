"""Yanwen as a carrier; see the package for what its documentation leaves open."""

from base64 import b64decode
from binascii import Error as NoBase64

from engine.clock import Clock
from fulfillment.carriers.amounts import centimetres, major
from fulfillment.carriers.cannot import Lacking
from fulfillment.carriers.errors import CarrierAnswerRefused, CarrierDown, CarrierError, CarrierRefused
from fulfillment.carriers.protocol import (
    MEDIA,
    Booked,
    BookingAsked,
    CarrierAccount,
    Known,
    LabelFile,
    LabelForm,
)
from fulfillment.carriers.wire import CarrierWire, needed
from fulfillment.carriers.words import Act, AdapterName, Refusal
from fulfillment.carriers.yanwen.calling import Yanwen
from fulfillment.channels.node import Node
from fulfillment.channels.wire import Sender
from fulfillment.documents.declaration import Consignee, Declaration, DeclaredLine

Json = dict[str, object]
CURRENCIES = frozenset({"USD", "EUR", "GBP", "CNY", "AUD", "CAD"})
MOST_LINES, NAME = 5, 100
CANCELLED = "5"
TAX_NUMBERS = ("CPF", "CNPJ", "PCCC", "VAT", "EIN")


class YanwenLine(Lacking):
    """One customer of Yanwen; see `fulfillment.carriers.protocol.Carrier`."""

    name = AdapterName.YANWEN
    acts = frozenset({Act.LABEL, Act.VOID})
    settling_s = 30.0

    def __init__(self, account: CarrierAccount, sender: Sender, clock: Clock) -> None:
        self._account = account
        self._yanwen = Yanwen(account, CarrierWire(sender), clock)

    def check(self) -> str:
        """Lists the products that are open to the customer, which changes nothing."""
        found = self._yanwen.ask("express.channel.getlist", {}).value
        return f"燕文 {len(found) if isinstance(found, list) else 0} products"

    def book(self, asked: BookingAsked, *, unsure: bool) -> Booked:
        """Books, after looking whether an earlier try did."""
        known = self._found(asked.reference) if unsure else None
        if known is None:
            said = self._yanwen.ask("express.order.create", order(asked, self._account.settings))
        else:
            said = known
        number = needed(said, "waybillNumber")
        remote = said.maybe("yanwenNumber") or number
        try:
            label = self.label(Known(reference=asked.reference, number=number), asked.label)
        except CarrierError as refused:  # it is booked, whatever is said of its label: it is found by the next try
            raise CarrierDown(f"booked as {number}, and its label cannot be had yet: {refused}") from refused
        return Booked(number=number, remote=remote, label=label, already=known is not None)

    def label(self, known: Known, form: LabelForm) -> LabelFile:  # noqa: ARG002 - it has one form
        """As PDF, whatever was wished for. Raises CarrierRefused with the label's own error."""
        said = self._yanwen.ask("express.order.label.get", {"waybillNumber": known.number})
        if said.at("isSuccess").value is False:
            raise CarrierAnswerRefused(f"label ({said.maybe('errorMsg')})")
        try:
            content = b64decode(said.maybe("base64String"), validate=True)
        except NoBase64 as wrong:
            raise CarrierAnswerRefused("base64String") from wrong
        if not content.startswith(b"%PDF"):
            raise CarrierAnswerRefused("PDF")
        return LabelFile(MEDIA[LabelForm.PDF], content)

    def void(self, known: Known, *, unsure: bool) -> bool:
        """Cancels what was booked. One that is cancelled already, or unknown, has nothing to call off."""
        number = known.number
        if not number or unsure:
            found = self._found(known.reference)
            if found is None:
                return False
            number = needed(found, "waybillNumber")
        try:
            self._yanwen.ask("express.order.cancel", {"waybillNumber": number, "note": "not needed"})
        except CarrierRefused as refused:
            if self._found(known.reference) is None:
                return False
            raise CarrierRefused(Refusal.TOO_LATE, refused.carrier_code, refused.words) from refused
        return True

    def _found(self, reference: str) -> Node | None:
        """A booking by our reference that was not cancelled."""
        try:
            listed = self._yanwen.ask("express.order.getlist", {"listNumber": [reference]}).value
        except CarrierRefused as refused:
            if refused.why is Refusal.UNKNOWN:
                return None
            raise
        entries = [Node(each) for each in listed] if isinstance(listed, list) else []
        return next((each for each in entries if _is_ours(each, reference)), None)


def _is_ours(entry: Node, reference: str) -> bool:
    return entry.maybe("orderNumber") == reference and entry.maybe("status") != CANCELLED


def order(asked: BookingAsked, settings: object) -> Json:
    """The request of express.order.create. Raises CarrierRefused where it has no place for what is declared."""
    declaration = asked.declaration
    if declaration.currency not in CURRENCIES:
        words = f"the declaration is in {declaration.currency}, and Yanwen takes {', '.join(sorted(CURRENCIES))}"
        raise CarrierRefused(Refusal.PAPERS, "currency", words)
    if len(declaration.lines) > MOST_LINES:
        words = f"the parcel declares {len(declaration.lines)} lines, and Yanwen takes {MOST_LINES}"
        raise CarrierRefused(Refusal.PAPERS, "lines", words)
    named = settings if isinstance(settings, dict) else {}
    body: Json = {
        "channelId": asked.product,
        "orderSource": str(named.get("order_source", "clearway")),
        "orderNumber": asked.reference,
        "receiverInfo": _receiver(asked.consignee),
        "parcelInfo": _parcel(asked),
        "senderInfo": _sender(declaration),
    }
    if named.get("warehouse"):
        body["companyCode"] = str(named["warehouse"])
    if eori := _number(declaration, "EORI"):
        body["importCustomsInfo"] = {"eori": eori}
    return body


def _receiver(to: Consignee) -> Json:
    tax = next((each.value for kind in TAX_NUMBERS for each in to.numbers if each.kind == kind), "")
    found = {
        "name": to.name or to.company, "phone": to.phone, "email": to.email, "company": to.company,
        "country": to.country, "state": to.state, "city": to.city, "zipCode": to.postcode,
        "address": ", ".join(to.lines), "taxNumber": tax,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def _sender(declaration: Declaration) -> Json:
    sender = declaration.sender
    found = {
        "name": sender.signatory or sender.company, "phone": sender.phone, "email": sender.email,
        "company": sender.company, "country": sender.country, "state": sender.state, "city": sender.city,
        "zipCode": sender.postcode, "address": ", ".join(sender.lines),
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def _parcel(asked: BookingAsked) -> Json:
    declaration, currency = asked.declaration, asked.declaration.currency
    found: Json = {
        "hasBattery": int(asked.has_battery),
        "currency": currency,
        "totalPrice": major(declaration.goods, currency),
        "totalQuantity": sum(line.quantity for line in declaration.lines),
        "totalWeight": asked.box.weight_g,
        "productList": [_product(line, currency) for line in declaration.lines],
    }
    if asked.box.sides_mm is not None:
        found |= dict(zip(("length", "width", "height"), map(centimetres, asked.box.sides_mm), strict=True))
    if ioss := _number(declaration, "IOSS"):
        found["ioss"] = ioss
    return found


def _product(line: DeclaredLine, currency: str) -> Json:
    pieces = max(line.quantity, 1)
    chinese = line.local_description if line.local_language.startswith("zh") else ""
    found: Json = {
        "goodsNameCh": (chinese or line.description)[:NAME],
        "goodsNameEn": line.description[:NAME],
        "price": round(major(line.value, currency) / pieces, 2),
        "quantity": pieces,
        "weight": max(line.net_g // pieces, 1),
    }
    return found | {name: value for name, value in (("hscode", line.hs_code), ("material", line.material)) if value}


def _number(declaration: Declaration, kind: str) -> str:
    return next((each.value for each in declaration.numbers if each.kind == kind), "")
