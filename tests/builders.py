"""Orders for tests: one honest order, and the same order with a few things changed.

Everything here is invented. `an_order(...)` replaces whole fields of the order; the smaller builders make its parts:
`an_order(lines=(a_line(hs_code=None),), payment=a_payment(status=PaymentStatus.FAILED))`.
"""

from dataclasses import replace
from datetime import UTC, datetime

from engine.mark import EVERYWHERE, Mark
from engine.order.address import Address
from engine.order.line import Line
from engine.order.order import Order, ShipFrom, ShippingChoice, Totals
from engine.order.party import Customer
from engine.order.payment import Card, CardChecks, Payment, ThreeDSecure
from engine.order.terms import CheckResult, Incoterm, LiabilityShift, PaymentMethod, PaymentStatus, TransportMode

PLACED_AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)

_ADDRESS = Address(
    name="Erika Muster",
    line1="Chausseestr. 5",
    city="Berlin",
    postcode="10115",
    country="DE",
    phone="+49 30 901820",
    email="erika.muster@example.com",
)
_LINE = Line(
    sku="TEE-M-BLUE",
    title="Cotton T-shirt, men's, size M, knitted, blue",
    quantity=2,
    unit_price=1999,
    hs_code="61091000",
    origin="CN",
    weight_g=180,
)
_PAYMENT = Payment(
    method=PaymentMethod.CARD,
    status=PaymentStatus.CAPTURED,
    currency="EUR",
    gateway="stripe",
    gateway_reference="pi_3PqTestTestTest",
    authorised=4488,
    captured=4488,
    refunded=0,
    authorised_at=PLACED_AT,
    captured_at=PLACED_AT,
    card=Card(brand="visa", bin="411111", last4="1111", funding="credit", issuing_country="DE", holder="Erika Muster"),
    checks=CardChecks(avs_street=CheckResult.MATCH, avs_postcode=CheckResult.MATCH, cvc=CheckResult.MATCH),
    three_ds=ThreeDSecure(version="2.2.0", eci="05", status="Y", liability_shift=LiabilityShift.YES),
)
_MARK = Mark(
    id="mark_1",
    kind="email",
    verdict="block",
    scope=EVERYWHERE,
    reason="fraud",
    source="hand",
    source_id="",
    since=PLACED_AT,
)
_ORDER = Order(
    id="A-1001",
    placed_at=PLACED_AT,
    currency="EUR",
    lines=(_LINE,),
    totals=Totals(total=4488, goods=3998, shipping=490),
    shipping_address=_ADDRESS,
    billing_address=_ADDRESS,
    shop="shop-de",
    ship_by=datetime(2026, 11, 24, 16, 0, tzinfo=UTC),
    customer=Customer(
        id="C-77",
        name="Erika Muster",
        email="erika.muster@example.com",
        phone="+49 30 901820",
        locale="de-DE",
        guest=False,
        account_created_at=datetime(2024, 3, 1, 8, 0, tzinfo=UTC),
        orders_before=6,
    ),
    ip="192.0.2.7",
    ip_country="DE",
    ship_from=ShipFrom(country="CN", warehouse="SZX-1"),
    shipping=ShippingChoice(carrier="dhl_express", mode=TransportMode.COURIER, incoterm=Incoterm.DDP, promised_days=6),
    payment=_PAYMENT,
)


def an_order(**changes: object) -> Order:
    """An honest, paid order of two T-shirts from Shenzhen to Berlin, with the named fields replaced."""
    return replace(_ORDER, **changes)  # type: ignore[arg-type]


def a_line(**changes: object) -> Line:
    """Two cotton T-shirts with HS code, origin and weight."""
    return replace(_LINE, **changes)  # type: ignore[arg-type]


def an_address(**changes: object) -> Address:
    """A complete address in Berlin."""
    return replace(_ADDRESS, **changes)  # type: ignore[arg-type]


def a_payment(**changes: object) -> Payment:
    """A captured card payment, checked and authenticated, of the whole total."""
    return replace(_PAYMENT, **changes)  # type: ignore[arg-type]


def a_mark(**changes: object) -> Mark:
    """A block of an e-mail address, made by hand, everywhere and without end."""
    return replace(_MARK, **changes)  # type: ignore[arg-type]
