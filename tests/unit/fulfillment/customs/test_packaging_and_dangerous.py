"""Duties on packaging, the choice of materials, and what papers state of dangerous goods."""

from dataclasses import replace

import pytest

from engine.bundled import data_folder
from engine.customs.registration_kinds import load_kinds
from engine.goods.files import read_yaml
from engine.order.line import Battery
from engine.order.terms import BatteryKind, BatteryPacking
from engine.registration import Registration
from fulfillment.documents.customs_file import GoodsLine
from fulfillment.documents.declaration import DangerousLine
from fulfillment.documents.dg_lines import dangerous_lines, weak_rows
from fulfillment.documents.packaging_duties import PRODUCERS, Destination, choose_materials, packaging_duties
from fulfillment.documents.packaging_rows import DutyKind
from tests.builders import a_line, an_order
from tests.customs_files import DAY, a_file, the_book

BOOK = the_book().packaging


def to(market: str, territory: str = "EU", *, crosses: bool = True) -> Destination:
    return Destination(market=market, territory=territory, on=DAY, crosses=crosses)


def a_registration(kind: str, country: str, number: str = "N-1") -> Registration:
    return Registration(id="reg_1", kind=kind, country=country, number=number)


def test_duties_when_a_state_has_a_register_of_its_own_then_the_unions_gives_way() -> None:
    german = [each.row.id for each in packaging_duties(to("DE"), (), (), BOOK)]
    dutch = [each.row.id for each in packaging_duties(to("NL"), (), (), BOOK)]
    assert (german, dutch) == (["de-lucid"], ["eu-ppwr"])


@pytest.mark.parametrize(("market", "kind"), [("DE", "lucid"), ("FR", "packaging"), ("AT", "packaging")])
def test_duties_when_the_number_is_kept_then_met(market: str, kind: str) -> None:
    (met, *_) = packaging_duties(to(market), (), (a_registration(kind, market),), BOOK)
    (unmet, *_) = packaging_duties(to(market), (), (a_registration("weee", market),), BOOK)
    assert (met.is_met, met.number, met.stops, unmet.stops) == (True, "N-1", False, True)


def test_duties_when_the_seller_keeps_no_register_then_nothing_stops() -> None:
    assert not any(each.stops for each in packaging_duties(to("DE"), (), (), BOOK))


def test_duties_when_a_registration_has_run_out_then_unmet() -> None:
    ended = replace(a_registration("lucid", "DE"), valid_to=DAY.replace(day=1))
    assert packaging_duties(to("DE"), (), (ended,), BOOK)[0].is_met is False


def test_duties_when_wood_is_raw_then_it_is_treated_for_every_border() -> None:
    def of(material: str, *, crosses: bool = True, treated: bool = False) -> list[bool | None]:
        duties = packaging_duties(to("US", "US", crosses=crosses), (material,), (), BOOK, treated=treated)
        return [each.is_met for each in duties if each.row.kind is DutyKind.TREATMENT]

    assert of("wood") == [False]
    assert of("wood", treated=True) == [True]
    assert of("plywood") == of("wood", crosses=False) == of("corrugated_board") == []


def test_duties_when_marks_are_asked_then_they_name_the_sign() -> None:
    french = packaging_duties(to("FR"), ("corrugated_board",), (), BOOK)
    assert [each.marks for each in french if each.row.kind is DutyKind.MARK] == [("TRIMAN",)]


def test_materials_when_chosen_then_recyclable_ones_first_and_forbidden_ones_never() -> None:
    wanted = ("polystyrene_foam", "straw", "wood", "paper_cushion")
    assert choose_materials(to("AU", "AU"), wanted, BOOK) == ("paper_cushion", "wood", "polystyrene_foam")
    assert "straw" in choose_materials(to("DE"), wanted, BOOK)


def test_duties_when_their_data_names_kinds_then_the_registers_know_them() -> None:
    kinds = load_kinds(data_folder() / "customs" / "registration_kinds.yaml")
    named = {kind for row in BOOK.duties for kind in row.registrations}
    assert named <= kinds.keys()
    assert {kind for kind in kinds if kinds[kind].family == "producer"} == PRODUCERS


