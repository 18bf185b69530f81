"""Adapters of carriers against servers that speak the published formats: over sockets once each, else in memory."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest

from engine.order.money import Money
from fulfillment.carriers.adapters import CARRIERS
from fulfillment.carriers.dhl_express.shipping import shipment
from fulfillment.carriers.errors import (
    CarrierAnswerRefused,
    CarrierCannot,
    CarrierDown,
    CarrierRefused,
    CarrierSignInRefused,
    CarrierThrottled,
    LabelLost,
)
from fulfillment.carriers.protocol import (
    BookingAsked,
    Box,
    Carrier,
    Known,
    LabelForm,
    ManifestAsked,
    PickupAsked,
    Place,
    RatesAsked,
)
from fulfillment.carriers.words import Act, Refusal
from fulfillment.carriers.yanwen.adapter import order
from fulfillment.carriers.yanwen.calling import signed
from fulfillment.channels.wire import Sender
from fulfillment.documents.declaration import Consignee
from tests.carrier_servers.dhl_express import DhlServer, problem
from tests.carrier_servers.own_carrier import OwnCarrierServer
from tests.carrier_servers.yanwen import YanwenServer, told
from tests.sample_papers import CONSIGNEES, LAMP, SENDER, SHIRT, a_declaration

Server = DhlServer | YanwenServer | OwnCarrierServer
EACH = pytest.mark.parametrize("kind", [DhlServer, YanwenServer, OwnCarrierServer])
NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
REFERENCE = "bkg0123456789abcdef0123456789abcdef"
BOX = Box(weight_g=1180, sides_mm=(401, 160, 90))


class Fixed:
    """A clock that stands."""

    def now(self) -> datetime:
        return NOON


def asked(reference: str = REFERENCE, label: LabelForm = LabelForm.PDF, **declared: object) -> BookingAsked:
    """A parcel to Germany."""
    return BookingAsked(
        reference=reference, product="P", at=NOON, box=BOX, declaration=a_declaration(**declared),  # type: ignore[arg-type]
        consignee=CONSIGNEES["DE"], crosses=True, has_battery=True, label=label,
    )  # fmt: skip


def opened(server: Server, sender: Sender | None = None, **settings: str) -> Carrier:
    """The adapter for a server."""
    server.clock = Fixed()
    account = server.account(**settings)
    return CARRIERS[account.adapter](account, sender or server.direct, Fixed())


def made(server: Server) -> int:
    """How many bookings stand."""
    if isinstance(server, YanwenServer):
        return sum(1 for each in server.orders.values() if each["status"] != 5)
    return len(server.shipments if isinstance(server, DhlServer) else server.bookings)


@EACH
def test_adapter_when_called_over_sockets_then_signs_in_books_and_labels(kind: type[Server]) -> None:
    server = kind(clock=Fixed())
    with server.running():
        carrier = opened(server, server.client)
        assert carrier.check()
        booked = carrier.book(asked(), unsure=False)
    assert booked.number
    assert "Jürgen" in booked.label.content.decode()


@EACH
@pytest.mark.parametrize("fault", ["lose_after", "hang_after"])
def test_booking_when_its_answer_was_lost_then_a_second_try_books_no_other(kind: type[Server], fault: str) -> None:
    server = kind()
    carrier = opened(server)
    setattr(server.faults, fault, 1)
    with pytest.raises(CarrierDown):
        carrier.book(asked(), unsure=False)
    if isinstance(server, DhlServer):
        with pytest.raises(LabelLost) as lost:
            carrier.book(asked(), unsure=True)
        assert lost.value.number in server.shipments
    else:
        assert carrier.book(asked(), unsure=True).number
    assert made(server) == 1


@EACH
def test_booking_when_unsure_and_nothing_was_booked_then_is_booked(kind: type[Server]) -> None:
    server = kind()
    assert opened(server).book(asked(), unsure=True).number
    assert made(server) == 1


@EACH
def test_carrier_when_it_throttles_or_is_down_or_knows_us_not_then_says_which(kind: type[Server]) -> None:
    server = kind()
    carrier = opened(server)
    server.faults.throttle, server.faults.break_before, server.faults.wait_s = 1, 1, 7.0
    with pytest.raises(CarrierThrottled) as wait:
        carrier.check()
    assert wait.value.after_s == 7.0
    with pytest.raises(CarrierDown):
        carrier.check()
    account = server.account()
    nobody = type(account)(connection=account.connection, adapter=account.adapter, endpoint=account.endpoint,
                           settings=account.settings, secrets=dict.fromkeys(account.secrets, "wrong"))  # fmt: skip
    with pytest.raises(CarrierSignInRefused):
        CARRIERS[account.adapter](nobody, server.direct, Fixed()).check()


@EACH
def test_carrier_when_its_api_lacks_a_call_then_says_so(kind: type[Server]) -> None:
    carrier = opened(kind())
    known = Known(reference=REFERENCE, number="1")
    calls: dict[Act, Callable[[], object]] = {
        Act.VOID: lambda: carrier.void(known, unsure=False),
        Act.RECALL: lambda: carrier.recall(known, "r"),
        Act.MANIFEST: lambda: carrier.close(ManifestAsked(reference="m", at=NOON, numbers=("1",))),
        Act.LABEL: lambda: carrier.label(known, LabelForm.PDF),
        Act.RATE: lambda: carrier.rates(rates()),
    }
    for act, call in calls.items():
        if act not in carrier.acts:
            with pytest.raises(CarrierCannot):
                call()


@pytest.mark.parametrize("kind", [YanwenServer, OwnCarrierServer])
def test_void_when_done_twice_or_of_nothing_then_does_no_harm(kind: type[YanwenServer | OwnCarrierServer]) -> None:
    server = kind()
    carrier = opened(server)
    booked = carrier.book(asked(), unsure=False)
    known = Known(reference=REFERENCE, number=booked.number, remote=booked.remote)
    assert carrier.void(known, unsure=False) is True
    carrier.void(known, unsure=False)
    assert (carrier.void(Known(reference="bkg0"), unsure=True), made(server)) == (False, 0)


@pytest.mark.parametrize("kind", [YanwenServer, OwnCarrierServer])
def test_label_when_asked_for_again_then_is_the_same(kind: type[YanwenServer | OwnCarrierServer]) -> None:
    carrier = opened(kind())
    booked = carrier.book(asked(), unsure=False)
    assert carrier.label(Known(reference=REFERENCE, number=booked.number), LabelForm.PDF) == booked.label


def rates(country: str = "US") -> RatesAsked:
    return RatesAsked(
        origin=Place(country="CN", postcode="518000"), destination=Place(country=country, postcode="10001"),
        boxes=(BOX,), on=date(2026, 11, 26), crosses=True, worth=Money(4200, "USD"),
    )  # fmt: skip


def test_dhl_rates_when_asked_then_are_in_the_currency_that_is_billed() -> None:
    found = {each.product: each for each in opened(DhlServer()).rates(rates())}
    assert (found["P"].total, found["P"].days) == (Money(8925, "EUR"), 3)
    assert opened(DhlServer()).rates(rates("AQ")) == ()


def test_dhl_shipment_when_written_then_has_terms_numbers_and_lines() -> None:
    body = shipment(asked(incoterm="DDP"), "220000000")
    assert body["valueAddedServices"] == [{"serviceCode": "DD"}]
    details = body["customerDetails"]
    assert isinstance(details, dict)
    assert {each["typeCode"] for each in details["shipperDetails"]["registrationNumbers"]} == {"SDT", "EOR"}
    content = body["content"]
    assert isinstance(content, dict)
    assert (content["incoterm"], content["declaredValue"]) == ("DDP", 55.48)
    lines = content["exportDeclaration"]["lineItems"]
    assert [(each["price"], each["quantity"]["value"]) for each in lines] == [(11.99, 2), (31.5, 1)]
    assert content["packages"] == [{"weight": 1.18, "dimensions": {"length": 41, "width": 16, "height": 9}}]


def test_dhl_address_when_a_line_is_long_then_goes_on_in_the_next() -> None:
    long = Consignee(name="Kim", country="DE", lines=("Straße des Beispiels und der langen Namen 12, Hinterhaus",))
    body = shipment(
        BookingAsked(reference=REFERENCE, product="P", at=NOON, box=BOX, declaration=a_declaration(), consignee=long,
                     crosses=False, has_battery=False), "1",
    )  # fmt: skip
    details = body["customerDetails"]
    assert isinstance(details, dict)
    address = details["receiverDetails"]["postalAddress"]
    assert all(len(address[name]) <= 45 for name in ("addressLine1", "addressLine2"))
    assert "exportDeclaration" not in str(body["content"])


def test_dhl_refusal_when_it_names_fields_then_all_are_told() -> None:
    server = DhlServer(refuses=[problem(422, "Multiple problems found", "#/customerDetails/receiverDetails: postcode")])
    with pytest.raises(CarrierRefused) as refused:
        opened(server).book(asked(), unsure=False)
    assert (refused.value.why, refused.value.carrier_code) == (Refusal.ADDRESS, "422")
    assert "receiverDetails: postcode" in refused.value.words


@pytest.mark.parametrize(
    ("user", "token", "method", "stamp", "sign"),
    [  # the examples of Yanwen's own documentation
        ("99000015", "E33A3973221DB08128F8FF436EFDB8F4", "express.order.create", "1655798809414",
         "1a4187d5e55337e2383b041bfb5a532f"),
        ("100000", "D6140AA383FD8515B09028C586493DDB", "common.country.getlist", "1655798809414",
         "bc5f1792e30936c72fa2a35efead8d73"),
    ],
)  # fmt: skip
def test_yanwen_signature_when_made_of_the_published_example_then_is_the_published_one(
    user: str, token: str, method: str, stamp: str, sign: str
) -> None:
    assert signed(token, user, "{}", method, stamp) == sign


def test_yanwen_order_when_written_then_has_ioss_battery_and_grams() -> None:
    body = order(asked(lines=(SHIRT,)), {"warehouse": "SZ01"})
    parcel = body["parcelInfo"]
    assert isinstance(parcel, dict)
    assert (parcel["ioss"], parcel["hasBattery"], parcel["totalWeight"]) == ("IM2760000742", 1, 1180)
    assert parcel["productList"][0] == {
        "goodsNameCh": SHIRT.description, "goodsNameEn": SHIRT.description, "price": 11.99, "quantity": 2,
        "weight": 180, "hscode": "610910", "material": "100 % cotton",
    }  # fmt: skip
    assert (body["companyCode"], body["importCustomsInfo"]) == ("SZ01", {"eori": "DE123456789012345"})


@pytest.mark.parametrize("declared", [{"currency": "JPY"}, {"lines": (SHIRT, LAMP) * 3}])
def test_yanwen_order_when_it_has_no_place_for_it_then_is_refused_before_a_call(declared: dict[str, object]) -> None:
    server = YanwenServer()
    with pytest.raises(CarrierRefused) as refused:
        opened(server).book(asked(REFERENCE, LabelForm.PDF, **declared), unsure=False)
    assert (refused.value.why, server.calls) == (Refusal.PAPERS, [])


def test_yanwen_when_busy_then_is_tried_again() -> None:
    with pytest.raises(CarrierDown):
        opened(YanwenServer(refuses=[told("500", "系统繁忙，请稍后再试")])).book(asked(), unsure=False)


def test_own_carrier_when_calls_are_not_built_then_cannot() -> None:
    with pytest.raises(CarrierCannot):
        opened(OwnCarrierServer(not_built=("rates",))).rates(rates())
    assert opened(OwnCarrierServer(), acts="rate void").acts == {Act.RATE, Act.VOID}


def test_own_carrier_pickup_when_said_twice_then_comes_once() -> None:
    server = OwnCarrierServer()
    carrier = opened(server)
    wanted = PickupAsked(reference="pup1", product="VAN", day=date(2026, 11, 27), ready=time(14), closes=time(17),
                         zone="Europe/Berlin", parcels=3, weight_g=4000, sender=SENDER)  # fmt: skip
    assert carrier.pick_up(wanted, unsure=False) == carrier.pick_up(wanted, unsure=True)
    assert len(server.pickups) == 1


def test_answer_when_it_has_another_shape_then_is_named() -> None:
    server = DhlServer(refuses=[problem(201, "no number at all")])
    with pytest.raises(CarrierAnswerRefused):
        opened(server).book(asked(), unsure=False)
