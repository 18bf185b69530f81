"""What the house bars, avoids and names comes before what is best; facts that nobody knows are not stated."""

from dataclasses import replace

import pytest

from engine.order.order import ShippingChoice
from fulfillment.shipping.choosing import Allowed, Choice, Needs, Unmet, Way, Wishes, choose
from fulfillment.shipping.desk import Expected, LaneSeen
from fulfillment.shipping.dispatch import Terms
from fulfillment.shipping.feasible import Offer, feasible
from fulfillment.shipping.flipping import Flip, flips
from fulfillment.shipping.named import named_by
from fulfillment.shipping.stating import Known, OfOrder, dispatch_facts, service_facts, terms_of
from tests.shipping_goods import BOOK, SERVICES, WORTH, dispatch

WISHES = Wishes(way=Way.WEIGHED, needs=Needs(), worth=WORTH)
OFFERS = feasible(SERVICES.values(), BOOK, dispatch()).offers
COSTS = {each.service.id: each.price.total.minor for each in OFFERS}
IDS = frozenset(COSTS)


def chosen(allowed: Allowed, wishes: Wishes = WISHES) -> Choice:
    return choose(OFFERS, COSTS, wishes, None, allowed)


def offer(service: str) -> Offer:
    return next(each for each in OFFERS if each.service.id == service)


def test_service_when_barred_then_is_ruled_out_by_that() -> None:
    best = chosen(Allowed()).chosen
    found = chosen(Allowed(barred=frozenset({best})))
    assert found.chosen not in {"", best}
    assert found.ruled_out[best] == (Unmet.BARRED,)


def test_service_when_avoided_then_any_other_goes_before_whatever_it_costs() -> None:
    best = chosen(Allowed()).chosen
    found = chosen(Allowed(avoided=frozenset({best})))
    assert (found.candidates[-1].values.service, found.is_last_resort) == (best, False)


def test_services_when_all_are_avoided_then_the_best_is_a_last_resort() -> None:
    found = chosen(Allowed(avoided=IDS))
    assert (found.chosen, found.is_last_resort) == (chosen(Allowed()).chosen, True)


def test_choice_when_the_next_is_avoided_then_no_criterion_decided() -> None:
    best, *others = (each.values.service for each in chosen(Allowed()).candidates)
    assert chosen(Allowed(avoided=frozenset(others))).decided_by is None
    assert chosen(Allowed(avoided=frozenset(others))).chosen == best


def test_service_when_named_then_no_other_is_looked_at() -> None:
    found = chosen(Allowed(only=frozenset({"intl-express"})))
    assert found.chosen == "intl-express"
    assert set(found.ruled_out.values()) == {(Unmet.NOT_NAMED,)}


@pytest.mark.parametrize(
    ("carrier", "service", "meant", "foreign"),
    [
        (None, None, None, ""),
        ("DHL", None, {"intl-express"}, ""),
        ("china_post", None, {"post-packet", "post-registered"}, ""),
        ("china_post", "Postal small packet, registered", {"post-registered"}, ""),
        (None, "LINE-4PX", {"line-4px"}, ""),
        (None, "Standard", None, ""),  # a word of the shop
        ("Royal Mail", "Tracked 24", None, "Royal Mail"),
        ("Royal Mail", "line-4px", None, "Royal Mail"),  # another carrier's
    ],
)
def test_order_when_it_names_something_then_only_what_is_ours_counts(
    carrier: str | None, service: str | None, meant: set[str] | None, foreign: str
) -> None:
    found = named_by(ShippingChoice(carrier=carrier, service=service), SERVICES)
    assert (found.services, found.foreign) == (meant, foreign)


def test_facts_when_nothing_is_known_then_are_not_stated() -> None:
    whole = dispatch_facts(replace(dispatch(), values={}), OfOrder())
    unknown = {"value_eur_minor", "po_box", "promised_days", "terms", "categories", "expected_profit_eur_minor"}
    assert {name for name, value in whole.items() if value is None} >= {f"dispatch.{each}" for each in unknown}


def test_facts_when_a_lane_was_seen_then_shares_are_percent() -> None:
    seen = LaneSeen(parcels=60, p90_days=11, on_time_bp=9650, lost_bp=40)
    told = service_facts(
        dispatch(), OfOrder(promised_days=10), Known(offer=offer("line-4px"), price_eur_minor=900, seen=seen)
    )
    assert (told["service.seen_on_time_pct"], told["service.seen_lost_pct"]) == (96.5, 0.4)
    assert (told["service.seen_held_pct"], told["service.days_after_promise"]) == (None, 2)


def test_facts_when_the_profit_is_known_then_says_whether_all_of_it_is() -> None:
    told = dispatch_facts(dispatch(), OfOrder(expected=Expected(profit_eur_minor=-30, is_complete=False)))
    assert (told["dispatch.expected_profit_eur_minor"], told["dispatch.profit_complete"]) == (-30, False)


@pytest.mark.parametrize(
    ("service", "terms", "identifiers", "taken"),
    [
        ("line-4px", Terms.IOSS, "", Terms.IOSS),
        ("line-4px", None, "", Terms.DDP),
        ("line-yanwen", None, "IOSS", Terms.IOSS),
        ("line-yanwen", None, "", Terms.DAP),  # without the number the buyer is asked
    ],
)
def test_terms_when_the_order_says_none_then_are_the_best_that_the_service_has(
    service: str, terms: Terms | None, identifiers: str, taken: Terms
) -> None:
    assert terms_of(offer(service), dispatch(terms=terms, identifiers=identifiers)) is taken


def cheaper(flip: Flip) -> Choice:
    costs = {**COSTS, flip.service: COSTS[flip.service] - (flip.cheaper_minor or 0)}
    return choose(OFFERS, costs, WISHES)


def test_flip_when_a_service_is_so_much_cheaper_then_it_is_chosen_and_not_before() -> None:
    found = [each for each in flips(chosen(Allowed()), WISHES) if each.cheaper_minor is not None]
    assert found
    for each in found:
        assert cheaper(each).chosen == each.service
        nearly = replace(each, cheaper_minor=(each.cheaper_minor or 0) - 2)
        assert cheaper(nearly).chosen != each.service


def test_flip_when_a_day_is_worth_so_much_then_it_is_felt_to_be_cheaper_than_the_chosen_one() -> None:
    base = chosen(Allowed())
    found = [each for each in flips(base, WISHES) if each.day_worth is not None]
    assert found
    for each in found:
        wishes = replace(WISHES, worth=replace(WORTH, day=each.day_worth or 0))
        felt = {one.values.service: one.felt_minor for one in chosen(Allowed(), wishes).candidates}
        assert felt[each.service] < felt[base.chosen]


def test_flips_when_services_are_not_weighed_then_there_are_none() -> None:
    assert flips(chosen(Allowed()), replace(WISHES, way=Way.PARETO)) == ()
