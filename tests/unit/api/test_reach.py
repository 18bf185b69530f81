"""Which ids lead to a shop, and how far grants reach together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.access.holder import Grant, reached, reaching
from api.access.reach import leads_to_shop
from engine.ids import Prefix

SHOPS = st.one_of(st.none(), st.frozensets(st.sampled_from("abcd"), min_size=1))
GRANTS = st.lists(st.builds(lambda shops: Grant(scopes=frozenset({"x"}), shops=shops), SHOPS), min_size=1, max_size=4)
OF_ORDERS = (
    Prefix.ORDER, Prefix.DECISION, Prefix.HOLD, Prefix.REVIEW, Prefix.PAPER, Prefix.LABEL, Prefix.FULFILMENT,
    Prefix.SHIPMENT, Prefix.RETURN, Prefix.CLAIM, Prefix.DISPUTE,
)  # fmt: skip


@pytest.mark.parametrize("prefix", OF_ORDERS)
def test_id_when_of_something_of_an_order_then_leads_to_its_shop(prefix: Prefix) -> None:
    assert leads_to_shop("some_id", f"{prefix}_{'0' * 32}") is not None


@pytest.mark.parametrize("value", ["", "x", "ord", "key_1", "wav_1", "ordx_1"])
def test_id_when_of_nothing_of_an_order_then_leads_nowhere(value: str) -> None:
    assert (leads_to_shop("some_id", value) is None) == (value != "ord")


@given(GRANTS)
def test_grants_when_joined_then_reach_what_each_of_them_does(grants: list[Grant]) -> None:
    together = reached(grants)
    assert (together is None) == any(each.shops is None for each in grants)
    if together is not None:
        assert together == frozenset().union(*(each.shops or frozenset() for each in grants))


@given(GRANTS, SHOPS)
def test_grants_when_they_count_in_shops_then_each_reaches_all_of_them(
    grants: list[Grant], shops: frozenset[str] | None
) -> None:
    for each in reaching(grants, shops):
        assert each.shops is None or (shops is not None and shops <= each.shops)
