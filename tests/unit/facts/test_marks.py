"""Which marks count for an order, and what rules read of them."""

from datetime import timedelta

import pytest

from engine.facts.marks import mark_facts, marks_in_force
from engine.mark import IDENTITIES, KINDS, REASONS, MarkVerdict, is_scope
from tests.builders import PLACED_AT, a_mark, an_order

AT = PLACED_AT + timedelta(minutes=10)


def test_facts_when_nobody_has_looked_then_unknown() -> None:
    assert mark_facts(an_order(), None, AT) == {}


def test_facts_when_looked_for_and_not_found_then_empty() -> None:
    assert mark_facts(an_order(), (), AT) == {
        "mark.blocked": frozenset(),
        "mark.blocked_count": 0,
        "mark.blocked_identities": 0,
        "mark.trusted": frozenset(),
        "mark.trusted_count": 0,
    }


def test_facts_when_several_match_then_count_kinds_once() -> None:
    marks = [a_mark(kind=kind, scope=scope) for kind in ("email", "address") for scope in ("merchant", "shop:s")]
    facts = mark_facts(an_order(shop="s"), [*marks, a_mark(kind="card", verdict="trust")], AT)
    assert (facts["mark.blocked"], facts["mark.trusted"]) == (frozenset({"address", "email"}), frozenset({"card"}))
    assert (facts["mark.blocked_count"], facts["mark.blocked_identities"], facts["mark.trusted_count"]) == (2, 1, 1)


@pytest.mark.parametrize(
    ("scope", "shop", "counts"),
    [
        ("merchant", None, True),
        ("channel:own_shop", None, True),
        ("channel:ebay", None, False),
        ("shop:de", "de", True),
        ("shop:de", "fr", False),
        ("shop:de", None, False),
    ],
)
def test_mark_when_it_is_of_a_shop_or_channel_then_counts_there_alone(
    scope: str, shop: str | None, counts: bool
) -> None:
    order = an_order(shop=shop, channel="own_shop")
    assert bool(marks_in_force(order, [a_mark(scope=scope)], AT)) is counts


@pytest.mark.parametrize(("left", "counts"), [(-1, False), (0, False), (1, True)])
def test_mark_when_its_end_has_come_then_counts_no_more(left: int, counts: bool) -> None:
    ending = a_mark(until=AT + timedelta(microseconds=left))
    assert bool(marks_in_force(an_order(), [ending], AT)) is counts


@pytest.mark.parametrize(
    ("text", "is_one"), [("merchant", True), ("shop:a", True), ("shop:", False), ("channel:", False), ("all", False)]
)
def test_scope_when_written_then_known(text: str, is_one: bool) -> None:
    assert is_scope(text) is is_one


def test_kinds_when_listed_then_all_but_the_address_are_a_person() -> None:
    assert set(KINDS) - IDENTITIES == {"address"}
    assert set(REASONS) == set(MarkVerdict)
