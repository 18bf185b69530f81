"""Returns by the policy: what the law gives, what the shop gives, what waits for photos or people, and when that
ends."""

from datetime import timedelta

import pytest

from engine.order.terms import GoodsSeal, OrderKind
from fulfillment.aftersales.comebacks import Wish
from fulfillment.aftersales.returns import authorise_return, decline_return, lose_return, receive_return, send_return
from fulfillment.aftersales.watching import deadlines_of
from fulfillment.desk_view import ReturnTerms
from fulfillment.errors import IllegalStep, ReturnRefused
from fulfillment.inventory.keeping import keep_warehouse
from fulfillment.records import Warehouse
from fulfillment.states import Comeback, Stage
from fulfillment.store.cases import history
from fulfillment.store.money import kept
from fulfillment.store.shipments import document_of
from fulfillment.tracking.vocabulary import Word
from tests.builders import a_line, an_address, an_order
from tests.fulfilment_site import House
from tests.return_house import ABROAD, asked, delivered, now, told

BERLIN = Warehouse(merchant_id="main", code="BER-1", country="DE", name="Lager Berlin", address="Musterstr. 1",
                   city="Berlin", postcode="10115", parcel_home=400)  # fmt: skip
LOSING = an_order(shipping_address=ABROAD)
CHEAP = an_order(lines=(a_line(unit_price=500),))
REPLACED, KEPT = Wish(wish="replacement"), Wish(wish="keep")


def sealed(seal: str) -> Wish:
    return Wish(excepted=frozenset({"hygiene_seal"}), seal=seal)


def rest(house: House) -> int:
    with house.database.read() as session:
        return kept(session, "ord_1").get("EUR", 0)


def events(house: House) -> list[str]:
    with house.database.read() as session:
        return [each.event for each in history(session, "main", "ord_1")]


def test_withdrawal_when_the_goods_came_from_abroad_then_may_go_home_at_the_customers_cost(house: House) -> None:
    delivered(house)
    house.pass_by(days=13)
    case = asked(house, {1: 1}, "changed_mind")
    assert (case.state, case.way, case.granted) == (Comeback.AUTHORISED, "refund_back_home_buyer", 1)
    assert case.judgement["outcome"] == "grant"
    assert "return_send" in told(house)
    with house.database.read() as session:
        assert document_of(session, "main", case.id, "return_declaration") is not None
        assert document_of(session, "main", case.id, "return_label") is None


def test_withdrawal_when_there_is_a_warehouse_in_the_country_then_goes_there(house: House) -> None:
    with house.database.write() as session:
        keep_warehouse(session, BERLIN)
    delivered(house)
    case = asked(house, {1: 1}, "changed_mind")
    assert (case.way, case.warehouse) == ("refund_back_local_buyer", "BER-1")


def test_fault_when_dear_enough_then_photos_are_asked_and_a_label_follows(house: House) -> None:
    delivered(house, LOSING)
    case = asked(house, {1: 1}, "defective")
    assert (case.state, case.awaits) == (Comeback.REQUESTED, "photos")
    assert told(house).count("return_photos") == 1
    case = asked(house, {1: 1}, "defective", photos=1)
    assert (case.state, case.way) == (Comeback.LABEL_SENT, "refund_back_home_house")
    with house.database.read() as session:
        label = document_of(session, "main", case.id, "return_label")
    assert case.label.endswith("US")
    assert label is not None
    assert case.number in label.content.decode()
    assert "return_label" in told(house)


def test_fault_when_cheap_and_shown_then_the_goods_stay_and_the_money_goes_back_once(house: House) -> None:
    delivered(house, CHEAP)
    before = rest(house)
    case = asked(house, {1: 1}, "defective", photos=1)
    assert (case.state, case.way, case.amount) == (Comeback.CLOSED, "refund_kept", 500)
    assert rest(house) == before - 500
    assert house.case().stage == Stage.DELIVERED
    with pytest.raises(ReturnRefused):
        asked(house, {1: 2}, "defective")


def test_goods_when_all_stay_for_a_fault_then_everything_that_was_paid_goes_back(house: House) -> None:
    delivered(house, CHEAP)
    asked(house, {1: 2}, "not_as_described", photos=1)
    assert (rest(house), house.case().stage) == (0, Stage.DELIVERED)


def test_shop_when_its_own_days_are_over_and_no_law_gives_more_then_declines(house: House) -> None:
    house.desk.returning = ReturnTerms(shop_days=7)
    delivered(house, LOSING)
    house.pass_by(days=8)
    case = asked(house, {1: 1}, "changed_mind")
    assert (case.state, "return_declined" in told(house)) == (Comeback.DECLINED, True)


