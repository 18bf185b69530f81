"""The language of cells: what each means as a condition, and what is not in it."""

import pytest

from engine.rulebook.normal import normal_condition
from tests.airport_rules import codes_of, faults_of
from tests.table_books import sheet, table_of, with_table

COUNTRY = "flight.country"


def condition(fact: str, cell: str) -> object:
    """What a rule file would hold for this cell."""
    escaped = cell.replace('"', '""')
    table, _ = table_of(sheet(f'"{escaped}"', facts=fact))
    when = table.rows[0].cells[0]
    return None if when is None else normal_condition(when)


@pytest.mark.parametrize(
    ("fact", "cell", "means"),
    [
        ("flight.seats", "-", None),
        ("flight.seats", "", None),
        ("flight.seats", "5", {"flight.seats": {"eq": 5}}),
        ("flight.seats", "-5", {"flight.seats": {"eq": -5}}),
        ("flight.seats", "= 5", {"flight.seats": {"eq": 5}}),
        ("flight.seats", ">= 5", {"flight.seats": {"gte": 5}}),
        ("flight.seats", "<5", {"flight.seats": {"lt": 5}}),
        ("flight.seats", "[1..5]", {"flight.seats": {"between": [1, 5]}}),
        ("flight.seats", "[1 .. $delay.long]", {"flight.seats": {"between": [1, "$delay.long"]}}),
        ("flight.seats", "]1..5]", {"all": [{"flight.seats": {"gt": 1}}, {"flight.seats": {"lte": 5}}]}),
        ("flight.seats", "[1..5)", {"all": [{"flight.seats": {"gte": 1}}, {"flight.seats": {"lt": 5}}]}),
        ("flight.seats", "5, 7", {"any": [{"flight.seats": {"eq": 5}}, {"flight.seats": {"eq": 7}}]}),
        ("flight.seats", "missing, < 5", {"any": [{"flight.seats": {"missing": True}}, {"flight.seats": {"lt": 5}}]}),
        ("flight.seats", "not(5)", {"flight.seats": {"ne": 5}}),
        ("flight.seats", "not([1..5])", {"not": {"flight.seats": {"between": [1, 5]}}}),
        ("flight.seats", "> $delay.long", {"flight.seats": {"gt": "$delay.long"}}),
        ("flight.fuel_t", "1.5", {"flight.fuel_t": {"eq": 1.5}}),
        ("flight.night", "true", {"flight.night": {"eq": True}}),
        ("flight.night", "missing", {"flight.night": {"missing": True}}),
        ("flight.cabin", "first", {"flight.cabin": {"eq": "first"}}),
        ("flight.cabin", '"first","business"', {"flight.cabin": {"in": ["first", "business"]}}),
        ("flight.cabin", "not(first, business)", {"flight.cabin": {"not_in": ["first", "business"]}}),
        ("flight.country", "@strict", {"flight.country": {"in": "@strict"}}),
        ("flight.country", "not(@strict)", {"flight.country": {"not_in": "@strict"}}),
        ("flight.country", "SE,@strict", {"any": [{COUNTRY: {"eq": "SE"}}, {COUNTRY: {"in": "@strict"}}]}),
        ("flight.number", "0101", {"flight.number": {"eq": "0101"}}),
        ("flight.number", '"missing"', {"flight.number": {"eq": "missing"}}),
        ("flight.number", "present", {"flight.number": {"present": True}}),
        ("flight.number", "starts 8543, 2404", {"flight.number": {"starts_with": ["8543", "2404"]}}),
        ("flight.number", "not(starts 8543)", {"not": {"flight.number": {"starts_with": ["8543"]}}}),
        ("flight.number", "starts @strict", {"flight.number": {"starts_with": "@strict"}}),
        ("flight.meals", "vegan, halal", {"flight.meals": {"in": ["vegan", "halal"]}}),
        ("flight.day", ">= 2026-01-31", {"flight.day": {"gte": "2026-01-31"}}),
    ],
)  # fmt: skip
def test_cell_when_read_then_is_the_condition_that_a_rule_would_have(fact: str, cell: str, means: object) -> None:
    assert condition(fact, cell) == means


@pytest.mark.parametrize(
    ("fact", "cell", "code"),
    [
        ("flight.seats", "5,,7", "R052"),
        ("flight.seats", "[1..5", "R052"),
        ("flight.seats", ">=", "R052"),
        ("flight.seats", "not()", "R052"),
        ("flight.seats", "not(missing)", "R052"),
        ("flight.cabin", "not(first), not(business)", "R052"),
        ("flight.number", "a (b)", "R052"),
        ("flight.number", '"open', "R052"),
        ("flight.seats", "[5..1]", "R036"),
        ("flight.seats", "05", "R030"),
        ("flight.seats", "1.5", "R034"),
        ("flight.seats", "@strict", "R031"),
        ("flight.seats", "> $delay.lang", "R022"),
        ("flight.seats", "starts 5", "R031"),
        ("flight.night", "yes", "R030"),
        ("flight.cabin", "frist", "R032"),
        ("flight.country", "Norway", "R033"),
        ("flight.country", "@strikt", "R021"),
        ("flight.number", "> 5", "R031"),
        ("flight.number", "= 101", "R055"),
        ("flight.seats", "=A1+1", "R055"),
        ("flight.day", ">= 2026-02-30", "R009"),
    ],
)
def test_cell_when_it_cannot_be_read_then_says_why(fact: str, cell: str, code: str) -> None:
    escaped = cell.replace('"', '""')
    assert codes_of(with_table(sheet(f'"{escaped}"', facts=fact))) == [code]


def test_fault_when_in_a_quoted_cell_then_points_at_the_very_word() -> None:
    found = faults_of(with_table(sheet('5,"""first"", frist"')))[0]
    assert (str(found.span), found.span.width) == ("tables/seats.csv:2:23", 5)


def test_row_when_a_cell_is_at_fault_then_the_others_are_read_too() -> None:
    assert codes_of(with_table(sheet("five,frist", "5,first"))) == ["R030", "R032"]
