"""What the files of all destinations say together: each match finds what it names, and ordinary goods meet no ban."""

import pytest

from engine.goods.restriction import Restriction
from tests.unit.goods.builders import a_line, classified, knowledge, screened

ORDINARY = [
    "Cotton T-shirt",
    "USB cable",
    "Phone case",
    "Wooden puzzle",
    "Ceramic mug",
    "Silicone spatula",
    "Yoga mat",
    "Notebook A5",
    "LED strip lights 5m",
    "Blackout curtain",
    "Running shoes",
    "Leather wallet",
    "Photo frame",
    "Bath towel",
    "Umbrella",
    "Denim jeans",
    "Screwdriver set",
    "Pillow case",
    "手机壳",
    "陶瓷马克杯",
]


def _file(restriction: Restriction) -> str:
    prefix = restriction.id.split("-", 1)[0]
    return {"EU": "_EU", "WORLD": "_WORLD"}.get(prefix, prefix)


DESTINATIONS = sorted({_file(restriction) for restriction in knowledge().restrictions} - {"_EU", "_WORLD"})


def _speaks(restriction: Restriction, phrase: str) -> bool:
    matches = knowledge().law.of(_file(restriction)).matches(classified(phrase), None)
    return restriction.id in {match.restriction.id for match in matches}


def test_restrictions_when_goods_are_named_as_their_first_phrase_then_they_speak() -> None:
    worded = [(item, item.match.phrases[0]) for item in knowledge().restrictions if item.match and item.match.phrases]
    assert not [(item.id, phrase) for item, phrase in worded if not _speaks(item, phrase)]


@pytest.mark.parametrize("destination", DESTINATIONS)
def test_ordinary_goods_when_sent_anywhere_then_no_ban_meets_them(destination: str) -> None:
    laws = {title: screened(a_line(title), destination, mode="post") for title in ORDINARY}
    assert not {title: law for title, law in laws.items() if law.prohibited or law.carriage_refused}
