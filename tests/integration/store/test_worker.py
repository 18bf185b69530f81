"""Workers: batches with a savepoint each, retries, dead letters, acts on the outside, stopping, and taking over."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from engine.errors import JobPostponed, StoreUnreachable, UnknownJob
from engine.store.claiming import claim
from engine.store.database import Database
from engine.store.dead_letters import counts, list_dead, replay
from engine.store.ending import Retries, reclaim
from engine.store.handling import OutsideHandler, Pace
from engine.store.outbox import Job
from engine.store.sessions import WriteSession
from engine.store.tables import SETTING
from tests.jobs import (
    AT_ONCE,
    Heard,
    a_job,
    a_worker,
    add,
    claimed,
    column,
    come_due,
    does_nothing,
    drain,
    expire,
    hopeless,
    states,
)

WITHIN_S = 10


def leave_a_mark(session: WriteSession, job: Job) -> None:
    row = {"merchant_id": "main", "name": f"{job.id}/{job.fence}", "value": job.aggregate}
    session.add(SETTING, [row | {"updated_at": 1, "updated_by": "tests"}])


def marks(database: Database) -> int:
    with database.read() as session:
        return session.number(select(func.count()).select_from(SETTING))


def break_at(aggregate: str) -> Callable[[WriteSession, Job], None]:
    def handler(session: WriteSession, job: Job) -> None:
        leave_a_mark(session, job)
        if job.aggregate == aggregate:
            raise ValueError("no such carrier")

    return handler


def eventually(holds: Callable[[], bool]) -> bool:
    pause = threading.Event()
    for _ in range(WITHIN_S * 50):
        if holds():
            return True
        pause.wait(0.02)
    return False


def test_batch_when_one_job_fails_then_only_that_one_is_undone(database: Database) -> None:
    add(database, *(a_job(f"ord_{number}") for number in range(5)))
    heard = Heard()
    assert a_worker(database, {"tell": break_at("ord_2")}, heard=heard).run_once() == 5
    assert states(database) == ["done", "done", "ready", "done", "done"]
    assert marks(database) == 4
    assert sorted(heard.states) == ["done", "done", "done", "done", "ready"]


def test_batch_when_a_job_fails_then_younger_ones_of_its_aggregate_wait(database: Database) -> None:
    seen: list[int] = []

    def fail_first(session: WriteSession, job: Job) -> None:
        seen.append(job.attempts)
        if len(seen) == 1:
            raise ValueError

    add(database, a_job(), a_job(), a_job())
    worker = a_worker(database, {"tell": fail_first}, pace=Pace(retries=Retries(base_s=60)))
    worker.run_once()
    assert (states(database), column(database, "attempts")) == (["ready", "ready", "ready"], [1, 0, 0])
    come_due(database)
    drain(worker)
    assert seen == [1, 2, 1, 1]


def test_batch_when_it_takes_long_then_commits_in_parts(database: Database) -> None:
    def nobody_else_sees(session: WriteSession, job: Job) -> None:
        leave_a_mark(session, job)
        with database.read() as other:
            counted.append(other.number(select(func.count()).select_from(SETTING)))

    counted: list[int] = []
    add(database, *(a_job(f"ord_{number}") for number in range(4)))
    a_worker(database, {"tell": nobody_else_sees}, pace=Pace(commit_after_s=0, commit_rows_after_s=0)).run_once()
    assert counted == [0, 1, 2, 3]


def test_job_when_its_kind_is_unknown_then_is_dead_with_what_to_do(database: Database) -> None:
    add(database, a_job(kind="riddle"))
    a_worker(database, {}).run_once()
    assert states(database) == ["dead"]
    assert "no handler for jobs of kind `riddle`" in str(column(database, "last_error")[0])


def test_job_when_hopeless_then_is_dead_at_once(database: Database) -> None:
    add(database, a_job())
    a_worker(database, {"tell": hopeless}).run_once()
    assert states(database) == ["dead"]


def test_job_when_postponed_then_is_tried_when_it_was_said(database: Database) -> None:
    def not_now(session: WriteSession, job: Job) -> None:
        raise JobPostponed(3600)

    add(database, a_job())
    worker = a_worker(database, {"tell": not_now})
    worker.run_once()
    with database.read() as session:
        left = int(str(column(database, "run_after")[0])) - session.now()
    assert 3500_000_000 < left <= 3600_000_000


def test_job_when_postponed_more_often_than_it_may_fail_then_lives(database: Database) -> None:
    def not_now(session: WriteSession, job: Job) -> None:
        raise JobPostponed(0)

    add(database, a_job())
    worker = a_worker(database, {"tell": not_now}, pace=Pace(retries=AT_ONCE))
    for _ in range(2 * AT_ONCE.most_attempts):
        worker.run_once()
    assert (states(database), column(database, "attempts")) == (["ready"], [1])


def test_job_when_its_kind_has_its_own_retries_then_those_count(database: Database) -> None:
    add(database, a_job("a"), a_job("b", kind="mail"))
    handlers = {"tell": break_at("a"), "mail": break_at("b")}
    worker = a_worker(database, handlers, retries={"mail": Retries(most_attempts=1)}, pace=Pace(retries=AT_ONCE))
    worker.run_once()
    assert states(database) == ["ready", "dead"]


def test_job_when_it_breaks_the_transaction_then_is_tried_alone_and_the_others_pass(database: Database) -> None:
    def end_the_transaction(session: WriteSession, job: Job) -> None:
        if job.aggregate == "ord_1":
            session._connection.invalidate()

    add(database, *(a_job(f"ord_{number}") for number in range(3)))
    worker = a_worker(database, {"tell": end_the_transaction}, pace=Pace(retries=Retries(3, base_s=0.0)))
    drain(worker)
    assert states(database) == ["done", "dead", "done"]


def test_outside_when_it_acted_then_settles_with_the_completion(database: Database) -> None:
    def act(job: Job) -> str:
        return f"label for {job.id}"

    def settle(session: WriteSession, job: Job, label: str) -> None:
        settled.append(label)
        leave_a_mark(session, job)

    settled: list[str] = []
    add(database, a_job())
    a_worker(database, {"tell": OutsideHandler(act, settle)}).run_once()
    assert settled == [f"label for {column(database, 'id')[0]}"]
    assert (states(database), marks(database)) == (["done"], 1)


def test_outside_when_acting_fails_then_nothing_is_settled_and_it_is_tried_again(database: Database) -> None:
    def act(job: Job) -> str:
        raise TimeoutError("the carrier did not answer")

    def settle(session: WriteSession, job: Job, _: str) -> None:
        leave_a_mark(session, job)

    add(database, a_job())
    a_worker(database, {"tell": OutsideHandler(act, settle)}, pace=Pace(retries=Retries(base_s=60))).run_once()
    assert (states(database), marks(database)) == (["ready"], 0)
    (error,) = column(database, "last_error")
    assert str(error).startswith("TimeoutError at tests.")
    assert "the carrier did not answer" not in str(error)


def test_outside_when_another_took_over_meanwhile_then_its_settling_is_refused(database: Database) -> None:
    def act(job: Job) -> None:
        expire(database)
        with database.write() as session:
            reclaim(session, 12)
        claimed(database)

    def settle(session: WriteSession, job: Job, _: None) -> None:
        leave_a_mark(session, job)

    heard = Heard()
    add(database, a_job())
    a_worker(database, {"tell": OutsideHandler(act, settle)}, heard=heard).run_once()
    assert (states(database), heard.states, marks(database)) == (["running"], ["lost"], 0)


def test_outside_when_it_takes_longer_than_its_lease_then_nobody_takes_over(database: Database) -> None:
    def act(job: Job) -> None:
        threading.Event().wait(1.0)
        with database.write() as session:
            reclaimed.append(reclaim(session, 12))

    def settle(session: WriteSession, job: Job, _: None) -> None:
        leave_a_mark(session, job)

    reclaimed: list[int] = []
    add(database, a_job())
    a_worker(database, {"tell": OutsideHandler(act, settle)}, pace=Pace(lease_s=0.6)).run_once()
    assert (reclaimed, states(database)) == ([0], ["done"])


def test_run_until_when_stopped_in_a_batch_then_finishes_one_and_gives_the_rest_back(database: Database) -> None:
    def stop_then_work(session: WriteSession, job: Job) -> None:
        stop.set()
        leave_a_mark(session, job)

    stop = threading.Event()
    add(database, *(a_job(f"ord_{number}") for number in range(5)))
    a_worker(database, {"tell": stop_then_work}).run_until(stop)
    assert (sorted(states(database)), marks(database)) == (["done", *["ready"] * 4], 1)
    assert sorted(map(str, column(database, "attempts"))) == ["0", "0", "0", "0", "1"]


def test_run_until_when_the_outside_is_slow_then_other_jobs_do_not_wait(database: Database) -> None:
    def act(job: Job) -> None:
        going_on.wait(WITHIN_S)

    def settle(session: WriteSession, job: Job, _: None) -> None:
        leave_a_mark(session, job)

    going_on, stop = threading.Event(), threading.Event()
    add(database, *(a_job(f"out_{number}", kind="mail") for number in range(8)), *(a_job() for _ in range(30)))
    worker = a_worker(database, {"mail": OutsideHandler(act, settle), "tell": does_nothing})
    thread = threading.Thread(target=worker.run_until, args=(stop,))
    thread.start()
    assert eventually(lambda: states(database).count("done") == 30)
    going_on.set()
    assert eventually(lambda: states(database).count("done") == 38)
    stop.set()
    thread.join()


def test_run_until_when_a_worker_died_then_another_drains_what_it_left(database: Database) -> None:
    add(database, *(a_job(f"ord_{number}") for number in range(10)))
    with database.write() as session:
        claim(session, "dead", 0.3, 6)
    stop = threading.Event()
    thread = threading.Thread(target=a_worker(database, {"tell": leave_a_mark}).run_until, args=(stop,))
    thread.start()
    assert eventually(lambda: set(states(database)) == {"done"})
    stop.set()
    thread.join()
    assert marks(database) == 10


def test_run_until_when_the_database_is_away_then_tells_and_goes_on(database: Database) -> None:
    stop, heard = threading.Event(), Heard()
    worker = a_worker(database, {"tell": does_nothing}, heard=heard)
    add(database, a_job())
    answers = [StoreUnreachable, StoreUnreachable]
    really = database.write

    def sometimes() -> object:
        if answers:
            raise answers.pop()
        return really()

    database.write = sometimes  # type: ignore[method-assign, assignment]
    thread = threading.Thread(target=worker.run_until, args=(stop,))
    thread.start()
    assert eventually(lambda: states(database) == ["done"])
    stop.set()
    thread.join()
    assert len(heard.troubles) == 2


def test_dead_letters_when_replayed_then_run_again_from_the_start(database: Database) -> None:
    add(database, *(a_job(f"ord_{number}") for number in range(3)), a_job(merchant="other"))
    a_worker(database, {"tell": hopeless}).run_once()
    with database.write() as session:
        page = list_dead(session, "main", most=2)
        rest = list_dead(session, "main", page.cursor, most=2)
        replay(session, page.jobs[0].id, "main")
    assert [job.aggregate for job in (*page.jobs, *rest.jobs)] == ["ord_0", "ord_1", "ord_2"]
    assert (rest.cursor, page.jobs[0].last_error) == (None, "JobHopeless: the carrier knows no such parcel")
    drain(a_worker(database, {"tell": does_nothing}))
    with database.read() as session:
        assert counts(session, "main") == {"ready": 0, "running": 0, "done": 1, "dead": 2}


@pytest.mark.parametrize("merchant", ["main", "other"])
def test_replay_when_no_such_job_is_dead_for_this_merchant_then_is_refused(database: Database, merchant: str) -> None:
    add(database, a_job("a", merchant="main"), a_job("b", merchant="third"))
    a_worker(database, {"tell": does_nothing} if merchant == "main" else {"tell": hopeless}).run_once()
    with pytest.raises(UnknownJob), database.write() as session:
        replay(session, str(column(database, "id")[0]), merchant)


def test_run_until_when_one_lane_is_stuck_then_those_of_another_do_not_wait(database: Database) -> None:
    def act(job: Job) -> None:
        if job.kind == "slow":
            over.wait(20)

    def settle(session: WriteSession, job: Job, _: None) -> None:
        leave_a_mark(session, job)

    over, stop = threading.Event(), threading.Event()
    handlers = {"slow": OutsideHandler(act, settle, lane="webhooks"), "quick": OutsideHandler(act, settle)}
    add(database, *(a_job(f"whe_{number}", kind="slow") for number in range(4)))
    add(database, *(a_job(f"ord_{number}", kind="quick") for number in range(4)))
    worker = a_worker(database, handlers, pace=Pace(outside=1, lanes={"webhooks": 2}))
    thread = threading.Thread(target=worker.run_until, args=(stop,))
    thread.start()
    try:
        for _ in range(400):
            if (states(database).count("done"), states(database).count("running")) == (4, 2):
                break
            stop.wait(0.05)
        assert states(database).count("running") == 2
        assert states(database)[4:] == ["done"] * 4
    finally:
        over.set()
        stop.set()
        thread.join(20)
