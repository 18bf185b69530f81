"""Prices, feasibility and choice, whatever the parcel, the card and the services."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from fulfillment.shipping.choosing import Needs, Way, Wishes, best_of, choose
from fulfillment.shipping.criteria import Criterion, Values, Worth
from fulfillment.shipping.dispatch import Dispatch
from fulfillment.shipping.feasible import feasible
from fulfillment.shipping.rate_card import RateCard
from tests.shipping_goods import BOOK, SERVICES, cards, dispatches, values, worths

EVERY = tuple(SERVICES.values())


@given(cards(), st.data())
def test_price_when_heavier_within_a_band_then_is_no_less(card: RateCard, data: st.DataObject) -> None:
    band = data.draw(st.sampled_from(card.bands))
    weights = st.integers(band.over_g + 1, band.up_to_g)
    light, heavy = sorted((data.draw(weights), data.draw(weights)))
    assert card.band(light) == card.band(heavy) == band
    assert 0 <= band.by_weight(light) <= band.by_weight(heavy)


@given(st.sampled_from(BOOK.bundled), st.data())
def test_price_when_heavier_by_a_card_that_comes_with_clearway_then_is_no_less_across_bands(
    card: RateCard, data: st.DataObject
) -> None:
    weights = st.integers(card.bands[0].over_g + 1, card.bands[-1].up_to_g)
    light, heavy = sorted((data.draw(weights), data.draw(weights)))
    one, other = card.band(light), card.band(heavy)
    assert one.base + one.by_weight(light) <= other.base + other.by_weight(heavy)


@given(dispatches())
@settings(max_examples=60)
def test_services_when_asked_then_each_is_offered_or_refused_with_a_reason(dispatch: Dispatch) -> None:
    found = feasible(EVERY, BOOK, dispatch)
    named = [each.service.id for each in found.offers] + [each.service.id for each in found.refused]
    assert sorted(named) == sorted(SERVICES)
    assert all(each.refusals for each in found.refused)


@given(dispatches())
@settings(max_examples=60)
def test_offers_when_made_then_no_parcel_has_refused_goods_nor_is_too_heavy_and_items_add_up(
    dispatch: Dispatch,
) -> None:
    for offer in feasible(EVERY, BOOK, dispatch).offers:
        assert dispatch.goods <= offer.service.goods
        assert all(each.weight_g <= (offer.service.size.max_g or each.weight_g) for each in dispatch.parcels)
        assert sum(each.minor for each in offer.price.items) == offer.price.total.minor


@given(dispatches(), st.randoms(use_true_random=False), worths(), st.sampled_from(Way))
@settings(max_examples=60)
def test_choice_when_services_come_in_another_order_then_is_the_same(
    dispatch: Dispatch, random: object, worth: Worth, way: Way
) -> None:
    shuffled = list(EVERY)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    wishes = Wishes(way=way, needs=Needs(most_days=30), worth=worth, terms=dispatch.terms)
    one, other = feasible(EVERY, BOOK, dispatch), feasible(shuffled, BOOK, dispatch)
    costs = {each.service.id: each.price.total.minor for each in one.offers}
    assert one == other
    assert choose(one.offers, costs, wishes) == choose(tuple(reversed(other.offers)), costs, wishes)


@given(dispatches(), worths())
@settings(max_examples=60)
def test_choice_when_a_service_that_lost_is_taken_away_then_is_the_same(dispatch: Dispatch, worth: Worth) -> None:
    wishes = Wishes(way=Way.WEIGHED, needs=Needs(), worth=worth)
    offers = feasible(EVERY, BOOK, replace(dispatch, terms=None)).offers
    costs = {each.service.id: each.price.total.minor for each in offers}
    whole = choose(offers, costs, wishes)
    for lost in whole.candidates[1:]:
        left = [each for each in offers if each.service.id != lost.values.service]
        assert choose(left, costs, wishes).chosen == whole.chosen


@given(values())
def test_pareto_set_when_compared_with_every_pair_then_is_the_same(found: list[Values]) -> None:
    def beaten(one: Values) -> bool:
        return any(
            all(other.of[each] <= one.of[each] for each in Criterion) and other.of != one.of for other in found
        )  # fmt: skip

    assert best_of(found) == {each.service for each in found if not beaten(each)}


@given(values(), worths())
def test_felt_cost_when_a_service_is_beaten_then_is_no_less(found: list[Values], worth: Worth) -> None:
    best = best_of(found)
    least = min((sum(each.felt(worth).values()) for each in found if each.service in best), default=0)
    assert all(sum(each.felt(worth).values()) >= least for each in found)
