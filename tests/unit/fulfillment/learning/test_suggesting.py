"""Suggestions: what is tested, what is believed, and that small numbers do not shout."""

from collections.abc import Iterator

from engine.goods.files import read_yaml_text
from fulfillment.learning.reading import Life
from fulfillment.learning.suggesting import Proposal, believe, monthly
from fulfillment.learning.terms import Terms, load_terms, read_terms
from fulfillment.learning.weighing import weigh
from tests.lives_learnt import a_life, a_part


def lane(country: str, lost: int, orders: int) -> Iterator[Life]:
    for at in range(orders):
        order_id = f"ord_{country}{at:04}"
        refund = 2000 if at < lost else 0
        yield a_life(
            order_id, *(["lost"] if at < lost else []), parts=(a_part(order_id, country=country, refund=refund),)
        )


def found(*lives: Life, terms: Terms | None = None) -> tuple[Proposal, ...]:
    known = terms or load_terms()
    return believe(weigh(lives, known.terms), known.false_share)


def test_lane_when_it_loses_far_more_than_others_then_is_suggested_with_its_evidence() -> None:
    (one,) = found(*lane("FR", 8, 100), *lane("DE", 5, 900))
    assert (one.term.id, one.about) == ("lane-loses", "CN-FR line-yunexpress")
    assert (one.cases, one.orders, one.rest_cases, one.rest_orders, one.money) == (8, 100, 5, 900, 16_000)
    assert one.evidence()["target"] == "SVC-010 shipping.lost_avoid"
    assert len(one.links) == 5


def test_lane_when_it_loses_as_others_do_then_nothing_is_suggested() -> None:
    assert found(*lane("FR", 5, 100), *lane("DE", 45, 900)) == ()


def test_lane_when_cases_are_few_then_nothing_is_suggested_however_high_the_share() -> None:
    assert found(*lane("FR", 3, 3), *lane("DE", 0, 900)) == ()


def test_service_when_more_than_a_tenth_took_longer_than_it_states_then_is_suggested_though_nobody_complained() -> None:
    def of(service: str, slow: int) -> Iterator[Life]:
        for at in range(100):
            order_id = f"ord_{service}{at:03}"
            causes = ["measured_late"] * (at < slow)
            yield a_life(order_id, *causes, parts=(a_part(order_id, service_id=service),))

    (one,) = found(*of("line-yunexpress", 25), *of("line-4px", 8))
    assert (one.term.id, one.about, one.cases, one.orders) == ("service-late", "line-yunexpress", 25, 100)


def test_article_when_it_differs_from_its_description_then_description_is_the_change() -> None:
    mugs = [a_part(f"ord_b{at}", sku="MUG", refund=900) for at in range(12)]
    bad = [a_life(each.order_id, *["not_as_described"] * (at < 6), parts=(each,)) for at, each in enumerate(mugs)]
    named = {each.about: each.term.change for each in found(*bad, *lane("DE", 0, 300))}
    assert named == {"MUG": "description"}


def test_rule_when_all_that_it_stopped_went_well_then_is_to_be_milder() -> None:
    data = {"rules": {"FRD-001": "hold"}}
    held = [a_life(f"ord_{at}", is_held=True, is_released=True, data=data) for at in range(60)]
    (one,) = found(*held)
    assert (one.term.change, one.target) == ("rule_milder", "FRD-001")


def test_rule_when_some_that_it_stopped_were_never_released_then_stays() -> None:
    data = {"rules": {"FRD-001": "hold"}}
    held = [a_life(f"ord_{at}", is_held=True, is_released=at > 8, is_sent=at > 8, data=data) for at in range(60)]
    assert found(*held) == ()


def test_rule_when_orders_it_let_through_were_charged_back_then_is_to_be_stricter() -> None:
    data = {"rules": {"FRD-007": "note"}}
    bad = [a_life(f"ord_b{at}", *(["charged_back_fraud"] if at < 5 else []), data=data) for at in range(20)]
    assert [(each.term.change, each.target) for each in found(*bad, *lane("DE", 0, 300))] == [
        ("rule_stricter", "FRD-007")
    ]


def test_terms_when_stated_otherwise_then_count() -> None:
    text = """
window_days: 30
false_discovery_percent: 5
again_after_cases: 1
suggestions:
  - {id: any, over: shop, causes: [any], compared: share, share_percent: 1, least_cases: 2, least_orders: 2,
     least_money: 0, change: service, target: x}
"""
    (one,) = found(*lane("FR", 3, 20), terms=read_terms(read_yaml_text(text, "t.yaml")))
    assert (one.about, one.cases) == ("shop-de", 3)


def test_money_when_days_are_few_then_is_not_blown_up_to_a_month() -> None:
    assert (monthly(3000, 5), monthly(3000, 90)) == (3000, 1000)
