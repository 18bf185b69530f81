"""Runs that decide known orders anew, which orders they may be about, and what they found."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import BindParameter, Row, Select, bindparam, exists, func, or_, select, update

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import BULK_CHUNK, BULK_RUN, DECISION, HOLD, ORDER_VERSION, RESCREEN_ORDER

KIND = "rescreen"
UNDER_WAY = ("planning", "running", "paused")
OVER = ("cancelled", "done", "stopped")
PAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """Which orders, by what stands in columns. Ends of ranges are exclusive; nothing is asked where nothing is said.

    `reasons` are codes of reasons, one of which the decision has; `rules` those of its open holds.
    """

    outcomes: tuple[str, ...] = ("hold", "ask_customer")
    reasons: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    shops: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    placed_since: datetime | None = None
    placed_before: datetime | None = None
    decided_since: datetime | None = None
    decided_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RescreenRow:
    """A run. `params` is what every chunk is handed; `totals` are of the chunks that are done."""

    run: str
    merchant: str
    state: str
    params: Mapping[str, object]
    chunks: int
    orders: int
    created_at: datetime
    created_by: str
    finished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRow:
    """An order that came out otherwise. `come` and `gone` are the rules that newly speak, and that no longer do."""

    order_id: str
    change: str
    ref: str
    shop: str
    country: str | None
    before: str
    after: str | None
    decision: str
    new_decision: str | None = None
    come: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


_D, _V, _R, _F, _H = DECISION.c, ORDER_VERSION.c, BULK_RUN.c, RESCREEN_ORDER.c, HOLD.c
_MINE: BindParameter[str] = bindparam("merchant")
_SAME_VERSION = (_V.order_id == _D.order_id) & (_V.version == _D.version)
_WANTED = select(_D.id, _D.order_id).where(_D.merchant_id == _MINE, _D.superseded_by.is_(None))
_RUNS = select(BULK_RUN).where(_R.merchant_id == _MINE, _R.kind == KIND)
_ONE = _RUNS.where(_R.id == bindparam("run"))
_LISTING = _RUNS.where(_R.id < bindparam("before")).order_by(_R.id.desc()).limit(bindparam("limit"))
_ACTIVE = _RUNS.where(_R.state.in_(UNDER_WAY))
_WAITING = _RUNS.where(_R.state == "waiting")
_MOVE = (
    update(BULK_RUN)
    .where(_R.id == bindparam("run"), _R.state.in_(bindparam("from_", expanding=True)))
    .values(state=bindparam("to"), finished_at=bindparam("ended"))
)
_SAY = update(BULK_RUN).where(_R.id == bindparam("run")).values(params=bindparam("params_"))
_FOUND = select(RESCREEN_ORDER).where(
    _F.merchant_id == _MINE, _F.run_id == bindparam("run"), _F.order_id > bindparam("after")
)
_COUNTED = (
    select(_F.change, func.count().label("orders"))
    .where(_F.merchant_id == _MINE, _F.run_id == bindparam("run"))
    .group_by(_F.change)
)
_MERCHANTS = (
    select(_D.merchant_id)
    .where(_D.superseded_by.is_(None), _D.outcome.in_(("hold", "ask_customer")))
    .distinct()
    .order_by(_D.merchant_id)
)
_ALIVE = select(BULK_CHUNK.c.number).where(
    BULK_CHUNK.c.run_id == bindparam("run"),
    BULK_CHUNK.c.state == "running",
    BULK_CHUNK.c.lease_until > bindparam("now"),
)
_PLAIN = ("order_id", "change", "ref", "shop", "country", "before", "after")
LAST = "~"  # sorts behind every id


def orders_wanted(session: ReadSession, merchant: str, wanted: Narrowed) -> Iterator[str]:
    """Ids of the orders, oldest decision first, a thousand at a time."""
    narrowed, bound = _narrowed(wanted)
    statement = narrowed.where(_D.id > bindparam("last")).order_by(_D.id).limit(PAGE)
    last = ""
    while rows := session.rows(statement, bound | {"merchant": merchant, "last": last}):
        yield from (str(row.order_id) for row in rows)
        last = rows[-1].id


def editions_of_wanted(session: ReadSession, merchant: str, wanted: Narrowed) -> Counter[str]:
    """How many of the orders each edition decided."""
    narrowed, bound = _narrowed(wanted)
    statement = narrowed.with_only_columns(_D.edition, func.count().label("orders")).group_by(_D.edition)
    rows = session.rows(statement, bound | {"merchant": merchant})
    return Counter({str(row.edition): int(row.orders) for row in rows})


def _narrowed(wanted: Narrowed) -> tuple[Select[tuple[str, str]], dict[str, object]]:
    statement = _WANTED
    several = (
        (_D.outcome, wanted.outcomes),
        (_D.shop, wanted.shops),
        (_D.order_id, wanted.orders),
        (_V.country, wanted.countries),
        (_V.channel, wanted.channels),
    )
    if wanted.countries or wanted.channels:
        statement = statement.join(ORDER_VERSION, _SAME_VERSION)
    for column, values in several:
        if values:
            statement = statement.where(column.in_(values))
    if wanted.reasons:  # a code stands in quotes in the list, so that it is not found in a longer one
        tests = [_D.reasons.contains(f'"{each}"', autoescape=True) for each in wanted.reasons]
        statement = statement.where(or_(*tests))
    if wanted.rules:
        held = exists().where(_H.order_id == _D.order_id, _H.state == "open", _H.rule.in_(wanted.rules))
        statement = statement.where(held)
    ranges = (
        (_D.placed_at >= bindparam("placed_since"), "placed_since"),
        (_D.placed_at < bindparam("placed_before"), "placed_before"),
        (_D.decided_at >= bindparam("decided_since"), "decided_since"),
        (_D.decided_at < bindparam("decided_before"), "decided_before"),
    )
    bound: dict[str, object] = {}
    for test, name in ranges:
        at: datetime | None = getattr(wanted, name)
        if at is not None:
            statement, bound = statement.where(test), bound | {name: microseconds(at)}
    return statement, bound


def announce(
    session: WriteSession, run: str, merchant: str, params: Mapping[str, object], *, state: str, at: datetime, by: str
) -> None:
    """Adds a run that is yet to be planned. Raises StoreConflict where another is under way, or waits."""
    row = {"id": run, "merchant_id": merchant, "kind": KIND, "params": _json(params), "state": state}
    session.add(BULK_RUN, [row | {"created_at": microseconds(at), "created_by": by}])


def rescreen_of(session: ReadSession, merchant: str, run: str) -> RescreenRow | None:
    """A run; None for another merchant's."""
    row = session.first(_ONE, {"merchant": merchant, "run": run})
    return None if row is None else _run(row)


