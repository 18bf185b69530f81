"""Prices with what makes them, refusals with their reasons, choices with what decided, tables with their faults."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from engine.order.money import Money
from fulfillment.shipping.choosing import Choice, Needs, Unmet, Way, Wishes, choose
from fulfillment.shipping.criteria import Criterion, Seen, Worth
from fulfillment.shipping.dispatch import Dispatch, Terms
from fulfillment.shipping.errors import RateTableRefused
from fulfillment.shipping.feasible import Feasible, Offer, Why, feasible
from fulfillment.shipping.goods_class import GoodsClass
from fulfillment.shipping.rate_card import RateBook
from fulfillment.shipping.rate_table import read_rate_table
from fulfillment.shipping.rating import price
from tests.shipping_goods import BOOK, DATA, DAY, SERVICES, WORTH, dispatch, parcel

HEAD = "service,zone,currency,valid_from,valid_until,over_g,up_to_g,base,included_g,step_g,per_kg\n"


def found(sent: Dispatch, book: RateBook = BOOK) -> Feasible:
    return feasible(SERVICES.values(), book, sent)


def offer(sent: Dispatch, service: str) -> Offer:
    return next(each for each in found(sent).offers if each.service.id == service)


def why(sent: Dispatch, service: str) -> list[Why]:
    refused = next((each for each in found(sent).refused if each.service.id == service), None)
    return [] if refused is None else [each.why for each in refused.refusals]


def items(sent: Dispatch, service: str) -> list[tuple[str, int]]:
    return [(str(each.what), each.minor) for each in offer(sent, service).price.items]


def test_express_when_it_is_large_and_light_then_dimensional_weight_is_billed_with_fuel() -> None:
    sent = dispatch(parcel(900, (400, 300, 300)))  # 36,000 cm3 / 5000
    assert offer(sent, "intl-express").price.weights[0].billed_g == 7_500
    assert items(sent, "intl-express") == [("base", 14_800), ("weight", 43_400), ("fuel", 12_513)]


def test_line_when_goods_have_a_battery_then_registration_and_battery_are_added() -> None:
    sent = dispatch(parcel(300, (200, 150, 100), GoodsClass.BATTERY_INSIDE))
    wanted = [("base", 0), ("weight", 2_520), ("registration", 1_600), ("battery", 300)]
    assert items(sent, "line-4px") == wanted


def test_express_when_the_place_is_remote_and_two_parcels_then_each_pays_for_it() -> None:
    sent = dispatch(parcel(), parcel(), postcode="99501")
    remote = [each for each in offer(sent, "intl-express").price.items if each.what == "remote"]
    assert [(each.parcel, each.minor) for each in remote] == [(1, 16_000), (2, 16_000)]


def test_express_when_a_parcel_is_long_then_oversize_is_added() -> None:
    assert ("oversize", 18_000) in items(dispatch(parcel(900, (1_100, 200, 100))), "intl-express")


def test_sea_freight_when_parcels_are_small_then_all_are_weighed_together_and_the_least_is_billed() -> None:
    sent = dispatch(*[parcel(20_000, (600, 400, 400))] * 5)
    (weighed,) = offer(sent, "sea-lcl").price.weights
    assert (weighed.gross_g, weighed.dimensional_g, weighed.billed_g) == (100_000, 480_000, 1_000_000)


def test_price_when_the_size_is_unknown_then_is_said_to_be_the_least() -> None:
    assert offer(dispatch(parcel(500, None)), "intl-express").price.is_least
    assert not offer(dispatch(parcel(500, None)), "post-packet").price.is_least


@pytest.mark.parametrize(
    ("sent", "service", "reasons"),
    [
        (dispatch(parcel(500, None, GoodsClass.BATTERY_ALONE)), "intl-express", [Why.GOODS]),
        (dispatch(parcel(2_001, None)), "post-packet", [Why.WEIGHT, Why.NO_RATE]),
        (dispatch(parcel(500, (610, 200, 100))), "post-packet", [Why.SIZE, Why.SIZE]),
        (dispatch(parcel(), parcel()), "line-4px", [Why.PARCELS]),
        (dispatch(values={"EUR": 15_001}), "line-4px", [Why.VALUE]),
        (dispatch(values={}), "line-4px", [Why.VALUE_UNKNOWN]),
        (dispatch(country="DE", terms=Terms.IOSS), "line-4px", [Why.IDENTIFIER]),
        (dispatch(country="DE", terms=Terms.IOSS, identifiers="IOSS"), "line-4px", []),
        (dispatch(terms=Terms.DDP), "line-yanwen", [Why.TERMS]),
        (dispatch(country="BR", identifiers="CPF", on=date(2026, 12, 24)), "line-yanwen", [Why.SUSPENDED]),
        (dispatch(country="BR", identifiers="CPF", on=date(2027, 1, 6)), "line-yanwen", []),
        (dispatch(country="MT"), "line-yunexpress", [Why.DESTINATION]),
        (dispatch(on=date(2025, 12, 31)), "line-4px", [Why.NOT_OFFERED, Why.NO_RATE]),
        (dispatch(origin="DE", country="FR"), "de-domestic", [Why.LANE]),
        (dispatch(country="KP", barred="un-kp"), "hand-over", [Why.LAW, Why.LANE]),
    ],
)
def test_service_when_it_cannot_take_a_parcel_then_says_every_reason(
    sent: Dispatch, service: str, reasons: list[Why]
) -> None:
    assert why(sent, service) == reasons


def test_services_when_a_law_bars_the_destination_then_none_is_offered() -> None:
    assert found(dispatch(barred="some-law")).offers == ()


def chosen(sent: Dispatch, wishes: Wishes, seen: Mapping[str, Seen] | None = None) -> Choice:
    offers = found(sent).offers
    return choose(offers, {each.service.id: each.price.total.minor for each in offers}, wishes, seen)


NOTHING = Worth(day=0, late_point=0, customs_point=0, duty=0, co2_kg=0)


def test_choice_when_only_cost_counts_then_is_the_cheapest_and_cost_decided() -> None:
    choice = chosen(dispatch(), Wishes(way=Way.WEIGHED, needs=Needs(), worth=NOTHING))
    assert (choice.chosen, choice.decided_by) == ("post-packet", Criterion.COST)


def test_choice_when_days_are_dear_then_is_the_fastest_and_days_decided() -> None:
    dear = replace(NOTHING, day=10_000)
    choice = chosen(dispatch(), Wishes(way=Way.WEIGHED, needs=Needs(), worth=dear))
    assert (choice.chosen, choice.decided_by) == ("intl-express", Criterion.DAYS)


def test_choice_when_needs_must_be_met_then_others_are_ruled_out_with_what_they_lack() -> None:
    wishes = Wishes(way=Way.PARETO, needs=Needs(tracked=True, most_days=12), worth=WORTH)
    choice = chosen(dispatch(), wishes)
    assert choice.ruled_out["post-packet"] == (Unmet.DAYS, Unmet.TRACKED)
    assert choice.chosen == "line-4px"


def test_choice_when_the_merchant_has_seen_a_service_then_counts_what_was_seen() -> None:
    wishes = Wishes(way=Way.WEIGHED, needs=Needs(), worth=WORTH)
    seen = chosen(dispatch(), wishes, {"line-4px": Seen(days=20, punctual_bp=5_000)})
    values = next(each.values for each in seen.candidates if each.values.service == "line-4px")
    assert (values.of[Criterion.DAYS], values.promised_days, values.of[Criterion.LATE]) == (20, 12, 5_000)


def test_choice_when_no_rate_is_known_for_a_currency_then_the_service_is_not_compared() -> None:
    choice = choose(found(dispatch()).offers, {}, Wishes(way=Way.WEIGHED, needs=Needs(), worth=WORTH))
    assert choice.chosen == ""
    assert set(choice.ruled_out.values()) == {(Unmet.NOT_COMPARABLE,)}


def table(*rows: str) -> bytes:
    return (HEAD + "\n".join(rows)).encode()


OWN = "line-4px,us,CNY,2026-11-01,,0,20000,10,0,1,50"


def test_own_card_when_in_force_then_goes_before_and_later_entries_before_earlier() -> None:
    (own,) = read_rate_table(table(OWN), DATA.zones).cards
    dearer = replace(own, bands=(replace(own.bands[0], base=2_000),))
    book = RateBook(BOOK.bundled, [own, dearer])
    assert book.card("line-4px", "us", DAY) == (dearer, True)
    assert book.card("line-4px", "us", date(2026, 10, 31)) == BOOK.card("line-4px", "us", DAY)
    assert price(SERVICES["line-4px"], own, dispatch(), is_own=True).total == Money(1_000 + 2_500, "CNY")


def test_own_card_when_it_states_registration_and_fuel_then_both_are_added_and_no_made_up_surcharge() -> None:
    content = (HEAD.strip() + ",registration,fuel_percent\n" + OWN + ",18,12.5\n").encode()
    found = price(SERVICES["line-4px"], read_rate_table(content, DATA.zones).cards[0], dispatch(), is_own=True)
    parts = [(str(each.what), each.minor) for each in found.items]
    assert parts == [("base", 1_000), ("weight", 2_500), ("registration", 1_800), ("fuel", 438)]


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        (["line-9,us,CNY,2026-11-01,,0,2000,0,0,1,50"], [(2, "service")]),
        (["line-4px,mars,CNY,2026-11-01,,0,2000,0,0,1,50"], [(2, "zone")]),
        (["line-4px,us,XYZ,01.11.2026,,0,2000,0,0,1,50"], [(2, "currency"), (2, "valid_from")]),
        (["line-4px,us,CNY,2026-11-01,2026-10-01,0,2000,0,0,1,50"], [(2, "valid_until")]),
        (["line-4px,us,CNY,2026-11-01,,0,2000,-1,0,0,1.005"], [(2, "base"), (2, "per_kg"), (2, "step_g")]),
        (["line-4px,us,CNY,2026-11-01,,0,2000,0,0,1,1e999999999"], [(2, "per_kg")]),
        (["line-4px,us,CNY,2026-11-01,,500,500,0,0,1,50"], [(2, "up_to_g")]),
        ([OWN, "line-4px,us,CNY,2026-11-01,,30000,40000,0,0,1,50"], [(3, "over_g")]),
        ([OWN, "line-4px,us,EUR,2026-11-01,,20000,40000,0,0,1,50"], [(3, "currency")]),
        ([OWN, "short"], [(3, "")]),
    ],
)
def test_table_when_a_cell_is_wrong_then_line_and_column_are_told_and_nothing_is_taken(
    rows: list[str], faults: list[tuple[int, str]]
) -> None:
    read = read_rate_table(table(*rows), DATA.zones)
    assert sorted((each.line, each.column) for each in read.faults) == sorted(faults)
    assert read.cards == ()


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"PK\x03\x04nonsense"])
def test_table_when_it_is_none_then_is_refused(content: bytes) -> None:
    with pytest.raises(RateTableRefused):
        read_rate_table(content, DATA.zones)
