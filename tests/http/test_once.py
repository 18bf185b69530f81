"""Idempotency-Key on every POST: done once, answered again, refused for anything else."""

from contextvars import copy_context
from threading import Barrier, Thread

import pytest
from httpx2 import Response

from api.access import once
from engine.desk.desk import Desk
from engine.desk.errors import InFlight
from engine.desk.repeating import GIVEN_UP, asked, begin_once, let_go
from engine.errors import LeaseLost, StoreUnreachable
from engine.store.kept_answers import Keyed, work_on
from engine.store.tables import HOLD, KEPT_ANSWER
from tests.desks import an_honest_order, document
from tests.http.conftest import Service, is_problem
from tests.http.test_orders import sent

KEY = {"Idempotency-Key": '"k-1"'}
BODY = {"reason": "the buyer rang"}


@pytest.fixture
def holds(service: Service) -> str:
    """Where an order is held by hand: a POST whose repetition would do it twice."""
    return f"/v1/orders/{sent(service, document(an_honest_order()))['order_id']}/holds"


def placed(service: Service) -> int:
    """How many holds there are."""
    with service.database.read() as session:
        return len(session.rows(HOLD.select()))


def test_post_when_repeated_then_is_done_once_and_answered_the_same(service: Service, holds: str) -> None:
    first = service.call("POST", holds, BODY, headers=KEY)
    again = service.call("POST", holds, BODY, headers=KEY)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert (again.headers["Idempotent-Replayed"], placed(service)) == ("true", 1)


def test_post_when_its_key_comes_with_another_body_or_path_then_422(service: Service, holds: str) -> None:
    service.call("POST", holds, BODY, headers=KEY)
    assert is_problem(service.call("POST", holds, {"reason": "x"}, headers=KEY), 422, "idempotency_key_reused")


def test_post_when_refused_then_the_key_is_free_again(service: Service, holds: str) -> None:
    assert service.call("POST", holds, {"reason": ""}, headers=KEY).status_code == 422
    assert service.call("POST", holds, BODY, headers=KEY).status_code == 201


def test_post_when_another_merchant_has_the_same_key_then_is_another_request(service: Service, holds: str) -> None:
    service.call("POST", holds, BODY, headers=KEY)
    assert is_problem(service.call("POST", holds, BODY, headers=KEY, key="other"), 404, "not_found")


def test_post_when_the_first_is_under_way_then_409_until_it_must_have_died(service: Service, holds: str) -> None:
    desk: Desk = service.app.state.services.desk
    begin_once(desk, asked(desk, "main", "/v1/orders/{order_id}/holds", "k-1", "whatever"))
    other = service.call("POST", holds, BODY, headers=KEY)
    assert other.status_code in {409, 422}
    service.clock.move(GIVEN_UP.total_seconds())
    assert service.call("POST", holds, BODY, headers=KEY).status_code == 201


def forgotten(*_: object, **__: object) -> None:
    """The database goes away as soon as the work is committed."""
    raise StoreUnreachable


def test_post_when_its_answer_was_never_kept_then_is_not_done_again(
    service: Service, holds: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "keep", forgotten)
    assert service.call("POST", holds, BODY, headers=KEY).status_code == 201
    assert is_problem(service.call("POST", holds, BODY, headers=KEY), 409, "in_flight")
    service.clock.move(GIVEN_UP.total_seconds())
    assert is_problem(service.call("POST", holds, BODY, headers=KEY), 409, "answer_lost")
    assert placed(service) == 1


def test_post_when_it_fails_before_it_acts_then_the_key_is_free_again(service: Service, holds: str) -> None:
    held = service.app.state.services.desk.database
    with held.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE hold RENAME TO hold_away")
    assert service.call("POST", holds, BODY, headers=KEY).status_code >= 500
    with held.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE hold_away RENAME TO hold")
    assert service.call("POST", holds, BODY, headers=KEY).status_code == 201


def begun(desk: Desk) -> Keyed:
    """A request that this test works on itself."""
    given = begin_once(desk, asked(desk, "main", "/v1/somewhere", "k-1", "whatever"))
    assert isinstance(given, Keyed)
    return given


def act(desk: Desk, keyed: Keyed) -> None:
    """Something is committed."""

    def once_alone() -> None:
        work_on(keyed)
        with desk.database.write():
            pass

    copy_context().run(once_alone)


def test_request_when_a_repetition_took_it_over_then_undoes_what_it_did(service: Service) -> None:
    desk: Desk = service.app.state.services.desk
    slow = begun(desk)
    service.clock.move(GIVEN_UP.total_seconds())
    repeated = begun(desk)
    with pytest.raises(LeaseLost):
        act(desk, slow)
    let_go(desk, slow, refused=True)
    act(desk, repeated)
    assert (slow.acted, repeated.acted) == (False, True)


def test_request_when_it_acted_and_failed_then_is_free_only_where_it_was_refused(service: Service) -> None:
    desk: Desk = service.app.state.services.desk
    first = begun(desk)
    act(desk, first)
    let_go(desk, first, refused=False)
    with pytest.raises(InFlight):
        begun(desk)
    let_go(desk, first, refused=True)
    assert begun(desk).acted is False


def test_post_when_many_send_it_at_once_then_is_done_once(service: Service, holds: str) -> None:
    together, answers = Barrier(4), list[Response]()

    def send() -> None:
        together.wait()
        answers.append(service.call("POST", holds, BODY, headers=KEY))

    threads = [Thread(target=send) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert {each.status_code for each in answers} <= {201, 409}
    assert placed(service) == 1


def test_answers_when_kept_then_lie_sealed_and_go_with_the_person(service: Service, holds: str) -> None:
    service.call("POST", holds, {"reason": "ask Erika Muster"}, headers=KEY)
    with service.database.read() as session:
        assert "Erika" not in repr(session.rows(KEPT_ANSWER.select()))
    service.call("POST", holds.replace("/holds", "/erasure"))
    with service.database.read() as session:
        assert session.rows(KEPT_ANSWER.select()) == []


def test_post_when_keys_are_required_then_400_without_one(service: Service, holds: str) -> None:
    object.__setattr__(service.app.state.services, "needs_idempotency_key", True)
    assert is_problem(service.call("POST", holds, BODY), 400, "idempotency_key_missing")
    order = document(an_honest_order("A-9"))
    assert is_problem(service.call("POST", "/v1/orders", order), 400, "idempotency_key_missing")
    assert service.call("POST", "/v1/evaluations", order).status_code == 200