def rescreens(session: ReadSession, merchant: str, limit: int, before: str = LAST) -> Sequence[RescreenRow]:
    """Runs, newest first, from before this id."""
    return [_run(row) for row in session.rows(_LISTING, {"merchant": merchant, "before": before, "limit": limit})]


def under_way(session: ReadSession, merchant: str) -> RescreenRow | None:
    """The run that is not over yet; one that waits for its turn is not under way."""
    row = session.first(_ACTIVE, {"merchant": merchant})
    return None if row is None else _run(row)


def waiting(session: ReadSession, merchant: str) -> RescreenRow | None:
    """The run that begins when the one under way is over."""
    row = session.first(_WAITING, {"merchant": merchant})
    return None if row is None else _run(row)


def say(session: WriteSession, run: str, params: Mapping[str, object]) -> None:
    """Puts other parameters in the place of a run's."""
    session.run(_SAY, {"run": run, "params_": _json(params)})


def move(session: WriteSession, run: str, before: Sequence[str], after: str, at: datetime | None = None) -> bool:
    """Puts a run into another state, if it is in one of these."""
    ended = None if at is None else microseconds(at)
    return session.run(_MOVE, {"run": run, "from_": list(before), "to": after, "ended": ended}) == 1


def is_alive(session: ReadSession, run: str) -> bool:
    """Whether somebody works on one of its chunks."""
    return session.first(_ALIVE, {"run": run, "now": session.now()}) is not None


def merchants_with_waiting_orders(session: ReadSession) -> Sequence[str]:
    """Whose orders wait."""
    return [str(row.merchant_id) for row in session.rows(_MERCHANTS)]


def add_found(session: WriteSession, merchant: str, run: str, rows: Sequence[FoundRow]) -> None:
    """Adds what came of some orders."""
    session.add(
        RESCREEN_ORDER,
        [
            {name: getattr(row, name) for name in _PLAIN}
            | {
                "merchant_id": merchant,
                "run_id": run,
                "decision_id": row.decision,
                "new_decision_id": row.new_decision,
                "flipped": _json({"come": row.come, "gone": row.gone}),
            }
            for row in rows
        ],
    )


def found_after(
    session: ReadSession, merchant: str, run: str, limit: int, after: str = "", change: str | None = None
) -> Sequence[FoundRow]:
    """Orders that came out otherwise, by id, from behind one."""
    statement = _FOUND if change is None else _FOUND.where(_F.change == bindparam("change"))
    bound = {"merchant": merchant, "run": run, "after": after} | ({} if change is None else {"change": change})
    return [_found(row) for row in session.rows(statement.order_by(_F.order_id).limit(limit), bound)]


def all_found(session: ReadSession, merchant: str, run: str) -> Iterator[FoundRow]:
    """All of them, a thousand at a time."""
    after = ""
    while rows := found_after(session, merchant, run, PAGE, after):
        yield from rows
        after = rows[-1].order_id


def found_by_change(session: ReadSession, merchant: str, run: str) -> Mapping[str, int]:
    """How many orders changed in which way."""
    return {str(row.change): int(row.orders) for row in session.rows(_COUNTED, {"merchant": merchant, "run": run})}


def _found(row: Row[tuple[object, ...]]) -> FoundRow:
    flipped = orjson.loads(row.flipped)
    return FoundRow(
        **{name: getattr(row, name) for name in _PLAIN},
        decision=row.decision_id,
        new_decision=row.new_decision_id,
        come=tuple(flipped["come"]),
        gone=tuple(flipped["gone"]),
    )


def _run(row: Row[tuple[object, ...]]) -> RescreenRow:
    return RescreenRow(
        run=row.id,
        merchant=row.merchant_id,
        state=row.state,
        params=orjson.loads(row.params),
        chunks=row.chunks,
        orders=row.total,
        created_at=moment(row.created_at),
        created_by=row.created_by,
        finished_at=None if row.finished_at is None else moment(row.finished_at),
    )


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
