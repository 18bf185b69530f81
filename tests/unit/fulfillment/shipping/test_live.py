"""Prices that carriers name, over those of cards."""

from engine.order.money import Money
from fulfillment.shipping.feasible import feasible
from fulfillment.shipping.live import NO_ANSWER, Live, LivePrice, with_live
from fulfillment.shipping.rate_card import RateBook
from tests.shipping_goods import BOOK, SERVICES, dispatch

EXPRESS = SERVICES["intl-express"]
LIVE = Live(prices={"intl-express": LivePrice(total=Money(4210, "EUR"), days=3)}, notes={"line-4px": NO_ANSWER})


def test_offer_when_its_carrier_answers_then_has_that_price_and_those_days() -> None:
    sent = dispatch()
    found = {each.service.id: each for each in with_live(feasible(SERVICES.values(), BOOK, sent), sent, LIVE).offers}
    express, line = found["intl-express"], found["line-4px"]
    assert (express.is_live, express.price.total, express.zone.days[1]) == (True, Money(4210, "EUR"), 3)
    assert (line.is_live, line.note) == (False, NO_ANSWER)
    assert sum(each.minor for each in express.price.items) == express.price.total.minor


def test_service_when_it_lacks_a_card_alone_then_is_offered_by_its_carriers_price() -> None:
    sent = dispatch()
    found = with_live(feasible([EXPRESS], RateBook(()), sent), sent, LIVE)
    assert [each.service.id for each in found.offers] == ["intl-express"]


def test_service_when_it_may_not_take_it_then_a_price_changes_nothing() -> None:
    sent = dispatch(country="FR", barred="by law")
    found = with_live(feasible([EXPRESS], BOOK, sent), sent, LIVE)
    assert (found.offers, len(found.refused)) == ((), 1)
