"""Whatever the order, the sheet holds facts of the lexicon only, each of its type and words."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.facts.build import build_sheet
from engine.facts.context import Context
from engine.facts.knowledge import Knowledge, load_knowledge
from engine.facts.memory_velocity import MemoryVelocity
from engine.lexicon.admission import LEXICON
from engine.lexicon.spec import FactType, Scope, Value
from engine.order.address import Address
from engine.order.line import Battery, Line
from engine.order.order import ChannelData, Order, ShipFrom, ShippingChoice, Totals
from engine.order.party import Customer, Device
from engine.order.payment import Card, CardChecks, Payment, ThreeDSecure, Transfer, Wallet
from engine.order.terms import BatteryKind, BatteryPacking, OrderKind
from tests.builders import PLACED_AT

NOW = PLACED_AT + timedelta(hours=3)
COUNTRIES = st.sampled_from(["DE", "FR", "US", "GB", "JP", "CN", "BR", "CU", "PR", "ES", "AU"])
TEXTS = st.one_of(
    st.none(), st.text(max_size=12), st.sampled_from(["", " ", "n/a", "Erika Muster", "王小明", "5 Elm Rd"])
)
EMAILS = st.one_of(TEXTS, st.sampled_from(["a@yopmail.com", "erika.muster@example.com", "x@members.ebay.de"]))
TIMES = st.none() | st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
NOTES = st.one_of(TEXTS, st.sampled_from(["please cancel my order", "请取消订单", "no signature required"]))
MINOR = st.none() | st.integers(0, 10**13)
COUNT = st.none() | st.integers(0, 3000)
FLAG = st.none() | st.booleans()
ADDRESSES = st.builds(
    Address, name=TEXTS, company=TEXTS, line1=TEXTS, city=TEXTS, state=TEXTS, postcode=TEXTS, phone=TEXTS, email=EMAILS,
    country=st.none() | COUNTRIES,
)  # fmt: skip
BATTERIES = st.builds(
    Battery, kind=st.sampled_from(BatteryKind), packing=st.none() | st.sampled_from(BatteryPacking)
)  # fmt: skip
LINES = st.builds(
    Line, quantity=st.integers(1, 10**6), unit_price=st.integers(0, 10**13), sku=TEXTS.filter(lambda text: text != ""),
    title=TEXTS, weight_g=COUNT, discount=st.integers(0, 10**6), hs_code=st.sampled_from([None, "85171300", "9999"]),
    origin=st.none() | COUNTRIES,
    battery=st.none() | BATTERIES,
)  # fmt: skip
PAYMENTS = st.builds(
    Payment, currency=st.sampled_from([None, "EUR", "USD"]), gateway=st.sampled_from([None, "stripe", "adyen", " "]),
    authorised=MINOR, captured=MINOR, refunded=MINOR, authorisation_expires_at=TIMES, declined_attempts=COUNT,
    merchant_reference=TEXTS,
    card=st.none() | st.builds(Card, brand=TEXTS, funding=TEXTS, issuing_country=st.none() | COUNTRIES, holder=TEXTS,
                               expiry_month=COUNT, expiry_year=COUNT, fingerprint=TEXTS, bin=st.none()),
    checks=st.none() | st.builds(CardChecks, avs_code=st.none() | st.sampled_from("ABNYZ7?")),
    three_ds=st.none() | st.builds(ThreeDSecure, eci=st.sampled_from([None, "05", "6", "xx"]), status=TEXTS),
    wallet=st.none() | st.builds(Wallet, kind=TEXTS.filter(lambda text: text is not None), payer_email=EMAILS),
    transfer=st.none() | st.builds(Transfer, payer_name=TEXTS, bank_country=st.none() | COUNTRIES),
    gateway_risk=st.none() | st.floats(0, 100),
)  # fmt: skip
ORDERS = st.builds(
    Order, id=st.sampled_from(["A-1", "A-2"]), placed_at=TIMES.filter(lambda time: time is not None),
    currency=st.sampled_from(["EUR", "USD", "JPY", "IRR"]), lines=st.lists(LINES, min_size=1, max_size=3).map(tuple),
    totals=st.builds(Totals, total=st.integers(0, 10**13), goods=MINOR, shipping=MINOR, tax=MINOR, discount=MINOR),
    shipping_address=ADDRESSES, billing_address=st.none() | ADDRESSES, kind=st.sampled_from(OrderKind), ship_by=TIMES,
    customer=st.none() | st.builds(Customer, name=TEXTS, email=EMAILS, phone=TEXTS, locale=TEXTS, guest=FLAG,
                                   account_created_at=TIMES, orders_before=COUNT, company=TEXTS),
    buyer_note=NOTES, seller_note=NOTES, ip=st.sampled_from([None, "", "8.8.8.8", "10.0.0.1", "::1", "nowhere"]),
    ip_country=st.none() | COUNTRIES, device=st.none() | st.builds(Device, id=TEXTS, timezone=TEXTS),
    ship_from=st.none() | st.builds(ShipFrom, country=COUNTRIES, warehouse=TEXTS, postcode=TEXTS),
    shipping=st.none() | st.builds(ShippingChoice, carrier=TEXTS), payment=st.none() | PAYMENTS,
    channel_data=st.none() | st.builds(ChannelData, tax_collected=FLAG, customer_messages=st.just(())),
)  # fmt: skip

_TYPES: dict[FactType, type] = {
    FactType.BOOLEAN: bool, FactType.TEXT: str, FactType.ENUM: str, FactType.COUNTRY: str, FactType.DATE: date,
    FactType.SET: frozenset,
}  # fmt: skip


@cache
def knowledge() -> Knowledge:
    return load_knowledge(Path(__file__).parents[3] / "data")


def fault_of(name: str, value: Value, scope: Scope) -> str | None:
    """What is wrong with one fact of a sheet, by its entry in the lexicon."""
    entry = LEXICON.get(name)
    if entry is None:
        return f"{name} is not in the lexicon"
    if entry.scope is not scope:
        return f"{name} is a fact of the {entry.scope}"
    if entry.type is FactType.INTEGER:
        right = type(value) is int
    elif entry.type is FactType.NUMBER:
        right = isinstance(value, int | float) and not isinstance(value, bool)
    else:
        right = isinstance(value, _TYPES[entry.type])
    if isinstance(value, str):
        right = right and bool(value.strip()) and type(value) is str
        right = right and (entry.type is not FactType.COUNTRY or (len(value) == 2 and value.isupper()))
    allowed = frozenset(entry.values)
    said = value if isinstance(value, frozenset) else frozenset({str(value)})
    if not right or (allowed and not said <= allowed):
        return f"{name} cannot be {value!r}"
    return None


def faults(order: Order, context: Context) -> list[str]:
    sheet = build_sheet(order, context, knowledge())
    whole = [fault_of(name, value, Scope.WHOLE) for name, value in sheet.whole.items()]
    parts = [fault_of(name, value, Scope.PART) for part in sheet.parts for name, value in part.items()]
    return [fault for fault in (*whole, *parts) if fault is not None]


@given(order=ORDERS)
# Without shrinking: a whole order takes minutes to shrink, and the message names the fact.
@settings(
    max_examples=120,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_sheet_when_order_is_of_any_shape_then_facts_are_of_the_lexicon(order: Order) -> None:
    memory = MemoryVelocity(knowledge().rates)
    memory.remember(order)
    assert faults(order, Context(decided_at=NOW, velocity=memory)) == []


@given(order=ORDERS)
@settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_sheet_when_built_twice_then_the_same(order: Order) -> None:
    context = Context(decided_at=NOW)
    assert build_sheet(order, context, knowledge()) == build_sheet(order, context, knowledge())
