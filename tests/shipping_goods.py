"""Made-up dispatches, and hypothesis strategies of dispatches, bands and values, for tests of shipping."""

from collections.abc import Mapping
from datetime import date

from hypothesis import strategies as st

from engine.bundled import data_folder
from fulfillment.shipping.criteria import Criterion, Values, Worth
from fulfillment.shipping.dispatch import Dispatch, Parcel, Terms
from fulfillment.shipping.goods_class import GoodsClass
from fulfillment.shipping.loading import load_shipping
from fulfillment.shipping.rate_card import Band, RateBook, RateCard

DATA = load_shipping(data_folder())
BOOK = RateBook(DATA.cards)
SERVICES = DATA.services
DAY = date(2026, 11, 26)
GENERAL = frozenset({GoodsClass.GENERAL})
WORTH_50 = {"EUR": 5000, "USD": 5400, "CNY": 39000}
WORTH = DATA.worth


def parcel(weight_g: int = 500, sides_mm: tuple[int, int, int] | None = (200, 150, 100), *goods: GoodsClass) -> Parcel:
    """General goods where nothing else is said."""
    return Parcel(weight_g=weight_g, sides_mm=sides_mm, goods=frozenset(goods) or GENERAL)


def dispatch(
    *parcels: Parcel, country: str = "US", origin: str = "CN", on: date = DAY, postcode: str = "10001",
    values: Mapping[str, int] = WORTH_50, identifiers: str = "", terms: Terms | None = None, barred: str = "",
) -> Dispatch:  # fmt: skip
    """One parcel of half a kilogram from China to New York, where nothing else is said."""
    return Dispatch(
        parcels=parcels or (parcel(),),
        origin=origin,
        country=country,
        on=on,
        postcode=postcode,
        values=values,
        identifiers=frozenset(identifiers.split()),
        terms=terms,
        barred=barred,
    )


def parcels() -> st.SearchStrategy[Parcel]:
    """Of any goods, most of them measured."""
    sides = st.tuples(*[st.integers(10, 1500)] * 3).map(lambda each: tuple(sorted(each, reverse=True)))
    return st.builds(
        Parcel,
        weight_g=st.integers(1, 80_000),
        goods=st.frozensets(st.sampled_from(GoodsClass), min_size=1, max_size=3),
        sides_mm=st.none() | sides,
    )


def dispatches() -> st.SearchStrategy[Dispatch]:
    """On lanes of which most are served."""
    return st.builds(
        Dispatch,
        parcels=st.lists(parcels(), min_size=1, max_size=3).map(tuple),
        origin=st.sampled_from(["CN", "HK", "DE", "US"]),
        country=st.sampled_from(["US", "DE", "GB", "BR", "KR", "JP", "AU", "MT", "KP"]),
        on=st.dates(date(2025, 12, 1), date(2027, 2, 1)),
        values=st.sampled_from([{}, WORTH_50, {"EUR": 600_000, "USD": 650_000}]),
        identifiers=st.frozensets(st.sampled_from(["IOSS", "CPF", "PCCC", "EORI"])),
        terms=st.none() | st.sampled_from(Terms),
    )


@st.composite
def cards(draw: st.DrawFn) -> RateCard:
    """A whole card of one to four bands."""
    ends = draw(st.lists(st.integers(1, 30_000), min_size=1, max_size=4, unique=True).map(sorted))
    amount = st.integers(0, 50_000)
    bands = tuple(
        Band(over_g=over, up_to_g=end, base=draw(amount), included_g=draw(st.integers(0, end)),
             step_g=draw(st.integers(1, 1000)), per_kg=draw(amount))
        for over, end in zip([0, *ends], ends, strict=False)
    )  # fmt: skip
    return RateCard(service="s", zone="z", currency="EUR", valid_from=DAY, valid_until=None, bands=bands)


def values() -> st.SearchStrategy[list[Values]]:
    """Of services `s0`, `s1` …, small numbers so that many are alike."""
    vector = st.tuples(*[st.integers(0, 4)] * len(Criterion))
    return st.lists(vector, min_size=0, max_size=9).map(
        lambda rows: [
            Values(service=f"s{number}", of=dict(zip(Criterion, row, strict=True)), promised_days=row[1])
            for number, row in enumerate(rows)
        ]
    )


def worths() -> st.SearchStrategy[Worth]:
    """Any weights."""
    return st.builds(Worth, **{name: st.integers(0, 500) for name in Worth.__slots__})