def goods_of(un: str, band: str | None, packing: BatteryPacking | None, pieces: int, wh: float) -> GoodsLine:
    battery = None if packing is None else Battery(kind=BatteryKind.LITHIUM_ION, packing=packing, watt_hours=wh)
    file = a_file(an_order(lines=(a_line(battery=battery, quantity=pieces),)), {})
    return GoodsLine(effective=file.lines[0].effective, un={un: "9"}, band=band)


def stated(mode: str, un: str, band: str | None = None, packing: BatteryPacking | None = None, pieces: int = 1,
           wh: float = 15) -> DangerousLine:  # fmt: skip
    goods = goods_of(un, band, packing, pieces, wh)
    (found,) = dangerous_lines([(1, goods, pieces)], mode, the_book().dangerous)
    return found


IN, WITH = BatteryPacking.IN_EQUIPMENT, BatteryPacking.WITH_EQUIPMENT


def test_dangerous_when_one_small_battery_is_in_its_device_then_neither_mark_nor_paper() -> None:
    found = stated("courier", "UN3481", "tiny", IN)
    assert (found.packing_instruction, found.section, found.marks, found.papers) == ("967", "II", (), ())
    assert found.net_quantity == "15 Wh"


def test_dangerous_when_there_are_more_than_two_batteries_then_the_mark() -> None:
    found = stated("courier", "UN3481", "tiny", IN, pieces=3)
    assert (found.marks, found.papers) == (("battery_mark",), ("statement",))


def test_dangerous_when_packed_beside_the_device_then_another_instruction_and_name() -> None:
    found = stated("air", "UN3481", "small", WITH)
    assert (found.packing_instruction, found.name) == ("966", "Lithium ion batteries packed with equipment")


def test_dangerous_when_large_then_a_declaration_is_signed() -> None:
    assert "shippers_declaration" in stated("air", "UN3481", "large", IN, wh=300).papers


def test_dangerous_when_a_battery_flies_alone_then_cargo_aircraft_only() -> None:
    found = stated("courier", "UN3480", "small")
    assert (found.section, "cargo_aircraft_only" in found.marks) == ("IB", True)


@pytest.mark.parametrize(("mode", "papers"), [("road", ()), ("sea", ("dg_note",))])
def test_dangerous_when_in_small_amounts_on_the_ground_then_limited_quantity(
    mode: str, papers: tuple[str, ...]
) -> None:
    found = stated(mode, "UN1266")
    assert (found.section, found.papers) == ("LQ", papers)


@pytest.mark.parametrize(("mode", "rows"), [("road", ()), ("sea", ("limited-sea",)), ("post", ("any-post",))])
def test_dangerous_when_marks_rest_on_a_weak_source_then_the_row_is_named(mode: str, rows: tuple[str, ...]) -> None:
    goods = goods_of("UN1266", None, None, 1, 0)
    assert weak_rows([(1, goods, 1), (2, goods, 1)], mode, the_book().dangerous) == rows


@pytest.mark.parametrize(
    ("mode", "marks", "papers"), [("air", ("magnetized",), ("statement",)), ("road", (), ()), ("sea", (), ())]
)
def test_dangerous_when_a_magnet_then_only_aircraft_mind(
    mode: str, marks: tuple[str, ...], papers: tuple[str, ...]
) -> None:
    found = stated(mode, "UN2807")
    assert (found.marks, found.papers) == (marks, papers)


def test_dangerous_when_small_batteries_go_by_road_then_only_the_mark_if_more_than_two() -> None:
    few, more = stated("road", "UN3481", "tiny", IN), stated("road", "UN3481", "tiny", IN, pieces=3)
    assert (few.section, few.marks, more.marks) == ("SP188", (), ("battery_mark",))


def test_names_when_goods_of_the_data_are_dangerous_then_each_has_a_proper_shipping_name() -> None:
    goods = read_yaml(data_folder() / "restricted_goods" / "dangerous_goods" / "un.yaml")
    numbers = {item.text("id") for item in goods.records("dangerous_goods")}
    named = {each.un for each in the_book().dangerous.names}
    assert numbers == named
    assert all(the_book().dangerous.asked(un, "", mode, None, 1) for un in named for mode in ("post", "air", "road"))
