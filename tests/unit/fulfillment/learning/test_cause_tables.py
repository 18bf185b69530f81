"""Tables of causes: who counts where, shares with intervals, and cells that no spreadsheet computes."""

import csv
from io import StringIO

from fulfillment.learning.causes import NONE, CauseTable, tabulate
from fulfillment.learning.cut import Cut
from fulfillment.learning.reading import Life
from fulfillment.learning.sheet import causes_sheet
from tests.lives_learnt import a_fact, a_life, a_part


def table(over: Cut, *lives: Life) -> CauseTable:
    return tabulate(lives, [over], "EUR")[over]


def test_order_when_one_of_its_lines_came_back_then_only_its_article_has_a_case() -> None:
    parts = (a_part("ord_1", 1, sku="A", refund=500), a_part("ord_1", 2, sku="B"))
    life = a_life("ord_1", parts=parts)
    found = table(Cut.SKU, Life(outcome=life.outcome, parts=parts, facts=(a_fact("ord_1", "not_as_described", 1),)))
    assert {row.key: (row.orders, row.cases, row.at_stake) for row in found.rows} == {"A": (1, 1, 500), "B": (1, 0, 0)}
    assert (found.total.orders, found.total.cases) == (1, 1)


def test_order_when_two_things_say_the_same_then_counts_once() -> None:
    life = a_life("ord_1")
    facts = (a_fact("ord_1", "lost", key="lost:1"), a_fact("ord_1", "lost", key="claim:1"))
    found = table(Cut.LANE, Life(outcome=life.outcome, parts=life.parts, facts=facts))
    assert found.rows[0].causes == {"lost": 1}
    assert found.rows[0].families == {"logistics": 1}


def test_claim_when_paid_then_is_no_case_by_itself() -> None:
    assert table(Cut.SHOP, a_life("ord_1", "claim_paid")).total.cases == 0


def test_order_when_nothing_of_it_left_then_is_in_no_table() -> None:
    assert table(Cut.RULE, a_life("ord_1", is_sent=False)).total.orders == 0


def test_rules_when_several_spoke_then_each_has_the_order() -> None:
    life = a_life("ord_1", "lost", data={"rules": {"FRD-001": "hold", "ADR-002": "note"}})
    assert {row.key: row.cases for row in table(Cut.RULE, life).rows} == {"FRD-001": 1, "ADR-002": 1}


def test_policies_when_they_spoke_then_each_rule_has_the_order_under_its_book() -> None:
    spoken = {"policies": {"shipping DEP-001": "review", "returns RTG-001": "grant"}}
    rows = table(Cut.POLICY, a_life("ord_1", "lost", data=spoken), a_life("ord_2")).rows
    assert {row.key: row.cases for row in rows} == {"shipping DEP-001": 1, "returns RTG-001": 1, NONE: 0}


def test_share_when_orders_are_few_then_its_interval_is_wide() -> None:
    found = table(Cut.BOX, a_life("ord_1", "lost"), a_life("ord_2")).rows[0]
    assert found.key == "SZX-1 B1"
    assert found.share is not None
    assert found.share.high - found.share.low > 0.7


def test_sheet_when_an_article_is_written_like_a_formula_then_it_is_none() -> None:
    evil = a_part("ord_1", sku="=1+1", recovered=300)
    rows = list(
        csv.DictReader(StringIO(causes_sheet(table(Cut.SKU, a_life("ord_1", parts=(evil,)))).removeprefix("\ufeff")))
    )
    assert rows[0]["sku"] == "'=1+1"
    assert [row["at_stake"] for row in rows] == ["-3.00", "-3.00"]
