"""Goods that a destination prohibits stay out when less is said of them, for every prohibition that the data states."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.admission import Admission
from engine.decision import Decision
from engine.facts.context import Context
from engine.goods.categories import load_categories
from engine.goods.restriction import Kind, Reach, Restriction, Trust
from engine.order.line import Line
from engine.order.order import Order
from tests.builders import a_line, an_address, an_order

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CLEARWAY = Admission.load(ROOT / "rules", ROOT / "data")
CATEGORIES = load_categories(ROOT / "data" / "restricted_goods" / "categories.yaml")
DESTINATIONS = ("AU", "BR", "CA", "DE", "FR", "GB", "JP", "KR", "SG", "US")


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Goods as a frank seller describes them, and the country that does not let them in."""

    restriction: str
    country: str
    title: str
    hs_code: str | None

    def line(self) -> Line:
        return a_line(sku="FORBIDDEN-1", title=self.title, hs_code=self.hs_code)

    def order(self) -> Order:
        return an_order(lines=(self.line(),), shipping_address=an_address(country=self.country))


def flatly_prohibited(restriction: Restriction) -> bool:
    """Whatever the amount, the origin and the way of carriage, and on a source that may block."""
    return (
        restriction.kind is Kind.PROHIBITED
        and Reach.LAW in restriction.reaches
        and restriction.trust is not Trust.LOW
        and not restriction.limits
        and not restriction.origins
        and restriction.in_force(NOW.date(), NOW.date())
    )


def forbidden() -> Iterator[Forbidden]:
    """One article for each prohibition that has words to describe it, from its own phrases and codes."""
    seen: set[str] = set()
    for country in DESTINATIONS:
        for restriction in CLEARWAY.knowledge.goods.law.of(country).restrictions:
            words = restriction.match or CATEGORIES[restriction.category].vocabulary
            if restriction.id not in seen and words.phrases and flatly_prohibited(restriction):
                seen.add(restriction.id)
                hs_code = words.hs_prefixes[0].ljust(8, "0") if words.hs_prefixes else None
                yield Forbidden(restriction.id, country, words.phrases[0], hs_code)


GOODS = sorted(forbidden(), key=lambda each: each.restriction)
LINE_UNSAID: dict[str, dict[str, str | None]] = {
    "nothing": {},
    "code": {"hs_code": None},
    "title": {"title": None},
    "title vague": {"title": "Gift"},
    "title vague, no code": {"title": "Gift", "hs_code": None},
    "title and code": {"title": None, "hs_code": None},
}
ORDER_UNSAID: dict[str, dict[str, object]] = {
    "nothing": {},
    "where it is sent from": {"ship_from": None},
    "how it travels": {"shipping": None},
    "where it goes": {"shipping_address": an_address(country=None)},
    "all of these": {"ship_from": None, "shipping": None, "shipping_address": an_address(country=None)},
}


def decide(order: Order) -> Decision:
    """The decision, made and not failed: a fault holds as well, and would prove nothing here."""
    decision = CLEARWAY.decide(order, Context(decided_at=NOW))
    assert "ENGINE_FAULT" not in {each.reason for each in decision.findings}
    return decision


@pytest.mark.parametrize("goods", GOODS, ids=lambda goods: goods.restriction)
def test_prohibited_goods_when_described_frankly_then_are_held_or_cancelled(goods: Forbidden) -> None:
    decision = decide(goods.order())
    assert decision.outcome in {"hold", "cancel"}
    assert {each.set for each in decision.findings if each.verdict in {"hold", "cancel"}} >= {"imports"}


@pytest.mark.parametrize("goods", GOODS, ids=lambda goods: goods.restriction)
@pytest.mark.parametrize("of_order", ORDER_UNSAID)
def test_prohibited_goods_when_less_is_said_then_are_never_admitted(goods: Forbidden, of_order: str) -> None:
    whole = replace(goods.order(), **ORDER_UNSAID[of_order])  # type: ignore[arg-type]
    for of_line, unsaid in LINE_UNSAID.items():
        order = replace(whole, lines=(replace(goods.line(), **unsaid),))  # type: ignore[arg-type]
        assert decide(order).outcome != "admit", of_line


@pytest.mark.parametrize("country", DESTINATIONS)
def test_shirt_when_sent_where_others_are_prohibited_then_is_not_taken_for_them(country: str) -> None:
    order = an_order(shipping_address=an_address(country=country))
    barred = [each.rule for each in decide(order).findings if each.set == "imports" and each.verdict == "cancel"]
    assert barred == []


def test_prohibitions_when_taken_from_the_data_then_reach_every_destination() -> None:
    assert {each.country for each in GOODS} == set(DESTINATIONS)
