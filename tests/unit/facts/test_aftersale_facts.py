"""Facts of what a person did after earlier sales."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.aftersale import Aftersale, AftersaleKind
from engine.facts.aftersales import NOTHING_AFTER, aftersale_facts
from engine.lexicon.aftersale_facts import AFTERSALE_NAMES
from engine.lexicon.velocity_grid import with_zeroes, without_zeroes

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
SIGNS = st.builds(
    Aftersale,
    kind=st.sampled_from(AftersaleKind),
    order_id=st.sampled_from(["o1", "o2", "o3", "o4"]),
    placed_at=st.sampled_from([SINCE - timedelta(days=1), SINCE, SINCE + timedelta(days=9)]),
)


def sign(kind: AftersaleKind, order_id: str = "o1", days: int = 1) -> Aftersale:
    return Aftersale(kind=kind, order_id=order_id, placed_at=SINCE + timedelta(days=days))


@pytest.mark.parametrize(
    ("kind", "name", "many"),
    [
        (AftersaleKind.REFUND, "aftersale.refunds_365d", 1),
        (AftersaleKind.NOT_RECEIVED, "aftersale.not_received_365d", 1),
        (AftersaleKind.BAD_RETURN, "aftersale.bad_returns_365d", 2),
        (AftersaleKind.USED_RETURN, "aftersale.used_returns_365d", 2),
    ],
)
def test_signs_when_two_are_of_one_order_then_orders_count_once_and_returns_each(
    kind: AftersaleKind, name: str, many: int
) -> None:
    facts = aftersale_facts([sign(kind), sign(kind)], 4, SINCE)
    others = {other: value for other, value in facts.items() if other not in (name, "aftersale.refund_share_pct_365d")}
    assert facts[name] == many
    assert set(others.values()) == {0}


def test_share_when_an_order_is_older_than_the_window_then_its_refund_counts_and_it_is_no_part_of_the_share() -> None:
    facts = aftersale_facts([sign(AftersaleKind.REFUND), sign(AftersaleKind.REFUND, "o0", days=-1)], 3, SINCE)
    assert (facts["aftersale.refunds_365d"], facts["aftersale.refund_share_pct_365d"]) == (2, 33)


@given(st.lists(SIGNS), st.integers(0, 9))
def test_facts_when_stated_then_none_is_negative_and_a_share_is_one(signs: list[Aftersale], orders: int) -> None:
    facts = aftersale_facts(signs, orders, SINCE)
    assert facts.keys() == AFTERSALE_NAMES
    assert all(isinstance(value, int) and value >= 0 for value in facts.values())
    share = facts["aftersale.refund_share_pct_365d"]
    assert isinstance(share, int)
    assert share <= 100


@given(st.lists(SIGNS), st.integers(0, 9))
def test_zeroes_when_left_out_of_a_record_then_they_are_read_back(signs: list[Aftersale], orders: int) -> None:
    facts = aftersale_facts(signs, orders, SINCE)
    kinds, rest = without_zeroes(facts)
    assert dict(with_zeroes(kinds, rest)) == facts
    assert 0 not in rest.values()


def test_nothing_when_it_was_looked_for_then_all_facts_are_zero() -> None:
    assert set(NOTHING_AFTER.values()) == {0}
