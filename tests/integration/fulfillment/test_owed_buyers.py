"""Claims that end while nobody has settled with the buyer of a parcel that never came: somebody always has a day."""

import pytest
from sqlalchemy import select

from engine.clock import microseconds
from engine.store.tables import JOB
from fulfillment.aftersales.comebacks import Wish
from fulfillment.aftersales.returns import authorise_return, request_return, settle_return
from fulfillment.claims.deadlines import BUYER_WAITS, claim_deadlines
from fulfillment.claims.kinds import Mishap
from fulfillment.claims.moving import declare_lost
from fulfillment.claims.owing import BUYER_WAITS as WAITS
from fulfillment.claims.paying import Paid, book_payment
from fulfillment.claims.refunding import ask_reship
from fulfillment.deadlines import DeadlinesWanted
from fulfillment.jobs import CLAIM_LOOK
from fulfillment.states import Event, Stage, Voyage
from fulfillment.store.money import refunds_of
from fulfillment.thread import at_work
from fulfillment.tracking.vocabulary import Word
from tests.claim_house import claim, claims, step, watched_open, with_claims
from tests.claimed_parcels import PRICE, noted, others_claimed, sent
from tests.fulfilment_site import House
from tests.integration.fulfillment.test_stopping import scan

MORE = WAITS.days + 2
WHOLE = 4488  # with the first delivery


def lost(house: House, *, by_rule: bool = True) -> None:
    """A lost parcel that people have to see to."""
    often(house, by_rule=by_rule)
    scan(house, Word.LOST)
    days(house, 4)


def often(house: House, *, by_rule: bool = True) -> None:
    """A parcel whose buyer claims often, so that no rule pays before a person looks."""
    seal = with_claims(house, by_rule=by_rule)
    sent(house)
    seal.buyers["ord_1"] = frozenset({"ord_7", "ord_8", "ord_9"})
    others_claimed(house, "ord_7", "ord_8", "ord_9")


def days(house: House, many: int) -> None:
    for _ in range(many):
        house.pass_by(days=1)
        house.drain()


def looks(house: House) -> int:
    """Looks at claims that are to come."""
    waits = (JOB.c.kind == CLAIM_LOOK, JOB.c.state == "ready", JOB.c.run_after > microseconds(house.clock.now()))
    with house.database.read() as session:
        return len(list(session.rows(select(JOB.c.id).where(*waits))))


def refunded(house: House) -> list[int]:
    with house.database.read() as session:
        return [each.amount for each in refunds_of(session, "main", "ord_1")]


def ends(house: House) -> list[str]:
    with house.database.read() as session:
        found = claim_deadlines(session, "main", DeadlinesWanted(limit=9))
        return [each.what_happens for each in found if each.what_happens == BUYER_WAITS]


@pytest.mark.parametrize("end", [Event.WRITE_OFF, Event.WITHDRAW])
def test_claim_when_it_ends_before_its_buyer_is_seen_to_then_somebody_has_a_day_for_that(
    house: House, end: Event
) -> None:
    lost(house)
    step(house, end)
    days(house, 2)
    assert (house.case().stage, refunded(house)) == (Stage.SHIPPED, [])
    assert (ends(house), noted(house, "claim_owed"), looks(house)) == ([BUYER_WAITS], 1, 1)


def test_claim_when_it_was_paid_before_its_buyer_is_seen_to_then_somebody_has_a_day_for_that(house: House) -> None:
    lost(house)
    filed = claim(house)
    with house.database.write() as session:
        paid = Paid(amount=filed.amount, currency=filed.currency, reference="CN-1", at=house.clock.now())
        book_payment(session, house.site, house.on(), filed.id, paid)
    days(house, 2)
    assert (claims(house)[-1].state, ends(house)) == ("closed", [BUYER_WAITS])


def test_buyer_when_nobody_sees_to_them_in_time_then_their_money_goes_back_once_and_the_order_ends(
    house: House,
) -> None:
    lost(house)
    step(house, Event.WRITE_OFF)
    days(house, MORE)
    assert (house.case().stage, refunded(house)) == (Stage.CANCELLED, [WHOLE])
    days(house, MORE)
    assert (refunded(house), ends(house), looks(house)) == ([WHOLE], [], 0)


def test_buyer_when_there_are_no_rules_then_people_are_told_again_and_again(house: House) -> None:
    lost(house, by_rule=False)
    step(house, Event.WRITE_OFF)
    days(house, 2 * MORE)
    assert (refunded(house), noted(house, "claim_owed"), ends(house)) == ([], 3, [BUYER_WAITS])


def test_buyer_when_they_were_erased_then_people_are_told_again_and_no_rule_is_asked(house: House) -> None:
    lost(house)
    step(house, Event.WRITE_OFF)
    house.desk.erased.add("ord_1")
    days(house, MORE)
    assert (refunded(house), noted(house, "claim_owed"), looks(house)) == ([], 2, 1)


def test_day_when_people_give_the_parcel_up_then_is_gone(house: House) -> None:
    lost(house)
    step(house, Event.WRITE_OFF)
    days(house, 2)
    with house.database.write() as session:
        declare_lost(session, house.site, house.on())
    days(house, 2)
    assert (house.case().stage, ends(house), refunded(house)) == (Stage.CANCELLED, [], [WHOLE])


def test_day_when_the_parcel_arrives_after_all_then_is_gone_and_nothing_is_paid(house: House) -> None:
    lost(house)
    step(house, Event.WRITE_OFF)
    days(house, 2)
    scan(house, Word.DELIVERED)
    days(house, MORE)
    assert (house.parcels()[0].state, refunded(house), looks(house)) == (Voyage.DELIVERED, [], 0)


def test_silence_when_its_claim_is_over_and_the_parcel_moves_again_then_nobody_is_owed_before_it_stops(
    house: House,
) -> None:
    often(house)
    watched_open(house, Mishap.SILENT)
    step(house, Event.WRITE_OFF)
    days(house, 2)
    assert ends(house) == [BUYER_WAITS]
    scan(house, Word.TRANSIT_HUB)
    days(house, MORE)
    assert (ends(house), refunded(house), looks(house)) == ([], [], 1)


def test_parcel_when_its_goods_were_sent_again_then_ends_with_its_claim_and_no_money_goes_back(house: House) -> None:
    lost(house)
    with house.database.write() as session, at_work(session, house.site, house.on()) as file:
        assert ask_reship(file, claim(house), file.shipments()[0])
    step(house, Event.WRITE_OFF)
    days(house, 2)
    assert (house.parcels()[0].state, house.case().stage) == (Voyage.WRITTEN_OFF, Stage.COMPLETED)
    assert (refunded(house), ends(house), looks(house)) == ([], [], 0)


def test_parcel_when_a_return_has_paid_for_a_part_of_it_then_the_rest_is_paid_as_it_ends(house: House) -> None:
    lost(house)
    with house.database.write() as session:
        asked = request_return(session, house.site, house.on(), {1: 1}, "lost", wish=Wish(wish="refund"))
        authorise_return(session, house.site, house.on(), asked.id)
    house.drain()
    step(house, Event.WRITE_OFF)
    days(house, 2)
    with house.database.write() as session:
        settle_return(session, house.site, house.on(), asked.id)
    days(house, 2)
    assert (house.parcels()[0].state, sum(refunded(house))) == (Voyage.WRITTEN_OFF, PRICE)
