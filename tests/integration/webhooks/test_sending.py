"""Messages as they arrive at a real server, and what becomes of a delivery by what the server says."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from standardwebhooks import WebhookVerificationError

from engine.desk.webhook_repeating import ping, redeliver
from engine.desk.webhooks import DISABLED_EVENT, rotate
from engine.store.claiming import Kinds, claim
from engine.store.database import Database
from engine.store.feed import events_after
from engine.store.outbox import Job
from engine.store.tables import WEBHOOK_SECRET
from engine.store.webhook_deliveries import Attempt, attempts_of
from engine.store.webhook_endpoints import Endpoint, endpoint_of
from engine.store.webhook_fanout import DELIVER
from engine.webhooks.signing import SIGNATURE
from tests.desks import MAIN, StandingClock
from tests.impatient import Impatient
from tests.jobs import column, expire
from tests.web_peer import SLOW, SlowAtFirst, a_peer
from tests.webhook_site import Receiver, Site, a_receiver, a_site


def endpoint(site: Site, id_: str) -> Endpoint:
    with site.database.read() as session:
        found = endpoint_of(session, "main", id_)
    assert found is not None
    return found


def attempts(site: Site, delivery: str) -> list[Attempt]:
    with site.database.read() as session:
        return list(attempts_of(session, "main", delivery))


def claimed_deliveries(site: Site) -> Sequence[Job]:
    with site.database.write() as session:
        return claim(session, "dying", 30.0, 9, Kinds(frozenset({DELIVER}), only=True))


def test_event_when_sent_then_the_published_receiver_verifies_it(database: Database) -> None:
    with a_receiver() as receiver:
        site = a_site(database, [receiver.peer])
        made = site.endpoint(receiver.url)
        site.tell("order.admitted", order="ord_7")
        site.run()
        (message,) = receiver.verified(made.secret)
    assert message["type"] == "order.admitted"
    assert message["data"]["order_id"] == "ord_7"  # type: ignore[index]
    assert message["data"]["sequence"] == 1  # type: ignore[index]
    assert [each.state for each in site.deliveries(made.endpoint.id)] == ["delivered"]


def test_event_when_sent_then_another_secret_does_not_verify_it(sqlite_file: Database) -> None:
    with a_receiver() as receiver:
        site = a_site(sqlite_file, [receiver.peer])
        other = site.endpoint("https://other.example/hooks", ["review.*"])
        site.endpoint(receiver.url)
        site.tell("order.admitted")
        site.run()
        with pytest.raises(WebhookVerificationError):
            receiver.verified(other.secret)


def test_events_of_an_order_when_sent_then_come_in_their_order(sqlite_file: Database) -> None:
    types = ["decision.created", "order.hold_placed", "review.opened", "order.hold_released", "order.admitted"]
    with a_receiver() as receiver:
        site = a_site(sqlite_file, [receiver.peer])
        site.endpoint(receiver.url)
        site.tell(*types)
        site.run()
        assert receiver.types == types
        assert [json.loads(each.body)["data"]["sequence"] for each in receiver.asked] == [1, 2, 3, 4, 5]


def test_secret_when_rotated_then_both_verify_until_the_overlap_is_over(sqlite_file: Database) -> None:
    with a_receiver() as receiver:
        site = a_site(sqlite_file, [receiver.peer])
        old = site.endpoint(receiver.url)
        new = rotate(site.desk, MAIN, old.endpoint.id, timedelta(hours=1))
        site.tell("order.admitted")
        site.run()
        assert receiver.verified(old.secret) == receiver.verified(new.secret)
        assert len(receiver.asked[0].headers[SIGNATURE].split()) == 2
        last = rotate(site.desk, MAIN, old.endpoint.id, timedelta(0))
        receiver.asked.clear()  # type: ignore[attr-defined]
        site.tell("order.admitted")
        site.run()
        assert receiver.verified(last.secret)
        assert len(receiver.asked[0].headers[SIGNATURE].split()) == 1


def test_secret_when_kept_then_lies_sealed(sqlite_file: Database) -> None:
    site = a_site(sqlite_file)
    made = site.endpoint("https://shop.example/hooks")
    with sqlite_file.read() as session:
        (row,) = session.rows(select(WEBHOOK_SECRET))
    assert made.secret.encode() not in row.sealed
    assert made.secret not in str(column(sqlite_file, "payload"))


def test_try_when_it_fails_then_comes_again_with_the_same_id(database: Database) -> None:
    with a_receiver(500, 500) as receiver:
        site = a_site(database, [receiver.peer])
        made = site.endpoint(receiver.url)
        site.tell("order.admitted")
        for _ in range(3):
            site.run()
            site.come_due()
        (delivery,) = site.deliveries(made.endpoint.id)
        assert receiver.ids == [delivery.message_id] * 3
    assert [(each.number, each.outcome, each.status) for each in attempts(site, delivery.id)] == [
        (1, "failed", 500), (2, "failed", 500), (3, "delivered", 200),
    ]  # fmt: skip
    assert (delivery.state, endpoint(site, made.endpoint.id).failures) == ("delivered", 0)


@pytest.mark.parametrize("how", SLOW)
def test_try_when_the_receiver_takes_its_time_then_ends_and_comes_again_with_the_same_id(
    sqlite_file: Database, how: str
) -> None:
    receiver = Receiver()
    with a_peer(SlowAtFirst(receiver.answer, SLOW[how], 2).answer) as peer:
        receiver.peer, client = peer, Impatient(peer)
        site = a_site(sqlite_file, [peer], client=client)
        made = site.endpoint(receiver.url)
        site.tell("order.admitted")
        for _ in range(3):
            site.run()
            site.come_due()
        (delivery,) = site.deliveries(made.endpoint.id)
        assert receiver.ids == [delivery.message_id] * 3
    assert [each.outcome for each in attempts(site, delivery.id)] == ["failed", "failed", "delivered"]
    assert "longer than" in attempts(site, delivery.id)[0].error
    assert (delivery.state, client.hurry.is_bounded) == ("delivered", True)
    assert set(column(sqlite_file, "state")) == {"done"}


def test_try_when_it_fails_then_the_next_is_five_seconds_later(sqlite_file: Database) -> None:
    with a_receiver(500) as receiver:
        site = a_site(sqlite_file, [receiver.peer])
        made = site.endpoint(receiver.url)
        site.tell("order.admitted")
        site.run()
        (delivery,) = site.deliveries(made.endpoint.id)
        (attempt,) = attempts(site, delivery.id)
    assert delivery.next_at == attempt.at + timedelta(seconds=5)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirect_when_answered_then_is_a_failure_and_nobody_follows(sqlite_file: Database, status: int) -> None:
    with a_receiver(status, headers={"location": "/elsewhere"}) as receiver:
        site = a_site(sqlite_file, [receiver.peer])
        made = site.endpoint(receiver.url)
        site.tell("order.admitted")
        site.run()
        assert [each.path for each in receiver.asked] == ["/hooks"]
    (delivery,) = site.deliveries(made.endpoint.id)
    assert (delivery.state, delivery.last_status) == ("pending", status)


def test_gone_when_answered_then_the_endpoint_is_disabled_and_all_that_waits_dropped(database: Database) -> None:
    with a_receiver(410) as receiver:
        site = a_site(database, [receiver.peer])
        made = site.endpoint(receiver.url)
        other = site.endpoint("https://other.example/hooks", [DISABLED_EVENT])
        site.tell("order.admitted", "review.opened")
        site.run()
        site.tell("order.cancelled")
        site.run()
        assert len(receiver.asked) == 1
    disabled = endpoint(site, made.endpoint.id)
    assert (disabled.state, disabled.disabled_for) == ("disabled", "gone")
    assert {each.state for each in site.deliveries(made.endpoint.id)} == {"failed", "dropped"}
    assert [each.type for each in site.deliveries(other.endpoint.id)] == [DISABLED_EVENT]
    with site.database.read() as session:
        (told,) = [each for each in events_after(session, "main", 0, 99) if each.type == DISABLED_EVENT]
    assert (told.data["reason"], told.data["dropped"]) == ("gone", 1)


@pytest.mark.parametrize("status", [429, 502, 504])
def test_throttling_when_asked_for_then_nothing_is_sent_before(database: Database, status: int) -> None:
    with a_receiver(status, headers={"retry-after": "120"}) as receiver:
        site = a_site(database, [receiver.peer])
        made = site.endpoint(receiver.url)
        site.tell("order.admitted", "review.opened", "order.hold_placed")
        site.run()
        assert len(receiver.asked) == 1
        waiting = site.deliveries(made.endpoint.id, "pending")
        rests = endpoint(site, made.endpoint.id).rests_until
        assert rests is not None
        assert {each.next_at for each in waiting if each.next_at is not None and each.next_at < rests} == set()
        assert rests - datetime.now(UTC) > timedelta(seconds=100)
        site.come_due()
        site.run()
        assert [each.state for each in site.deliveries(made.endpoint.id)] == ["delivered"] * 3


def test_event_when_the_endpoint_rests_then_waits_with_the_others(sqlite_file: Database) -> None:
    with a_receiver(429, headers={"retry-after": "60"}) as receiver:
        site = a_site(sqlite_file, [receiver.peer])
        made = site.endpoint(receiver.url)
        site.tell("order.admitted")
        site.run()
        site.tell("review.opened")
        site.run()
        assert len(receiver.asked) == 1
    newest = site.deliveries(made.endpoint.id)[0]
    assert newest.next_at == endpoint(site, made.endpoint.id).rests_until


def test_endpoint_when_it_fails_for_three_days_then_is_disabled(sqlite_file: Database) -> None:
    began = datetime.now(UTC)
    clock = StandingClock(at=began)
    with a_receiver(*[503] * 99) as receiver:
        site = a_site(sqlite_file, [receiver.peer], clock=clock)
        made = site.endpoint(receiver.url)
        site.tell("order.admitted")
        for _ in range(99):
            site.run()
            waiting = site.deliveries(made.endpoint.id, "pending")
            if not waiting or waiting[0].next_at is None:
                break
            clock.at = waiting[0].next_at
            site.come_due()
        assert 1 < len(receiver.asked) <= 10
    disabled = endpoint(site, made.endpoint.id)
    assert (disabled.state, disabled.disabled_for) == ("disabled", "failing")
    assert clock.now() - began >= timedelta(days=3)


def test_answer_when_it_never_ends_then_is_left_unread(sqlite_file: Database) -> None:
    with a_receiver(body=b"x" * 5_000_000) as receiver:
        site = a_site(sqlite_file, [receiver.peer])
        made = site.endpoint(receiver.url)
        site.tell("order.admitted")
        site.run()
    assert [each.state for each in site.deliveries(made.endpoint.id)] == ["delivered"]


def test_name_when_it_leads_elsewhere_by_now_then_nothing_is_sent(sqlite_file: Database) -> None:
    """DNS rebinding: public when the endpoint was kept and each time before, private when it is called."""
    with a_receiver() as receiver:
        answers = iter([["192.0.2.1"], ["127.0.0.1"], ["169.254.169.254"], ["::ffff:10.0.0.1"]])
        site = a_site(sqlite_file, [], lookup=lambda _host, _port: next(answers))
        assert receiver.peer is not None
        made = site.endpoint(f"https://shop.example:{receiver.peer.port}/hooks")
        site.tell("order.admitted")
        for _ in range(4):
            site.run()
            site.come_due()
        assert receiver.asked == []
    (delivery,) = site.deliveries(made.endpoint.id)
    assert all(each.error.startswith("target_refused") for each in attempts(site, delivery.id))


def test_name_when_it_has_a_private_address_among_public_ones_then_is_refused_whole(sqlite_file: Database) -> None:
    with a_receiver() as receiver:
        site = a_site(sqlite_file, [], lookup=lambda _host, _port: ["93.184.216.34", "127.0.0.1"])
        assert receiver.peer is not None
        site.endpoint(f"https://shop.example:{receiver.peer.port}/hooks")
        site.tell("order.admitted")
        site.run()
        assert receiver.asked == []


def test_worker_when_it_dies_between_sending_and_writing_then_it_is_sent_again(database: Database) -> None:
    with a_receiver() as receiver:
        site = a_site(database, [receiver.peer])
        made = site.endpoint(receiver.url)
        site.tell("order.admitted")
        (job,) = claimed_deliveries(site)
        assert site.work.act(job) is not None  # and then it is gone
        expire(database)
        site.run()
        (delivery,) = site.deliveries(made.endpoint.id)
        assert receiver.ids == [delivery.message_id] * 2
    assert (delivery.state, delivery.attempts) == ("delivered", 1)


def test_settling_when_it_was_begun_again_meanwhile_then_only_counts(sqlite_file: Database) -> None:
    with a_receiver(500) as receiver:
        site = a_site(sqlite_file, [receiver.peer])
        made = site.endpoint(receiver.url)
        site.tell("order.admitted")
        (job,) = claimed_deliveries(site)
        done = site.work.act(job)
        (delivery,) = site.deliveries(made.endpoint.id)
        redeliver(site.desk, MAIN, delivery.id)
        with site.database.write() as session:
            site.work.settle(session, job, done)
        expire(site.database)
        site.run()
        (after,) = site.deliveries(made.endpoint.id)
    assert (after.state, after.attempts) == ("delivered", 2)


def test_ping_when_sent_then_arrives_whatever_is_wanted(database: Database) -> None:
    with a_receiver() as receiver:
        site = a_site(database, [receiver.peer])
        made = site.endpoint(receiver.url, ["review.*"])
        sent = ping(site.desk, MAIN, made.endpoint.id)
        site.run()
        (message,) = receiver.verified(made.secret)
    assert (message["type"], sent.event_seq) == ("webhook.ping", 0)
    assert message["data"]["endpoint_id"] == made.endpoint.id  # type: ignore[index]


def test_event_when_it_is_not_kept_any_more_then_the_delivery_fails(sqlite_file: Database) -> None:
    site = a_site(sqlite_file)
    made = site.endpoint("https://shop.example/hooks")
    site.tell("order.admitted")
    with sqlite_file.write() as session:
        session.run(text("DELETE FROM event"))
    site.run()
    (delivery,) = site.deliveries(made.endpoint.id)
    assert (delivery.state, delivery.last_error) == ("failed", "the event is not kept any more")
    assert endpoint(site, made.endpoint.id).failures == 0


@pytest.mark.parametrize("hours", [-30, 30])
def test_pause_when_the_clock_of_this_machine_is_wrong_then_is_as_long_by_that_of_the_database(
    database: Database, hours: int
) -> None:
    clock = StandingClock(at=datetime.now(UTC) + timedelta(hours=hours))
    with a_receiver(500) as receiver:
        site = a_site(database, [receiver.peer], clock=clock)
        site.endpoint(receiver.url)
        site.tell("decision.created")
        site.run()
        with database.read() as session:
            due = session.number(text("SELECT max(run_after) FROM job WHERE state = 'ready'"))
            pause_s = (due - session.now()) / 1_000_000
    assert 0 < pause_s <= 10
