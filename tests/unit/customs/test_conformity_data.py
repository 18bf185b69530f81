"""The project's own data on conformity, and what is refused of other people's."""

import re
import shutil
from pathlib import Path

import pytest

from engine.bundled import data_folder, rules_folder
from engine.customs.conformity_data import FILES, load_conformity
from engine.errors import DataRejected
from engine.goods.restriction import Trust
from tests.unit.customs.conformities import known


def listed(name: str) -> set[str]:
    rows = (rules_folder() / "lists" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]
    return {row.partition(",")[0] for row in rows}


def test_requirements_when_listed_then_each_has_source_and_lawful_id() -> None:
    wrong = [each.id for each in known().conformity.requirements if not re.fullmatch(r"[A-Z]+-[A-Z]+-\d{3}", each.id)]
    assert not wrong
    assert all(each.sources for each in known().conformity.requirements)


def test_rules_list_when_compared_then_names_each_requirement_of_goods() -> None:
    of_goods = {each.id for each in known().conformity.requirements if not each.wanted.of_the_merchant}
    assert listed("conformity_requirements") == of_goods


def test_rules_list_when_compared_then_names_each_registration_that_any_market_needs() -> None:
    conformity = known().conformity
    named = {name for each in conformity.requirements for name in each.destinations} - {"EU", "*"}
    needs = {
        need for market in named | conformity.members for each in conformity.at(market) for need in each.needs(market)
    }
    assert listed("registration_needs") == needs


def test_goods_when_recognised_by_words_then_english_and_chinese_are_there() -> None:
    text = (data_folder() / "customs" / "conformity.yaml").read_text(encoding="utf-8")
    with_words = [line for line in text.splitlines() if "phrases:" in line]
    assert with_words
    assert all("en: [" in line and "zh: [" in line for line in with_words)


def test_markets_when_asked_then_the_law_of_the_union_counts_for_members_alone() -> None:
    ids = {market: {each.id for each in known().conformity.at(market)} for market in ("PL", "DE", "US")}
    assert {"EU-CE-001", "EU-PACKAGING-001"} <= ids["PL"]
    assert "EU-PACKAGING-001" not in ids["DE"]
    assert not any(name.startswith("EU-") for name in ids["US"])


def test_low_confidence_when_it_stands_then_is_what_nobody_read_again() -> None:
    low = {each.id for each in known().conformity.requirements if each.trust is Trust.LOW}
    assert low == {"ALL-CITES-001"}


@pytest.mark.parametrize(
    ("kind", "country", "number", "fits"),
    [
        ("ioss", "EU", "IM2760000742", True),
        ("ioss", "EU", "im 276 000 0742", True),
        ("ioss", "EU", "EU276000074", False),
        ("voec", "NO", "VOEC 2345678", True),
        ("voec", "NO", "234567", False),
        ("lucid", "DE", "DE1234567890123", True),
        ("lucid", "DE", "DE123456789", False),
        ("weee", "DE", "DE 12345678", True),
        ("weee", "FR", "FR123_05ABCD", True),
        ("vat", "CH", "CHE-123.456.789 MWST", True),
        ("gst", "NZ", "123-456-789", True),
        ("packaging", "FR", " - ", False),
    ],
)
def test_number_when_held_against_the_registers_form_then(kind: str, country: str, number: str, fits: bool) -> None:
    assert known().kinds[kind].accepts(number, country) is fits


@pytest.mark.parametrize(
    ("kind", "territory", "exists"), [("lucid", "DE", True), ("lucid", "FR", False), ("vat", "PL", True)]
)
def test_kind_when_asked_for_a_territory_then(kind: str, territory: str, exists: bool) -> None:
    assert known().kinds[kind].exists_in(territory) is exists


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("confidence: high", "confidence: certain", "confidence"),
        ("registrations: [lucid]", "registrations: [lucide]", "lucide"),
        ("categories: [medical_device]", "categories: [medical]", "medical"),
        ("id: zsvr,", "id: nobody,", "nobody"),
        ("  - id: EU-CE-002", "  - id: EU-CE-001", "stands twice"),
        ("evidence: {certificates: [PSE]}", "evidence: {}", "evidence"),
        ("    movement: market", "    moves: market", "movement"),
    ],
)
def test_file_when_it_cannot_be_used_then_the_place_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    for name in FILES:
        shutil.copy(data_folder() / "customs" / name, tmp_path)
    file = tmp_path / "conformity.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataRejected, match=told):
        load_conformity(
            tmp_path,
            frozenset({"DE"}),
            {"medical_device", "lithium_battery_alone", "lithium_battery_in_equipment", "wildlife_cites"},
            frozenset({"cites_permit", "fda_prior_notice"}),
        )
