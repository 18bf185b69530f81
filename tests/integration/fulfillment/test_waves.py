"""Waves: gathered, released into walks, left by who may not be picked, and picked scan by scan."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from threading import Barrier

import pytest

from engine.store.sessions import WriteSession
from fulfillment.deciding import cancel_order
from fulfillment.errors import NotFound, StepBlocked
from fulfillment.inventory.keeping import keep_warehouse
from fulfillment.picking.picking import open_list, record_pick
from fulfillment.picking.releasing import cancel_wave, release_wave
from fulfillment.picking.scanning import Scanned, WalkSeen, scan_pick
from fulfillment.picking.station_errors import ScanRefused, WaveRefused
from fulfillment.reason import Reason
from fulfillment.records import Warehouse
from fulfillment.repeating import repeated
from fulfillment.states import Work
from fulfillment.store.places import places_of
from fulfillment.store.stock import find_stock
from fulfillment.walkthrough import walk
from tests.fulfilment_site import House
from tests.wave_house import (
    HERE,
    MUG,
    PEN,
    PLACES,
    TEE,
    admit,
    fetch,
    pick_all,
    plan,
    release,
    released,
    scan,
    seen,
    set_up,
    stock,
    walk_of,
)

WHY = Reason(rule="IMP-DE-12", code="PROHIBITED", verdict="hold", texts={"en": "may not enter"})


def three_orders(house: House, **terms: object) -> None:
    set_up(house, PLACES, **terms)
    admit(house, 1, {TEE: 2, PEN: 1})
    admit(house, 2, {TEE: 3, MUG: 2})
    admit(house, 3, {MUG: 1, PEN: 4})


def state_of(house: House, number: int) -> str:
    return house.parts(f"ord_{number}")[-1].state


def test_reserved_part_when_its_warehouse_picks_in_waves_then_waits_for_one(house: House) -> None:
    three_orders(house)
    assert [state_of(house, each) for each in (1, 2, 3)] == [Work.RESERVED] * 3
    (wave,) = plan(house)
    assert (wave.state, wave.carrier, len(seen(house, wave).parts)) == ("planned", "dhl_express", 3)
    assert plan(house) == ()  # all of it is in one


def test_waves_when_planned_then_are_by_carrier_and_its_own_cut_off_in_the_clock_of_the_warehouse(house: House) -> None:
    set_up(house, cut_offs="post=19:30")
    admit(house, 1, {TEE: 1})
    admit(house, 2, {TEE: 1}, carrier="post")
    first, second = plan(house)  # noon UTC is 20:00 in Shenzhen: too late for the post, in time for the other one
    assert (first.carrier, first.leaves_at) == ("dhl_express", datetime(2026, 11, 25, 13, 0, tzinfo=UTC))
    assert (second.carrier, second.leaves_at) == ("post", datetime(2026, 11, 26, 11, 30, tzinfo=UTC))


def test_waves_when_planned_by_zone_then_orders_of_several_zones_are_apart(house: House) -> None:
    three_orders(house)
    admit(house, 4, {PEN: 1})
    assert [(wave.zone, len(seen(house, wave).parts)) for wave in plan(house, by_zone=True)] == [
        ("", 2), ("A", 1), ("B", 1)]  # fmt: skip


def test_waves_when_more_is_reserved_than_one_takes_then_are_several(house: House) -> None:
    three_orders(house)
    assert [len(seen(house, wave).parts) for wave in plan(house, most=2)] == [2, 1]
    with pytest.raises(WaveRefused):
        plan(house, method="by drone")


def test_wave_when_released_as_a_batch_then_one_cart_fetches_all_on_a_shortest_walk(house: House) -> None:
    three_orders(house)
    (walked,) = released(house).walks
    assert (walked.method, walked.proved, walked.distance_mm) == ("batch", 1, walked.best_mm)
    assert walked.distance_mm > 0
    stops = walk_of(house, walked.id).stops
    assert {each.tote for each in stops} == {1, 2, 3}
    assert sum(each.quantity for each in stops) == 13
    assert [state_of(house, each) for each in (1, 2, 3)] == [Work.PICKING] * 3


@pytest.mark.parametrize(("method", "walks"), [("single", 3), ("batch", 2), ("zone", 3)])
def test_wave_when_released_then_has_walks_by_its_method_and_the_cart(house: House, method: str, walks: int) -> None:
    three_orders(house, totes=2)
    assert len(released(house, method=method).walks) == walks


def test_wave_when_released_then_takes_what_expires_first_and_from_as_few_bins_as_it_can(house: House) -> None:
    set_up(house)
    for number in range(1, 5):
        admit(house, number, {TEE: 2, MUG: 2})
    (walked,) = released(house).walks
    taken = {(each.sku, each.bin): 0 for each in walk_of(house, walked.id).stops}
    for each in walk_of(house, walked.id).stops:
        taken[each.sku, each.bin] += each.quantity
    # T-shirts do not spoil: all from the full bin, though they were reserved from two. Mugs: the old lot first.
    assert taken == {(TEE, "02-05"): 8, (MUG, "01-08"): 5, (MUG, "03-02"): 3}
    with house.database.read() as session:
        reserved = {each.bin: each.reserved for each in places_of(session, "main", TEE, HERE)}
        shelf = find_stock(session, "main", TEE, HERE)
    assert reserved == {"01-03": 0, "02-05": 8}
    assert shelf is not None
    assert shelf.reserved == 8


def test_wave_when_released_again_then_stays_as_it_is(house: House) -> None:
    three_orders(house)
    once = released(house)
    assert release(house, once.wave) == once


def test_wave_when_an_order_is_held_or_cancelled_then_it_leaves_at_once_and_once(house: House) -> None:
    three_orders(house)
    (wave,) = plan(house)
    house.decide("hold", "ord_1")
    house.drain()
    wave_now = release(house, wave)
    assert {each.order_id: (each.state, each.why) for each in wave_now.parts} == {
        "ord_1": ("left", "hold"), "ord_2": ("in", ""), "ord_3": ("in", "")}  # fmt: skip
    with house.database.write() as session:
        cancel_order(session, house.site, house.on("ord_2"), "changed their mind")
    house.drain(again=True)
    left = seen(house, wave)
    assert [each.state for each in left.parts] == ["left", "left", "in"]
    dropped = {each.order_id for each in walk_of(house, left.walks[0].id).stops if each.state == "dropped"}
    assert dropped == {"ord_2"}


def test_wave_when_an_order_is_held_while_it_is_picked_then_goes_on_without_it_and_it_is_gathered_later(
    house: House,
) -> None:
    three_orders(house)
    wave = released(house)
    fetch(house, next(each for each in walk_of(house, wave.walks[0].id).stops if each.order_id == "ord_1"))
    house.decide("hold", "ord_1")
    house.drain()
    pick_all(house, wave.walks[0].id)
    assert [state_of(house, each) for each in (1, 2, 3)] == [Work.PICKING, Work.PICKED, Work.PICKED]
    assert seen(house, wave.wave).wave.state == "done"
    house.decide("admit", "ord_1")
    house.drain()
    again = released(house)
    assert [each.order_id for each in again.parts] == ["ord_1"]
    pick_all(house, again.walks[0].id)
    assert state_of(house, 1) == Work.PICKED


def test_wave_when_everybody_leaves_then_is_cancelled(house: House) -> None:
    three_orders(house)
    wave = released(house)
    with house.database.write() as session:
        ended = cancel_wave(session, house.site, "main", wave.wave.id, house.clock.now(), "tests")
        assert cancel_wave(session, house.site, "main", wave.wave.id, house.clock.now(), "tests") == ended
    assert (ended.wave.state, ended.walks[0].state) == ("cancelled", "pulled")
    with house.database.write() as session, pytest.raises(WaveRefused):
        release_wave(session, house.site, "main", wave.wave.id, house.clock.now(), "tests")
    assert len(plan(house)) == 1


def test_list_when_all_is_scanned_then_ends_the_picking_of_every_order_and_the_wave(house: House) -> None:
    three_orders(house, method="zone")
    wave = released(house)
    assert len(wave.walks) == 2
    pick_all(house, wave.walks[0].id)
    assert Work.PICKING in {state_of(house, each) for each in (1, 2, 3)}  # their other zone is not done
    pick_all(house, wave.walks[1].id)
    assert {state_of(house, each) for each in (1, 2, 3)} == {Work.PICKED}
    assert (seen(house, wave.wave).wave.state, walk_of(house, wave.walks[1].id).walk.state) == ("done", "done")


def test_scan_when_sent_twice_then_counts_once_even_when_the_list_has_ended(house: House) -> None:
    set_up(house)
    admit(house, 1, {TEE: 2})
    walked = released(house).walks[0].id
    first = scan(house, walked, "s1", bin="01-03", item=TEE)
    again = scan(house, walked, "s1", bin="01-03", item=TEE)
    assert (first.outcome, again.outcome, again.stops[0].picked) == ("found", "repeated", 1)
    scan(house, walked, "s2", bin="01-03", item=TEE)
    assert scan(house, walked, "s2", bin="01-03", item=TEE).outcome == "repeated"
    with pytest.raises(ScanRefused):
        scan(house, walked, "s3", bin="01-03", item=TEE)


def test_scan_when_it_is_the_wrong_one_then_says_what_is_expected(house: House) -> None:
    three_orders(house)
    house.desk.numbers = {PEN: "4006381333931"}
    walked = released(house).walks[0].id
    wrong: dict[str, dict[str, object]] = {
        "bin": {"bin": "09-09", "item": TEE},
        "item": {"bin": "04-09", "item": TEE},
        "tote": {"bin": "04-09", "item": "04006381333931", "tote": "2"},
        "quantity": {"bin": "04-09", "item": PEN, "tote": "1", "quantity": 9},
    }
    expected = {}
    for name, told in wrong.items():
        with pytest.raises(ScanRefused) as refused:
            scan(house, walked, f"wrong-{name}", **told)
        expected[name] = refused.value.expected[name]
    assert expected["item"] == "PEN (4006381333931)"
    assert (expected["tote"], expected["quantity"]) == ("1, 3", "1")
    assert scan(house, walked, "bin", bin="04-09").outcome == "confirmed"
    assert scan(house, walked, "right", bin="04-09", item="4006381333931", tote="1").outcome == "found"


def test_scan_when_the_order_is_held_meanwhile_then_says_why(house: House) -> None:
    set_up(house)
    admit(house, 1, {TEE: 2})
    walked = released(house).walks[0].id
    house.desk.kept_by = (WHY,)
    house.decide("hold", "ord_1")  # its job has not been done yet
    with pytest.raises(StepBlocked) as refused:
        scan(house, walked, "s1", bin="01-03", item=TEE)
    assert refused.value.reasons == (WHY,)


def test_short_pick_when_another_bin_has_it_then_the_list_goes_there(house: House) -> None:
    set_up(house)
    admit(house, 1, {MUG: 4})
    walked = released(house).walks[0].id
    scan(house, walked, "s1", bin="01-08", item=MUG, quantity=3)
    after = scan(house, walked, "s2", bin="01-08", item=MUG, short=True)
    assert after.outcome == "elsewhere"
    assert [(each.bin, each.lot, each.quantity, each.picked, each.state) for each in after.stops] == [
        ("01-08", "M1", 4, 3, "short"), ("03-02", "M2", 1, 0, "open")]  # fmt: skip
    with house.database.read() as session:
        places = {each.bin: (each.on_hand, each.reserved) for each in places_of(session, "main", MUG, HERE)}
    assert places == {"01-08": (4, 3), "03-02": (20, 1)}
    scan(house, walked, "s3", bin="03-02", item=MUG)
    assert state_of(house, 1) == Work.PICKED


def test_short_pick_when_only_another_warehouse_has_it_then_that_one_sends_it(house: House) -> None:
    set_up(house, {PEN: (("04-09", "", "", 2),)})
    admit(house, 1, {PEN: 2})
    with house.database.write() as session:
        keep_warehouse(session, Warehouse(merchant_id="main", code="HAM-1", country="DE"))
    stock(house, {PEN: (("", "", "", 9),)}, "HAM-1")
    wave = released(house)
    assert scan(house, wave.walks[0].id, "s1", bin="04-09", item=PEN, short=True).outcome == "other_warehouse"
    house.drain()
    assert [(each.warehouse, each.state) for each in house.parts("ord_1")] == [
        (HERE, Work.CANCELLED), ("HAM-1", Work.PICKING)]  # fmt: skip
    assert seen(house, wave.wave).wave.state == "cancelled"


def test_short_pick_when_nobody_has_it_then_it_is_waited_for_and_the_books_are_corrected(house: House) -> None:
    set_up(house, {PEN: (("04-09", "", "", 2),), TEE: (("01-03", "", "", 9),)})
    admit(house, 1, {PEN: 2, TEE: 1})
    admit(house, 2, {TEE: 1})
    wave = released(house)
    scan(house, wave.walks[0].id, "s1", bin="04-09", item=PEN)
    assert scan(house, wave.walks[0].id, "s2", bin="04-09", item=PEN, short=True).outcome == "backordered"
    house.drain()
    assert state_of(house, 1) == Work.BACKORDERED
    with house.database.read() as session:
        shelf = find_stock(session, "main", PEN, HERE)
    assert shelf is not None
    assert (shelf.on_hand, shelf.reserved) == (1, 0)
    pick_all(house, wave.walks[0].id)
    assert (state_of(house, 2), seen(house, wave.wave).wave.state) == (Work.PICKED, "done")
    stock(house, {PEN: (("04-09", "", "", 5),)})
    house.drain()
    assert state_of(house, 1) == Work.RESERVED


def test_lists_when_two_pickers_scan_at_once_then_the_order_is_picked_once_and_nothing_is_lost(house: House) -> None:
    three_orders(house, method="zone")
    wave = released(house)
    start = Barrier(len(wave.walks))

    def pick(walk_id: str) -> None:
        stops = walk_of(house, walk_id).stops
        start.wait(30)
        for stop in stops:
            for piece in range(stop.quantity):
                told = Scanned(id=f"{stop.stop}-{piece}", bin=stop.bin, item=stop.sku, tote=str(stop.tote))
                repeated(house.database, partial(said, walk_id, told))

    def said(walk_id: str, told: Scanned, session: WriteSession) -> WalkSeen:
        return scan_pick(session, house.site, house.on(""), walk_id, told)

    with ThreadPoolExecutor() as pickers:
        list(pickers.map(pick, [each.id for each in wave.walks]))
    assert [state_of(house, each) for each in (1, 2, 3)] == [Work.PICKED] * 3
    assert seen(house, wave.wave).wave.state == "done"


def test_part_when_told_as_picked_by_itself_then_leaves_the_wave(house: House) -> None:
    three_orders(house)
    wave = released(house)
    with house.database.write() as session:
        record_pick(session, house.site, house.on("ord_1"))
    left = {each.order_id: each.why for each in seen(house, wave.wave).parts if each.state == "left"}
    assert (state_of(house, 1), left) == (Work.PICKED, {"ord_1": "picked"})
    with house.database.read() as session:
        assert open_list(session, "main", "ord_1") == ()


@pytest.mark.parametrize("in_waves", [0, 1])
def test_part_when_told_as_short_as_a_whole_then_what_is_missing_leaves_the_bin_that_was_looked_in(
    house: House, in_waves: int
) -> None:
    set_up(house, {TEE: PLACES[TEE]}, in_waves=in_waves)
    admit(house, 1, {TEE: 6})  # all from the full bin
    if in_waves:
        released(house)
    with house.database.write() as session:
        record_pick(session, house.site, house.on("ord_1"), {1: 4})
    with house.database.read() as session:
        there = {each.bin: each.on_hand for each in places_of(session, "main", TEE, HERE)}
    assert there == {"01-03": 4, "02-05": 18}


def test_list_when_nothing_is_known_of_bins_or_layout_then_is_still_picked(house: House) -> None:
    house.decide("admit", "ord_1")
    house.drain()
    wave = released(house)  # it has its list already
    assert wave.walks[0].distance_mm == 0
    pick_all(house, wave.walks[0].id)
    assert state_of(house, 1) == Work.PICKED


def test_order_when_played_in_a_warehouse_of_waves_then_ends_as_everywhere(house: House) -> None:
    set_up(house)
    admit(house, 1, {TEE: 1})
    assert walk(house.database, house.site, "main", "ord_1", house.clock).stage == "completed"


def test_waves_when_another_merchant_asks_then_are_not_there(house: House) -> None:
    three_orders(house)
    wave = released(house)
    other = replace(house.on(""), merchant="other")
    with house.database.write() as session, pytest.raises(NotFound):
        release_wave(session, house.site, "other", wave.wave.id, house.clock.now(), "x")
    with house.database.write() as session, pytest.raises(NotFound):
        scan_pick(session, house.site, other, wave.walks[0].id, None)  # type: ignore[arg-type]


def test_release_when_watched_then_every_part_is_counted(house: House) -> None:
    set_up(house)
    for number in (1, 2, 3):
        admit(house, number, {TEE: 1})
    (wave,) = plan(house)
    told: list[int] = []
    with house.database.write() as session:
        release_wave(session, house.site, "main", wave.id, house.clock.now(), "tests", told.append)
    assert told == [1, 2, 3]
