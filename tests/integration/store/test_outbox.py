"""Adding jobs and claiming them: with their change, once each, in the order of their aggregate, under a lease."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from engine.clock import microseconds
from engine.errors import LeaseLost
from engine.store.claiming import Kinds, claim, is_waiting
from engine.store.database import Database
from engine.store.ending import Retries, fail, finish, give_back, has_expired, hold, purge, reclaim, renew
from engine.store.outbox import Job, enqueue
from tests.databases import PostgresServer
from tests.jobs import CLOCK, IDS, LATER, a_job, add, change, claimed, column, come_due, expire, states


class Broken(Exception):
    """A use case in the middle of its work."""


def finish_all(database: Database, *jobs: Job) -> None:
    with database.write() as session:
        finish(session, jobs)


def fail_one(database: Database, job: Job, pause_s: float = 0.0, most: int = 12) -> str:
    with database.write() as session:
        return fail(session, job, Broken("no answer"), Retries(most, base_s=pause_s), 1.0)


def reclaimed(database: Database, most: int = 12) -> int:
    with database.write() as session:
        return reclaim(session, most)


def test_enqueue_when_the_change_is_undone_then_so_are_its_jobs(database: Database) -> None:
    def change_and_break() -> None:
        with database.write() as session:
            enqueue(session, IDS, [a_job()], CLOCK.now())
            raise Broken

    with pytest.raises(Broken):
        change_and_break()
    assert states(database) == []


def test_enqueue_when_words_are_known_then_adds_the_others_alone(database: Database) -> None:
    add(database, a_job(dedup="a"))
    assert add(database, a_job(dedup="a"), a_job(dedup="b"), a_job(), a_job(dedup="b")) == 2
    assert add(database, a_job(dedup="a", merchant="other")) == 1
    assert len(states(database)) == 4


def test_enqueue_when_its_machine_is_ahead_then_the_job_is_due_all_the_same(database: Database) -> None:
    with database.write() as session:
        enqueue(session, IDS, [a_job()], datetime(2999, 1, 1, tzinfo=UTC))
    assert len(claimed(database)) == 1


def test_claim_when_a_timer_is_not_due_then_waits_and_keeps_nobody_waiting(database: Database) -> None:
    add(database, a_job(kind="timer", after=LATER))
    add(database, a_job(kind="now"))
    assert [job.kind for job in claimed(database)] == ["now"]
    with database.read() as session:
        assert not is_waiting(session)


def test_claim_when_a_timer_comes_due_while_its_aggregate_works_then_waits_for_the_end(database: Database) -> None:
    add(database, a_job(kind="timer", after=LATER))
    add(database, a_job(kind="now"))
    working = claimed(database)
    come_due(database)
    assert claimed(database) == ()
    finish_all(database, *working)
    assert [job.kind for job in claimed(database)] == ["timer"]


def test_claim_when_another_of_the_aggregate_is_being_claimed_then_leaves_it_alone(postgres: PostgresServer) -> None:
    with postgres.fresh() as database:
        add(database, a_job(kind="timer", after=LATER))
        add(database, a_job(kind="now"))
        with database.write() as session:
            assert [job.kind for job in claim(session, "a", 30, 5)] == ["now"]
            # Not committed yet, so nobody else can see that the aggregate is busy.
            change(database, "UPDATE job SET run_after = 1 WHERE kind = 'timer'")
            assert claimed(database) == ()


def test_claim_when_jobs_are_of_one_aggregate_then_takes_them_in_order(database: Database) -> None:
    add(database, *(a_job(kind=f"k{number}") for number in range(5)))
    assert [job.kind for job in claimed(database, 3)] == ["k0", "k1", "k2"]
    assert claimed(database) == ()


def test_claim_when_an_older_job_is_tried_again_later_then_younger_ones_wait(database: Database) -> None:
    add(database, a_job(), a_job(), a_job("ord_2"))
    first, second, other = claimed(database)
    assert other.aggregate == "ord_2"
    with database.write() as session:
        give_back(session, [second])
    fail_one(database, first, pause_s=60)
    assert claimed(database) == ()
    come_due(database)
    assert [job.id for job in claimed(database)] == [first.id]


def test_claim_when_a_younger_job_is_more_urgent_then_the_older_goes_first_all_the_same(database: Database) -> None:
    add(database, a_job(kind="old"), a_job(kind="young", priority=1), a_job("ord_2", kind="late", priority=200))
    assert [job.kind for job in claimed(database, 1)] == ["old"]
    assert [job.kind for job in claimed(database, 1)] == ["late"]


def test_claim_when_other_aggregates_differ_in_priority_then_takes_the_urgent_ones(database: Database) -> None:
    add(database, a_job("a", priority=300), a_job("b", priority=100), a_job("c", priority=1))
    assert [job.aggregate for job in claimed(database, 2)] == ["c", "b"]


def test_claim_when_an_older_job_is_of_a_foreign_kind_then_waits_for_it(database: Database) -> None:
    add(database, a_job(kind="mail"), a_job(kind="count"))
    assert claimed(database, kinds=Kinds(frozenset({"mail"}))) == ()
    mail = claimed(database, kinds=Kinds(frozenset({"mail"}), only=True))
    finish_all(database, *mail)
    assert [job.kind for job in claimed(database, kinds=Kinds(frozenset({"mail"})))] == ["count"]


def test_claim_when_a_job_was_tried_before_then_it_goes_alone(database: Database) -> None:
    add(database, *(a_job(f"ord_{number}") for number in range(4)))
    fail_one(database, claimed(database, 1)[0])
    come_due(database)
    sizes = [len(claimed(database)) for _ in range(3)]
    assert sorted(sizes) == [0, 1, 3]


def test_claim_when_eight_threads_want_all_then_each_job_goes_to_one(database: Database) -> None:
    add(database, *(a_job(f"ord_{number % 20}") for number in range(200)))
    taken: list[str] = []
    order: dict[str, list[str]] = {}
    lock = threading.Lock()

    def work() -> None:
        for _ in range(400):
            jobs = claimed(database, 7)
            if not jobs:
                if set(states(database)) == {"done"}:
                    return
                continue
            with lock:
                for job in jobs:
                    taken.append(job.id)
                    order.setdefault(job.aggregate, []).append(job.id)
            finish_all(database, *jobs)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(taken) == sorted(set(taken))
    assert set(states(database)) == {"done"}
    assert all(ids == sorted(ids) for ids in order.values())


def test_finish_when_another_has_taken_over_then_is_refused(database: Database) -> None:
    add(database, a_job())
    (mine,) = claimed(database)
    expire(database)
    assert reclaimed(database) == 1
    (theirs,) = claimed(database)
    assert (theirs.fence, theirs.attempts) == (mine.fence + 1, 2)
    for end in (finish_all, fail_one):
        with pytest.raises(LeaseLost):
            end(database, mine)
    finish_all(database, theirs)
    assert states(database) == ["done"]


def test_hold_when_a_lease_has_run_out_but_nobody_took_over_then_is_still_ours(database: Database) -> None:
    add(database, a_job(), a_job("ord_2"))
    jobs = claimed(database)
    expire(database)
    with database.write() as session:
        assert hold(session, jobs) == {job.id for job in jobs}


def test_renew_when_it_comes_in_time_then_nobody_takes_over(database: Database) -> None:
    add(database, a_job())
    jobs = claimed(database, lease_s=-1)
    with database.read() as session:
        assert has_expired(session)
    with database.write() as session:
        assert renew(session, jobs, 30) == 1
    assert reclaimed(database) == 0


def test_fail_when_attempts_are_used_up_then_is_dead_and_keeps_the_error(database: Database) -> None:
    add(database, a_job())
    assert fail_one(database, claimed(database)[0], most=2) == "ready"
    assert fail_one(database, claimed(database)[0], most=2) == "dead"
    assert column(database, "last_error") == ["Broken at nowhere"]


def test_fail_when_tried_again_then_after_the_pause_and_not_before(database: Database) -> None:
    add(database, a_job())
    fail_one(database, claimed(database)[0], pause_s=60)
    with database.read() as session:
        left = int(str(column(database, "run_after")[0])) - session.now()
    assert 0 < left <= 60_000_000
    assert claimed(database) == ()


def test_reclaim_when_a_job_ends_its_worker_every_time_then_is_dead(database: Database) -> None:
    add(database, a_job())
    for _ in range(3):
        claimed(database)
        expire(database)
        reclaimed(database, most=3)
    assert states(database) == ["dead"]


def test_give_back_when_not_begun_then_the_attempt_does_not_count(database: Database) -> None:
    add(database, a_job())
    with database.write() as session:
        give_back(session, claim(session, "tests", 30, 5))
    assert (states(database), column(database, "attempts")) == (["ready"], [0])


def test_purge_when_jobs_are_done_long_ago_then_deletes_a_batch_of_them(database: Database) -> None:
    add(database, *(a_job(f"ord_{number}") for number in range(5)), a_job("ord_9", after=LATER))
    finish_all(database, *claimed(database))
    long_ago = microseconds(CLOCK.now() - timedelta(days=8))
    change(database, "UPDATE job SET finished_at = :at WHERE aggregate <> 'ord_4' AND state = 'done'", at=long_ago)
    with database.write() as session:
        assert [purge(session, 7 * 86_400, 3) for _ in range(3)] == [3, 1, 0]
    assert states(database) == ["done", "ready"]


def test_enqueue_when_counted_then_is_one_statement(database: Database) -> None:
    seen: list[str] = []

    def note(*args: object) -> None:
        seen.append(str(args[2]))

    with database.write() as session:
        event.listen(database.engine, "before_cursor_execute", note)
        enqueue(session, IDS, [a_job(dedup="a"), a_job(), a_job()], CLOCK.now())
        event.remove(database.engine, "before_cursor_execute", note)
    assert len([each for each in seen if "INSERT" in each]) == len(seen) == 1
