"""Holds of parts by a policy: they escalate at their first end, and at the last the part is given up, not the order."""

from dataclasses import replace

from engine.desk.desk import Desk
from engine.desk.erasing import erase
from engine.desk.hold_ending import PART_OVER
from engine.desk.holding import assign_hold
from engine.desk.intake import submit
from engine.desk.part_holds import PartOf, PartWait, settle_part
from engine.rulebook.holds_block import Expiry
from engine.store.holds import Hold, holds_of
from engine.store.reviews import unresolved_of
from tests.desks import ANALYST, MAIN, an_honest_order, document
from tests.integration.desk.test_hold_ends import DAY, hold_of_order, kinds, move_to, outcome, types, work

WAIT = PartWait(rule="", reason="SHIPPING_NO_SERVICE", fingerprint="f1", acts="shipping", waivable=False,
                texts={"en": "no service takes it"})  # fmt: skip


def settle(desk: Desk, order_id: str, *waits: PartWait) -> None:
    part = PartOf(merchant="main", order_id=order_id, subject="ful_1")
    with desk.database.write() as session:
        settle_part(desk, session, part, waits, desk.clock.now())
    work(desk)


def waiting(desk: Desk) -> Hold:
    """Of an order that is admitted, a part waits."""
    order_id = submit(desk, MAIN, document(an_honest_order())).row.order_id
    work(desk)
    settle(desk, order_id, WAIT)
    return hold_of_order(desk, order_id)


def test_part_when_its_first_clock_is_over_then_people_hurry_and_the_next_end_is_its_last(desk: Desk) -> None:
    hold = waiting(desk)
    assert (hold.actor, hold.on_expiry, hold.clock) == ("shipping", Expiry.ESCALATE, "ship_by")
    move_to(desk, hold.expires_at)
    work(desk)
    again = hold_of_order(desk, hold.order_id)
    assert (again.state, again.clock, again.on_expiry) == ("open", "give_up", Expiry.CANCEL)
    assert (types(desk, hold.order_id).count("order.hold_escalated"), kinds(desk).count(PART_OVER)) == (1, 0)


def test_part_when_its_last_clock_is_over_then_it_is_given_up_once_and_its_order_stays_admitted(desk: Desk) -> None:
    hold = waiting(desk)
    for _ in range(2):
        move_to(desk, hold_of_order(desk, hold.order_id).expires_at)
        work(desk, twice=True)
    ended = hold_of_order(desk, hold.order_id)
    assert (ended.state, ended.ended_by, ended.end_code) == ("expired", "clock", "time_over")
    assert (kinds(desk).count(PART_OVER), outcome(desk, hold.order_id)) == (1, "admit")
    assert types(desk, hold.order_id).count("order.hold_expired") == 1
    with desk.database.read() as session:
        assert unresolved_of(session, "main", hold.order_id) is None


def test_part_when_what_it_rests_on_changes_then_it_has_waited_since_the_first(desk: Desk) -> None:
    hold = waiting(desk)
    assign_hold(desk, ANALYST, hold.id, "ana")
    move_to(desk, hold.expires_at)
    work(desk)
    settle(desk, hold.order_id, replace(WAIT, fingerprint="f2"))
    with desk.database.read() as session:
        (now,) = holds_of(session, "main", hold.order_id, only_open=True)
    assert (now.placed_at, now.owner, now.on_expiry) == (hold.placed_at, "ana", Expiry.CANCEL)


def test_part_when_its_person_was_erased_then_it_still_ends(desk: Desk) -> None:
    hold = waiting(desk)
    erase(desk, MAIN, hold.order_id)
    for _ in range(9):
        move_to(desk, desk.clock.now() + 3 * DAY)
        work(desk)
    assert (hold_of_order(desk, hold.order_id).state, kinds(desk).count(PART_OVER)) == ("expired", 1)
