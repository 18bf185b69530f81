"""Facts of conformity in the sheet: stated only of sellers that keep such data, and from what each source says."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from engine.customs.conformity import ProductEvidence
from engine.facts.evidence import line_evidence
from engine.lexicon.sheet import Sheet
from engine.order.line import Battery
from engine.order.order import ShipFrom
from engine.order.party import TaxHolder, TaxIdentifier
from engine.order.terms import BatteryKind
from engine.registration import Registration
from tests.builders import PLACED_AT, a_line, an_address, an_order
from tests.unit.customs.conformities import known
from tests.unit.facts.test_build import sheet_of

TODAY = PLACED_AT.date()
LUCID = Registration(id="reg_1", kind="lucid", country="DE", number="DE1234567890123")
TOY = a_line(title="Wooden train", hs_code="950300")


@dataclass(frozen=True)
class Number:
    country: str
    scheme: str


@dataclass(frozen=True)
class Article:
    """A product as far as conformity goes."""

    certificates: tuple[str, ...] = ()
    responsible_person: str | None = None
    material: str | None = None
    registrations: tuple[Number, ...] = field(default=())


def told(sheet: Sheet, name: str) -> object:
    return sheet.parts[0].get(f"line.conformity_{name}")


def evidence(article: Article, *registrations: Registration) -> ProductEvidence:
    return line_evidence(TOY, {}, known(), article, registrations, TODAY)


def test_facts_when_the_seller_keeps_no_such_data_then_only_what_is_asked_is_stated() -> None:
    sheet = sheet_of(an_order(lines=(TOY,)))
    assert told(sheet, "required") == {"EU-CE-001", "EU-SAFETY-001"}
    assert (told(sheet, "missing"), told(sheet, "unknown")) == (None, None)
    assert not any(name.startswith("merchant.") for name in sheet.whole)


def test_facts_when_a_line_names_a_mark_then_what_it_lacks_is_missing() -> None:
    sheet = sheet_of(an_order(lines=(a_line(hs_code="950300", certificates=("FCC",)),)))
    assert told(sheet, "missing") == {"EU-CE-001"}
    assert told(sheet, "unknown") == {"EU-SAFETY-001"}


def test_facts_when_a_line_names_papers_of_carriage_only_then_nothing_is_held_against_it() -> None:
    sheet = sheet_of(an_order(lines=(a_line(hs_code="950300", certificates=("MSDS", "UN38.3")),)))
    assert told(sheet, "missing") is None


def test_packaging_when_goods_leave_a_german_warehouse_then_still_needed_and_import_numbers_are_not() -> None:
    numbers = (TaxIdentifier(kind="IOSS", value="IM2760000742", holder=TaxHolder.MERCHANT),)
    ended = [
        Registration(id=f"reg_{kind}", kind=kind, country=country, number="1", valid_to=TODAY - timedelta(days=1))
        for kind, country in (("ioss", "EU"), ("lucid", "DE"))
    ]
    abroad = an_order(tax_identifiers=numbers)
    home = an_order(tax_identifiers=numbers, ship_from=ShipFrom(country="DE", warehouse="LEJ-1"))
    expired = [
        sheet_of(each, registrations=tuple(ended)).whole["merchant.registrations_expired"] for each in (abroad, home)
    ]
    assert expired == [{"ioss:EU", "lucid:DE"}, {"lucid:DE"}]


def test_ioss_when_the_number_is_the_marketplaces_then_ours_is_not_asked_for() -> None:
    numbers = (TaxIdentifier(kind="IOSS", value="IM2760000742", holder=TaxHolder.MARKETPLACE),)
    sheet = sheet_of(an_order(tax_identifiers=numbers), registrations=(LUCID,))
    assert "ioss:EU" not in sheet.whole["merchant.registrations_unknown"]  # type: ignore[operator]


def test_battery_when_stated_then_its_registration_is_surely_needed() -> None:
    line = a_line(title="Desk fan", hs_code="841451", battery=Battery(kind=BatteryKind.LITHIUM_ION))
    sheet = sheet_of(an_order(lines=(line,)), registrations=(LUCID,))
    assert "battery:DE" in sheet.whole["merchant.registrations_missing"]  # type: ignore[operator]


def test_battery_when_only_the_title_speaks_of_one_then_unknown() -> None:
    line = a_line(title="Rechargeable battery fan, portable", hs_code="841451")
    sheet = sheet_of(an_order(lines=(line,)), registrations=(LUCID,))
    assert "battery:DE" not in sheet.whole["merchant.registrations_missing"]  # type: ignore[operator]


def test_code_when_it_is_none_then_the_title_is_read() -> None:
    sheet = sheet_of(an_order(lines=(a_line(title="Plush toy bear", hs_code="999999"),)))
    assert "EU-CE-001" in told(sheet, "required")  # type: ignore[operator]


def test_facts_when_the_country_is_unknown_then_none() -> None:
    sheet = sheet_of(an_order(shipping_address=an_address(country=None)), registrations=(LUCID,))
    assert told(sheet, "required") is None


def test_product_when_it_names_marks_then_they_count_beside_the_lines() -> None:
    assert evidence(Article(certificates=("CE",))).keeps == {"certificates"}


def test_product_when_it_states_its_material_then_that_is_an_attribute() -> None:
    assert evidence(Article(material="cotton 100 %")).attributes == {"material"}


@pytest.mark.parametrize(
    ("scheme", "kind"), [("LUCID", "lucid"), ("WEEE reg. no.", "weee"), ("Packaging", "packaging"), ("loyalty", None)]
)
def test_product_when_it_has_a_number_then_the_register_is_known_by_its_words(scheme: str, kind: str | None) -> None:
    found = evidence(Article(registrations=(Number("DE", scheme),))).registrations
    assert found == (frozenset() if kind is None else {("DE", kind)})


def test_person_when_the_product_names_one_that_is_registered_then_counts_there_alone() -> None:
    person = Registration(id="reg_2", kind="responsible_person", country="EU", number="RPDUBLIN7")
    found = evidence(Article(responsible_person="RP-Dublin-7"), person)
    assert found.responsible_person is None
    assert found.registrations == {("EU", "responsible_person")}


def test_person_when_its_registration_ran_out_then_counts_nowhere() -> None:
    ended = Registration(id="reg_2", kind="responsible_person", country="EU", number="RP7", valid_to=date(2026, 1, 1))
    found = evidence(Article(responsible_person="RP7"), ended)
    assert (found.responsible_person, found.registrations) == (None, frozenset())


def test_person_when_nobody_registered_it_then_the_name_counts() -> None:
    assert evidence(Article(responsible_person="RP7")).responsible_person == "RP7"
