"""DHL Express as a carrier; see the package for what its API lacks."""

from base64 import b64decode
from binascii import Error as NoBase64
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from engine.clock import Clock
from engine.outgoing.client import Reply
from fulfillment.carriers.amounts import major, money_of
from fulfillment.carriers.cannot import Lacking
from fulfillment.carriers.dhl_express.calling import MyDhl, refusal
from fulfillment.carriers.dhl_express.shipping import LABEL_TEMPLATE, Json, moment_of, package, shipment, shipper
from fulfillment.carriers.errors import CarrierAnswerRefused, CarrierRefused, LabelLost
from fulfillment.carriers.protocol import (
    MEDIA,
    Booked,
    BookingAsked,
    CarrierAccount,
    LabelFile,
    LabelForm,
    PickupAsked,
    PickupBooked,
    Place,
    Rate,
    RatesAsked,
)
from fulfillment.carriers.wire import BAD, GONE, CarrierWire, each, needed, read
from fulfillment.carriers.words import Act, AdapterName, Refusal
from fulfillment.channels.node import Node
from fulfillment.channels.wire import Sender as WireSender

BILLED = "BILLC"  # in the currency that the account is billed in
SETTLING_S = 900.0
LOOK_BACK = timedelta(days=30)
READY = time(12)


class DhlExpress(Lacking):
    """One account at MyDHL API; see `fulfillment.carriers.protocol.Carrier`."""

    name = AdapterName.DHL_EXPRESS
    acts = frozenset({Act.RATE, Act.PICKUP})
    settling_s = SETTLING_S

    def __init__(self, account: CarrierAccount, sender: WireSender, clock: Clock) -> None:
        self._account, self._clock = account, clock
        self._dhl = MyDhl(account, CarrierWire(sender))

    def check(self) -> str:
        """Asks whether the account's own country is fetched from, which changes nothing."""
        country = self._account.settings.get("country", "DE")
        query = urlencode({"type": "pickup", "countryCode": country})
        reply = self._dhl.call("GET", f"address-validate?{query}")
        if reply.status >= BAD and reply.status not in (BAD, *GONE):
            raise refusal(reply)
        return f"DHL Express {self._dhl.number}"

    def rates(self, asked: RatesAsked) -> tuple[Rate, ...]:
        """Of all products on the lane; a lane without any has none."""
        reply = self._dhl.call("POST", "rates", self._rates_body(asked))
        if reply.status in GONE:
            return ()
        if reply.status >= BAD:
            raise refusal(reply)
        found = (_rate(product, asked.on) for product in each(read(reply), "products"))
        return tuple(rate for rate in found if rate is not None)

    def book(self, asked: BookingAsked, *, unsure: bool) -> Booked:
        """Books, after looking whether an earlier try did. Raises LabelLost where one did."""
        if unsure and (number := self._found(asked.reference)):
            raise LabelLost(number)
        template = self._account.settings.get("label_template", LABEL_TEMPLATE)
        said = self._dhl.ask("POST", "shipments", shipment(asked, self._dhl.number, template), asked.reference)
        number = needed(said, "shipmentTrackingNumber")
        return Booked(number=number, remote=number, label=_label(said, number, asked.label))

    def pick_up(self, asked: PickupAsked, *, unsure: bool) -> PickupBooked:
        """Has a courier come. Raises CarrierRefused where an earlier try may have done so, since DHL cannot be
        asked."""
        if unsure:
            raise CarrierRefused(Refusal.UNSURE, "unsure", "the answer to an earlier try was lost")
        said = self._dhl.ask("POST", "pickups", _pickup(asked, self._dhl.number), asked.reference)
        numbers = said.at("dispatchConfirmationNumbers").value
        if not isinstance(numbers, list) or not numbers:
            raise CarrierAnswerRefused("dispatchConfirmationNumbers")
        return PickupBooked(remote=str(numbers[0]), day=_day(said.maybe("nextPickupDate")),
                            note=said.maybe("readyByTime"))  # fmt: skip

    def call_off_pickup(self, remote: str, by: str) -> bool:
        """Calls a courier off. Raises CarrierRefused once it is done."""
        query = urlencode({"requestorName": by[:45] or "Clearway", "reason": "not needed"})
        reply = self._dhl.call("DELETE", f"pickups/{remote}?{query}")
        if reply.status in GONE:
            return False
        if reply.status >= BAD:
            raise refusal(reply)
        return True

    def _found(self, reference: str) -> str:
        """The number under which DHL knows a reference; "" for none."""
        now = self._clock.now()
        query = urlencode({
            "shipmentReference": reference, "shipmentReferenceType": "CU", "shipperAccountNumber": self._dhl.number,
            "dateRangeFrom": (now - LOOK_BACK).date().isoformat(), "dateRangeTo": now.date().isoformat(),
        })  # fmt: skip
        reply: Reply = self._dhl.call("GET", f"tracking?{query}")
        if reply.status in GONE:
            return ""
        if reply.status >= BAD:
            raise refusal(reply)
        known = each(read(reply), "shipments")
        return known[0].maybe("shipmentTrackingNumber") if known else ""

    def _rates_body(self, asked: RatesAsked) -> Json:
        body: Json = {
            "customerDetails": {"shipperDetails": _place(asked.origin), "receiverDetails": _place(asked.destination)},
            "accounts": [{"typeCode": "shipper", "number": self._dhl.number}],
            "plannedShippingDateAndTime": moment_of(datetime.combine(asked.on, READY, self._clock.now().tzinfo)),
            "unitOfMeasurement": "metric",
            "isCustomsDeclarable": asked.crosses,
            "packages": [package(box) for box in asked.boxes],
        }
        if asked.worth is not None:
            amount = {"typeCode": "declaredValue", "value": major(asked.worth.minor, asked.worth.currency),
                      "currency": asked.worth.currency}  # fmt: skip
            body["monetaryAmount"] = [amount]
        return body


