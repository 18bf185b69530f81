"""Backtests as rows: which stored decisions a run is about, what they were made of, and what came out.

Of the decisions of an order the last one counts that was made on the order as the buyer or the shop sent it (causes
`submitted` and `changed`). Later ones of the same version carry what people did since, releases above all: they would
show the work of reviewers as if the rules had admitted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from sqlalchemy import BindParameter, Integer, Row, Select, String, bindparam, exists, func, select

from engine.clock import microseconds, moment
from engine.store.packing import unpack
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import BACKTEST_ORDER, BULK_RUN, DECISION, LABEL, ORDER_VERSION

KIND = "backtest"
COUNTS = ("submitted", "changed")
COMPARED = "compared"  # orders that both editions decided, in the totals of a run
PAGE = 1000
PARTIAL = frozenset({"shop", "channel", "country"})  # filters that leave kinds of orders out
NEWEST = 200  # runs that are looked through for one of two editions


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which orders: placed from a moment to before another, of one shop, channel or destination."""

    since: datetime | None = None
    until: datetime | None = None
    shop: str | None = None
    channel: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A decision that counts, and its order."""

    order_id: str
    decision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """What a decision was made of, as it is kept; `personal` is sealed like the order's own `sealed`."""

    decision: str
    order_id: str
    outcome: str
    content: bytes
    personal: bytes | None
    document: bytes
    sealed: bytes | None
    person_key: bytes | None
    placed_at: datetime
    country: str | None
    channel: str
    shop: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One order decided twice. `recorded` is what was decided then; rules map to their worst verdict or `shadow`;
    `value` is in euro cents; `labels` are kinds that were known when the row was read."""

    order_id: str
    decision: str
    recorded: str
    before: str
    after: str
    before_rules: Mapping[str, str]
    after_rules: Mapping[str, str]
    before_score: int
    after_score: int
    value: int | None
    placed_at: datetime
    country: str | None
    channel: str
    shop: str
    ref: str = ""
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestRow:
    """A run over so many `orders`, of which so many could be `compared` when it ended. `as_of` is `then` or the day for
    which rules were resolved; `filters` is empty when all orders were asked for."""

    run: str
    candidate: str
    against: str
    as_of: str
    state: str
    orders: int
    compared: int
    created_at: datetime
    finished_at: datetime | None
    filters: Mapping[str, object] = field(default_factory=dict)


_D, _V, _R, _LATER = DECISION.c, ORDER_VERSION.c, BACKTEST_ORDER.c, DECISION.alias()
_SAME_VERSION = (_V.order_id == _D.order_id) & (_V.version == _D.version)
_MINE: BindParameter[str] = bindparam("merchant")
# Decisions that are made while a run is planned are none of its business, so that no order comes twice.
_LATEST = bindparam("latest", type_=String)
_NEWEST = select(func.max(_D.id).label("latest")).where(_D.merchant_id == _MINE)
_COUNTS_MORE = (
    _LATER.c.order_id == _D.order_id,
    _LATER.c.number > _D.number,
    _LATER.c.cause.in_(COUNTS),
    _LATER.c.id <= _LATEST,
)
_PLACES = (
    select(_D.id, _D.order_id)
    .join(ORDER_VERSION, _SAME_VERSION)
    .where(
        _D.merchant_id == _MINE,
        _D.id > bindparam("last"),
        _D.id <= _LATEST,
        _D.cause.in_(COUNTS),
        ~exists().where(*_COUNTS_MORE),
    )
    .order_by(_D.id)
    .limit(PAGE)
)
_HISTORY = (
    select(
        _D.id,
        _D.order_id,
        _D.outcome,
        _D.content,
        _D.sealed.label("personal"),
        _D.placed_at,
        *(_V[name] for name in ("document", "sealed", "person_key", "country", "channel", "shop")),
    )
    .join(ORDER_VERSION, _SAME_VERSION)
    .where(_D.merchant_id == _MINE, _D.id.in_(bindparam("decisions", expanding=True)))
    .order_by(_D.id)
)
_RESULTS = (
    select(BACKTEST_ORDER, _V.ref)
    .join(ORDER_VERSION, (_V.order_id == _R.order_id) & (_V.version == 1))
    .where(_R.merchant_id == _MINE, _R.run_id == bindparam("run"), _R.order_id > bindparam("last"))
    .order_by(_R.order_id)
    .limit(PAGE)
)
_LABELS = select(LABEL.c.order_id, LABEL.c.kind).where(
    LABEL.c.merchant_id == _MINE,
    LABEL.c.order_id >= bindparam("first"),
    LABEL.c.order_id <= bindparam("last"),
    LABEL.c.known_at <= bindparam("known"),
)
_RUNS = select(BULK_RUN).where(BULK_RUN.c.merchant_id == _MINE, BULK_RUN.c.kind == KIND)
_RUN = _RUNS.where(BULK_RUN.c.id == bindparam("run"))
_DONE = (
    _RUNS.where(
        BULK_RUN.c.state == "done",
        BULK_RUN.c.params.contains(bindparam("candidate"), autoescape=False),
        BULK_RUN.c.params.contains(bindparam("against"), autoescape=False),
    )
    .order_by(BULK_RUN.c.finished_at.desc(), BULK_RUN.c.id.desc())
    .limit(bindparam("limit", type_=Integer))
)
_COUNTED = select(func.count()).select_from(
    select(_D.order_id)
    .where(_D.merchant_id == _MINE, _D.cause.in_(bindparam("causes", expanding=True)))
    .distinct()
    .limit(bindparam("most", type_=Integer))
    .subquery()
)
_PLAIN = (
    "order_id",
    "recorded",
    "before",
    "after",
    "before_score",
    "after_score",
    "value",
    "country",
    "channel",
    "shop",
)


def decisions_that_count(session: ReadSession, merchant: str, wanted: Wanted) -> Iterator[Place]:
    """The decisions to be made again, in the order in which they were made, a thousand at a time."""
    newest = session.first(_NEWEST, {"merchant": merchant})
    if newest is None or newest.latest is None:
        return
    statement, bound = _narrowed(wanted)
    bound["latest"], last = newest.latest, ""
    while rows := session.rows(statement, bound | {"merchant": merchant, "last": last}):
        yield from (Place(row.order_id, row.id) for row in rows)
        last = rows[-1].id


def _narrowed(wanted: Wanted) -> tuple[Select[tuple[str, str]], dict[str, object]]:
    tests = (
        ("since", None if wanted.since is None else microseconds(wanted.since), _D.placed_at >= bindparam("since")),
        ("until", None if wanted.until is None else microseconds(wanted.until), _D.placed_at < bindparam("until")),
        ("shop", wanted.shop, _V.shop == bindparam("shop")),
        ("channel", wanted.channel, _V.channel == bindparam("channel")),
        ("country", wanted.country, _V.country == bindparam("country")),
    )
    used = [(name, value, test) for name, value, test in tests if value is not None]
    return _PLACES.where(*(test for _, _, test in used)), {name: value for name, value, _ in used}


def history(session: ReadSession, merchant: str, decisions: Sequence[str]) -> Sequence[HistoryRow]:
    """What these decisions were made of, in the order of their ids."""
    rows = session.rows(_HISTORY, {"merchant": merchant, "decisions": list(decisions)})
    return [_history_row(row) for row in rows]


def _history_row(row: Row[tuple[object, ...]]) -> HistoryRow:
    sealed = {name: None if (value := getattr(row, name)) is None else bytes(value) for name in _SEALED}
    return HistoryRow(
        decision=row.id,
        order_id=row.order_id,
        outcome=row.outcome,
        content=unpack(bytes(row.content)),
        document=unpack(bytes(row.document)),
        placed_at=moment(row.placed_at),
        country=row.country,
        channel=row.channel,
        shop=row.shop,
        **sealed,
    )


_SEALED = ("personal", "sealed", "person_key")


def add_compared(session: WriteSession, merchant: str, run: str, rows: Sequence[ComparedRow]) -> None:
    """Adds what came out for some orders."""
    session.add(
        BACKTEST_ORDER,
        [
            {name: getattr(row, name) for name in _PLAIN}
            | {
                "merchant_id": merchant,
                "run_id": run,
                "decision_id": row.decision,
                "before_rules": orjson.dumps(dict(row.before_rules)).decode(),
                "after_rules": orjson.dumps(dict(row.after_rules)).decode(),
                "placed_at": microseconds(row.placed_at),
            }
            for row in rows
        ],
    )


def compared(
    session: ReadSession, merchant: str, run: str, known_by: datetime, after: str = ""
) -> Iterator[ComparedRow]:
    """What a run found, by order id and behind one, with the labels known by then; a thousand orders at a time."""
    last = after
    while rows := session.rows(_RESULTS, {"merchant": merchant, "run": run, "last": last}):
        span = {"first": rows[0].order_id, "last": rows[-1].order_id, "known": microseconds(known_by)}
        labels: dict[str, list[str]] = {}
        for row in session.rows(_LABELS, {"merchant": merchant} | span):
            labels.setdefault(row.order_id, []).append(row.kind)
        yield from (_compared_row(row, sorted(labels.get(row.order_id, ()))) for row in rows)
        last = rows[-1].order_id


def _compared_row(row: Row[tuple[object, ...]], labels: Sequence[str]) -> ComparedRow:
    return ComparedRow(
        **{name: getattr(row, name) for name in _PLAIN},
        decision=row.decision_id,
        before_rules=orjson.loads(row.before_rules),
        after_rules=orjson.loads(row.after_rules),
        placed_at=moment(row.placed_at),
        ref=row.ref,
        labels=tuple(labels),
    )


def backtest_of(session: ReadSession, merchant: str, run: str) -> BacktestRow | None:
    """A run by its id."""
    row = session.first(_RUN, {"merchant": merchant, "run": run})
    return None if row is None else _run_row(row)


def whole_backtest(
    session: ReadSession, merchant: str, candidate: str, against: str, since: datetime
) -> BacktestRow | None:
    """The largest run finished since then, else the largest of all; the newest of equals. It is one over all kinds of
    orders: not of one shop, channel or destination alone, where a change may do no harm while it does elsewhere. A
    stretch of time or a sample is good enough if it is large, and a small one takes nothing from a large one before."""

    def shows(run: BacktestRow) -> tuple[bool, int]:
        return run.finished_at is not None and run.finished_at >= since, run.orders

    whole = (run for run in _finished(session, merchant, candidate, against) if not PARTIAL & run.filters.keys())
    return max(whole, key=shows, default=None)


def _finished(session: ReadSession, merchant: str, candidate: str, against: str) -> Iterator[BacktestRow]:
    bound = {"merchant": merchant, "candidate": candidate, "against": against, "limit": NEWEST}
    found = (_run_row(row) for row in session.rows(_DONE, bound))
    return (each for each in found if (each.candidate, each.against) == (candidate, against))


def orders_that_count(session: ReadSession, merchant: str, most: int) -> int:
    """How many stored orders a backtest could meet, counted up to so many: a gate asks for no more."""
    return session.number(_COUNTED, {"merchant": merchant, "causes": list(COUNTS), "most": most})


def _run_row(row: Row[tuple[object, ...]]) -> BacktestRow:
    params = orjson.loads(row.params)
    return BacktestRow(
        run=row.id,
        candidate=params["candidate"],
        against=params["against"],
        as_of=params["as_of"],
        state=row.state,
        orders=row.total,
        compared=int(orjson.loads(row.report or "{}").get("totals", {}).get(COMPARED, 0)),
        created_at=moment(row.created_at),
        finished_at=None if row.finished_at is None else moment(row.finished_at),
        filters=params["filters"],
    )
