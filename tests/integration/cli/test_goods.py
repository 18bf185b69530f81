"""`clearway goods classify`: a stable interface, line by line."""

import json
from pathlib import Path

import pytest

from tests.integration.cli.conftest import AT, Clearway, Ran

FIELDS = [
    "text", "categories", "kinds", "evidence", "confidence", "vague", "hs_status", "hs_conflict", "restrictions",
    "documents", "needs_information",
]  # fmt: skip


def classified(clearway: Clearway, *rows: object) -> Ran:
    """The rows as JSON lines, through standard input; what is text already goes in as it is."""
    lines = "\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    return clearway("goods", "classify", "-", "--at", AT, stdin=lines.encode())


def one(clearway: Clearway, **row: object) -> dict[str, object]:
    """The answer to one row."""
    (answer,) = classified(clearway, row).documents()
    return answer


def test_goods_classify_when_rows_are_good_then_each_is_answered_in_order(clearway: Clearway) -> None:
    ran = classified(clearway, {"text": "gift"}, {"text": "Küchenmesser"}, {"text": "电子烟"})
    assert [(each["text"], each["categories"]) for each in ran.documents()] == [
        ("gift", []),
        ("Küchenmesser", ["knife_blade"]),
        ("电子烟", ["vape_ecig"]),
    ]
    assert (ran.code, ran.err) == (0, "")


def test_goods_classify_when_answered_then_all_fields_stand_in_their_order(clearway: Clearway) -> None:
    assert list(one(clearway, text="gift")) == FIELDS


def test_goods_classify_when_a_line_is_bad_then_the_rest_is_answered_and_the_exit_code_is_one(
    clearway: Clearway,
) -> None:
    ran = classified(clearway, {"text": "gift"}, "{", {"text": "x", "quantity": "two"}, "", {}, {"title": "mug"})
    assert [each["text"] for each in ran.documents()] == ["gift", "mug"]
    assert [json.loads(line)["line"] for line in ran.err.splitlines()] == [2, 3, 5]
    assert ran.code == 1


def test_goods_classify_when_the_kind_is_narrow_then_it_stands_beside_its_main_category(clearway: Clearway) -> None:
    answer = one(clearway, title="Butterfly knife")
    assert (answer["categories"], answer["kinds"]) == (["knife_blade"], ["automatic_knife"])


def test_goods_classify_when_the_description_hides_goods_then_evidence_and_conflict(clearway: Clearway) -> None:
    answer = one(clearway, title="T-shirt", description="Disposable vape 2000 puffs", hs_code="6109.10.00")
    assert (answer["confidence"], answer["hs_status"], answer["hs_conflict"]) == ("probable", "valid", True)
    assert {"category": "vape_ecig", "basis": "phrase", "term": "disposable vape"} in answer["evidence"]  # type: ignore[operator]


def test_goods_classify_when_an_attribute_is_text_then_it_is_read(clearway: Clearway) -> None:
    answer = one(clearway, title="Table lamp", attributes={"power": "rechargeable, USB", "material": "brass"})
    assert answer["categories"] == ["lithium_battery_in_equipment"]


def test_goods_classify_when_an_attribute_is_measured_then_it_decides(clearway: Clearway) -> None:
    cells = {"kind": "lithium_ion", "packing": "in_equipment", "watt_hours": 20}
    answer = one(clearway, title="Table lamp", attributes={"battery": cells})
    assert answer["evidence"] == [{"category": "lithium_battery_in_equipment", "basis": "attribute", "term": "stated"}]


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (None, "absent"),
        ("8517.13", "valid"),
        (85171300, "valid"),
        ("852580", "unknown_subheading"),
        ("7700", "unknown_heading"),
        ("no code", "unknown_heading"),
        ("85", "too_short"),
    ],
)
def test_goods_classify_when_a_code_is_given_then_its_status(clearway: Clearway, code: object, status: str) -> None:
    assert one(clearway, text="smartphone", hs_code=code)["hs_status"] == status


def test_goods_classify_when_a_limit_needs_a_value_then_it_says_which(clearway: Clearway) -> None:
    answer = one(clearway, title="Green laser pointer", destination="AU", ship_from="CN")
    assert answer["needs_information"] == [{"restriction": "AU-LASER-001", "value": "laser_mw"}]


def test_goods_classify_when_goods_stay_in_the_country_then_no_import_law(clearway: Clearway) -> None:
    assert one(clearway, title="Green laser pointer", destination="AU", ship_from="AU")["restrictions"] == []


def test_goods_classify_when_the_law_came_later_than_the_date_then_it_does_not_speak(clearway: Clearway) -> None:
    before = one(clearway, title="Disposable vape", destination="AU", date="2023-06-01")
    after = one(clearway, title="Disposable vape", destination="AU", date="2026-06-01")
    assert len(before["restrictions"]) < len(after["restrictions"])  # type: ignore[arg-type]


def test_goods_classify_when_given_a_file_then_the_same_as_from_standard_input(
    clearway: Clearway, tmp_path: Path
) -> None:
    file = tmp_path / "goods.jsonl"
    file.write_text('{"text": "gift"}\n', encoding="utf-8")
    assert clearway("goods", "classify", file, "--at", AT).out == classified(clearway, {"text": "gift"}).out


def test_goods_classify_when_there_is_nothing_then_says_so(clearway: Clearway) -> None:
    ran = clearway("goods", "classify", "-", stdin=b"")
    assert (ran.code, "empty" in ran.err) == (2, True)


def test_goods_classify_when_the_data_folder_is_missing_then_one_clear_line(clearway: Clearway) -> None:
    ran = clearway("goods", "classify", "-", "--data", "/nowhere", stdin=b"{}")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
