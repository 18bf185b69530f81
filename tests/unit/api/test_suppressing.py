"""The file of suppressions with one more, or one that ends earlier: what else stands in it stays."""

from datetime import date
from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st

from api.console.suppressing import ended_on, next_id, with_one_more

EMPTY = (Path(__file__).parents[3] / "rules" / "suppressions.yaml").read_text(encoding="utf-8")
ENTRY = {
    "id": "SUP-007",
    "rule": "FRD-011",
    "when": {"customer.id": "C-4711"},
    "why": "buys for all schools: of the district",
    "by": "ana",
    "approved_by": "ben",
    "from": date(2026, 11, 1),
    "until": date(2027, 1, 31),
}
DAY = date(2026, 11, 22)
IDS = st.lists(st.integers(1, 999), min_size=1, max_size=5, unique=True)


def test_file_when_one_is_added_then_it_is_read_back_and_comments_stay() -> None:
    text = with_one_more(EMPTY, ENTRY)
    assert yaml.safe_load(text) == [ENTRY]
    comments = [each for each in EMPTY.splitlines() if each.startswith("#")]
    assert text.splitlines()[: len(comments)] == comments


@given(IDS)
def test_file_when_one_is_ended_then_no_other_is_touched(numbers: list[int]) -> None:
    text = EMPTY
    for number in numbers:
        text = with_one_more(text, {**ENTRY, "id": f"SUP-{number:03}"})
    ended = ended_on(text, f"SUP-{numbers[0]:03}", DAY)
    assert ended is not None
    found = {each["id"]: each["until"] for each in yaml.safe_load(ended)}
    assert found.pop(f"SUP-{numbers[0]:03}") == DAY
    assert set(found.values()) <= {ENTRY["until"]}


@given(IDS)
def test_id_when_it_is_next_then_nobody_has_it(numbers: list[int]) -> None:
    text = "".join(with_one_more("", {**ENTRY, "id": f"SUP-{number:03}"}) for number in numbers)
    assert next_id(text) not in text


def test_file_when_it_is_written_otherwise_then_is_left_to_people() -> None:
    assert ended_on("- {id: SUP-001, until: 2027-01-31}\n", "SUP-001", DAY) is None
    assert ended_on(with_one_more("", ENTRY), "SUP-999", DAY) is None
