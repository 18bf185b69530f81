"""Honest goods pass: of what shops send abroad every day, law stops only what it means, and little of it."""

from collections import defaultdict
from functools import cache

import pytest

from engine.goods.hs import HsStatus
from engine.goods.law import Applied
from tests.unit.goods.builders import knowledge
from tests.unit.goods.catalogue import applied, destinations, line_of, ordinary, rows, stops

LAWFUL = frozenset(row["restriction"] for row in rows("lawful.tsv"))
CERTAIN_BANS = frozenset({"VN-PHONE-001"})
# Vietnam licenses books and toys; the posts of the others take no device with a lithium battery.
MANY = {"VN": 0.09, "DE": 0.07, "IT": 0.07, "NZ": 0.07, "TH": 0.07, "TR": 0.07}
FEW = 0.035


@cache
def stopped() -> dict[str, dict[int, list[Applied]]]:
    """By destination and number of the article: what stops it, by post or by courier."""
    found: dict[str, dict[int, list[Applied]]] = defaultdict(dict)
    for destination in destinations():
        for number, goods in enumerate(ordinary()):
            both = (*applied(goods, destination, "post"), *applied(goods, destination, "courier", "dhl_express"))
            if stopping := [one for one in both if stops(one)]:
                found[destination][number] = stopping
    return found


def test_catalogue_when_read_then_its_codes_exist_and_no_article_stands_twice() -> None:
    listed = list(rows("ordinary.tsv"))
    assert len({row["title"] for row in listed}) == len(listed) >= 300
    assert not [row for row in listed if knowledge().headings.status(row["hs"]) is not HsStatus.VALID]


def test_ordinary_goods_when_law_stops_them_then_it_means_them() -> None:
    found = {one.restriction.id for by_number in stopped().values() for each in by_number.values() for one in each}
    assert found == LAWFUL


def test_ordinary_goods_when_their_code_is_certain_then_hardly_a_ban_cancels() -> None:
    cancelling = {
        one.restriction.id
        for by_number in stopped().values()
        for each in by_number.values()
        for one in each
        if one.certain and one.restriction.kind == "prohibited" and "law" in one.restriction.reaches
    }
    assert cancelling <= CERTAIN_BANS


@pytest.mark.parametrize("destination", destinations())
def test_ordinary_goods_when_sent_anywhere_then_few_are_stopped(destination: str) -> None:
    assert len(stopped()[destination]) <= MANY.get(destination, FEW) * len(ordinary())


@pytest.mark.parametrize(
    ("carrier", "refused"), [("FedEx", True), ("fedex_express", True), ("dhl", False), (None, False)]
)
def test_a_carriers_terms_when_another_carries_then_they_bind_nobody(carrier: str | None, refused: bool) -> None:
    row = next(row for row in rows("ordinary.tsv") if row["hs"].startswith("3303"))
    perfume = next(goods for goods in ordinary() if goods.line == line_of(row))
    spoken = {one.restriction.id for one in applied(perfume, "AR", "courier", carrier)}
    assert ("AR-PERF-001" in spoken) is refused
