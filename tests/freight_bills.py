"""Bills for tests: lines of a line from China, taken in by a house."""

from engine.bundled import data_folder
from fulfillment.freight.bill import FreightBill
from fulfillment.freight.readers.reading import read_bill
from fulfillment.freight.sources import Sources
from fulfillment.freight.taking_in import Importing, Taken
from fulfillment.freight.tolerances import load_tolerances
from fulfillment.records import FreightCase
from fulfillment.store.freight_cases import freight_cases_after
from tests.fulfilment_site import House

COLUMNS = (
    "账单号", "账单日期", "运单号", "目的国", "产品", "计费重(kg)", "运费", "燃油", "挂号费", "偏远", "带电费",
    "关税代垫", "增值税", "代垫手续费", "赔付", "其他费用",
)  # fmt: skip
HEAD = ",".join(COLUMNS)
BILLED_ON = "2026-11-25"
# 420 g in a box of 30 x 20 x 10 cm to Germany: 1,000 g by its size, 74.00 a kilogram, and 19.00 registration.
FREIGHT, REGISTRATION = "74", "19"


def a_row(
    number: str, bill: str = "B-1", *, weight: str = "1.0", freight: str = FREIGHT, registration: str = REGISTRATION,
    country: str = "DE", on: str = BILLED_ON, **charges: str,
) -> str:  # fmt: skip
    """One parcel; `charges` by their header."""
    cells = {"账单号": bill, "账单日期": on, "运单号": number, "目的国": country, "产品": "特货专线",
             "计费重(kg)": weight, "运费": freight, "挂号费": registration, **charges}  # fmt: skip
    return ",".join(cells.get(name, "") for name in COLUMNS)


def a_bill(*rows: str, carrier: str = "yunexpress", name: str = "bill.csv") -> FreightBill:
    """A file of these rows."""
    return read_bill("\n".join((HEAD, *rows)).encode(), "cn_line", name, carrier=carrier)


def importing(house: House, sources: Sources) -> Importing:
    """How bills are taken in by tests."""
    return Importing(
        database=house.database,
        site=house.site,
        sources=sources,
        tolerances=load_tolerances(data_folder()),
        merchant=house.merchant,
        now=house.clock.now(),
        actor="tests",
    )


def take(house: House, sources: Sources, *rows: str, name: str = "bill.csv") -> Taken:
    """A bill of these rows taken in."""
    return importing(house, sources).take(a_bill(*rows, name=name))


def cases_in(house: House) -> tuple[FreightCase, ...]:
    """All differences of the merchant."""
    with house.database.read() as session:
        return freight_cases_after(session, house.merchant, None)


def told(house: House) -> list[tuple[str, str, int | None, int, int, str]]:
    """Kind, charge, expected, billed, stake and state of all differences, in the order of their kinds."""
    rows = [(each.kind, each.charge, each.expected, each.billed, each.amount, each.state) for each in cases_in(house)]
    return sorted(rows, key=lambda each: each[:2])
