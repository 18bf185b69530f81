"""Sending again: one delivery, or what an endpoint missed; and what is kept for how long."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.desk.errors import NotFound, VersionChanged
from engine.desk.preferences import prefer
from engine.desk.retaining import tidied
from engine.desk.webhook_errors import EndpointDisabled, EndpointRefused, EndpointsFull, SecretsFull
from engine.desk.webhook_repeating import Replay, ping, redeliver, replay
from engine.desk.webhooks import (
    MOST_ENDPOINTS,
    Stated,
    change,
    delete,
    disable,
    enable,
    found_endpoint,
    rotate,
)
from engine.store.database import Database
from engine.store.retention import merchants_with_rows
from engine.store.webhook_deliveries import attempts_of
from tests.desks import MAIN, OTHER, StandingClock
from tests.jobs import column
from tests.webhook_site import a_receiver, a_site

HTTPS = "https://shop.example/hooks"


def test_delivery_when_sent_again_then_has_the_same_id_and_begins_anew(database: Database) -> None:
    with a_receiver() as receiver:
        site = a_site(database, [receiver.peer])
        made = site.endpoint(receiver.url)
        site.tell("order.admitted")
        site.run()
        (delivered,) = site.deliveries(made.endpoint.id)
        again = redeliver(site.desk, MAIN, delivered.id)
        assert (again.state, again.tries, again.attempts) == ("pending", 0, 1)
        site.run()
        assert receiver.ids == [delivered.message_id] * 2
    assert site.deliveries(made.endpoint.id)[0].attempts == 2


def test_delivery_when_sent_again_before_its_time_then_the_timer_does_nothing(sqlite_file: Database) -> None:
    with a_receiver(500) as receiver:
        site = a_site(sqlite_file, [receiver.peer])
        made = site.endpoint(receiver.url)
        site.tell("order.admitted")
        site.run()
        redeliver(site.desk, MAIN, site.deliveries(made.endpoint.id)[0].id)
        site.run()
        site.come_due()
        site.run()
        assert len(receiver.asked) == 2


def test_replay_when_an_endpoint_was_disabled_then_sends_what_it_missed(database: Database) -> None:
    with a_receiver() as receiver:
        site = a_site(database, [receiver.peer])
        made = site.endpoint(receiver.url, ["order.*"])
        site.tell("order.hold_placed")
        site.run()
        disable(site.desk, MAIN, made.endpoint.id)
        site.tell("order.hold_released", "review.resolved", "order.admitted")
        enable(site.desk, MAIN, made.endpoint.id)
        site.run()
        replay(site.desk, MAIN, made.endpoint.id, Replay())
        site.run()
        assert receiver.types == ["order.hold_placed", "order.hold_released", "order.admitted"]
        assert len(set(receiver.ids)) == 3
        replay(site.desk, MAIN, made.endpoint.id, Replay(everything=True))
        site.run()
        assert sorted(receiver.ids[3:]) == sorted(receiver.ids[:3])


def test_replay_when_it_begins_at_a_number_or_moment_then_leaves_out_what_is_before(sqlite_file: Database) -> None:
    clock = StandingClock(at=datetime.now(UTC) - timedelta(days=2))
    with a_receiver() as receiver:
        site = a_site(sqlite_file, [receiver.peer], clock=clock)
        site.tell("order.accepted", "order.fulfilling")
        clock.pass_by(timedelta(days=1))
        site.tell("order.shipped")
        moment = clock.at = datetime.now(UTC)
        site.tell("order.delivered")
        made = site.endpoint(receiver.url)
        begun = replay(site.desk, MAIN, made.endpoint.id, Replay(since=moment - timedelta(hours=1)))
        site.run()
        assert (receiver.types, begun.until) == (["order.delivered"], 4)
        replay(site.desk, MAIN, made.endpoint.id, Replay(after=2))
        site.run()
    assert receiver.types == ["order.delivered", "order.shipped"]


def test_replay_when_there_is_more_than_one_part_then_all_of_it_comes(
    sqlite_file: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.desk.webhook_repeating.AT_ONCE", 3)
    with a_receiver() as receiver:
        site = a_site(sqlite_file, [receiver.peer])
        site.tell(*["order.admitted"] * 8)
        made = site.endpoint(receiver.url)
        replay(site.desk, MAIN, made.endpoint.id, Replay())
        site.run()
        assert len(receiver.asked) == 8


def test_sending_when_the_endpoint_is_disabled_then_is_refused(sqlite_file: Database) -> None:
    site = a_site(sqlite_file)
    made = site.endpoint(HTTPS)
    sent = ping(site.desk, MAIN, made.endpoint.id)
    disable(site.desk, MAIN, made.endpoint.id)
    for refused in (
        lambda: ping(site.desk, MAIN, made.endpoint.id),
        lambda: redeliver(site.desk, MAIN, sent.id),
        lambda: replay(site.desk, MAIN, made.endpoint.id, Replay()),
    ):
        with pytest.raises(EndpointDisabled):
            refused()


def test_endpoint_when_another_merchants_then_there_is_none(sqlite_file: Database) -> None:
    site = a_site(sqlite_file)
    made = site.endpoint(HTTPS)
    with pytest.raises(NotFound):
        ping(site.desk, OTHER, made.endpoint.id)


def test_endpoint_when_deleted_then_it_and_its_secrets_are_gone(database: Database) -> None:
    site = a_site(database)
    made = site.endpoint(HTTPS)
    site.tell("order.admitted")
    delete(site.desk, MAIN, made.endpoint.id)
    with database.read() as session, pytest.raises(NotFound):
        found_endpoint(session, "main", made.endpoint.id)
    assert [each.state for each in site.deliveries(made.endpoint.id)] == ["dropped"]
    assert site.run() > 0


def test_endpoint_when_changed_from_another_version_then_is_refused(sqlite_file: Database) -> None:
    site = a_site(sqlite_file)
    made = site.endpoint(HTTPS)
    change(site.desk, MAIN, made.endpoint.id, Stated(types=["order.*"]), frozenset({1}))
    with pytest.raises(VersionChanged):
        change(site.desk, MAIN, made.endpoint.id, Stated(types=["*"]), frozenset({1}))


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example/hooks",
        "https://127.0.0.1/hooks",
        "https://[::1]/hooks",
        "https://169.254.169.254/latest",
        "https://10.0.0.1/",
        "https://[::ffff:192.168.0.1]/",
        "ftp://shop.example/",
        "https://ana:secret@shop.example/",
        "nonsense",
    ],
)
def test_address_when_it_will_never_be_called_then_is_refused(sqlite_file: Database, url: str) -> None:
    with pytest.raises(EndpointRefused, match="`url`"):
        a_site(sqlite_file).endpoint(url)


def test_types_when_of_no_form_then_are_refused(sqlite_file: Database) -> None:
    with pytest.raises(EndpointRefused, match="`types`"):
        a_site(sqlite_file).endpoint(HTTPS, ["order.admitted", "Order"])


def test_endpoints_when_there_are_too_many_then_no_more_are_taken(sqlite_file: Database) -> None:
    site = a_site(sqlite_file)
    for _ in range(MOST_ENDPOINTS):
        site.endpoint(HTTPS)
    with pytest.raises(EndpointsFull):
        site.endpoint(HTTPS)


def test_secrets_when_rotated_without_an_end_then_are_bounded(sqlite_file: Database) -> None:
    site = a_site(sqlite_file)
    made = site.endpoint(HTTPS)
    for _ in range(2):
        rotate(site.desk, MAIN, made.endpoint.id)
    with pytest.raises(SecretsFull):
        rotate(site.desk, MAIN, made.endpoint.id)
    with pytest.raises(EndpointRefused):
        rotate(site.desk, MAIN, made.endpoint.id, timedelta(days=8))


def test_deliveries_when_older_than_wanted_then_are_deleted_with_their_attempts(database: Database) -> None:
    clock = StandingClock(at=datetime.now(UTC))
    with a_receiver() as receiver:
        site = a_site(database, [receiver.peer], clock=clock)
        made = site.endpoint(receiver.url)
        site.tell("order.admitted")
        site.run()
        (old,) = site.deliveries(made.endpoint.id)
        prefer(site.desk, MAIN, "keep_deliveries_days", 100)
        for days in (99, 2):
            clock.pass_by(timedelta(days=days))
            site.tell("order.cancelled")
            tidied(site.desk, "main")
            assert len(site.deliveries(made.endpoint.id)) == 2
    with database.write() as session:
        assert attempts_of(session, "main", old.id) == []
        assert merchants_with_rows(session) == ["main"]


def test_fan_out_when_nobody_listens_then_costs_no_rows(sqlite_file: Database) -> None:
    site = a_site(sqlite_file)
    site.tell("order.admitted", merchant="main")
    assert column(sqlite_file, "kind") == []


def test_fan_out_when_others_listen_then_each_gets_its_own(sqlite_file: Database) -> None:
    site = a_site(sqlite_file)
    orders, all_ = site.endpoint(HTTPS, ["order.*"]), site.endpoint(HTTPS)
    site.tell("order.admitted", "review.opened")
    site.tell("order.admitted", merchant="acme")
    assert [each.type for each in site.deliveries(orders.endpoint.id)] == ["order.admitted"]
    assert len(site.deliveries(all_.endpoint.id)) == 2
