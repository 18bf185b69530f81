"""Hypothesis strategies for products: every part, texts that a sheet could take for marks or formulas included."""

from datetime import date

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from engine.order.line import Dimensions
from engine.order.terms import BatteryKind, BatteryPacking, GoodsSeal
from engine.order.tidy import tidy_text
from engine.products.product import (
    BrandLicence,
    ChannelSku,
    Component,
    DeclaredValue,
    NationalCode,
    Product,
    ProductBattery,
    ProductStatus,
    PurchaseCost,
    Registration,
)
from tests.strategies import countries, maybe, measures

ODD = "ab;:*\\=+-@'\",|\n é品x"
CURRENCIES = ("EUR", "USD", "JPY", "KWD")
HS6 = "610910"


def tidied() -> SearchStrategy[str]:
    """Texts as the reader leaves them."""
    return st.text(ODD, min_size=1, max_size=12).map(tidy_text).filter(bool)


def gtins() -> SearchStrategy[str]:
    """Numbers of twelve digits and their check digit."""
    return st.integers(0, 10**12 - 1).map(lambda number: f"{number:012d}").map(_with_check_digit)


def _with_check_digit(digits: str) -> str:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def _tuples(each: SearchStrategy[object], unique_by: object = None) -> SearchStrategy[tuple[object, ...]]:
    return st.lists(each, max_size=3, unique_by=unique_by).map(tuple)  # type: ignore[arg-type]


def batteries() -> SearchStrategy[ProductBattery]:
    return st.builds(
        ProductBattery,
        kind=st.sampled_from(BatteryKind),
        packing=maybe(st.sampled_from(BatteryPacking)),
        packing_instruction=maybe(st.sampled_from(("965", "P903", "967"))),
        watt_hours=maybe(measures()),
        lithium_g=maybe(measures()),
        count=maybe(st.integers(0, 50)),
        un38_3=maybe(st.booleans()),
        msds=maybe(st.booleans()),
    )


@st.composite
def products(draw: st.DrawFn, sku: str | None = None, *, kits: bool = True) -> Product:
    """Products that the reader takes."""
    named = draw(tidied()) if sku is None else sku
    side = st.integers(1, 3000)
    battery = draw(maybe(batteries()))
    codes = st.builds(NationalCode, country=countries(), code=st.just(f"{HS6}0010"))
    parts = st.builds(Component, sku=tidied().filter(lambda each: each != named), quantity=st.integers(1, 9))
    names = st.builds(ChannelSku, channel=st.sampled_from(("amazon", "shopify", "*")), sku=tidied())
    licences = st.builds(
        BrandLicence,
        licensor=tidied(),
        territory=_tuples(countries()),
        until=maybe(st.dates(date(2020, 1, 1), date(2035, 12, 31))),
    )
    registrations = st.builds(Registration, country=countries(), scheme=tidied(), number=tidied())
    values = st.builds(DeclaredValue, minor=st.integers(0, 10**7), currency=st.sampled_from(CURRENCIES))
    costs = st.builds(PurchaseCost, minor=st.integers(0, 10**7), currency=st.sampled_from(CURRENCIES))
    return Product(
        sku=named,
        status=draw(st.sampled_from(ProductStatus)),
        customs_name_en=draw(maybe(tidied())),
        customs_name_zh=draw(maybe(tidied())),
        hs6=draw(maybe(st.just(HS6))),
        national_codes=draw(_tuples(codes, lambda each: each.country)),  # type: ignore[arg-type]
        origin=draw(maybe(countries())),
        weight_g=draw(maybe(st.integers(0, 30_000))),
        dimensions=draw(maybe(st.builds(Dimensions, length_mm=side, width_mm=side, height_mm=side))),
        declared_value=draw(maybe(values)),
        purchase_cost=draw(maybe(costs)),
        material=draw(maybe(tidied())),
        has_battery=draw(maybe(st.booleans())) if battery is None else True,
        battery=battery,
        liquid_ml=draw(maybe(measures())),
        powder=draw(maybe(st.booleans())),
        magnet=draw(maybe(st.booleans())),
        blade_mm=draw(maybe(measures())),
        laser_mw=draw(maybe(measures())),
        alcohol_pct=draw(maybe(st.integers(0, 100).map(float))),
        nicotine_mg_ml=draw(maybe(measures())),
        seal=draw(maybe(st.sampled_from(GoodsSeal))),
        certificates=draw(_tuples(tidied())),  # type: ignore[arg-type]
        brand=draw(maybe(tidied())),
        brand_licence=draw(maybe(licences)),
        gtin=draw(maybe(gtins())),
        manufacturer_id=draw(maybe(tidied())),
        responsible_person=draw(maybe(tidied())),
        registrations=draw(_tuples(registrations)),  # type: ignore[arg-type]
        channel_skus=draw(_tuples(names, lambda each: (each.channel, each.sku))),  # type: ignore[arg-type]
        components=draw(_tuples(parts, lambda each: each.sku)) if kits else (),  # type: ignore[arg-type]
    )
