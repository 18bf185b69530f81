"""Whoever holds walks and shelves takes the walks first: a cancel, or a list told as a whole, waits for a scan before
it holds anything that the scan will need. Only PostgreSQL holds rows; SQLite lets one write at a time.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

import pytest
from sqlalchemy import text

from engine.store.sessions import WriteSession
from fulfillment.deciding import cancel_order
from fulfillment.picking.picking import record_pick
from fulfillment.picking.releasing import cancel_wave
from fulfillment.picking.scanning import Scanned, scan_pick
from fulfillment.states import Work
from fulfillment.store.stock import change_shelf
from fulfillment.store.walks import hold_walk
from tests.fulfilment_site import House
from tests.wave_house import HERE, MUG, PEN, PLACES, TEE, admit, released, set_up, stock, walk_of

WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


def until_waiting(session: WriteSession) -> None:
    end = monotonic() + 20
    while not session.number(WAITING):
        assert monotonic() < end, "nobody waits"
        sleep(0.01)


def cancel(house: House, _: str, session: WriteSession) -> None:
    cancel_order(session, house.site, house.on(), "enough")


def tell_whole(house: House, _: str, session: WriteSession) -> None:
    record_pick(session, house.site, house.on(), {1: 0, 2: 1})


def cancel_all(house: House, wave: str, session: WriteSession) -> None:
    cancel_wave(session, house.site, "main", wave, house.clock.now(), "tests")


@pytest.mark.parametrize("act", [cancel, tell_whole, cancel_all])
def test_part_when_it_leaves_during_a_scan_then_waits_for_it_and_holds_nothing_that_the_scan_needs(
    house: House, act: Callable[[House, str, WriteSession], None]
) -> None:
    if house.database.is_sqlite:
        pytest.skip("SQLite has one writer at a time")
    set_up(house, PLACES)
    admit(house, 1, {TEE: 1, MUG: 1})
    wave = released(house)

    def leave() -> None:
        with house.database.write() as session:
            act(house, wave.wave.id, session)

    with ThreadPoolExecutor(1) as other:
        with house.database.write() as session:
            assert hold_walk(session, wave.walks[0].id)
            left = other.submit(leave)
            until_waiting(session)
            session.run(text("SET LOCAL lock_timeout = '2s'"))
            for sku in (MUG, TEE):
                assert change_shelf(session, "main", sku, HERE)
            session.run(text("UPDATE fulfilment SET state = state"))
            session.run(text("UPDATE wave_part SET state = state"))
        left.result(30)


def test_short_scan_when_its_part_has_other_articles_then_holds_all_their_shelves_in_order(house: House) -> None:
    if house.database.is_sqlite:
        pytest.skip("SQLite has one writer at a time")
    set_up(house, {MUG: PLACES[MUG]})
    stock(house, {PEN: (("04-09", "", "", 1),)})
    admit(house, 1, {MUG: 1, PEN: 1})
    wave = released(house)
    stop = next(each for each in walk_of(house, wave.walks[0].id).stops if each.sku == PEN)

    def short() -> None:
        told = Scanned(id="s", bin=stop.bin, item=PEN, short=True)
        with house.database.write() as session:
            scan_pick(session, house.site, house.on(""), stop.walk_id, told)

    with ThreadPoolExecutor(1) as other:
        with house.database.write() as session:  # as an order that is reserved
            assert change_shelf(session, "main", MUG, HERE)
            done = other.submit(short)
            until_waiting(session)
            session.run(text("SET LOCAL lock_timeout = '2s'"))
            assert change_shelf(session, "main", PEN, HERE)
        done.result(30)
    assert house.parts()[-1].state == Work.BACKORDERED
