"""What tests of papers share: an order as customs see it, a product file for it, a sender, and the project's data."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from engine.bundled import data_folder
from engine.facts.rates import EcbRates
from engine.order.order import Order
from engine.products.catalogue import Catalogue
from engine.products.effective import effective_lines
from engine.products.product import DeclaredValue, Product
from engine.registration import Registration
from fulfillment.documents.customs_file import Contents, CustomsFile, GoodsLine, Lane
from fulfillment.documents.declaration import Consignee, Number, Sender, Shown
from fulfillment.documents.declaring import PaperBook, Way
from fulfillment.documents.paper_book import load_paper_book
from tests.builders import an_order

DAY = date(2026, 11, 26)
SENDER = Sender(
    company="Acme Trading Ltd",
    lines=("88 Bantian Road",),
    city="Shenzhen",
    country="CN",
    postcode="518129",
    phone="+86 755 5550 0100",
    email="export@acme.example",
    signatory="Export desk",
)
IOSS = Number(kind="IOSS", value="IM2760000742", country="EU", shown=Shown.DATA)
TEE = Product(
    sku="TEE-M-BLUE",
    customs_name_en="Men's T-shirt, cotton, knitted",
    customs_name_zh="男士针织棉T恤",
    hs6="610910",
    origin="CN",
    weight_g=180,
    declared_value=DeclaredValue(minor=900, currency="EUR"),
    material="100 % cotton",
    gtin="4006381333931",
    manufacturer_id="MK-TEE-7",
    responsible_person="Acme GmbH, Berlin",
)


@cache
def the_book() -> PaperBook:
    """The project's own data."""
    return load_paper_book(data_folder())


@cache
def the_rates() -> EcbRates:
    """Stored rates, of a day that tests choose."""
    found = EcbRates.load(data_folder() / "fx" / "pegs.csv")
    units = {"EUR": 1.0, "USD": 1.16, "GBP": 0.88, "JPY": 180.0, "CNY": 8.24, "AUD": 1.78, "NOK": 11.8, "CHF": 0.94,
             "BRL": 6.2, "KRW": 1690.0, "SAR": 4.35}  # fmt: skip
    return replace(found, edition=DAY, units_per_euro={name: round(value * 10**9) for name, value in units.items()})


def a_lane(**changes: object) -> Lane:
    """To Germany under the one-stop shop."""
    lane = Lane(
        market="DE",
        territory="EU",
        movement="import",
        regime="ioss",
        collector="seller",
        number_shown="data",
        mode="post",
        carrier="post",
        on=DAY,
        must_number=True,
    )
    return replace(lane, **changes)  # type: ignore[arg-type]


def a_file(
    order: Order | None = None,
    products: Mapping[str, Product] | None = None,
    lane: Lane | None = None,
    registrations: tuple[Registration, ...] = (),
    **line_changes: object,
) -> CustomsFile:
    """An order as customs see it. `line_changes` are stated of each line of goods."""
    chosen = order if order is not None else an_order()
    kept = Catalogue(products={"TEE-M-BLUE": TEE} if products is None else products)
    lines = effective_lines(chosen, kept, chosen.shipping_address.country)
    return CustomsFile(
        order_id="ord_1",
        version=1,
        order=chosen,
        lane=lane if lane is not None else a_lane(),
        lines=tuple(replace(GoodsLine(effective=each), **line_changes) for each in lines),  # type: ignore[arg-type]
        registrations=registrations,
        rates=the_rates(),
    )


def a_way(**changes: object) -> Way:
    """Sent by Acme, which holds an IOSS number."""
    return replace(Way(sender=SENDER, numbers=(IOSS,)), **changes)  # type: ignore[arg-type]


def a_parcel(**changes: object) -> Contents:
    """Both pieces of the first line, in a cardboard box."""
    contents = Contents(number="P-1", pieces={1: 2}, gross_g=420, materials=("corrugated_board",))
    return replace(contents, **changes)  # type: ignore[arg-type]


def a_consignee(**changes: object) -> Consignee:
    """Erika Muster in Berlin."""
    consignee = Consignee(
        name="Erika Muster",
        country="DE",
        lines=("Chausseestr. 5",),
        city="Berlin",
        postcode="10115",
        phone="+49 30 901820",
        email="erika.muster@example.com",
    )
    return replace(consignee, **changes)  # type: ignore[arg-type]
