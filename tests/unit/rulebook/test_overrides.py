"""What shops and legal entities have of their own: read, laid over the rule book, and told in words."""

from datetime import date

import pytest

from engine.rulebook.book import RuleBook
from engine.rulebook.overriding import effective, keys_for, messages_of
from tests.airport_rules import SOUND, codes_of, read

OWN = """\
- legal_entity: north
  params: {delay.long: [{from: 2026-02-01, value: 30, reference: "board, 2026-01-20"}]}
  messages: {en: {TOO_MANY: {customer: Please wait for the north.}}}
- shop: coast-air
  params: {delay.long: [{from: 2026-03-01, until: 2026-03-31, value: 20}]}
  messages: {de: {TOO_MANY: {customer: Bitte an der Kueste warten.}}}
"""
NORTH, COAST = "legal_entity:north", "shop:coast-air"


def with_own(text: str = OWN) -> RuleBook:
    return read({**SOUND, "overrides.yaml": text})


@pytest.mark.parametrize(
    ("day", "keys", "value"),
    [
        (date(2026, 1, 31), (NORTH, COAST), 60),
        (date(2026, 2, 1), (NORTH, COAST), 30),
        (date(2026, 3, 1), (NORTH, COAST), 20),
        (date(2026, 3, 31), (NORTH, COAST), 20),
        (date(2026, 4, 1), (NORTH, COAST), 30),
        (date(2026, 4, 1), (COAST,), 60),
        (date(2026, 10, 1), (COAST,), 45),
        (date(2026, 10, 1), (NORTH,), 30),
        (date(2026, 10, 1), (), 45),
    ],
)
def test_parameter_when_asked_on_a_day_then_the_nearest_value_counts(
    day: date, keys: tuple[str, ...], value: int
) -> None:
    assert effective(with_own(), keys).params["delay.long"].value(day, day) == value


def test_keys_when_a_sale_names_both_then_the_shop_comes_last() -> None:
    known = {each.key for each in with_own().overrides}
    assert keys_for(known, "north", "coast-air") == (NORTH, COAST)
    assert keys_for(known, None, "elsewhere") == ()


def test_messages_when_a_shop_has_its_own_then_they_come_before_those_of_the_book() -> None:
    found = messages_of(with_own(), (NORTH, COAST), "de", "TOO_MANY")
    assert [each.customer for each in found] == ["Bitte an der Kueste warten.", "Bitte warten Sie."]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]\n"])
def test_overrides_when_there_are_none_then_the_book_is_what_it_was(text: str) -> None:
    assert with_own(text).digest == read(SOUND).digest


def test_overrides_when_there_are_some_then_the_book_is_another() -> None:
    assert with_own().digest != read(SOUND).digest


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- {shop: a, legal_entity: b}\n", "R005"),
        ("- {params: {}}\n", "R005"),
        ("- {shop: a}\n- {shop: a}\n", "R015"),
        ("- {shop: a, params: {delay.long: [{from: 2026-03-01, value: 1}, {from: 2026-04-01, value: 2}]}}\n", "R015"),
        ("- {shop: a, params: {delay.long: [{from: 2026-03-01, until: 2026-02-01, value: 1}]}}\n", "R047"),
        ("- {shop: a, params: {delay.long: [{from: 2026-03-01, value: [1]}]}}\n", "R006"),
        ("- {shop: a, params: {delay.long: [{from: 2026-03-01, value: 1.5}]}}\n", "R035"),
        ("- {shop: a, texts: {}}\n", "R004"),
        ('- {shop: a, messages: {en: {TOO_MANY: {customer: "{flight.seat}"}}}}\n', "R027"),
    ],
)
def test_overrides_when_something_is_wrong_then_it_is_said_where(text: str, code: str) -> None:
    assert codes_of({**SOUND, "overrides.yaml": text}) == [code]
