"""Toys, books and trinkets: words of their own are no goods, but a law on toy pistols is about toy pistols."""

import pytest

from engine.goods.law import Journey
from tests.unit.goods.builders import TODAY, a_line, classified, knowledge


def _spoken(title: str, destination: str) -> set[str]:
    journey = Journey(destination=destination, movement="import", mode="courier", decided_on=TODAY, placed_on=TODAY)
    return knowledge().law.screen(a_line(title), classified(title), journey).restrictions


@pytest.mark.parametrize(
    ("title", "destination", "restriction"),
    [
        ("Western toy pistol with holster", "AT", "AT-TOY-001"),
        ("Kids toy gun with foam bullets", "MY", "MY-REPL-001"),
        ("Poker playing cards, two decks", "GR", "GR-GAMBLING-001"),
        ("Musical birthday card", "QA", "QA-CARD-001"),
        ("Hardcover book with dust jacket", "QA", "QA-MEDIA-001"),
        ("Wooden jigsaw puzzle", "VN", "VN-TOY-001"),
        ("毛绒玩具 小熊", "VN", "VN-TOY-001"),
        ("Gun pendant necklace", "CO", "CO-ORNAMENT-001"),
    ],
)
def test_a_likeness_when_law_names_it_then_law_speaks(title: str, destination: str, restriction: str) -> None:
    assert restriction in _spoken(title, destination)


@pytest.mark.parametrize(
    ("title", "destination", "restriction"),
    [
        ("Book about crossbows and daggers", "BR", "BR-WEAPON-001"),
        ("Laser pointer sticker", "AU", "AU-LASER-001"),
        ("Playing cards poster", "GR", "GR-GAMBLING-001"),
        ("Toy gun sticker sheet", "MY", "MY-REPL-001"),
        ("Walkie talkie colouring book", "CN", "CN-RADIO-001"),
    ],
)
def test_a_likeness_when_law_is_about_the_real_thing_then_law_is_silent(
    title: str, destination: str, restriction: str
) -> None:
    assert restriction not in _spoken(title, destination)


def test_two_restrictions_when_a_phrase_of_one_holds_a_phrase_of_the_other_then_both_speak() -> None:
    assert {"VN-PHONE-001", "VN-USED-002"} <= _spoken("Refurbished smartphone", "VN")
