"""History decided twice: what a candidate changes flips, and nothing else, on facts as they were; orders stay."""

import dataclasses
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from engine.admission import Admission
from engine.desk.backtesting import (
    Look,
    Plan,
    look,
    plan,
    results,
    rules_that_spoke,
    settle,
    the_run,
)
from engine.desk.changing import change
from engine.desk.desk import Desk
from engine.desk.editions import Loaded
from engine.desk.erasing import erase
from engine.desk.errors import NotFound
from engine.desk.gating import SOURCES, Candidate
from engine.desk.holding import release
from engine.desk.intake import submit
from engine.desk.labelling import label
from engine.order.order import Order
from engine.order.party import Customer
from engine.rulebook.book import RuleBook
from engine.rulebook.rule import Status
from engine.store import backtests
from engine.store.backtests import Place, Wanted, decisions_that_count, whole_backtest
from engine.store.chunks import claim_chunk, close_run, finish_chunk, run_report
from engine.store.holds import holds_of
from engine.store.tables import BACKTEST_ORDER, DECISION
from engine.workbench.comparing.order import Compared
from tests.desks import (
    MAIN,
    NOW,
    OTHER,
    FixedEditions,
    a_vague_address,
    an_honest_order,
    an_unpaid_order,
    bundled,
    document,
)

CANDIDATE = "candidate"
ALL = Wanted()


def a_candidate(desk: Desk, **values: object) -> str:
    """The bundled book with other fields; stored beside what is in force."""
    book: RuleBook = replace(bundled().admission.book, **values)  # type: ignore[arg-type]
    assert isinstance(desk.editions, FixedEditions)
    desk.editions._all[CANDIDATE] = Loaded(CANDIDATE, Admission(book, bundled().admission.knowledge))
    return CANDIDATE


def without(rule: str) -> dict[str, object]:
    return {"rules": tuple(each for each in bundled().admission.book.rules if each.id != rule)}


def kept(desk: Desk, *orders: Order) -> list[str]:
    return [submit(desk, MAIN, document(order)).row.order_id for order in orders]


def params(candidate: str = CANDIDATE, law_on: date | None = None) -> dict[str, object]:
    return dict(Plan(candidate=candidate, against="bundled", law_on=law_on).params())


def counting(desk: Desk, wanted: Wanted = ALL) -> Sequence[Place]:
    with desk.database.read() as session:
        return list(decisions_that_count(session, "main", wanted))


def looked(desk: Desk, law_on: date | None = None) -> Look:
    with desk.database.read() as session:
        return look(desk, session, "main", [each.decision for each in counting(desk)], params(law_on=law_on))


def run_all(desk: Desk, asked: Plan) -> str:
    """A run from plan to end, in this process."""
    with desk.database.write() as session:
        run = plan(desk, session, MAIN, asked, chunk=2)
        for number in range(run_report(session, run, "main").chunks):
            chunk = claim_chunk(session, run, number, "tests", 30)
            assert chunk is not None
            seen = look(desk, session, "main", chunk.ids, chunk.params)
            finish_chunk(session, chunk, settle(session, "main", run, seen))
        close_run(session, run, run_report(session, run, "main"))
    return run


def found(desk: Desk, run: str, at: datetime = NOW) -> list[Compared]:
    with desk.database.read() as session:
        return list(results(session, "main", run, at))


def test_run_when_the_candidate_lacks_a_rule_then_exactly_its_orders_flip(desk: Desk) -> None:
    ids = kept(desk, an_honest_order(), an_unpaid_order("A-1"), a_vague_address(), an_unpaid_order("A-2"))
    run = run_all(desk, Plan(candidate=a_candidate(desk, **without("PAY-002")), against="bundled"))
    rows = found(desk, run)
    flips = {each.order_id: (each.ref, each.before, each.after) for each in rows if each.is_flipped}
    assert flips == {ids[1]: ("A-1", "hold", "admit"), ids[3]: ("A-2", "hold", "admit")}
    assert sorted(each.recorded for each in rows) == ["admit", "ask_customer", "hold", "hold"]
    with desk.database.read() as session:
        totals = run_report(session, run, "main").totals
    assert totals == {"compared": 4, "changed": 2, "hold -> admit": 2}


def test_run_when_done_then_orders_and_decisions_are_as_before(desk: Desk) -> None:
    kept(desk, an_unpaid_order(), an_honest_order())
    run_all(desk, Plan(candidate=a_candidate(desk, **without("PAY-002")), against="bundled"))
    with desk.database.read() as session:
        assert session.number(select(func.count()).select_from(DECISION)) == 2
        assert session.number(select(func.count()).select_from(BACKTEST_ORDER)) == 2


