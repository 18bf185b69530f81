"""A restriction of any goods speaks of every line, with its origin, parties and match."""

from dataclasses import replace

import pytest

from engine.goods.line_law import line_law
from engine.goods.vocabulary import Vocabulary
from tests.unit.goods.builders import a_line
from tests.unit.goods.laws import a_ban, a_book, a_journey, applied, ids

SHIRT = a_line("Cotton T-shirt")
OF_ORIGIN = a_ban(id="XX-ANY-001", category="any_goods", origins=frozenset({"KP"}))


@pytest.mark.parametrize(("origin", "prohibited", "unknown"), [("KP", 1, 0), ("CN", 0, 0), (None, 0, 1)])
def test_any_goods_when_of_an_origin_then_every_line_of_it(origin: str | None, prohibited: int, unknown: int) -> None:
    (found,) = applied(a_book({"DE": [OF_ORIGIN]}), a_journey(), replace(SHIRT, origin=origin))
    law = line_law(found)
    assert (len(law.prohibited_certain), len(law.limit_unknown)) == (prohibited, unknown)


def test_any_goods_when_it_has_a_match_then_only_what_that_finds() -> None:
    ban = a_ban(id="XX-ANY-002", category="any_goods", match=Vocabulary(keywords=("camel",)))
    shirt, camel = applied(a_book({"DE": [ban]}), a_journey(), SHIRT, a_line("Camel wool scarf"))
    assert (ids(shirt), ids(camel)) == ([], ["XX-ANY-002"])


def test_any_goods_when_banned_then_vague_goods_are_not_asked_about() -> None:
    book = a_book({"DE": [OF_ORIGIN]})
    assert book.of("DE").bans == ()
