"""Somebody else commits between two statements of ours: PostgreSQL shows each statement what is committed by then."""

from collections.abc import Callable, Iterator

import pytest

from engine.desk import changing
from engine.desk.changing import change
from engine.desk.desk import Desk
from engine.desk.holding import release
from engine.desk.intake import submit
from engine.desk.reading import order_file
from engine.desk.replaying import replay
from engine.desk.rescreening import look
from engine.ids import TimeOrderedIds
from engine.store.holds import holds_of
from tests.databases import PostgresServer
from tests.desks import ANALYST, MAIN, a_desk, an_honest_order, an_unpaid_order, document


@pytest.fixture
def desk(postgres: PostgresServer) -> Iterator[Desk]:
    with postgres.fresh() as database:
        yield a_desk(database, ids=TimeOrderedIds())


def once_before(monkeypatch: pytest.MonkeyPatch, module: object, name: str, does: Callable[[], object]) -> None:
    """Does something once, right before a function of the module is called for the first time."""
    real, todo = getattr(module, name), [does]

    def called(*given: object, **named: object) -> object:
        if todo:
            todo.pop()()
        return real(*given, **named)

    monkeypatch.setattr(module, name, called)


def test_change_when_another_change_commits_in_between_then_neither_is_lost(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = submit(desk, MAIN, document(an_honest_order())).row.order_id
    once_before(monkeypatch, changing, "standing_of", lambda: change(desk, MAIN, order, {"seller_note": "theirs"}))
    change(desk, MAIN, order, {"buyer_note": "ours"})
    with desk.database.read() as session:
        kept = order_file(desk, session, "main", order).document
    assert (kept.get("seller_note"), kept.get("buyer_note")) == ("theirs", "ours")


def test_release_when_a_change_commits_in_between_then_the_new_version_is_what_is_decided(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = submit(desk, MAIN, document(an_unpaid_order())).row.order_id
    with desk.database.read() as session:
        hold = holds_of(session, "main", order)[0]
    vague = {"shipping_address": {"postcode": None}}
    once_before(monkeypatch, changing, "standing_of", lambda: change(desk, MAIN, order, vague))
    decided = release(desk, ANALYST, hold.id, "paid")
    assert (decided.row.version, decided.row.outcome) == (2, "ask_customer")
    assert replay(desk, MAIN, decided.row.id).is_same


def test_look_when_a_change_commits_in_between_then_judges_one_version_only(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = submit(desk, MAIN, document(an_honest_order())).row.order_id
    unpaid = {"payment": {"status": "voided"}}
    once_before(monkeypatch, changing, "standing_of", lambda: change(desk, MAIN, order, unpaid))
    with desk.database.read() as session:
        seen = look(desk, session, MAIN, [order])
    assert not seen.moved