def test_look_when_both_editions_are_the_same_then_says_what_was_decided(desk: Desk) -> None:
    kept(desk, *(an_honest_order(f"A-{number}") for number in range(4)), a_vague_address())
    a_candidate(desk)
    rows = looked(desk).rows
    assert [(each.before, each.before_rules) for each in rows] == [(each.after, each.after_rules) for each in rows]
    assert all(each.recorded == each.before for each in rows)


def test_look_when_memory_has_grown_since_then_reads_what_was_remembered_then(desk: Desk) -> None:
    kept(desk, an_honest_order("A-1"))
    first = looked_alike(desk)
    kept(desk, *(an_honest_order(f"A-{number}") for number in range(2, 9)))
    assert looked_alike(desk)[0] == first[0]


def looked_alike(desk: Desk) -> Sequence[object]:
    a_candidate(desk)
    return looked(desk).rows


def test_counting_when_people_released_an_order_then_the_decision_before_counts(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(an_unpaid_order()))
    with desk.database.read() as session:
        hold = next(each for each in holds_of(session, "main", decided.row.order_id) if each.waivable)
    release(desk, MAIN, hold.id, "paid by hand")
    assert counting(desk) == [Place(decided.row.order_id, decided.row.id)]


def test_counting_when_an_order_was_changed_then_its_newest_version_counts(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(a_vague_address()))
    changed = change(desk, MAIN, decided.row.order_id, document(an_honest_order("A-1003")))
    assert counting(desk) == [Place(decided.row.order_id, changed.row.id)]
    a_candidate(desk)
    assert [each.before for each in looked(desk).rows] == ["admit"]


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(), 2),
        (Wanted(shop="shop-de", channel="own_shop", country="DE"), 2),
        (Wanted(country="FR"), 0),
        (Wanted(since=NOW), 0),
        (Wanted(until=NOW), 2),
    ],
)
def test_counting_when_narrowed_then_only_those(desk: Desk, wanted: Wanted, count: int) -> None:
    kept(desk, an_honest_order("A-1"), an_honest_order("A-2"))
    assert len(counting(desk, wanted)) == count


def test_counting_when_an_order_changes_meanwhile_then_it_counts_once_and_as_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backtests, "_PLACES", backtests._PLACES.limit(1))
    first = submit(desk, MAIN, document(a_vague_address()))
    second = submit(desk, MAIN, document(an_honest_order()))
    with desk.database.read() as session:
        places = decisions_that_count(session, "main", ALL)
        seen = [next(places)]
        for each in (first, second):
            change(desk, MAIN, each.row.order_id, document(an_unpaid_order(each.ref)))
        seen += places
    assert seen == [Place(each.row.order_id, each.row.id) for each in (first, second)]
    assert [each.order_id for each in counting(desk)] == [first.row.order_id, second.row.order_id]


def test_counting_when_orders_are_anothers_then_there_are_none(desk: Desk) -> None:
    submit(desk, OTHER, document(an_honest_order()))
    assert counting(desk) == []


def test_plan_when_sampled_then_takes_the_same_orders_and_a_larger_sample_has_the_smaller(desk: Desk) -> None:
    kept(desk, *(an_honest_order(f"A-{number}") for number in range(12)))
    a_candidate(desk)
    small, again, large = (
        {
            each.order_id
            for each in found(desk, run_all(desk, Plan(candidate=CANDIDATE, against="bundled", sample=size)))
        }
        for size in (4, 4, 8)
    )
    assert small == again
    assert len(small) == 4
    assert small < large


def test_look_when_a_person_was_erased_then_counts_and_decides_nothing(desk: Desk) -> None:
    order_id = kept(desk, an_honest_order())[0]
    kept(desk, an_unpaid_order())
    a_candidate(desk)
    erase(desk, MAIN, order_id)
    seen = looked(desk)
    assert (len(seen.rows), dict(seen.left_out)) == (0, {"erased": 2})


def test_gate_when_orders_cannot_be_decided_as_they_were_then_they_do_not_count_as_met(desk: Desk) -> None:
    ids = kept(desk, *(a_strangers_order(number) for number in range(3)))
    erase(desk, MAIN, ids[0])
    run_all(desk, Plan(candidate=a_candidate(desk), against="bundled"))
    admission = bundled().admission
    candidate = Candidate(
        merchant="main", digest=CANDIDATE, admission=admission, rules={}, day=NOW.date(), against="bundled"
    )
    history, found = SOURCES.backtest(desk, candidate)
    assert found is not None
    assert (history, found.orders) == (2, 2)


