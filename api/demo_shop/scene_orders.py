"""The orders of the nine scenes of the story, as documents that a shop would send. Nobody in them lives."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from api.demo_shop.names import SHOP
from api.demo_shop.orders import named, planned
from engine.order.order import Order, ShipFrom, ShippingChoice
from engine.order.party import TaxHolder, TaxIdentifier
from engine.order.reading import read_order
from engine.order.terms import Incoterm, PaymentStatus, TransportMode
from engine.simulation.goods import articles
from fulfillment.payments.gateways.vocabulary import vocabulary_of

KOREA, POWER, BENCH = "DEMO-KOREA", "DEMO-POWER-BANK", "DEMO-BENCH"
DOCK = ("DEMO-DOCK-1", "DEMO-DOCK-2", "DEMO-DOCK-3")
# Until when each of them is promised its money: by its gateway and card brand, since so long ago.
LATER: Mapping[str, tuple[str, str, timedelta]] = {
    "DEMO-LATER-1": ("stripe", "visa", timedelta(days=6, hours=5)),
    "DEMO-LATER-2": ("adyen", "visa", timedelta(days=6, hours=2)),
    "DEMO-LATER-3": ("adyen", "mastercard", timedelta(days=1, hours=7)),
}
MERGED = ("DEMO-MERGE-1", "DEMO-MERGE-2")
CARDS = tuple(f"DEMO-CARDS-{number}" for number in range(1, 7))
HOUSES = (("DEMO-BONSAI-SHENZHEN", "SZX-1"), ("DEMO-BONSAI-HAMBURG", "HAM-1"), ("DEMO-BONSAI-NEWARK", "EWR-1"))
COMES_IN = timedelta(days=14)  # after the order
LAMP, LAMP_SHOP, LAMPS = "LAMP-RC1", "demo-lamps", 37
BENCH_SKU, BONSAI_SKU = "PLUSH-BEAR", "BONSAI-J1"
IOSS = "IM2760000742"  # of the right form, and nobody's
PCCC = "P123456789012"  # of the form that Korea's customs give, and nobody's
BINS = {"visa": "411111", "mastercard": "555555"}  # of cards for tests
COUNTRIES = {"SZX-1": "CN", "HAM-1": "DE", "EWR-1": "US"}
COURIER = {"carrier": "dhl_express", "mode": "courier", "incoterm": "DDP"}
UNION = frozenset({"DE", "FR", "NL", "BE", "AT"})
# Some that are easily sold again.
DEAR = [each for each in articles() if each.resale and each.battery is None][: len(CARDS)]
Document = Mapping[str, object]


def _person(*told: str, **more: str) -> Document:
    return {**dict(zip(("name", "line1", "city", "postcode", "country", "phone", "email"), told, strict=True)), **more}


JANA = _person("Jana Brandt", "Lindenweg 14", "Leipzig", "04109", "DE", "+49 341 9028817", "jana.brandt@example.org")
JIWOO = _person(
    "Kim Jiwoo", "12 Sejong-daero", "Jung-gu", "04524", "KR", "+82 2 735 8688", "jiwoo.kim@example.com", state="Seoul"
)
ETHAN = _person(
    "Ethan Brooks", "730 Cedar Lane", "Austin", "78701", "US", "+1 512 974 2000", "ethan.brooks@example.com", state="TX"
)
HUGO = _person(
    "Hugo Lambert", "3 place du Marché", "Nantes", "44000", "FR", "+33 2 40 41 90 00", "hugo.lambert@example.org"
)
CLAIRE = _person(
    "Claire Petit", "18 rue des Lilas", "Rennes", "35000", "FR", "+33 2 23 62 10 10", "claire.petit@example.org"
)
PAUL = _person(
    "Paul Girard", "70 impasse du Moulin", "Lyon", "69003", "FR", "+33 4 72 10 30 30", "paul.girard@example.org"
)
NORA = _person("Nora Keller", "Hafenweg 5", "Hamburg", "20457", "DE", "+49 40 66969101", "nora.keller@example.org")
LEA = _person("Lea Martens", "Deichallee 9", "Berlin", "10115", "DE", "+49 30 23125102", "lea.martens@example.org")
BEN = _person("Ben Vogt", "Uferstieg 21", "Köln", "50667", "DE", "+49 221 4710103", "ben.vogt@example.org")
IDA = _person("Ida Sommer", "Elbgasse 3", "Dresden", "01067", "DE", "+49 351 8211450", "ida.sommer@example.org")
FINN = _person("Finn Peters", "Wesersteg 12", "Bremen", "28195", "DE", "+49 421 3610220", "finn.peters@example.org")
TOVE = _person("Tove Nissen", "Fördeblick 7", "Kiel", "24103", "DE", "+49 431 9010330", "tove.nissen@example.org")
FORWARDER = _person(
    "Marcus Lim", "7185 NW 25th Street", "Miami", "33122", "US", "+1 305 375 5656", "mlim8821@example.com",
    company="Parcel forwarding hall 3", line2="Suite B48213", state="FL",
)  # fmt: skip


def korea(at: datetime) -> Order:
    """Korea's customs want a number of the consignee, which nobody asked for."""
    sleeve = _line("SLV-13", "Laptop sleeve, felt, 13 inch", "42029200", 32000, 210)
    return _order(KOREA, at, JIWOO, sleeve, "KRW")


