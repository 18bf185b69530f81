"""A return makes good the pieces of the parcel that they were in, and of no other. On both databases."""

from collections.abc import Mapping

import pytest

from fulfillment.aftersales.comebacks import Wish
from fulfillment.aftersales.returns import request_return
from fulfillment.claims.kinds import Mishap
from fulfillment.claims.moving import Happened, open_claim
from fulfillment.claims.refunding import is_made_good, refund_buyer
from fulfillment.claims.returned import returned_of
from fulfillment.records import Claim
from fulfillment.store.money import refunds_of
from fulfillment.thread import at_work
from fulfillment.tracking.vocabulary import Word
from tests.builders import a_line, an_order
from tests.claim_house import with_claims
from tests.fulfilment_site import House
from tests.split_orders import MUG, box, pick, scanned, send, stocked

PIECE = 1999
BOTH = an_order(lines=(a_line(), a_line(sku=MUG, title="Mug, stoneware", quantity=1, unit_price=500, weight_g=300)))


def two_parcels(house: House) -> tuple[str, str]:
    """One piece of the same article in each: the first arrived, the other is on its way. Their ids."""
    with_claims(house, by_rule=False)
    stocked(house)
    house.decide("admit", order=an_order())
    house.drain()
    pick(house)
    box(house, 400, contents={1: 1})
    box(house, 400, contents={1: 1})
    send(house)
    first, second = house.parcels()
    scanned(house, first.number, Word.ACCEPTED, Word.DELIVERED)
    scanned(house, second.number, Word.ACCEPTED)
    return first.id, second.id


def one_parcel(house: House) -> str:
    """Two pieces of one article and one of another, arrived."""
    with_claims(house, by_rule=False)
    stocked(house)
    house.decide("admit", order=BOTH)
    house.drain()
    pick(house)
    box(house, 900)
    send(house)
    scanned(house, house.parcels()[0].number, Word.ACCEPTED, Word.DELIVERED)
    return house.parcels()[0].id


def back(house: House, reason: str, lines: Mapping[int, int]) -> None:
    with house.database.write() as session:
        request_return(session, house.site, house.on(), lines, reason, wish=Wish())


def told(house: House, kind: Mishap, parcel: str, lines: Mapping[int, int] | None = None) -> Claim:
    happened = Happened(kind=kind, since=house.clock.now(), parcel=parcel, lines=lines or {})
    with house.database.write() as session:
        return open_claim(session, house.site, house.on(), happened)


def pieces(house: House, parcel: str) -> Mapping[int, int]:
    with house.database.write() as session, at_work(session, house.site, house.on()) as file:
        return dict(returned_of(file, file.shipment(parcel)))


def is_good(house: House, claim: Claim) -> bool:
    with house.database.write() as session, at_work(session, house.site, house.on()) as file:
        return is_made_good(file, claim, file.shipment(claim.shipment_id))


def paid_back(house: House, claim: Claim) -> list[int]:
    with house.database.write() as session, at_work(session, house.site, house.on()) as file:
        refund_buyer(file, claim, file.shipment(claim.shipment_id))
    with house.database.read() as reading:
        return [each.amount for each in refunds_of(reading, "main", "ord_1")]


@pytest.mark.parametrize(("reason", "counts"), [("late", False), ("lost", True)])
def test_parcel_that_never_came_when_the_same_article_comes_back_then_counts_only_what_never_came(
    house: House, reason: str, counts: bool
) -> None:
    arrived, lost = two_parcels(house)
    back(house, reason, {1: 1})
    claim = told(house, Mishap.LOSS, lost)
    assert (is_good(house, claim), pieces(house, lost)) == (counts, {1: 1} if counts else {})
    assert pieces(house, arrived) == ({} if counts else {1: 1})


def test_parcels_when_more_comes_back_than_arrived_then_the_rest_is_of_the_other(house: House) -> None:
    arrived, lost = two_parcels(house)
    back(house, "late", {1: 2})
    assert (pieces(house, arrived), pieces(house, lost)) == ({1: 1}, {1: 1})


def test_parcels_when_both_arrived_then_what_comes_back_was_in_the_one_that_is_claimed(house: House) -> None:
    first, second = two_parcels(house)
    scanned(house, house.parcels()[1].number, Word.DELIVERED)
    told(house, Mishap.DAMAGE, second, {1: 1})
    back(house, "damaged", {1: 1})
    assert (pieces(house, first), pieces(house, second)) == ({}, {1: 1})


def test_damage_when_another_article_of_the_parcel_comes_back_then_is_paid_all_the_same(house: House) -> None:
    claim = told(house, Mishap.DAMAGE, one_parcel(house), {2: 1})
    back(house, "late", {1: 2})
    assert (is_good(house, claim), paid_back(house, claim)) == (False, [500])


def test_damage_when_a_part_of_what_is_claimed_comes_back_then_the_rest_is_paid_once(house: House) -> None:
    claim = told(house, Mishap.DAMAGE, one_parcel(house), {1: 2})
    back(house, "damaged", {1: 1})
    assert (paid_back(house, claim), paid_back(house, claim)) == ([PIECE], [PIECE])


def test_damage_when_all_that_is_claimed_comes_back_then_nothing_is_paid_by_the_claim(house: House) -> None:
    claim = told(house, Mishap.DAMAGE, one_parcel(house), {1: 1})
    back(house, "damaged", {1: 1})
    assert (is_good(house, claim), paid_back(house, claim)) == (True, [])
