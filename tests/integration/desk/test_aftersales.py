"""What a person did after a sale is known to the decision of their next order, as it was known when that was placed."""

from dataclasses import replace
from datetime import datetime, timedelta

import orjson
import pytest
from sqlalchemy import func, select

from engine.aftersale import AftersaleKind
from engine.desk.aftersales import remember_aftersale
from engine.desk.deciding import Decided
from engine.desk.desk import Caller, Desk
from engine.desk.erasing import erase
from engine.desk.intake import submit
from engine.desk.preferences import prefer
from engine.desk.replaying import evaluate, replay
from engine.desk.rescreening import rescreen
from engine.desk.retaining import tidied
from engine.order.order import Order
from engine.store.aftersales import aftersales_before, undo_aftersale
from engine.store.database import Database
from engine.store.standing import standing_of
from engine.store.tables import AFTERSALE
from tests.desks import MAIN, NOW, OTHER, StandingClock, document
from tests.integration.desk.test_marks import bought
from tests.plans import plans_of
from tests.statements import counted

BAD, USED, REFUND, ASTRAY = (
    AftersaleKind.BAD_RETURN,
    AftersaleKind.USED_RETURN,
    AftersaleKind.REFUND,
    AftersaleKind.NOT_RECEIVED,
)
PLACED = bought().placed_at
NONE, YEAR = timedelta(0), timedelta(days=365)


def sent(desk: Desk, id_: str = "A-1", after: timedelta = NONE, who: Caller = MAIN, **changes: object) -> Decided:
    placed_at = PLACED + after
    order: Order = replace(bought(id_, **changes), merchant=who.merchant, placed_at=placed_at, ship_by=None)  # type: ignore[arg-type]
    assert isinstance(desk.clock, StandingClock)
    desk.clock.at = max(desk.clock.at, placed_at + timedelta(minutes=5))
    return submit(desk, who, document(order))


def remember(
    desk: Desk, first: Decided, kind: AftersaleKind, about: str = "r1", at: datetime = PLACED + timedelta(days=1)
) -> bool:
    with desk.database.write() as session:
        return remember_aftersale(session, first.row.merchant, first.row.order_id, kind, about, at)


def facts(decided: Decided) -> dict[str, object]:
    sheet = decided.decision.evaluation.sheet if decided.decision.evaluation is not None else None
    assert sheet is not None
    told = {name: value for name, value in sheet.whole.items() if name.startswith("aftersale.")}
    return {name.removeprefix("aftersale.").removesuffix("_365d"): value for name, value in told.items()}


def test_next_order_when_goods_came_back_empty_then_it_reads_of_that_and_says_so(desk: Desk) -> None:
    first = sent(desk)
    remember(desk, first, BAD)
    remember(desk, first, REFUND, first.row.order_id)
    then = sent(desk, "A-2", timedelta(days=2))
    nothing = dict.fromkeys(("refunds", "refund_share_pct", "not_received", "bad_returns", "used_returns"), 0)
    assert facts(first) == nothing
    assert facts(then) == nothing | {"refunds": 1, "refund_share_pct": 100, "bad_returns": 1}
    assert "FRD_BAD_RETURNS" in {each.reason for each in then.decision.findings}


def test_signs_when_they_add_up_then_the_order_is_held_by_its_score_and_never_refused(desk: Desk) -> None:
    first, second = sent(desk), sent(desk, "A-2", timedelta(days=1))
    for each in (first, second):
        remember(desk, each, ASTRAY, each.row.order_id, PLACED + timedelta(days=2))
        remember(desk, each, BAD, f"r-{each.ref}", PLACED + timedelta(days=2))
    third = sent(desk, "A-3", timedelta(days=3))
    assert third.row.outcome == "hold"
    assert {each.reason for each in third.decision.findings} >= {"FRD_SCORE", "FRD_NOT_RECEIVED", "FRD_BAD_RETURNS"}


@pytest.mark.parametrize(
    ("known_after", "placed_after", "many"),
    [
        (timedelta(days=2), timedelta(days=2, microseconds=1), 1),
        (timedelta(days=2), timedelta(days=2), 0),
        (timedelta(days=1), timedelta(days=1) + YEAR, 1),
        (timedelta(days=1), timedelta(days=1, microseconds=1) + YEAR, 0),
    ],
)
def test_sign_when_it_was_known_before_the_order_and_no_year_ago_then_it_counts(
    desk: Desk, known_after: timedelta, placed_after: timedelta, many: int
) -> None:
    remember(desk, sent(desk), USED, at=PLACED + known_after)
    assert facts(sent(desk, "A-2", placed_after))["used_returns"] == many


def test_sign_when_told_again_then_it_is_kept_once_with_the_day_on_which_it_was_first_known(desk: Desk) -> None:
    first = sent(desk)
    assert [remember(desk, first, BAD), remember(desk, first, BAD, at=PLACED + timedelta(days=9))] == [True, False]
    assert facts(sent(desk, "A-2", timedelta(days=2)))["bad_returns"] == 1


