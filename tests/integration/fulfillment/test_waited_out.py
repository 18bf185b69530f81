"""Packed parts that wait for a service until their last clock is over. On both databases."""

from engine.store.outbox import NewJob, enqueue
from fulfillment.channels.causes import NOT_DELIVERABLE, OTHER, cancel_cause
from fulfillment.jobs import PART_OVER
from fulfillment.shipping.named_because import NamedBecause
from fulfillment.shipping.naming_service import Wanted, name_service
from fulfillment.states import Stage, Work
from fulfillment.store.money import kept
from fulfillment.thread import at_work
from fulfillment.timeline import timeline
from tests.choosing_house import choosing, packed, unnamed
from tests.fulfilment_site import House
from tests.integration.fulfillment.test_choosing_for_parts import LATE
from tests.merged_orders import FIRST, SECOND, admitted, boxed, merged
from tests.split_orders import ORDER, box, pick, send, split, through


def over(house: House, subject: str, order_id: str = "ord_1", acts: str = "shipping") -> None:
    """The desk tells that the last clock of what it waits for is over."""
    told = {"order_id": order_id, "subject": subject, "hold_id": f"hold_{subject}", "acts": acts}
    with house.database.write() as session:
        job = NewJob(kind=PART_OVER, merchant=house.merchant, aggregate=order_id, payload=told)
        enqueue(session, house.site.ids, [job], house.clock.now())
    house.drain()


def cause(house: House) -> str:
    with house.database.write() as session, at_work(session, house.site, house.on()) as file:
        return cancel_cause(file)


def paid(house: House) -> int:
    with house.database.read() as session:
        return kept(session, "ord_1").get("EUR", 0)


def two_parts(house: House) -> tuple[str, str]:
    """One has left by a service that a person named, the other waits packed."""
    choosing(house)
    split(house, order=unnamed(shipping=LATE, lines=ORDER.lines))
    with house.database.write() as session:
        name_service(session, house.site, house.on(), "2", Wanted(service="line-4px", because=NamedBecause.FASTER))
    through(house, "2")
    pick(house, "3")
    box(house, 400, "3")
    gone, waits = [each for each in house.parts() if each.state != Work.CANCELLED]
    assert (gone.state, waits.state) == (Work.HANDED_OVER, Work.PACKED)
    return gone.id, waits.id


def test_part_when_its_last_clock_is_over_and_nothing_has_left_then_the_order_is_cancelled(house: House) -> None:
    choosing(house)
    packed(house, order=unnamed(shipping=LATE))
    before = paid(house)
    over(house, house.parts()[0].id)
    assert (house.case().stage, house.parts()[0].state) == (Stage.CANCELLED, Work.CANCELLED)
    assert (before > 0, paid(house), cause(house)) == (True, 0, NOT_DELIVERABLE)


def test_part_when_finance_let_its_clock_run_out_then_channels_are_not_told_that_nobody_carries_it(
    house: House,
) -> None:
    choosing(house)
    packed(house, order=unnamed(shipping=LATE))
    over(house, house.parts()[0].id, acts="finance")
    assert (house.case().stage, cause(house)) == (Stage.CANCELLED, OTHER)


def test_part_when_another_has_left_then_that_one_goes_on_and_the_price_of_this_goes_back(house: House) -> None:
    _, waits = two_parts(house)
    before = paid(house)
    over(house, waits)
    assert [each.state for each in house.parts()][1:] == [Work.HANDED_OVER, Work.CANCELLED]
    assert house.case().stage == Stage.SHIPPED
    assert 0 < paid(house) < before


def test_part_when_the_job_comes_twice_then_the_price_goes_back_once(house: House) -> None:
    _, waits = two_parts(house)
    over(house, waits)
    after = paid(house)
    house.drain(again=True)
    over(house, waits)
    assert paid(house) == after


def test_part_when_it_goes_on_by_now_then_is_left_alone(house: House) -> None:
    choosing(house)
    packed(house)
    over(house, house.parts()[0].id)
    send(house)
    assert house.case().stage == Stage.SHIPPED


def test_part_when_a_person_has_just_named_a_service_then_is_left_alone(house: House) -> None:
    choosing(house)
    packed(house, order=unnamed(shipping=LATE))
    with house.database.write() as session:
        name_service(session, house.site, house.on(), None, Wanted(service="line-4px", because=NamedBecause.FASTER))
    over(house, house.parts()[0].id)
    assert house.parts()[0].state == Work.LABELLED


def test_part_when_its_person_was_erased_then_it_ends_and_people_see_to_the_money(house: House) -> None:
    _, waits = two_parts(house)
    before = paid(house)
    house.desk.erased.add("ord_1")
    over(house, waits)
    with house.database.read() as session:
        told = [each.event for each in timeline(session, house.merchant, "ord_1")]
    assert ("part_unpriced" in told, paid(house)) == (True, before)
    assert house.case().stage == Stage.SHIPPED
    assert [each.state for each in house.parts()][1:] == [Work.HANDED_OVER, Work.CANCELLED]


def test_order_when_its_shared_box_waited_too_long_then_leaves_it_and_the_other_goes_on(house: House) -> None:
    choosing(house)
    admitted(house, FIRST, SECOND, shipping=LATE)
    id_ = merged(house, FIRST, SECOND)
    boxed(house, id_, 1200)
    over(house, id_, FIRST)
    assert (house.case(FIRST).stage, house.case(SECOND).stage) == (Stage.CANCELLED, Stage.FULFILLING)