def a_strangers_order(number: int) -> Order:
    """Each of another person."""
    return replace(an_honest_order(f"A-{number}"), customer=Customer(email=f"c{number}@example.com"))


def test_look_when_a_rule_begins_later_then_it_counts_only_as_of_a_later_day(desk: Desk) -> None:
    kept(desk, an_unpaid_order())
    later = (NOW + timedelta(days=10)).date()
    rules = tuple(
        replace(each, from_=later) if each.id == "PAY-002" else each for each in bundled().admission.book.rules
    )
    a_candidate(desk, rules=rules)
    assert [each.after for each in looked(desk).rows] == ["admit"]
    assert [each.after for each in looked(desk, later).rows] == ["hold"]


def test_look_when_a_parameter_by_placing_gets_a_value_later_then_it_counts_as_of_that_day(desk: Desk) -> None:
    kept(desk, an_honest_order())
    later = (NOW + timedelta(days=10)).date()
    book = bundled().admission.book
    highest = book.params["order.future_minutes"]
    entry = dataclasses.replace(highest.entries[-1], from_=later, value=-100_000)
    params_ = {**book.params, highest.name: replace(highest, by="placed_at", entries=(*highest.entries, entry))}
    a_candidate(desk, params=params_)
    assert not any(each.after_rules != each.before_rules for each in looked(desk).rows)
    assert all(each.after_rules != each.before_rules for each in looked(desk, later).rows)


def test_look_when_a_rule_is_in_shadow_then_is_told_and_decides_nothing(desk: Desk) -> None:
    kept(desk, an_unpaid_order())
    rules = tuple(
        replace(each, status=Status.SHADOW) if each.id == "PAY-002" else each for each in bundled().admission.book.rules
    )
    a_candidate(desk, rules=rules)
    row = looked(desk).rows[0]
    assert (row.before_rules["PAY-002"], row.after_rules["PAY-002"], row.after) == ("hold", "shadow", "admit")


def test_rules_that_spoke_when_a_finding_was_released_then_it_counts_no_more(desk: Desk) -> None:
    decision = submit(desk, MAIN, document(an_unpaid_order())).decision
    assert rules_that_spoke(decision, bundled().admission)["PAY-002"] == "hold"
    released = replace(decision, findings=tuple(replace(each, waived_by="ana") for each in decision.findings))
    assert rules_that_spoke(released, bundled().admission) == {}


def test_results_when_a_label_becomes_known_later_then_it_is_not_read(desk: Desk) -> None:
    order_id = kept(desk, an_honest_order())[0]
    run = run_all(desk, Plan(candidate=a_candidate(desk), against="bundled"))
    label(desk, MAIN, order_id, "chargeback", source="bank", known_at=NOW + timedelta(days=40))
    assert found(desk, run)[0].labels == ()
    assert found(desk, run, NOW + timedelta(days=41))[0].labels == ("chargeback",)


def test_whole_backtest_when_runs_are_of_one_channel_or_of_others_then_there_is_none(desk: Desk) -> None:
    kept(desk, an_honest_order())
    week = NOW - timedelta(days=7)
    run_all(desk, Plan(candidate=a_candidate(desk), against="bundled", wanted=Wanted(channel="own_shop")))
    with desk.database.read() as session:
        assert whole_backtest(session, "main", CANDIDATE, "bundled", week) is None
    run_all(desk, Plan(candidate=a_candidate(desk), against="bundled"))
    with desk.database.read() as session:
        assert whole_backtest(session, "main", CANDIDATE, "bundled", week) is not None
        assert whole_backtest(session, "main", "bundled", CANDIDATE, week) is None
        assert whole_backtest(session, "acme", CANDIDATE, "bundled", week) is None


def test_whole_backtest_when_a_smaller_run_follows_then_the_larger_one_counts(desk: Desk) -> None:
    kept(desk, an_honest_order())
    large = run_all(desk, Plan(candidate=a_candidate(desk), against="bundled"))
    run_all(desk, Plan(candidate=a_candidate(desk), against="bundled", wanted=Wanted(since=NOW + timedelta(days=40))))
    with desk.database.read() as session:
        row = whole_backtest(session, "main", CANDIDATE, "bundled", NOW - timedelta(days=7))
    assert row is not None
    assert (row.run, row.orders) == (large, 1)


def test_the_run_when_it_is_anothers_then_there_is_none(desk: Desk) -> None:
    run = run_all(desk, Plan(candidate=a_candidate(desk), against="bundled"))
    with pytest.raises(NotFound):
        the_run(desk, "acme", run)