def power_bank(at: datetime) -> Order:
    """A lithium battery by itself, which few lines take."""
    cell = {"kind": "lithium_ion", "packing": "alone", "watt_hours": 74.0, "count": 1}
    bank = {**_line("PB-20K", "Power bank, lithium-ion, 20000 mAh", "85076000", 2999, 350), "battery": cell}
    return _order(POWER, at, ETHAN, bank, "USD", tax_identifiers=[])


def merged(at: datetime) -> Sequence[Order]:
    """Two orders of one buyer, each free of duty and taxed through the one-stop shop, together neither."""
    ours = [{"kind": "IOSS", "value": IOSS, "holder": "merchant"}]
    bag = _line("BAG-22", "Backpack, 22 l", "42029291", 8990, 760)
    shoes = _line("RUN-42", "Running shoes, textile upper", "64041100", 9490, 740)
    times = (at, at + timedelta(minutes=25))
    pairs = zip(MERGED, times, (bag, shoes), strict=True)
    return [_order(name, when, JANA, line, "EUR", tax_identifiers=ours) for name, when, line in pairs]


def five_cards(at: datetime) -> Sequence[Order]:
    """One buyer with five cards behind them tries a sixth within the hour; the goods go to a forwarder's hall."""
    return [_with_card(number, name, at + timedelta(minutes=9 * number)) for number, name in enumerate(CARDS)]


def _with_card(number: int, name: str, at: datetime) -> Order:
    sold = DEAR[number]
    line = _line(sold.sku, sold.title, sold.hs_code, sold.eur_cents, sold.grams)
    card = {
        "brand": "visa", "bin": "465858", "last4": f"17{number}3", "funding": "credit",
        "issuing_country": ("GB", "SG", "US", "FR", "AU", "CA")[number], "expiry_month": 8, "expiry_year": 2029,
        "holder": "Marcus Lim", "fingerprint": f"demo-card-{number}",
    }  # fmt: skip
    paid = {"card": card, "checks": {"cvc": "match", "avs_street": "no_match", "avs_postcode": "no_match"}}
    more = {"declined_attempts": number, "three_ds": None}
    guest = {"name": "Marcus Lim", "email": "mlim8821@example.com", "guest": True}
    line["origin"] = sold.origin
    told = {**paid, **more, **_promised(at, "stripe", "visa")}
    return _order(name, at, FORWARDER, line, "USD", told, customer=guest, ip="198.51.100.201", ip_country="NL",
                  device={"id": "demo-device-5"})  # fmt: skip


def from_three_houses(at: datetime) -> Sequence[Order]:
    """The same tree to the same country, from the three warehouses in the way that each of them sends."""
    tree = _line(BONSAI_SKU, "Bonsai tree, juniper", "06029047", 5990, 1200)
    ways = {
        "SZX-1": {"carrier": "china_post", "mode": "post", "incoterm": "DDP"},
        "HAM-1": {"carrier": "dhl", "mode": "courier", "incoterm": "DDP"},
        "EWR-1": COURIER,
    }
    return [
        _order(name, at + timedelta(minutes=number), to, tree, "EUR", house=house, shipping=ways[house])
        for number, ((name, house), to) in enumerate(zip(HOUSES, (HUGO, CLAIRE, PAUL), strict=True))
    ]


def risky(ends: datetime) -> Sequence[Order]:
    """Some that a gateway thinks little of: admitted, until somebody thinks less of them still."""
    buyers = ((5, ETHAN), (9, CLAIRE), (13, PAUL))
    sleeve = _line("SLV-13", "Laptop sleeve, felt", "420292", 2490, 210)
    return [
        _order(f"DEMO-RISK-{days}", ends - timedelta(days=days), to, sleeve, "EUR", {"gateway_risk": 48.0})
        for days, to in buyers
    ]


def at_the_dock(at: datetime) -> Sequence[Order]:
    """Some that are packed and taken by their carrier with one manifest."""
    sleeve = _line("SLV-13", "Laptop sleeve, felt", "420292", 3290, 210)
    return [_order(name, at, to, sleeve, "EUR") for name, to in zip(DOCK, (NORA, LEA, BEN), strict=True)]


def promised_for_later(ends: datetime) -> Sequence[Order]:
    """Some of goods that come in later than the money is promised: held, until somebody has it captured or renewed."""
    return [
        _for_later(name, ends - ago, to, gateway, brand)
        for (name, (gateway, brand, ago)), to in zip(LATER.items(), (IDA, FINN, TOVE), strict=True)
    ]


