"""MyDHL API on loopback: rates, shipments, tracking by reference, pick-ups. It refuses as DHL's description shows, and
books whatever is sent twice a second time, since the real one has no idempotency key."""

from base64 import b64encode
from dataclasses import dataclass, field

from fulfillment.carriers.protocol import CarrierAccount
from fulfillment.carriers.words import AdapterName
from tests.carrier_servers.labels import a_pdf, a_zpl, as_text
from tests.channel_servers.base import Call, ChannelServer, json_answer
from tests.web_peer import Answer

Thing = dict[str, object]
USER, PASSWORD, ACCOUNT = "sample-user", "sample-password", "220000000"
NEEDED = ("plannedShippingDateAndTime", "productCode", "accounts", "customerDetails", "content")
LINES, MOST_OF_A_LINE = ("addressLine1", "addressLine2", "addressLine3"), 45
PRICES = {"P": 89.25, "8": 61.4}


def problem(status: int, detail: str, *more: str) -> Answer:
    """In DHL's form."""
    body: Thing = {"instance": "/expressapi", "detail": detail, "title": "Bad request", "status": str(status)}
    if more:
        body["additionalDetails"] = list(more)
    return json_answer(body, status)


@dataclass
class DhlServer(ChannelServer):
    """One account. `refuses`: the next shipments are answered so; `prefix_url` as the real one has it."""

    shipments: dict[str, Thing] = field(default_factory=dict)
    pickups: dict[str, Thing] = field(default_factory=dict)
    refuses: list[Answer] = field(default_factory=list)
    without_label: bool = False
    numbers: int = 1_000_000_000

    def account(self, **settings: str) -> CarrierAccount:
        """How to connect to it."""
        return CarrierAccount(
            connection="crc_dhl",
            adapter=AdapterName.DHL_EXPRESS,
            endpoint=f"{self.url}/mydhlapi",
            settings={"account": ACCOUNT, **settings},
            secrets={"username": USER, "password": PASSWORD},
        )

    def throttled(self, call: Call) -> Answer:
        """With seconds to wait."""
        return json_answer({"detail": "quota", "status": "429"}, 429, {"retry-after": f"{self.faults.wait_s:g}"})

    def serve(self, call: Call) -> Answer:
        """One operation of the description."""
        basic = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if call.headers.get("authorization") != f"Basic {basic}":
            return problem(401, "Invalid Credentials")
        match (call.method, *call.steps):
            case ("GET", "mydhlapi", "address-validate"):
                return json_answer({"address": []})
            case ("POST", "mydhlapi", "rates"):
                return self._rates(call)
            case ("POST", "mydhlapi", "shipments"):
                return self._ship(call)
            case ("GET", "mydhlapi", "tracking"):
                return self._track(call)
            case ("POST", "mydhlapi", "pickups"):
                return self._fetch(call)
            case ("DELETE", "mydhlapi", "pickups", number):
                return self._stay(number)
        return problem(404, "Not found")

    def is_effect(self, call: Call) -> bool:
        """A rate changes nothing."""
        return call.changes and not call.path.endswith("/rates")

    def _rates(self, call: Call) -> Answer:
        to = _at(call.json(), "customerDetails", "receiverDetails", "countryCode")
        if to == "AQ":
            return problem(404, "996: The requested product(s) not available")
        products = [
            {
                "productCode": code,
                "totalPrice": [{"currencyType": "PULCL", "priceCurrency": "USD", "price": 1.0},
                               {"currencyType": "BILLC", "priceCurrency": "EUR", "price": price}],
                "deliveryCapabilities": {"estimatedDeliveryDateAndTime": "2026-11-29T23:59:00"},
            }
            for code, price in PRICES.items()
        ]  # fmt: skip
        return json_answer({"products": products})

    def _ship(self, call: Call) -> Answer:
        if self.refuses:
            return self.refuses.pop(0)
        body = call.json()
        if not 28 <= len(call.headers.get("message-reference", "")) <= 36:
            return problem(400, "Message-Reference must have 28 to 36 characters")
        missing = [name for name in NEEDED if name not in body]
        address = _at(body, "customerDetails", "receiverDetails", "postalAddress")
        long = [name for name in LINES if len(str(_at(address, name) or "")) > MOST_OF_A_LINE]
        if missing or long:
            return problem(422, "Multiple problems found, see Additional Details", *missing, *long)
        self.numbers += 1
        number, name = str(self.numbers), str(_at(body, "customerDetails", "receiverDetails", "contactInformation",
                                                  "fullName"))  # fmt: skip
        self.shipments[number] = body
        is_zpl = _at(body, "outputImageProperties", "encodingFormat") == "zpl"
        label = as_text(a_zpl(name) if is_zpl else a_pdf(name))
        documents = [] if self.without_label else [
            {"imageFormat": "ZPL" if is_zpl else "PDF", "content": label, "typeCode": "label"}]  # fmt: skip
        return json_answer({"shipmentTrackingNumber": number, "packages": [], "documents": documents}, 201)

    def _track(self, call: Call) -> Answer:
        if not {"dateRangeFrom", "dateRangeTo", "shipperAccountNumber"} <= set(call.query):
            return problem(400, "Missing mandatory parameters")
        wanted = call.query.get("shipmentReference")
        found = [{"shipmentTrackingNumber": number} for number, body in self.shipments.items()
                 if wanted in [each.get("value") for each in _listed(body, "customerReferences")]]  # fmt: skip
        return json_answer({"shipments": found}) if found else problem(404, "No data found")

    def _fetch(self, call: Call) -> Answer:
        body = call.json()
        if str(body.get("closeTime")) < "12:00":
            return problem(400, "1045: The requested pickup time is too late for this day, cutoff 11:00")
        number = f"PRG{len(self.pickups):012}"
        self.pickups[number] = body
        return json_answer({"dispatchConfirmationNumbers": [number], "readyByTime": "14:00"}, 201)

    def _stay(self, number: str) -> Answer:
        if self.pickups.pop(number, None) is None:
            return problem(404, "Cancellation of booking was not successful. Requested Pickup was not found")
        return Answer(200)


def _at(body: object, *names: str) -> object:
    for name in names:
        body = body.get(name) if isinstance(body, dict) else None
    return body


def _listed(body: Thing, name: str) -> list[Thing]:
    found = body.get(name)
    return found if isinstance(found, list) else []
