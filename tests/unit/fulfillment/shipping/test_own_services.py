"""Services of a merchant's own: read from YAML and from tables, with each fault at its line and column."""

from dataclasses import replace
from io import BytesIO

import orjson
import pytest
from openpyxl import Workbook

from fulfillment.shipping.dispatch import Terms
from fulfillment.shipping.errors import OwnServicesRefused
from fulfillment.shipping.feasible import Why, feasible
from fulfillment.shipping.goods_class import GoodsClass
from fulfillment.shipping.own_services import ServicesRead, read_own_services
from fulfillment.shipping.rate_card import RateBook
from fulfillment.shipping.service import Adds, Service
from fulfillment.shipping.writing import written
from tests.shipping_goods import BOOK, DATA, SERVICES, dispatch, parcel

MINE = """services:
  - id: my-line
    name: My line
    name_zh: 我的专线
    carrier: mine
    kind: special_line
    mode: air
    currency: CNY
    from: [CN]
    valid_from: 2026-01-01
    valid_until: 2026-12-31
    single_parcel: yes
    size: {divisor: 6000, rounding: up, step_g: 10, max_g: 5000, girth_mm: 2000}
    goods: [general, battery_inside]
    cap: {minor: 15000, currency: EUR}
    terms: [DDP, IOSS]
    identifiers: [{number: IOSS, countries: [EU], terms: IOSS}]
    refuses: [{countries: [MT], reason: islands}]
    pauses: [{countries: [US], since: 2026-11-20, until: 2026-12-01, notice: Thanksgiving}]
    surcharges: [{why: oversize, minor: 6000, over_mm: 800}, {why: fuel, percent: 9.5}]
    channel_codes: {shopify: Mine Express}
    tracked: yes
    punctual: 90
    cleared: 95
    zones:
      - {id: us, countries: [US], days: [7, 12], co2_g_per_kg: 6700}
      - {id: eu, countries: [EU], days: [8, 14], co2_g_per_kg: 5800}
"""
HEAD = (
    "service,name,name_zh,carrier,kind,mode,currency,from,valid_from,valid_until,single_parcel,divisor,rounding,step_g,"
    "max_g,girth_mm,goods,cap_minor,cap_currency,terms,identifiers,refuses,pauses,surcharges,channel_codes,tracked,"
    "punctual,cleared,zone,countries,days,co2_g_per_kg"
)
FIRST = (
    "my-line,My line,我的专线,mine,special_line,air,CNY,CN,2026-01-01,2026-12-31,yes,6000,up,10,5000,2000,"
    "general battery_inside,15000,EUR,DDP IOSS,IOSS; countries=EU; terms=IOSS,islands; countries=MT,"
    "Thanksgiving; countries=US; since=2026-11-20; until=2026-12-01,"
    "oversize; minor=6000; over_mm=800 | fuel; percent=9.5,shopify=Mine Express,yes,90,95,us,US,7-12,6700"
)
SECOND = "my-line" + "," * 28 + "eu,EU,8-14,5800"
CSV = f"{HEAD}\n{FIRST}\n{SECOND}\n"


def taken(content: str | bytes) -> ServicesRead:
    return read_own_services(content.encode() if isinstance(content, str) else content, DATA.groups)


def only(content: str | bytes) -> Service:
    read = taken(content)
    assert not read.faults, read.faults
    (service,) = read.services
    return service


def test_service_when_read_then_has_all_that_the_file_states() -> None:
    found = only(MINE)
    assert (found.size.divisor, found.size.girth_mm, found.is_own) == (6000, 2000, True)
    assert found.terms == {Terms.DDP, Terms.IOSS}
    assert found.goods == {GoodsClass.GENERAL, GoodsClass.BATTERY_INSIDE}
    assert [each.why for each in found.surcharges] == [Adds.OVERSIZE, Adds.FUEL]
    assert found.channel_codes == (("shopify", "Mine Express"),)


def test_service_when_written_as_a_table_then_is_the_same() -> None:
    assert only(CSV) == only(MINE)


def test_service_when_in_a_workbook_then_is_the_same() -> None:
    book, content = Workbook(), BytesIO()
    sheet = book.active
    assert sheet is not None
    for line in CSV.splitlines():
        sheet.append(line.split(","))
    book.save(content)
    assert only(content.getvalue()) == only(MINE)


@pytest.mark.parametrize("id_", sorted(SERVICES))
def test_service_when_written_and_read_back_then_is_the_same(id_: str) -> None:
    text = orjson.dumps({"services": [written(SERVICES[id_])]}).decode()
    assert only(text) == replace(SERVICES[id_], is_own=True)


def test_service_when_it_has_stopped_then_nothing_goes_there_on_these_days() -> None:
    found = feasible([only(MINE)], RateBook(BOOK.bundled), dispatch(parcel(), terms=Terms.DDP))
    assert {each.why for each in found.refused[0].refusals} == {Why.SUSPENDED, Why.NO_RATE}


@pytest.mark.parametrize(
    ("before", "after", "line", "column", "says"),
    [
        ("kind: special_line", "kind: teleport", 6, 11, "must be one of"),
        ("valid_from: 2026-01-01", "valid_from: soon", 10, 17, "must be a date such as"),
        ("goods: [general, battery_inside]", "goods: [gold]", 14, 12, "a list out of"),
        ("countries: [US], days: [7, 12]", "countries: [USA], days: [7, 12]", 26, 29, "two letters"),
        ("days: [7, 12]", "days: [12, 7]", 26, 9, "the fewest and the most"),
        ("    tracked: yes", "    trakced: yes", 22, 5, "does not know the field `trakced`"),
    ],
)
def test_fault_when_a_field_is_wrong_then_names_its_line_and_column(
    before: str, after: str, line: int, column: int, says: str
) -> None:
    faults = taken(MINE.replace(before, after)).faults
    assert [(each.line, each.column) for each in faults if says in each.detail] == [(line, column)], faults


@pytest.mark.parametrize(
    ("before", "after", "line", "column", "says"),
    [
        ("special_line", "teleport", 2, 5, "must be one of"),
        (",6000,up,", ",much,up,", 2, 12, "must be a number"),
        (",8-14,", ",14-8,", 3, 29, "the fewest and the most"),
        ("my-line,,", "my-line,Another,", 3, 2, "differs from the first row"),
        ("oversize; minor=6000", "oversize; minr=6000", 2, 24, "does not know the field `minr`"),
    ],
)
def test_fault_when_a_cell_is_wrong_then_names_its_line_and_column(
    before: str, after: str, line: int, column: int, says: str
) -> None:
    faults = taken(CSV.replace(before, after)).faults
    assert (line, column) in [(each.line, each.column) for each in faults if says in each.detail], faults


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"services: {", b"service,zone\nx,y\n", b"services: []\n"])
def test_file_when_it_is_none_then_is_refused(content: bytes) -> None:
    with pytest.raises(OwnServicesRefused):
        read_own_services(content, DATA.groups)


def test_file_when_an_id_comes_twice_then_nothing_is_taken() -> None:
    twice = MINE + MINE.removeprefix("services:\n")
    read = taken(twice)
    assert (read.services, [each.detail for each in read.faults]) == (
        (),
        ["`my-line` is stated twice; keep one of them"],
    )