def test_shop_when_its_own_days_are_over_then_the_law_still_counts(house: House) -> None:
    house.desk.returning = ReturnTerms(shop_days=7)
    delivered(house)
    house.pass_by(days=13)
    assert asked(house, {1: 1}, "changed_mind").state == Comeback.AUTHORISED


def test_goods_when_made_to_measure_then_are_not_taken_back(house: House) -> None:
    delivered(house)
    wish = Wish(excepted=frozenset({"custom_made"}))
    assert asked(house, {1: 1}, "changed_mind", wish).state == Comeback.DECLINED


@pytest.mark.parametrize(
    ("seal", "state"), [("whole", Comeback.AUTHORISED), ("", Comeback.AUTHORISED), ("broken", Comeback.DECLINED)]
)
def test_goods_when_sealed_then_only_a_broken_seal_keeps_them_out(house: House, seal: str, state: Comeback) -> None:
    delivered(house)
    case = asked(house, {1: 1}, "changed_mind", sealed(seal))
    assert (case.state, case.granted) == (state, int(state == Comeback.AUTHORISED))


@pytest.mark.parametrize(
    ("lines", "told", "state"),
    [
        ({1: 1}, "broken", Comeback.DECLINED),
        ({1: 1}, "whole", Comeback.AUTHORISED),
        ({1: 1, 2: 1}, "broken", Comeback.AUTHORISED),  # the other was not sealed, so both are looked at here
        ({2: 1}, "broken", Comeback.AUTHORISED),
    ],
)
def test_goods_when_the_order_says_that_they_were_sealed_then_nobody_need_tell_it_of_the_return(
    house: House, lines: dict[int, int], told: str, state: Comeback
) -> None:
    delivered(house, an_order(lines=(a_line(quantity=1, seal=GoodsSeal.HYGIENE), a_line(quantity=1))))
    assert asked(house, lines, "changed_mind", Wish(seal=told)).state == state


@pytest.mark.parametrize(("grade", "awaits"), [("opened", "person"), ("like_new", "")])
def test_goods_when_nobody_said_how_their_seal_is_then_it_is_decided_when_they_are_here(
    house: House, grade: str, awaits: str
) -> None:
    delivered(house)
    case = asked(house, {1: 1}, "changed_mind", sealed(""))
    with house.database.write() as session:
        receive_return(session, house.site, house.on(), case.id, grade)
    found = now(house, case)
    assert (found.awaits, found.state == Comeback.CLOSED) == (awaits, not awaits)


def test_seal_when_the_law_of_the_place_has_no_such_exception_then_it_keeps_nothing_out(house: House) -> None:
    delivered(house, an_order(shipping_address=an_address(country="KR")))
    assert asked(house, {1: 1}, "changed_mind", sealed("broken")).granted == 1


def test_merchant_when_people_decide_then_the_policy_only_advises(house: House) -> None:
    delivered(house)
    house.desk.returning = ReturnTerms(by_itself=False)
    case = asked(house, {1: 1}, "changed_mind")
    assert (case.state, case.awaits, case.judgement["outcome"]) == (Comeback.REQUESTED, "person", "grant")


def test_person_when_faster_than_the_policy_then_what_they_said_stays(house: House) -> None:
    delivered(house)
    house.desk.policies = {}
    case = asked(house, {1: 1}, "changed_mind")
    with house.database.write() as session:
        decline_return(session, house.site, house.on(), case.id)
    house.drain(again=True)
    assert now(house, case).state == Comeback.DECLINED


def test_person_when_naming_a_way_then_it_is_taken(house: House) -> None:
    delivered(house, LOSING)
    case = asked(house, {1: 1}, "too small")
    assert case.awaits == "person"
    with pytest.raises(ReturnRefused), house.database.write() as session:
        authorise_return(session, house.site, house.on(), case.id, "by_pigeon")
    with house.database.write() as session:
        done = authorise_return(session, house.site, house.on(), case.id, "refund_back_home_house")
    assert (done.state, done.way) == (Comeback.LABEL_SENT, "refund_back_home_house")
    with pytest.raises(IllegalStep), house.database.write() as session:
        authorise_return(session, house.site, house.on(), case.id, "refund_kept")


