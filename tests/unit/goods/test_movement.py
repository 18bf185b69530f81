"""What the goods do decides whose law counts: where they go, what they leave, everybody's."""

from dataclasses import replace

import pytest

from engine.goods.line_law import line_law
from engine.goods.restriction import Movement, Restriction
from engine.goods.screening import Side
from tests.unit.goods.builders import a_line
from tests.unit.goods.laws import a_ban, a_book, a_journey, applied, ids

CIGARETTES = a_line("Cigarettes", "24022090")
MEMBERS = frozenset({"DE", "FR"})


def _ban(id_: str, *movements: Movement) -> Restriction:
    return a_ban(id=id_, movements=frozenset(movements))


BOOK = a_book(
    {
        "DE": [_ban("DE-IMPORT-001", Movement.IMPORT), _ban("DE-DOMESTIC-001", Movement.DOMESTIC)],
        "_EU": [_ban("EU-MARKET-001", Movement.MARKET), _ban("EU-UNION-001", Movement.INTRA_UNION)],
        "CN": [_ban("CN-EXPORT-001", Movement.EXPORT), _ban("CN-IMPORT-001", Movement.IMPORT)],
        "FR": [_ban("FR-EXPORT-001", Movement.EXPORT)],
        "_WORLD": [_ban("WORLD-LEAVE-001", Movement.EXPORT), _ban("WORLD-MARKET-001", Movement.MARKET)],
    },
    members=MEMBERS,
)


@pytest.mark.parametrize(
    ("ship_from", "movement", "expected"),
    [
        ("CN", "import", {"DE-IMPORT-001", "EU-MARKET-001", "WORLD-LEAVE-001", "WORLD-MARKET-001", "CN-EXPORT-001"}),
        ("US", "import", {"DE-IMPORT-001", "EU-MARKET-001", "WORLD-LEAVE-001", "WORLD-MARKET-001"}),
        ("DE", "domestic", {"DE-DOMESTIC-001", "EU-MARKET-001", "WORLD-MARKET-001"}),
        (
            "FR",
            "intra_union",
            {"EU-UNION-001", "EU-MARKET-001", "WORLD-MARKET-001", "WORLD-LEAVE-001", "FR-EXPORT-001"},
        ),
        (None, None, {"DE-IMPORT-001", "EU-MARKET-001", "WORLD-LEAVE-001", "WORLD-MARKET-001"}),
    ],
)
def test_screen_when_goods_move_then_the_law_of_that_movement_counts(
    ship_from: str | None, movement: str | None, expected: set[str]
) -> None:
    (found,) = applied(BOOK, a_journey("DE", ship_from, movement), CIGARETTES)
    assert set(ids(found)) == expected


def test_screen_when_goods_leave_the_union_then_its_export_law_counts() -> None:
    book = a_book({"_EU": [a_ban(id="EU-EXPORT-001", movements=frozenset({Movement.EXPORT}))]}, members=MEMBERS)
    (leaving,) = applied(book, a_journey("US", "FR"), CIGARETTES)
    (staying,) = applied(book, a_journey("DE", "FR", "intra_union"), CIGARETTES)
    assert (ids(leaving), ids(staying)) == (["EU-EXPORT-001"], [])


def test_line_law_when_the_country_of_dispatch_forbids_then_the_destination_does_not() -> None:
    (found,) = applied(BOOK, a_journey("BR", "CN"), CIGARETTES)
    law = line_law([one for one in found if one.side is not Side.WORLD])
    assert (law.prohibited, law.export_prohibited_certain) == (set(), {"tobacco"})


def test_line_law_when_restrictions_bite_then_their_movements_are_told() -> None:
    (found,) = applied(BOOK, a_journey("DE", "CN"), CIGARETTES)
    assert line_law(found).movements == {"import", "export", "market"}


def test_screen_when_nothing_is_known_of_the_goods_then_asked_only_at_a_border() -> None:
    vague = applied(BOOK, a_journey("DE", "DE", "domestic"), replace(a_line("gift")))
    assert ids(vague[0]) == []
