"""The sheet of an order: everything that can be told is told, and nothing else."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from engine.facts.aftersales import NOTHING_AFTER
from engine.facts.build import build_sheet
from engine.facts.context import Context, Said
from engine.facts.knowledge import Knowledge, load_knowledge
from engine.facts.memory_velocity import MemoryVelocity
from engine.facts.parties import party_facts
from engine.lexicon.admission import LEXICON
from engine.lexicon.scored import Scored
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from engine.order.line import Battery
from engine.order.order import ChannelData, Order, ShipFrom, Totals
from engine.order.party import Customer, Device, TaxIdentifier
from engine.order.payment import Card, Transfer, Wallet
from engine.order.terms import BatteryKind, BatteryPacking, PaymentStatus
from engine.products.catalogue import Catalogue
from engine.products.product import BrandLicence, Product
from engine.registration import Registration
from engine.takedown import Takedown
from tests.builders import PLACED_AT, a_line, a_payment, an_address, an_order

NOW = PLACED_AT + timedelta(hours=3)
DAY = timedelta(days=1)
MODEL_FACTS: dict[str, Value] = {
    "model.status": "ok",
    "model.anomaly_percentile": 42,
    "model.anomaly_permille": 424,
    "model.fraud_permille": 12,
    "model.coverage_percent": 85,
    "model.drift_permille": 40,
    "model.reasons": frozenset({"velocity.device_orders_24h"}),
}


@cache
def knowledge() -> Knowledge:
    return load_knowledge(Path(__file__).parents[3] / "data")


def sheet_of(order: Order, never_supplied: frozenset[str] = frozenset(), **context: object) -> Sheet:
    return build_sheet(order, Context(decided_at=NOW, **context), knowledge(), never_supplied)  # type: ignore[arg-type]


def full_order() -> Order:
    """An order that leaves nothing unsaid."""
    line = a_line(
        battery=Battery(kind=BatteryKind.LITHIUM_ION, packing=BatteryPacking.ALONE, watt_hours=74.0, lithium_g=1.0),
        liquid_ml=50.0,
        magnet=True,
        blade_mm=90.0,
        laser_mw=1.0,
        alcohol_pct=40.0,
        nicotine_mg_ml=20.0,
        certificates=("CE",),
    )
    card = Card(
        brand="visa",
        bin="411111",
        fingerprint="card-1",
        funding="credit",
        issuing_country="DE",
        holder="Erika Muster",
        expiry_month=12,
        expiry_year=2028,
    )
    return an_order(
        lines=(line,),
        totals=Totals(total=4488, goods=3998, shipping=490, tax=0, discount=0),
        legal_entity="acme-gmbh",
        shipping_address=an_address(state="BE", company="Muster GmbH"),
        customer=Customer(
            name="Erika Muster",
            email="erika.muster@example.com",
            locale="de-DE",
            guest=False,
            account_created_at=PLACED_AT - 100 * DAY,
            orders_before=3,
            company="Muster GmbH",
        ),
        device=Device(id="d-1", timezone="Europe/Berlin"),
        tax_identifiers=(TaxIdentifier(kind="EORI", value="DE123"),),
        channel_data=ChannelData(tax_collected=True),
        payment=a_payment(
            status=PaymentStatus.AUTHORISED,
            captured=None,
            merchant_reference="A-1001",
            authorisation_expires_at=NOW + 5 * DAY,
            declined_attempts=0,
            gateway_risk=12.4,
            card=card,
            wallet=Wallet(
                kind="paypal", payer_email="erika.muster@example.com", payer_country="DE", payer_verified=True
            ),
            transfer=Transfer(payer_name="Erika Muster", bank_country="DE"),
        ),
    )


def test_sheet_when_nothing_is_unsaid_then_every_fact_of_the_lexicon_is_told() -> None:
    order = full_order()
    branded = Product(sku="TEE-M-BLUE", brand="Nike", brand_licence=BrandLicence(licensor="Nike Europe"))
    memory = MemoryVelocity(knowledge().rates)
    for days in (1, 2, 3):
        memory.remember(replace(order, id=f"before-{days}", placed_at=PLACED_AT - days * DAY))
    sheet = sheet_of(
        order,
        velocity=memory,
        model=Said(Scored(MODEL_FACTS)),
        typical_quantities={"TEE-M-BLUE": 1},
        marks=(),
        products=Catalogue(products={"TEE-M-BLUE": branded}),
        parties=party_facts((), (), lambda _hit, _entry: None, NOW, NOW.date()),
        registrations=(Registration(id="reg_1", kind="lucid", country="DE", number="DE1234567890123"),),
    )
    elsewhere = sheet_of(an_order(shipping_address=an_address(country="CU", postcode=None)))
    american = sheet_of(an_order(shipping_address=an_address(country="US", postcode=None)))
    told = {*sheet.whole, *sheet.parts[0], *elsewhere.whole, *american.parts[0], *NOTHING_AFTER}
    assert set(LEXICON) - told == set()


def test_model_when_there_is_none_then_absent() -> None:
    assert sheet_of(an_order()).whole["model.status"] == "absent"


def test_rates_when_context_has_none_then_those_of_the_data() -> None:
    whole = sheet_of(an_order(currency="USD")).whole
    assert 0 < int(str(whole["order.value_eur_minor"])) < 4488


@pytest.mark.parametrize(
    ("ship_from", "to", "movement"),
    [
        (ShipFrom(country="CN"), an_address(), "import"),
        (ShipFrom(country="DE"), an_address(), "domestic"),
        (ShipFrom(country="PL"), an_address(), "intra_union"),
    ],
)
def test_movement_when_sent_from_inside_the_union_then_no_import(
    ship_from: ShipFrom, to: object, movement: str
) -> None:
    sheet = sheet_of(an_order(ship_from=ship_from, shipping_address=to))
    assert sheet.whole["shipment.movement"] == movement


def test_absence_when_channel_never_tells_then_left_out() -> None:
    order = an_order(ip=None, ip_country=None)
    silent = frozenset({"ip.given", "device.given", "order.note_intents"})
    sheet = sheet_of(order, never_supplied=silent)
    assert sheet.never_supplied == silent
    assert not silent & sheet.whole.keys()


def test_presence_when_channel_tells_after_all_then_kept() -> None:
    sheet = sheet_of(an_order(), never_supplied=frozenset({"ip.given"}))
    assert sheet.whole["ip.given"] is True


def test_quantity_when_shop_usually_sells_one_then_over_it() -> None:
    sheet = sheet_of(an_order(), typical_quantities={"TEE-M-BLUE": 1})
    assert sheet.parts[0]["line.quantity_over_typical_pct"] == 200


@pytest.mark.parametrize(
    "title", ["Replica Rolex watch, AAA quality", "Electric toaster 900 W", "Cannabis flowers", "Power bank 20000 mAh"]
)
def test_line_when_it_was_cancelled_then_nothing_is_held_against_it(title: str) -> None:
    gone = a_line(sku="GONE", title=title, hs_code="000000", origin=None, quantity=0, unit_price=900000)
    notice = Takedown(id="tkd_1", sku="GONE")
    lucid = Registration(id="reg_1", kind="lucid", country="DE", number="DE1")
    both, alone = (
        sheet_of(an_order(lines=lines), takedowns=(notice,), registrations=(lucid,))
        for lines in ((a_line(), gone), (a_line(),))
    )
    told = ("line.hs_status", "line.hs_digits", "line.product_ids_missing")
    words = (value for name, value in both.parts[1].items() if name.startswith(("line.brand", "line.conformity")))
    assert not any(words)
    assert not both.parts[1]["line.taken_down"]
    assert not any(name in both.parts[1] for name in told)
    customs = ("duties.items", "duties.flat_duty_eur_minor", "merchant.registrations_missing", "tax.over_limit")
    assert [both.whole.get(name) for name in customs] == [alone.whole.get(name) for name in customs]
