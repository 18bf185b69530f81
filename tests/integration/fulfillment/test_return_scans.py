"""Scans of a return's own label move the return, each once and in any order; silence ends as well."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import orjson
import pytest
from sqlalchemy import select

from engine.desk.errors import PersonErased
from engine.store.tables import EVENT
from fulfillment.aftersales.deadlines import law_said, return_deadlines
from fulfillment.aftersales.returns import (
    authorise_return,
    decline_return,
    lose_return,
    receive_return,
    request_return,
    send_return,
    settle_return,
)
from fulfillment.aftersales.watching import deadlines_of
from fulfillment.deadlines import DeadlinesWanted
from fulfillment.errors import NotFound, TrackingRefused
from fulfillment.payments.confirming import confirm_payment
from fulfillment.payments.taking import PaymentEvent
from fulfillment.records import ReturnCase
from fulfillment.states import Comeback, Event
from fulfillment.store.aftersales import change_return
from fulfillment.store.cases import history
from fulfillment.store.money import kept, refunds_of
from fulfillment.tracking.recording import record_tracking
from fulfillment.tracking.scan import Scan
from fulfillment.tracking.vocabulary import Word
from tests.fulfilment_site import House
from tests.return_house import asked, delivered, now

SILENT = timedelta(days=31)


def labelled(house: House, way: str = "refund_back_home_house", pieces: int = 2) -> ReturnCase:
    delivered(house)
    house.desk.returning = replace(house.desk.returning, by_itself=False)
    case = asked(house, {1: pieces}, "changed_mind")
    with house.database.write() as session:
        authorise_return(session, house.site, house.on(), case.id, way)
    return now(house, case)


def told(house: House, case: ReturnCase, *words: Word, merchant: str = "main", number: str = "") -> ReturnCase:
    for word in words:
        scan(house, number or case.label, [Scan(status=word, at=house.clock.now())], merchant)
    house.drain()
    return now(house, case)


def scan(house: House, number: str, scans: Sequence[Scan], merchant: str = "main") -> None:
    with house.database.write() as session:
        record_tracking(session, house.site, merchant, number, scans, house.clock.now())


def entered(house: House) -> list[str]:
    with house.database.read() as session:
        return [each.event for each in history(session, "main", "ord_1")]


def left(house: House) -> int:
    with house.database.read() as session:
        return kept(session, "ord_1").get("EUR", 0)


@pytest.mark.parametrize(
    ("words", "state", "awaits"),
    [
        ((Word.LABEL_CREATED,), Comeback.LABEL_SENT, "goods"),
        ((Word.ACCEPTED,), Comeback.IN_TRANSIT, "arrival"),
        ((Word.ACCEPTED, Word.DEPARTED_ORIGIN), Comeback.IN_TRANSIT, "arrival"),
        ((Word.ACCEPTED, Word.RETURNING), Comeback.IN_TRANSIT, "person"),
        ((Word.ACCEPTED, Word.DELIVERED), Comeback.RECEIVED, "person"),
        ((Word.DELIVERED,), Comeback.RECEIVED, "person"),
        ((Word.DELIVERED, Word.ACCEPTED), Comeback.RECEIVED, "person"),
        ((Word.ACCEPTED, Word.LOST), Comeback.CLOSED, ""),
        ((Word.DESTROYED,), Comeback.CLOSED, ""),
    ],
)
def test_label_when_scanned_then_the_return_moves(
    house: House, words: tuple[Word, ...], state: Comeback, awaits: str
) -> None:
    case = told(house, labelled(house), *words)
    assert (case.state, case.awaits) == (state, awaits)


def refund_due(case: ReturnCase) -> datetime | None:
    return next((each.due_at for each in deadlines_of(case) if each.what == "return_refund"), None)


def due_events(house: House) -> list[tuple[int, bool]]:
    with house.database.read() as session:
        rows = session.rows(select(EVENT.c.data).where(EVENT.c.type == "return.refund_due").order_by(EVENT.c.seq))
        found = [orjson.loads(row.data) for row in rows]
    return [(each["days_left"], each["is_over"]) for each in found]


def test_money_when_the_label_was_scanned_in_then_has_a_day_before_the_goods_are_here(house: House) -> None:
    case = labelled(house)
    assert refund_due(case) is None
    house.pass_by(days=2)
    sent_at = house.clock.now()
    told(house, case, Word.ACCEPTED)
    house.pass_by(days=3)
    case = told(house, case, Word.TRANSIT_HUB)
    assert (case.sent_at, case.received_at) == (sent_at, None)
    assert refund_due(case) == case.created_at + timedelta(days=14)


def test_money_when_its_day_comes_near_and_passes_then_people_are_told_each_once_and_it_is_listed(house: House) -> None:
    case = told(house, labelled(house), Word.ACCEPTED)
    with house.database.read() as session:
        listed = return_deadlines(session, "main", DeadlinesWanted(limit=9))
    assert [(each.at, each.source) for each in listed if each.what_happens == "return_refund"] == [
        (case.created_at + timedelta(days=14), law_said(case.refund_source))
    ]
    seen = []
    for days in (10, 1, 3, 1):
        house.clock.pass_by(timedelta(days=days))
        house.drain()
        seen.append(due_events(house))
    assert seen == [[], [(3, False)], [(3, False), (0, True)], [(3, False), (0, True)]]


def paid_word(house: House, kind: Event, dispute: str = "dp") -> None:
    event = PaymentEvent(kind=kind, amount=4488, currency="EUR", reference=f"{dispute}_{kind}", subject=dispute,
                         at=house.clock.now())  # fmt: skip
    with house.database.write() as session:
        confirm_payment(session, house.site, house.on(), event)
    house.drain()


@pytest.mark.parametrize(("ends", "pieces", "refunds"), [(Event.WIN, 1, 1), (Event.WIN, 2, 1), (Event.LOSE, 1, 0)])
def test_money_when_a_dispute_keeps_it_from_going_back_then_its_day_is_watched_until_the_dispute_is_over(
    house: House, ends: Event, pieces: int, refunds: int
) -> None:
    case = told(house, labelled(house, pieces=pieces), Word.ACCEPTED, Word.DELIVERED)
    paid_word(house, Event.DISPUTE)
    with house.database.write() as session:
        receive_return(session, house.site, house.on(), case.id, "like_new")
    settled = now(house, case)
    assert (settled.state, settled.refund_waits, refund_due(settled)) == (Comeback.CLOSED, 1, case.refund_due_at)
    assert listed_refunds(house) == [case.id]
    seen = []
    for days in (11, 3):
        house.clock.pass_by(timedelta(days=days))
        house.drain()
        seen.append(due_events(house))
    assert seen == [[(3, False)], [(3, False), (0, True)]]
    paid_word(house, ends)
    assert (listed_refunds(house), refund_due(now(house, case))) == ([], None)
    with house.database.read() as session:
        assert len(refunds_of(session, "main", "ord_1")) == refunds


def test_money_when_another_dispute_keeps_it_then_its_day_is_watched_until_both_are_over(house: House) -> None:
    case = told(house, labelled(house, pieces=1), Word.ACCEPTED, Word.DELIVERED)
    for dispute in ("dp_1", "dp_2"):
        paid_word(house, Event.DISPUTE, dispute)
    with house.database.write() as session:
        receive_return(session, house.site, house.on(), case.id, "like_new")
    seen = []
    for dispute in ("dp_1", "dp_2"):
        paid_word(house, Event.WIN, dispute)
        seen.append(listed_refunds(house))
    assert seen == [[case.id], []]


def listed_refunds(house: House) -> list[str]:
    with house.database.read() as session:
        listed = return_deadlines(session, "main", DeadlinesWanted(limit=9))
    return [each.id for each in listed if each.what_happens == "return_refund"]


def test_deadlines_when_both_of_a_return_are_one_moment_then_the_laws_stands_in_the_one_place(house: House) -> None:
    case = told(house, labelled(house), Word.ACCEPTED)
    with house.database.write() as session:
        change_return(session, replace(case, due_at=case.refund_due_at))
        listed = return_deadlines(session, "main", DeadlinesWanted(limit=9))
    assert [each.what_happens for each in listed] == ["return_refund"]


def test_money_when_it_went_back_in_time_then_nobody_is_told_of_its_day(house: House) -> None:
    told(house, labelled(house), Word.ACCEPTED, Word.LOST)
    house.clock.pass_by(timedelta(days=15))
    house.drain()
    assert (due_events(house), entered(house).count("return_refund_due")) == ([], 0)


def test_money_when_staff_have_proof_that_the_goods_were_sent_then_has_a_day(house: House) -> None:
    case = labelled(house, "refund_back_home_buyer")
    house.pass_by(days=16)
    with house.database.write() as session:
        send_return(session, house.site, house.on(), case.id)
    assert refund_due(now(house, case)) == house.clock.now()


def test_parcel_when_lost_on_its_way_back_then_the_customer_is_paid_once_and_a_late_arrival_is_told_of(
    house: House,
) -> None:
    case = told(house, labelled(house), Word.ACCEPTED, Word.LOST)
    paid = case.amount
    late = told(house, case, Word.DELIVERED, Word.DELIVERED)
    assert (late.state, late.amount, left(house)) == (Comeback.CLOSED, paid, 0)
    assert entered(house).count("return_scanned_late") == 1


def test_scan_when_told_twice_then_it_is_kept_once(house: House) -> None:
    case = labelled(house)
    told(house, case, Word.ACCEPTED, Word.ACCEPTED)
    assert entered(house).count("return_scanned") == 1


def test_scans_when_told_together_in_any_order_then_the_return_follows_the_furthest(house: House) -> None:
    case, at = labelled(house), house.clock.now()
    scan(house, case.label, [Scan(status=Word.DELIVERED, at=at), Scan(status=Word.ACCEPTED, at=at - SILENT)])
    assert now(house, case).state == Comeback.RECEIVED


def test_scan_when_its_time_has_no_zone_or_the_label_is_anothers_then_it_is_refused(house: House) -> None:
    case = labelled(house)
    with pytest.raises(TrackingRefused):
        scan(house, case.label, [Scan(status=Word.ACCEPTED, at=datetime(2026, 1, 1))])  # noqa: DTZ001 - that is the point
    with pytest.raises(NotFound):
        told(house, case, Word.ACCEPTED, merchant="second")
    assert now(house, case).state == Comeback.LABEL_SENT


@pytest.mark.parametrize(
    ("by_itself", "state", "awaits"), [(True, Comeback.CLOSED, ""), (False, Comeback.IN_TRANSIT, "person")]
)
def test_return_when_silent_for_long_then_it_is_paid_as_lost_or_a_person_looks(
    house: House, by_itself: bool, state: Comeback, awaits: str
) -> None:
    case = told(house, labelled(house), Word.ACCEPTED)
    house.desk.returning = replace(house.desk.returning, by_itself=by_itself)
    house.clock.pass_by(SILENT)
    house.drain()
    ended = now(house, case)
    assert (ended.state, ended.awaits) == (state, awaits)
    assert "return_silent" in entered(house)


def test_return_when_silent_and_its_customer_was_erased_then_a_person_looks(house: House) -> None:
    case = told(house, labelled(house), Word.ACCEPTED)
    house.desk.returning = replace(house.desk.returning, by_itself=True)
    house.desk.erased.add("ord_1")
    before = left(house)
    house.clock.pass_by(SILENT)
    house.drain()
    ended = now(house, case)
    assert (ended.state, ended.awaits, left(house)) == (Comeback.LOST, "person", before)


def looked_at(house: House, case: ReturnCase) -> None:
    with house.database.write() as session:
        receive_return(session, house.site, house.on(), case.id, "like_new")


def lost(house: House, case: ReturnCase) -> None:
    with house.database.write() as session:
        lose_return(session, house.site, house.on(), case.id)


def scanned_as_lost(house: House, case: ReturnCase) -> None:
    told(house, case, Word.LOST)


@pytest.mark.parametrize("comes", [looked_at, lost, scanned_as_lost])
@pytest.mark.parametrize("amount", [0, 700])
def test_return_when_its_customer_was_erased_then_a_person_ends_it_with_a_stated_amount(
    house: House, comes: Callable[[House, ReturnCase], None], amount: int
) -> None:
    case = told(house, labelled(house), Word.ACCEPTED)
    house.desk.erased.add("ord_1")
    comes(house, case)
    before = left(house)
    with pytest.raises(PersonErased), house.database.write() as session:
        settle_return(session, house.site, house.on(), case.id)
    with house.database.write() as session:
        ended = settle_return(session, house.site, house.on(), case.id, amount)
    house.drain()
    assert (ended.state, ended.amount, ended.withheld, ended.tax) == (Comeback.CLOSED, amount, 0, 0)
    assert (left(house), refund_due(ended)) == (before - amount, None)


def test_request_when_its_customer_was_erased_then_people_are_told_until_one_declines(house: House) -> None:
    delivered(house)
    house.desk.returning = replace(house.desk.returning, by_itself=False)
    case = asked(house, {1: 2}, "changed_mind")
    house.desk.erased.add("ord_1")
    for _ in range(3):
        house.clock.pass_by(SILENT)
        house.drain()
    waits = now(house, case)
    assert (waits.state, waits.awaits, entered(house).count("return_overdue")) == (Comeback.REQUESTED, "person", 3)
    with house.database.write() as session:
        assert decline_return(session, house.site, house.on(), case.id).state == Comeback.DECLINED


def test_request_when_its_customer_was_erased_before_it_was_judged_then_a_person_is_waited_for(house: House) -> None:
    delivered(house)
    with house.database.write() as session:
        case = request_return(session, house.site, house.on(), {1: 2}, "changed_mind")
    house.desk.erased.add("ord_1")
    house.drain()
    waits = now(house, case)
    assert (waits.state, waits.awaits, waits.judgement) == (Comeback.REQUESTED, "person", {})


def test_return_when_news_come_then_its_time_begins_anew(house: House) -> None:
    case = told(house, labelled(house), Word.ACCEPTED)
    house.desk.returning = replace(house.desk.returning, by_itself=True)
    house.clock.pass_by(timedelta(days=20))
    told(house, case, Word.TRANSIT_HUB)
    house.clock.pass_by(timedelta(days=20))
    house.drain()
    assert now(house, case).state == Comeback.IN_TRANSIT


def test_return_without_a_label_when_silent_then_a_person_looks_and_nothing_is_paid(house: House) -> None:
    case = labelled(house, "refund_back_home_buyer")
    before = left(house)
    with house.database.write() as session:
        send_return(session, house.site, house.on(), case.id)
    house.desk.returning = replace(house.desk.returning, by_itself=True)
    house.clock.pass_by(SILENT)
    house.drain()
    ended = now(house, case)
    assert (ended.state, ended.awaits, left(house)) == (Comeback.IN_TRANSIT, "person", before)