def test_return_when_the_goods_never_come_then_ends_after_a_reminder(house: House) -> None:
    delivered(house)
    case = asked(house, {1: 1}, "changed_mind")
    house.pass_by(days=39)
    house.drain()
    assert (now(house, case).state, told(house).count("return_reminder")) == (Comeback.AUTHORISED, 1)
    house.pass_by(days=7)
    house.drain()
    house.drain(again=True)
    assert (now(house, case).state, told(house).count("return_expired")) == (Comeback.EXPIRED, 1)
    assert house.case().stage == Stage.COMPLETED


def test_return_when_handed_over_in_time_then_does_not_end(house: House) -> None:
    delivered(house)
    case = asked(house, {1: 1}, "changed_mind")
    with house.database.write() as session:
        send_return(session, house.site, house.on(), case.id)
    house.pass_by(days=60)
    house.drain()
    assert now(house, case).state == Comeback.IN_TRANSIT


def test_return_when_lost_on_its_way_back_then_is_paid(house: House) -> None:
    delivered(house)
    case = asked(house, {1: 1}, "changed_mind")
    with house.database.write() as session:
        send_return(session, house.site, house.on(), case.id)
        lose_return(session, house.site, house.on(), case.id)
    assert (now(house, case).amount, rest(house)) == (1999, 4488 - 1999)


def test_photos_when_they_never_come_then_the_request_ends(house: House) -> None:
    delivered(house, LOSING)
    case = asked(house, {1: 1}, "defective")
    house.pass_by(days=15)
    house.drain()
    assert now(house, case).state == Comeback.DECLINED


def test_people_when_they_do_not_decide_then_are_told_and_then_the_goods_may_come(house: House) -> None:
    delivered(house, LOSING)
    case = asked(house, {1: 1}, "too small")
    house.pass_by(days=8)
    house.drain()
    assert (now(house, case).state, events(house).count("return_overdue")) == (Comeback.REQUESTED, 1)
    house.pass_by(days=8)
    house.drain()
    assert now(house, case).state == Comeback.AUTHORISED


def test_replacement_when_wanted_then_an_order_of_its_own_is_placed_and_nothing_is_paid(house: House) -> None:
    delivered(house, CHEAP)
    before = rest(house)
    case = asked(house, {1: 1}, "missing_part", REPLACED, photos=1)
    (placed,) = house.desk.placed_anew
    assert (case.state, case.resent, case.amount) == (Comeback.CLOSED, f"ord_of_{placed.id}", 0)
    assert (placed.kind, placed.original_order_id, placed.payment) == (OrderKind.RESHIP, CHEAP.id, None)
    assert (placed.lines[0].quantity, placed.totals.total) == (1, 500)
    assert (rest(house), "return_again" in told(house)) == (before, True)


def test_goods_when_kept_for_less_then_a_part_goes_back(house: House) -> None:
    delivered(house)
    case = asked(house, {1: 1}, "not_as_described", KEPT, photos=1)
    assert (case.way, case.amount, case.withheld) == ("part_refund_kept", 399, 1600)


def test_parcel_when_cheap_and_said_not_to_have_come_then_is_paid(house: House) -> None:
    delivered(house, CHEAP)
    case = asked(house, {1: 1}, "not received")
    assert (case.cause, case.state) == ("lost", Comeback.CLOSED)


@pytest.mark.parametrize("reason", ["changed_mind", "no"])
def test_goods_when_still_on_their_way_then_only_the_way_can_be_complained_of(house: House, reason: str) -> None:
    delivered(house, word=Word.ACCEPTED)
    with pytest.raises(ReturnRefused):
        asked(house, {1: 1}, reason)
    assert asked(house, {1: 1}, "late").state in (Comeback.REQUESTED, Comeback.AUTHORISED, Comeback.CLOSED)


def test_fault_when_shown_after_the_order_was_completed_then_can_still_be_told(house: House) -> None:
    delivered(house)
    house.pass_by(days=31)
    house.drain()
    assert house.case().stage == Stage.COMPLETED
    case = asked(house, {1: 1}, "defective", photos=1)
    assert case.state == Comeback.LABEL_SENT
    with pytest.raises(ReturnRefused):
        asked(house, {1: 1}, "changed_mind")


def test_deadlines_when_asked_then_name_what_is_waited_for_and_the_laws_day(house: House) -> None:
    delivered(house)
    case = asked(house, {1: 1}, "changed_mind")
    (waits,) = deadlines_of(case)
    assert (waits.what, waits.due_at) == ("return_goods", house.clock.now() + timedelta(days=45))