def _for_later(name: str, at: datetime, to: Document, gateway: str, brand: str) -> Order:
    bag = _line("BAG-22", "Backpack, 22 l", "42029291", 8990, 760)
    ours = [{"kind": "IOSS", "value": IOSS, "holder": "merchant"}]
    until = (at + COMES_IN).isoformat()
    paid = {"gateway": gateway, "card": _card(to, brand), **_promised(at, gateway, brand)}
    return _order(name, at, to, bag, "EUR", paid, tax_identifiers=ours, ship_by=until)


def _promised(at: datetime, gateway: str, brand: str) -> Document:
    """Authorised and not captured, for as long as the gateway honours a card of this brand."""
    until = vocabulary_of(gateway).hold.until(at, brand).isoformat()
    return {"status": "authorised", "captured": 0, "authorised_at": at.isoformat(), "authorisation_expires_at": until}


def lamps(ends: datetime) -> Sequence[Order]:
    """37 orders of one lamp, by buyers of the Union; nobody said how its battery is packed."""
    some = (each.mended for each in planned(ends, 500, days=3, seed=41, mark="LAMP-"))
    fit = {
        each.customer.email: each
        for each in some
        if each.shipping_address.country in UNION
        and each.channel == "own_shop"
        and each.currency == "EUR"
        and each.customer is not None
    }
    return [_of_lamp(each, number) for number, each in enumerate(list(fit.values())[:LAMPS], start=1)]


def _of_lamp(order: Order, number: int) -> Order:
    cents = 3490
    line = replace(
        order.lines[0], sku=LAMP, title="Bicycle lamp, rechargeable", hs_code="85121000", origin="CN", quantity=1,
        unit_price=cents, discount=0, battery=None, weight_g=150,
    )  # fmt: skip
    totals = replace(order.totals, total=cents, goods=cents, shipping=0, tax=0, duty=0, discount=0)
    paid = order.payment
    if paid is not None:
        paid = replace(
            paid, status=PaymentStatus.CAPTURED, authorised=cents, captured=cents, captured_at=order.placed_at,
            authorisation_expires_at=None,
        )  # fmt: skip
    leaves = ShipFrom(country="CN", warehouse="SZX-1")
    shipping = ShippingChoice(carrier="dhl_express", mode=TransportMode.COURIER, incoterm=Incoterm.DDP)
    ours = (TaxIdentifier(kind="IOSS", value=IOSS, holder=TaxHolder.MERCHANT),)
    whole = replace(
        order, lines=(line,), totals=totals, payment=paid, shipping=shipping, ship_from=leaves, tax_identifiers=ours
    )
    ship_by = order.placed_at + timedelta(days=9)
    return replace(named(whole, f"DEMO-LAMP-{number:02d}"), shop=LAMP_SHOP, ship_by=ship_by)


def at_the_bench(at: datetime) -> Order:
    """Goods that somebody will complain about while the packer has them in the hands."""
    return _order(BENCH, at, JANA, _line(BENCH_SKU, "Plush bear, 35 cm", "95030041", 2290, 320), "EUR", house="HAM-1",
                  shipping={"carrier": "dhl", "mode": "courier", "incoterm": "DDP"})  # fmt: skip


def _line(sku: str, title: str, code: str, price: int, grams: int) -> dict[str, object]:
    return {"sku": sku, "title": title, "hs_code": code, "origin": "CN", "quantity": 1, "unit_price": price,
            "weight_g": grams}  # fmt: skip


def _card(of: Document, brand: str) -> Document:
    return {
        "brand": brand, "bin": BINS[brand], "last4": "1037", "funding": "credit", "issuing_country": of["country"],
        "expiry_month": 8, "expiry_year": 2029, "holder": of["name"], "fingerprint": f"card-{of['email']}",
    }  # fmt: skip


def _order(name: str, at: datetime, to: Document, line: Document, currency: str, paid: Document | None = None, *,
           house: str = "SZX-1", **more: object) -> Order:  # fmt: skip
    total = line["unit_price"]
    payment = {
        "method": "card", "status": "captured", "currency": currency, "gateway": "stripe", "authorised": total,
        "captured": total, "card": _card(to, "visa"), "gateway_reference": f"pay_{name.lower()}",
        "merchant_reference": name,
        "checks": {"avs_street": "match", "avs_postcode": "match", "cvc": "match"},
        "three_ds": {"version": "2.2.0", "eci": "05", "status": "Y", "liability_shift": "yes"}, **(paid or {}),
    }  # fmt: skip
    document = {
        "id": name, "placed_at": at.isoformat(), "channel": "own_shop", "shop": SHOP, "currency": currency,
        "lines": [line], "totals": {"total": total, "goods": total}, "shipping_address": to, "billing_address": to,
        "customer": {"name": to["name"], "email": to["email"], "guest": False, "orders_before": 3,
                     "account_created_at": "2024-04-02T08:00:00Z"},
        "ship_from": {"country": COUNTRIES[house], "warehouse": house}, "shipping": COURIER,
        "ship_by": (at + timedelta(days=3)).isoformat(), "payment": payment, **more,
    }  # fmt: skip
    return read_order(document)
