"""Orders that change, and holds that people release."""

from datetime import timedelta

import pytest

from engine.desk.changing import change, merged
from engine.desk.desk import Desk, Request
from engine.desk.erasing import erase
from engine.desk.errors import (
    HoldEnded,
    HoldNotWaivable,
    NotFound,
    OrderIdChanged,
    UntilPassed,
    VersionChanged,
)
from engine.desk.holding import place, release
from engine.desk.intake import submit
from engine.desk.reading import order_file
from engine.order.order import Order
from engine.store.holds import Hold
from tests.builders import an_address
from tests.desks import (
    ANALYST,
    MAIN,
    OTHER,
    a_power_bank_by_post,
    a_vague_address,
    an_honest_order,
    an_unpaid_order,
    document,
)


def held(desk: Desk, order: Order) -> Hold:
    decided = submit(desk, MAIN, document(order))
    with desk.database.read() as session:
        return order_file(desk, session, "main", decided.row.order_id).holds[0]


def states(desk: Desk, order_id: str) -> list[tuple[str, str]]:
    with desk.database.read() as session:
        return [(each.rule, each.state) for each in order_file(desk, session, "main", order_id).holds]


def test_change_when_what_was_missing_comes_then_the_hold_ends_by_itself(desk: Desk) -> None:
    first = submit(desk, MAIN, document(a_vague_address()))
    second = change(desk, MAIN, first.row.order_id, {"shipping_address": {"postcode": "10115"}})
    assert (second.row.outcome, second.row.version, second.row.cause) == ("admit", 2, "changed")
    assert states(desk, first.row.order_id) == [("ADR-005", "resolved")]


def test_change_when_the_reason_stays_then_the_hold_stays_the_same(desk: Desk) -> None:
    hold = held(desk, an_unpaid_order())
    change(desk, MAIN, hold.order_id, {"buyer_note": "Please ring twice"})
    with desk.database.read() as session:
        assert [each.id for each in order_file(desk, session, "main", hold.order_id).holds] == [hold.id]


def test_change_when_nothing_changes_then_the_decision_stands(desk: Desk) -> None:
    first = submit(desk, MAIN, document(an_honest_order()))
    assert change(desk, MAIN, first.row.order_id, {"currency": "EUR"}).row.id == first.row.id


def test_change_when_it_would_be_another_order_then_it_is_refused(desk: Desk) -> None:
    first = submit(desk, MAIN, document(an_honest_order()))
    with pytest.raises(OrderIdChanged) as caught:
        change(desk, MAIN, first.row.order_id, {"id": "B-1"})
    assert caught.value.fields == ("id",)


def test_change_when_somebody_was_faster_then_says_so(desk: Desk) -> None:
    first = submit(desk, MAIN, document(an_honest_order()))
    change(desk, MAIN, first.row.order_id, {"buyer_note": "one"}, seen_versions=frozenset({1}))
    with pytest.raises(VersionChanged):
        change(desk, MAIN, first.row.order_id, {"buyer_note": "two"}, seen_versions=frozenset({1}))


def test_change_when_the_request_is_repeated_then_changes_once(desk: Desk) -> None:
    first = submit(desk, MAIN, document(an_honest_order()))
    asked = Request(key="k", fingerprint="f")
    one = change(desk, MAIN, first.row.order_id, {"buyer_note": "one"}, asked)
    change(desk, MAIN, first.row.order_id, {"buyer_note": "two"})
    assert change(desk, MAIN, first.row.order_id, {"buyer_note": "one"}, asked).row.id == one.row.id


def test_change_when_the_order_is_anothers_then_there_is_none(desk: Desk) -> None:
    first = submit(desk, MAIN, document(an_honest_order()))
    with pytest.raises(NotFound):
        change(desk, OTHER, first.row.order_id, {"buyer_note": "one"})


def test_release_when_a_person_may_then_the_order_goes_on_and_the_release_is_kept(desk: Desk) -> None:
    hold = held(desk, an_unpaid_order())
    decided = release(desk, ANALYST, hold.id, "paid by transfer, seen on the account")
    assert (decided.row.outcome, decided.row.cause) == ("admit", "released")
    assert [each.waived_by for each in decided.decision.findings if each.verdict != "admit"] == ["ana"]
    assert states(desk, hold.order_id) == [("PAY-002", "released")]


def test_release_when_values_change_after_it_then_the_order_is_held_again(desk: Desk) -> None:
    hold = held(desk, an_unpaid_order())
    release(desk, ANALYST, hold.id, "seen on the account")
    kept = change(desk, MAIN, hold.order_id, {"buyer_note": "ring"})
    lost = change(desk, MAIN, hold.order_id, {"payment": {"status": "voided"}})
    assert (kept.row.outcome, lost.row.outcome) == ("admit", "hold")


