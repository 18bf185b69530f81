"""Take-downs: a notice stops new and open orders of its article, and lifting it lets them go on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine.desk import telling
from engine.desk.desk import Desk
from engine.desk.erasing import erase
from engine.desk.errors import NotFound, TakedownLifted, TakedownsRefused
from engine.desk.intake import submit
from engine.desk.reading import current_decision
from engine.desk.replaying import replay
from engine.desk.takedown_file import read_takedowns
from engine.desk.takedowns import CHANGED, RESCREEN, TakedownEntry, found_takedown, handlers, import_takedowns, lift
from engine.store.order_skus import orders_with_sku
from engine.store.sessions import ReadSession
from engine.store.tables import JOB
from engine.store.takedowns import takedowns
from engine.takedown import sku_key
from tests.builders import a_line
from tests.desks import ANALYST, MAIN, OTHER, an_honest_order, document
from tests.draining import drain
from tests.statements import counted

SKU = "TEE-M-BLUE"  # what the honest order holds
NOTICE = TakedownEntry(
    sku=SKU, reason="design right", complainant="Moonlight", reference="N-1", dated=date(2026, 11, 20)
)


def sent(desk: Desk, id_: str = "A-1001") -> str:
    return submit(desk, MAIN, document(an_honest_order(id_))).row.order_id


def outcome(desk: Desk, order_id: str) -> str:
    with desk.database.read() as session:
        return current_decision(session, "main", order_id).outcome


def imported(desk: Desk, entry: TakedownEntry = NOTICE) -> str:
    (row,) = import_takedowns(desk, ANALYST, [entry]).added
    return row.notice.id


def test_order_when_a_notice_is_in_force_then_is_held_and_nobody_may_release_it(desk: Desk) -> None:
    imported(desk)
    decided = submit(desk, MAIN, document(an_honest_order()))
    (hold,) = decided.holds
    assert (decided.row.outcome, hold.reason, hold.waivable) == ("hold", "IMP_TAKEN_DOWN", False)


def test_open_order_when_a_notice_comes_then_is_held_by_the_worker(desk: Desk) -> None:
    order_id = sent(desk)
    imported(desk)
    done = drain(desk.database, handlers(desk), twice=True)
    assert {CHANGED, RESCREEN} <= set(done)
    assert outcome(desk, order_id) == "hold"


def test_open_order_when_the_notice_is_lifted_then_goes_on(desk: Desk) -> None:
    order_id = sent(desk)
    notice = imported(desk)
    drain(desk.database, handlers(desk))
    row = lift(desk, ANALYST, notice, "withdrawn")
    drain(desk.database, handlers(desk))
    assert (row.state, outcome(desk, order_id)) == ("lifted", "admit")
    with pytest.raises(TakedownLifted):
        lift(desk, ANALYST, notice)


@pytest.mark.parametrize(
    ("entry", "stopped"),
    [
        (replace(NOTICE, sku="tee-m-blue"), True),
        (replace(NOTICE, sku="OTHER"), False),
        (replace(NOTICE, sku=None, title="*t-shirt*"), True),
        (replace(NOTICE, title="moon lamp"), False),
    ],
)
def test_notice_when_it_names_sku_or_title_then_stops_what_meets_all(
    desk: Desk, entry: TakedownEntry, stopped: bool
) -> None:
    order_id = sent(desk)
    imported(desk, entry)
    drain(desk.database, handlers(desk))
    assert (outcome(desk, order_id) == "hold") is stopped


def test_order_when_its_life_has_ended_then_is_left_alone(desk: Desk) -> None:
    order_id = sent(desk)

    def has_ended(session: ReadSession, merchant: str, order: str) -> bool:
        return order == order_id

    imported(desk)
    drain(desk.database, handlers(desk, has_ended))
    assert outcome(desk, order_id) == "admit"


def test_orders_when_an_index_knows_them_then_only_these_are_decided(desk: Desk) -> None:
    first, second = sent(desk, "A-1"), sent(desk, "A-2")

    def index(session: ReadSession, merchant: str, sku: str, limit: int = 1000, after: str = "") -> list[str]:
        return [each for each in (first,) if each > after and sku == sku_key(SKU)]

    imported(desk)
    drain(desk.database, handlers(desk, None, index))
    assert (outcome(desk, first), outcome(desk, second)) == ("hold", "admit")


def test_orders_when_there_are_more_than_one_job_takes_then_all_are_decided(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.desk.takedowns.AT_ONCE", 2)
    orders = [sent(desk, f"A-{number}") for number in range(5)]
    drain(desk.database, {**telling.handlers(desk.ids), **handlers(desk)})
    import_takedowns(desk, ANALYST, [NOTICE, replace(NOTICE, sku="AAA"), replace(NOTICE, sku="ZZZ")])
    drain(desk.database, handlers(desk, None, orders_with_sku))
    assert [outcome(desk, each) for each in orders] == ["hold"] * 5


def test_order_when_its_sku_is_written_otherwise_than_the_notice_then_is_found_by_the_index(desk: Desk) -> None:
    order = replace(an_honest_order(), lines=(a_line(sku="Tee-Red m"),))
    order_id = submit(desk, MAIN, document(order)).row.order_id
    drain(desk.database, {**telling.handlers(desk.ids), **handlers(desk)})
    imported(desk, replace(NOTICE, sku=" TEE-RED M"))
    drain(desk.database, handlers(desk, None, orders_with_sku))
    assert outcome(desk, order_id) == "hold"


def test_order_when_its_person_was_erased_then_the_others_are_stopped_all_the_same(desk: Desk) -> None:
    erased = sent(desk, "A-1")
    erase(desk, ANALYST, erased)
    imported(desk)
    drain(desk.database, handlers(desk))
    assert outcome(desk, erased) == "admit"


def test_decision_when_the_merchant_has_no_notice_then_asks_nothing_more(desk: Desk) -> None:
    sent(desk, "A-1")
    with counted(desk.database) as without:
        sent(desk, "A-2")
    imported(desk, replace(NOTICE, sku="OTHER"))
    with counted(desk.database) as with_one:
        sent(desk, "A-3")
    assert len(with_one.data) == len(without.data) + 1
    assert not [each for each in without.data if each.startswith("SELECT takedown")]


def test_decision_when_replayed_then_the_notices_of_then_count(desk: Desk) -> None:
    notice = imported(desk)
    decided = submit(desk, MAIN, document(an_honest_order()))
    lift(desk, ANALYST, notice)
    assert replay(desk, MAIN, decided.row.id).is_same


def test_notice_when_it_comes_again_then_is_kept_once(desk: Desk) -> None:
    imported(desk)
    again = import_takedowns(desk, ANALYST, [NOTICE, replace(NOTICE, reference="N-2"), NOTICE])
    assert ([each.notice.reference for each in again.added], again.known) == (["N-2"], 2)


def test_notice_when_another_merchants_then_neither_stops_nor_is_found(desk: Desk) -> None:
    import_takedowns(desk, OTHER, [NOTICE])
    assert outcome(desk, sent(desk)) == "admit"
    with desk.database.read() as session:
        (row,) = takedowns(session, "acme", 10)
        with pytest.raises(NotFound):
            found_takedown(session, "main", row.notice.id)


@pytest.mark.parametrize("entry", [TakedownEntry(), TakedownEntry(title=" * "), TakedownEntry(sku=" ")])
def test_import_when_a_notice_would_name_everything_then_refused(desk: Desk, entry: TakedownEntry) -> None:
    with pytest.raises(TakedownsRefused, match="row 2"):
        import_takedowns(desk, ANALYST, [NOTICE, entry])
    with desk.database.read() as session:
        assert not takedowns(session, "main", 10)


def test_file_when_read_then_has_its_notices() -> None:
    content = "\ufeffsku,date,reference,reason,title,complainant\nA-1,2026-11-20,N-1,copy,,\n\n,,N-2,,moon*,\n"
    first, second = read_takedowns(content.encode())
    assert (first.sku, first.dated, first.title) == ("A-1", date(2026, 11, 20), None)
    assert (second.sku, second.title) == (None, "moon*")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"sku\n\xff", "UTF-8"),
        (b"article\nA-1\n", "row 1"),
        (b"reason\ncopy\n", "row 1"),
        (b"sku,date\nA-1,20.11.2026\n", "row 2"),
        (b"sku,title\nA-1\n", "row 2"),
        (b"sku\n" + b"A" * 129 + b"\n", "row 2"),
    ],
)
def test_file_when_a_row_cannot_be_read_then_refused_with_its_place(content: bytes, said: str) -> None:
    with pytest.raises(TakedownsRefused, match=said):
        read_takedowns(content)


def test_times_when_a_decision_was_under_way_then_a_second_look_is_waiting(desk: Desk) -> None:
    imported(desk)
    later = timedelta(minutes=1)
    with desk.database.read() as session:
        due = sorted(row.run_after for row in session.rows(select(JOB.c.run_after).where(JOB.c.kind == CHANGED)))
    assert len(due) == 2
    assert due[1] - due[0] >= later // timedelta(microseconds=1)