def test_sign_when_undone_then_later_orders_know_nothing_of_it_and_it_can_be_told_anew(desk: Desk) -> None:
    first = sent(desk)
    remember(desk, first, BAD)
    remember(desk, first, BAD, "r2")
    with desk.database.write() as session:
        assert undo_aftersale(session, "main", BAD, "r1")
        assert not undo_aftersale(session, "main", BAD, "r1")
        assert not undo_aftersale(session, "second", BAD, "r2")
    assert facts(sent(desk, "A-2", timedelta(days=2)))["bad_returns"] == 1
    assert remember(desk, first, BAD)


def test_share_when_orders_were_changed_then_each_counts_once_and_this_one_not(desk: Desk) -> None:
    first = sent(desk)
    sent(desk, "A-2", timedelta(hours=1))
    sent(desk, "A-2", timedelta(hours=1), email="erika.muster@example.com")
    remember(desk, first, REFUND, first.row.order_id)
    assert facts(sent(desk, "A-3", timedelta(days=2)))["refund_share_pct"] == 50


def test_others_when_a_person_sent_nothing_back_then_neither_they_nor_another_merchant_read_of_it(desk: Desk) -> None:
    remember(desk, sent(desk), BAD)
    stranger = sent(desk, "B-1", timedelta(days=2), email="max@example.net")
    elsewhere = sent(desk, "A-2", timedelta(days=2), who=OTHER)
    assert (facts(stranger)["bad_returns"], facts(elsewhere)["bad_returns"]) == (0, 0)


def test_order_of_another_merchant_when_told_of_then_nothing_is_kept(desk: Desk) -> None:
    first = sent(desk)
    with desk.database.write() as session:
        assert not remember_aftersale(session, "second", first.row.order_id, BAD, "r1", NOW)


def test_decision_when_replayed_evaluated_and_screened_again_then_the_same_is_known(desk: Desk) -> None:
    remember(desk, sent(desk), BAD)
    then = sent(desk, "A-2", timedelta(days=2))
    remember(desk, then, BAD, "late", PLACED + timedelta(days=3))
    later = replace(bought("A-9"), placed_at=PLACED + timedelta(days=2))
    dry = evaluate(desk, MAIN, orjson.dumps(document(later)))
    sheet = dry.decision.evaluation
    assert replay(desk, MAIN, then.row.id).is_same
    assert sheet is not None
    assert sheet.sheet.whole["aftersale.bad_returns_365d"] == 1
    with desk.database.write() as session:
        assert rescreen(desk, session, MAIN, then.row.order_id) is None


def test_record_when_nothing_is_known_of_a_person_then_it_holds_no_zeroes(desk: Desk) -> None:
    content = orjson.loads(sent(desk).row.content)
    assert "aftersales" in content["counted"]
    assert not [name for name in content["remembered"] if name.startswith("aftersale.")]


def test_person_when_erased_then_their_signs_are_gone_and_none_is_kept_of_them_any_more(desk: Desk) -> None:
    first = sent(desk)
    remember(desk, first, BAD)
    erase(desk, MAIN, first.row.order_id)
    assert not remember(desk, first, BAD, "r2")
    with desk.database.read() as session:
        assert session.number(select(func.count()).select_from(AFTERSALE)) == 0


def test_signs_when_older_than_the_merchant_wants_then_they_are_taken_out(desk: Desk) -> None:
    first = sent(desk)
    assert isinstance(desk.clock, StandingClock)
    now = desk.clock.at
    remember(desk, first, BAD, "old", now - timedelta(days=31))
    remember(desk, first, BAD, "new", now - timedelta(days=29))
    prefer(desk, MAIN, "keep_aftersales_days", 30)
    assert tidied(desk, "main")["aftersales"] == 1
    with desk.database.read() as session:
        assert [row.about for row in session.rows(select(AFTERSALE.c.about))] == ["new"]


def test_decision_when_its_person_has_no_signs_then_no_statement_asks_for_them(desk: Desk) -> None:
    first = sent(desk)
    with counted(desk.database) as quiet:
        sent(desk, "B-1", timedelta(days=2), email="max@example.net")
    remember(desk, first, BAD)
    with counted(desk.database) as told:
        sent(desk, "A-2", timedelta(days=2))
    asked = [[each for each in seen.data if "FROM aftersale a WHERE" in each and "a.kind" in each]
             for seen in (quiet, told)]  # fmt: skip
    assert [len(each) for each in asked] == [0, 1]


def test_signs_when_asked_for_then_an_index_finds_them(sqlite_file: Database) -> None:
    def ask(database: Database) -> None:
        with database.read() as session:
            standing_of(session, "main", "ord_1", 1, None)
            aftersales_before(session, "main", 1, NOW)

    steps = [step for some in plans_of(sqlite_file, ask).values() for step in some]
    assert any("ix_aftersale_person" in step for step in steps)
    assert not [step for step in steps if step.startswith("SCAN a")]
