"""How long orders waited, gathered by the database: the same as from each hold by itself."""

from datetime import timedelta
from random import Random

from sqlalchemy import select, update

from engine.clock import microseconds
from engine.desk.desk import Desk
from engine.desk.intake import submit
from engine.store.arrival_waits import PERCENTS, Waited, Waits, kept
from engine.store.arrivals import DAY_US, EPOCH, ArrivalsBy, ArrivalsWanted
from engine.store.sessions import ReadSession
from engine.store.tables import HOLD, ORDER_VERSION
from tests.desks import MAIN, NOW, an_unpaid_order, document

WANTED = ArrivalsWanted(
    merchant="main", since=NOW - timedelta(days=9), until=NOW + timedelta(days=1), old_before=NOW - timedelta(days=90)
)


def some_waited(desk: Desk, orders: int = 25) -> None:
    """Orders with two holds each, of all states."""
    luck = Random(5)
    for number in range(orders):
        submit(desk, MAIN, document(an_unpaid_order(f"A-{number}")))
    with desk.database.write() as session:
        for row in session.rows(select(ORDER_VERSION.c.order_id)):
            arrived = {"created_at": microseconds(NOW - timedelta(days=luck.randrange(12)))}
            country = {"country": luck.choice(("DE", "FR", None))}
            mine = ORDER_VERSION.c.order_id == row.order_id
            session.run(update(ORDER_VERSION).where(mine).values(arrived | country))
        for hold in [dict(row._mapping) for row in session.rows(select(HOLD))]:
            session.run(update(HOLD).where(HOLD.c.id == hold["id"]).values(_ended(luck)))
            session.add(HOLD, [hold | {"id": f"{hold['id']}-2", **_ended(luck)}])


def _ended(luck: Random) -> dict[str, object]:
    placed = microseconds(NOW) + luck.randrange(100)
    state = luck.choice(("open", "released", "expired"))
    return {
        "placed_at": placed, "state": state, "subject": luck.choice(("", "", "", "F-1")),
        "ended_at": None if state == "open" else placed + luck.randrange(5),
    }  # fmt: skip


def one_by_one(session: ReadSession, over: ArrivalsBy) -> Waits:
    """From rows of holds."""
    spans: dict[str | None, dict[str, list[tuple[int, int | None, str]]]] = {None: {}}
    asked = select(ORDER_VERSION, HOLD.c.placed_at.label("begun"), HOLD.c.ended_at, HOLD.c.state).join(
        HOLD, HOLD.c.order_id == ORDER_VERSION.c.order_id
    )
    for row in session.rows(asked.where(HOLD.c.verdict == "hold", HOLD.c.subject == "")):
        if microseconds(WANTED.since) <= row.created_at < microseconds(WANTED.until):
            day = str(EPOCH + timedelta(days=row.created_at // DAY_US))
            for key in (None, day if over is ArrivalsBy.DAY else row.country or ""):
                held = spans.setdefault(key, {}).setdefault(row.order_id, [])
                held.append((row.begun, row.ended_at, row.state))
    return {key: _of(list(orders.values())) for key, orders in spans.items()}


def _of(orders: list[list[tuple[int, int | None, str]]]) -> Waited:
    over = sorted(
        max(ended for _, ended, _ in held if ended is not None) - min(begun for begun, _, _ in held)
        for held in orders
        if all(state != "open" for _, _, state in held)
    )
    nearest = {percent: -(-len(over) * percent // 100) - 1 for percent in PERCENTS} if over else {}
    return Waited(
        orders=len(orders),
        still=sum(any(state == "open" for _, _, state in held) for held in orders),
        done=sum(any(state == "released" for _, _, state in held) for held in orders),
        spread={percent: timedelta(microseconds=over[place]) for percent, place in nearest.items()},
    )


def test_waits_when_gathered_by_the_database_then_are_those_of_each_hold_by_itself(desk: Desk) -> None:
    some_waited(desk)
    with desk.database.read() as session:
        overs = (ArrivalsBy.DAY, ArrivalsBy.COUNTRY)
        assert kept(session, WANTED, overs, "hold") == tuple(one_by_one(session, over) for over in overs)
        for over in overs:
            expected = one_by_one(session, over)
            assert kept(session, WANTED, [over], "hold") == (expected,)
            assert expected[None].still
            assert expected[None].spread