def test_release_when_its_time_is_over_then_the_order_is_held_again(desk: Desk) -> None:
    hold = held(desk, an_unpaid_order())
    until = desk.clock.now() + timedelta(hours=1)
    release(desk, ANALYST, hold.id, "for an hour", until=until)
    desk.clock.pass_by(timedelta(hours=2))  # type: ignore[attr-defined]
    assert change(desk, MAIN, hold.order_id, {"buyer_note": "ring"}).row.outcome == "hold"


def test_release_when_law_holds_the_order_then_nobody_may(desk: Desk) -> None:
    hold = held(desk, a_power_bank_by_post())
    with pytest.raises(HoldNotWaivable):
        release(desk, ANALYST, hold.id, "it is only one")
    assert states(desk, hold.order_id) == [("IMP-080", "open")]


def test_release_when_done_before_then_says_so_but_a_repeated_request_is_answered(desk: Desk) -> None:
    hold = held(desk, an_unpaid_order())
    asked = Request(key="k", fingerprint="f")
    one = release(desk, ANALYST, hold.id, "paid", asked)
    assert release(desk, ANALYST, hold.id, "paid", asked).row.id == one.row.id
    with pytest.raises(HoldEnded):
        release(desk, ANALYST, hold.id, "paid")


def test_release_when_the_hold_is_anothers_then_there_is_none(desk: Desk) -> None:
    hold = held(desk, an_unpaid_order())
    with pytest.raises(NotFound):
        release(desk, OTHER, hold.id, "mine")


def test_place_when_a_person_holds_an_admitted_order_then_the_decision_stays_and_release_frees_it(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(an_honest_order()))
    hold = place(desk, ANALYST, decided.row.order_id, "the buyer rang")
    freed = release(desk, ANALYST, hold.id, "rang back")
    assert (hold.decision_id, hold.source) == (decided.row.id, "person")
    assert freed.row.outcome == "admit"
    assert states(desk, decided.row.order_id) == [("", "released")]


def test_hold_when_the_channel_waits_only_so_long_then_ends_a_working_day_before(desk: Desk) -> None:
    hold, ship_by = held(desk, an_unpaid_order()), an_unpaid_order().ship_by
    assert ship_by is not None
    assert (hold.expires_at, hold.clock) == (ship_by - timedelta(days=1), "ship_by")


def test_merged_when_patched_as_in_the_standard_then_is_as_there() -> None:
    before = {"a": "b", "c": {"d": "e", "f": "g"}}
    assert merged(before, {"a": "z", "c": {"f": None}}) == {"a": "z", "c": {"d": "e"}}


def test_address_when_given_whole_then_replaces_only_what_it_says(desk: Desk) -> None:
    first = submit(desk, MAIN, document(a_vague_address()))
    change(desk, MAIN, first.row.order_id, {"shipping_address": {"postcode": "10115"}})
    with desk.database.read() as session:
        file = order_file(desk, session, "main", first.row.order_id)
    address = file.document["shipping_address"]
    assert address == {
        name: value
        for name in ("name", "line1", "city", "postcode", "country", "phone", "email")
        if (value := getattr(an_address(), name))
    }


def test_change_when_the_person_was_erased_then_still_must_not_make_another_order_of_it(desk: Desk) -> None:
    first = submit(desk, MAIN, document(an_honest_order()))
    erase(desk, MAIN, first.row.order_id)
    with pytest.raises(OrderIdChanged) as caught:
        change(desk, MAIN, first.row.order_id, document(an_honest_order("B-1")))
    assert caught.value.fields == ("id",)


def test_request_when_it_only_met_what_stood_then_gets_the_same_answer_after_a_change(desk: Desk) -> None:
    first = submit(desk, MAIN, document(a_vague_address()))
    asked = Request(key="k", fingerprint="f")
    assert submit(desk, MAIN, document(a_vague_address()), asked).row.id == first.row.id
    change(desk, MAIN, first.row.order_id, {"shipping_address": {"postcode": "10115"}})
    assert submit(desk, MAIN, document(a_vague_address()), asked).row.id == first.row.id
    with desk.database.read() as session:
        assert order_file(desk, session, "main", first.row.order_id).current.outcome == "admit"


def test_release_when_it_would_be_over_already_then_is_refused(desk: Desk) -> None:
    hold = held(desk, an_unpaid_order())
    with pytest.raises(UntilPassed):
        release(desk, ANALYST, hold.id, "paid", until=desk.clock.now())
    assert states(desk, hold.order_id) == [("PAY-002", "open")]