def _place(place: Place) -> Json:
    return {"countryCode": place.country, "postalCode": place.postcode, "cityName": place.city or "-"}


def _rate(product: Node, on: date) -> Rate | None:
    """None for a product without a price in the account's currency."""
    priced = next((price for price in each(product, "totalPrice") if price.maybe("currencyType") == BILLED), None)
    if priced is None or not priced.maybe("priceCurrency"):
        return None
    there = _day(product.maybe("deliveryCapabilities", "estimatedDeliveryDateAndTime")[:10])
    return Rate(
        product=needed(product, "productCode"),
        total=money_of(priced.at("price"), priced.maybe("priceCurrency")),
        days=None if there is None else max((there - on).days, 0),
    )


def _label(said: Node, number: str, form: LabelForm) -> LabelFile:
    """The label among the documents. Raises LabelLost: it is booked, so asking again would book another."""
    for document in each(said, "documents"):
        if document.maybe("typeCode") == "label":
            try:
                return LabelFile(MEDIA[form], b64decode(document.maybe("content"), validate=True))
            except NoBase64:
                break
    raise LabelLost(number)


def _pickup(asked: PickupAsked, account: str) -> Json:
    zone = ZoneInfo(asked.zone)
    return {
        "plannedPickupDateAndTime": moment_of(datetime.combine(asked.day, asked.ready, zone)),
        "closeTime": f"{asked.closes:%H:%M}",
        "location": asked.spot[:80] or "reception",
        "locationType": "business",
        "accounts": [{"typeCode": "shipper", "number": account}],
        **({"remark": asked.note[:80]} if asked.note else {}),
        "customerDetails": {"shipperDetails": shipper(asked.sender)},
        "shipmentDetails": [
            {
                "productCode": asked.product,
                "isCustomsDeclarable": True,
                "unitOfMeasurement": "metric",
                "packages": [{"weight": max(round(asked.weight_g / asked.parcels / 1000, 3), 0.001)}] * asked.parcels,
            }
        ],
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
