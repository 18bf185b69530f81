"""The project's own data, and what is refused of other people's."""

import re
import shutil
from pathlib import Path

import pytest

from engine.errors import DataRejected
from engine.goods.edition import edition_of
from engine.goods.files import read_yaml
from engine.goods.knowledge import GoodsKnowledge
from engine.goods.restriction import Kind, Reach, Trust
from tests.unit.goods.builders import DATA, knowledge

TOP_LEVEL = [
    "weapon",
    "knife_blade",
    "explosive_firework",
    "alcohol",
    "tobacco",
    "vape_ecig",
    "drug_medicine",
    "supplement_food",
    "food_animal_origin",
    "food_other",
    "plant_seed",
    "wildlife_cites",
    "live_animal",
    "lithium_battery_alone",
    "lithium_battery_in_equipment",
    "aerosol_flammable",
    "perfume_alcoholic",
    "cosmetic_liquid",
    "precious_value",
    "currency_monetary",
    "adult",
    "radio_transmitter_spy",
    "laser",
    "magnet_strong",
    "medical_device",
    "printed_matter_political_religious",
    "gambling",
    "military_camouflage",
    "drone",
    "counterfeit_suspected",
]


def test_categories_when_listed_then_the_thirty_stand_at_the_top() -> None:
    assert set(TOP_LEVEL) == knowledge().classifier.categories.top_level


def test_restrictions_when_listed_then_each_has_source_and_lawful_id() -> None:
    wrong = [item.id for item in knowledge().restrictions if not re.fullmatch(r"[A-Z]+(-[A-Z]+)+-\d{3}", item.id)]
    assert not wrong
    assert all(item.sources for item in knowledge().restrictions)


def test_certain_bans_when_their_source_is_weak_then_there_are_none() -> None:
    law = knowledge().law
    assert not [ban.id for ban in law.of("FR").bans if ban.trust is Trust.LOW]


def test_restrictions_when_they_ask_for_a_licence_then_they_name_the_document() -> None:
    kinds = {Kind.LICENCE_REQUIRED, Kind.CERTIFICATE_REQUIRED}
    bare = [item.id for item in knowledge().restrictions if item.kind in kinds and not item.documents]
    assert not bare


def test_restrictions_when_read_then_every_scope_is_used() -> None:
    used = {reach for item in knowledge().restrictions for reach in item.reaches}
    assert {Reach.LAW, Reach.POST, Reach.COURIER, Reach.AIR} <= used


def test_dangerous_goods_when_asked_for_a_category_then_its_un_numbers() -> None:
    numbers = {good.un for good in knowledge().dangerous_goods.by_category["lithium_battery_alone"]}
    assert numbers == {"UN3480", "UN3090"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data that a test may spoil."""
    return shutil.copytree(DATA, tmp_path / "data")


def _spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("countries/AU.yaml", "kind: prohibited", "kind: forbidden", "must be one of"),
        ("countries/AU.yaml", "confidence: high", "confidense: high", "must be one of"),
        ("countries/AU.yaml", "category: laser", "category: lazer", "unknown category"),
        ("countries/AU.yaml", "{laser_mw: 1}", "{laser_mw: one}", "must be a number"),
        ("countries/AU.yaml", "{laser_mw: 1}", "{laser_kw: 1}", "must be one of"),
        ("countries/AU.yaml", "id: usps-imm", "id: hearsay", "unknown source"),
        ("countries/AU.yaml", "valid_from: 2024-01-01", "valid_from: 1/1/24", "must be a date"),
        ("countries/AU.yaml", "destination: AU", "destination: NO", "as the file is named"),
        ("countries/AU.yaml", "reviewed_on: 2026-11-22", "reviewed_on: ~", "reviewed_on"),
        ("countries/AU.yaml", "documents: [weapon_permit]", "documents: [a_letter]", "documents.yaml"),
        ("countries/AU.yaml", "restrictions:", "restrictions: [", "not valid yaml"),
        ("categories.yaml", "parent: weapon", "parent: armament", "is unknown"),
        ("categories.yaml", 'hs_prefixes: ["9306"]', "hs_prefixes: [ammo]", "digit strings"),
        ("words.yaml", "  fndtn: foundation", "  fndtn: foundation\n  fndtn: base", "used twice"),
        ("dangerous_goods/un.yaml", "categories: [alcohol]", "categories: [drink]", "unknown category"),
        ("dangerous_goods/lithium.yaml", "battery: lithium_metal", "battery: lithium", "must be one of"),
        ("dangerous_goods/carriers.yaml", "un: [UN0336, UN0337]", "un: [UN0336, UN9999]", "add it to un.yaml"),
        ("embargo.yaml", "measure: comprehensive", "measure: total", "must be one of"),
        (
            "embargo.yaml",
            "since: 2022-02-25, confidence: medium",
            "since: 2022-02-25, confidence: high",
            "never of high",
        ),
        ("embargo.yaml", "until: 2025-06-30", "since: 2026-01-01, until: 2025-06-30", "ends before it begins"),
        ("exceptions.csv", "reason\n", "reason\nAU-LASER-001,misread\n", "has 2 cells for 8 columns"),
        ("exceptions.csv", "reason\n", "remark\n", "must name the columns"),
        ("hs_headings.yaml", "01: [01-06]", "01: [one]", "two digits"),
    ],
)
def test_load_when_a_file_is_spoilt_then_refused_with_the_place(
    folder: Path, file: str, old: str, new: str, says: str
) -> None:
    _spoil(folder / file, old, new)
    with pytest.raises(DataRejected, match=re.escape(says)):
        GoodsKnowledge.load(folder)


def test_load_when_a_file_is_missing_then_refused(folder: Path) -> None:
    (folder / "words.yaml").unlink()
    with pytest.raises(DataRejected, match=r"words\.yaml"):
        GoodsKnowledge.load(folder)


def test_edition_when_only_a_comment_changes_then_the_same(folder: Path) -> None:
    before = edition_of(folder)
    _spoil(folder / "embargo.yaml", "embargoes:", "# seen again\nembargoes:")
    assert edition_of(folder) == before == knowledge().edition


def test_edition_when_a_statement_changes_then_another(folder: Path) -> None:
    before = edition_of(folder)
    _spoil(folder / "countries/AU.yaml", "{laser_mw: 1}", "{laser_mw: 2}")
    assert edition_of(folder) != before


def test_edition_when_an_exception_is_made_then_another(folder: Path) -> None:
    before = edition_of(folder)
    _spoil(folder / "exceptions.csv", "reason\n", "reason\nAU-LASER-001,misread,901320,,A,2026-01-01,2026-12-31,toys\n")
    assert edition_of(folder) != before
    assert GoodsKnowledge.load(folder).edition == edition_of(folder)


def test_load_when_a_field_is_wrong_then_shows_its_line_with_a_caret(folder: Path) -> None:
    _spoil(folder / "countries/AU.yaml", "kind: prohibited", "kind: forbidden")
    with pytest.raises(DataRejected, match=r"countries/AU\.yaml:\d+:\d+: .*\n\d+ \|     kind: forbidden\n +\| +\^{9}"):
        GoodsKnowledge.load(folder)


def test_read_yaml_when_a_scalar_looks_like_something_else_then_it_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("country: NO\nheading: 0101\n", encoding="utf-8")
    record = read_yaml(path)
    assert (record.text("country"), record.text("heading")) == ("NO", "0101")
