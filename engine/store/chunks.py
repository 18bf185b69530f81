"""The rows of a bulk run: which chunks there are, who has which, and what came of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TypeVar

import orjson
from sqlalchemy import BindParameter, bindparam, case, func, or_, select, update

from engine.clock import microseconds
from engine.errors import LeaseLost, StoreConflict, UnknownRun
from engine.ids import Ids, Prefix
from engine.store.claiming import SECOND
from engine.store.ending import spoken
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import BULK_CHUNK, BULK_RUN

T = TypeVar("T")
ROWS = 200  # chunks written by one statement

RUN: BindParameter[str] = bindparam("run")
NOW: BindParameter[int] = bindparam("now")
OF_RUN = BULK_CHUNK.c.run_id == RUN
THE_ONE = OF_RUN & (BULK_CHUNK.c.number == bindparam("chunk"))
OURS = THE_ONE & (BULK_CHUNK.c.state == "running") & (BULK_CHUNK.c.fence == bindparam("claim"))
FREE = {"lease_until": None, "owner": None}

CLAIM = (
    update(BULK_CHUNK)
    .where(THE_ONE, BULK_CHUNK.c.state == "ready")
    .values(
        state="running",
        owner=bindparam("owner_"),
        lease_until=bindparam("lease"),
        fence=BULK_CHUNK.c.fence + 1,
        attempts=BULK_CHUNK.c.attempts + 1,
    )
    .returning(BULK_CHUNK.c.merchant_id, BULK_CHUNK.c.ids, BULK_CHUNK.c.attempts, BULK_CHUNK.c.fence)
)
PARAMS = select(BULK_RUN.c.params).where(BULK_RUN.c.id == RUN)
FINISH = update(BULK_CHUNK).where(OURS).values(state="done", counters=bindparam("counted"), last_error="", **FREE)
FAIL = update(BULK_CHUNK).where(OURS).values(state=bindparam("next"), last_error=bindparam("why"), **FREE)
RENEW = update(BULK_CHUNK).where(OURS).values(lease_until=bindparam("lease"))
LEFT = or_(BULK_CHUNK.c.owner == bindparam("owner_"), BULK_CHUNK.c.lease_until < NOW)
RECLAIM = (
    update(BULK_CHUNK)
    .where(OF_RUN, BULK_CHUNK.c.state == "running", LEFT)
    .values(
        state=case((BULK_CHUNK.c.attempts >= bindparam("most_attempts"), "dead"), else_="ready"),
        last_error="the process that ran this chunk died",
        **FREE,
    )
)
STATES = (
    select(BULK_CHUNK.c.state, func.count().label("chunks"), func.sum(BULK_CHUNK.c.attempts).label("attempts"))
    .where(OF_RUN)
    .group_by(BULK_CHUNK.c.state)
)
READY = (
    select(BULK_CHUNK.c.number, BULK_CHUNK.c.attempts)
    .where(OF_RUN, BULK_CHUNK.c.state == "ready")
    .order_by(BULK_CHUNK.c.number)
)
COUNTERS = select(BULK_CHUNK.c.counters).where(OF_RUN, BULK_CHUNK.c.state == "done")
DEAD = (
    select(BULK_CHUNK.c.number, BULK_CHUNK.c.last_error)
    .where(OF_RUN, BULK_CHUNK.c.state == "dead")
    .order_by(BULK_CHUNK.c.number)
)
HEAD = select(BULK_RUN.c.state, BULK_RUN.c.chunks, BULK_RUN.c.total).where(
    BULK_RUN.c.id == RUN, BULK_RUN.c.merchant_id == bindparam("merchant")
)
CLOSE = (
    update(BULK_RUN)
    .where(BULK_RUN.c.id == RUN)
    .values(state=bindparam("next"), report=bindparam("said"), finished_at=NOW)
)
PLANNED = (
    update(BULK_RUN)
    .where(BULK_RUN.c.id == RUN, BULK_RUN.c.state == "planning")
    .values(params=bindparam("params_"), state="running", chunks=bindparam("chunks_"), total=bindparam("orders"))
)
STATE = select(BULK_CHUNK.c.state).where(THE_ONE)
GOES_ON = select(BULK_RUN.c.state).where(BULK_RUN.c.id == RUN, BULK_RUN.c.state == "running")
REOPEN = update(BULK_RUN).where(BULK_RUN.c.id == RUN).values(state="running", finished_at=None)
REVIVE = update(BULK_CHUNK).where(OF_RUN, BULK_CHUNK.c.state == "dead").values(state="ready", attempts=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRun:
    """A bulk run to be planned. `params` is what every chunk is handed: freeze editions and dates in it."""

    kind: str
    merchant: str
    created_by: str
    params: Mapping[str, object] = field(default_factory=dict)
    chunk: int = 200  # orders a chunk: what is done again when a process dies, and what one transaction writes
    run: str | None = None  # the id of one that was announced before, whose row is there


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A claimed chunk; `fence` guards its completion."""

    run: str
    number: int
    merchant: str
    ids: Sequence[str]
    params: Mapping[str, object]
    attempts: int
    fence: int


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run came to. `totals` sums the counters of the chunks that are done; `dead` has an error by number."""

    state: str
    chunks: int
    orders: int
    by_state: Mapping[str, int]
    totals: Mapping[str, int]
    dead: Mapping[int, str]


def plan_run(session: WriteSession, ids: Ids, new: NewRun, order_ids: Iterable[str], now: datetime) -> str:
    """Writes a run and all its chunks, in constant memory; answers the id of the run.

    Raises StoreConflict where one that was announced is planned already, or was cancelled meanwhile.
    """
    run, orders, chunks = new.run or ids.new(Prefix.RUN), 0, 0
    for rows in _sliced(_rows(run, new, order_ids), ROWS):
        session.add(BULK_CHUNK, [row for row, _ in rows])
        chunks += len(rows)
        orders += sum(size for _, size in rows)
    if new.run is not None:
        if not session.run(PLANNED, {"run": run, "params_": _json(new.params), "chunks_": chunks, "orders": orders}):
            raise StoreConflict("the run is not to be planned any more")
        return run
    head = {"id": run, "merchant_id": new.merchant, "kind": new.kind, "params": _json(new.params), "state": "running"}
    origin = {"created_at": microseconds(now), "created_by": new.created_by}
    session.add(BULK_RUN, [head | origin | {"chunks": chunks, "total": orders}])
    return run


def _rows(run: str, new: NewRun, order_ids: Iterable[str]) -> Iterator[tuple[dict[str, object], int]]:
    for number, ids in enumerate(_sliced(iter(order_ids), new.chunk)):
        row = {"run_id": run, "number": number, "merchant_id": new.merchant, "ids": _json(ids), "state": "ready"}
        yield row, len(ids)


def _sliced(items: Iterator[T], size: int) -> Iterator[list[T]]:
    while part := list(islice(items, size)):
        yield part


def claim_chunk(session: WriteSession, run: str, number: int, owner: str, lease_s: float) -> Chunk | None:
    """Takes a chunk for `lease_s` seconds; None when it is done, or somebody else has it."""
    lease = session.now() + int(lease_s * SECOND)
    taken = session.rows(CLAIM, {"run": run, "chunk": number, "owner_": owner, "lease": lease})
    if not taken:
        return None
    params = session.rows(PARAMS, {"run": run})[0][0]
    return Chunk(
        run=run,
        number=number,
        merchant=taken[0].merchant_id,
        ids=orjson.loads(taken[0].ids),
        params=orjson.loads(str(params)),
        attempts=taken[0].attempts,
        fence=taken[0].fence,
    )


def finish_chunk(session: WriteSession, chunk: Chunk, counters: Mapping[str, int]) -> None:
    """Marks a chunk as done with its counters. Raises LeaseLost when it is not ours: let it undo the transaction."""
    if not session.run(FINISH, _named(chunk) | {"counted": _json(dict(counters))}):
        raise LeaseLost


def fail_chunk(session: WriteSession, chunk: Chunk, error: Exception, most_attempts: int) -> str:
    """Keeps the error; answers `ready` when the chunk is to be tried again, else `dead`, or `lost`."""
    state = "dead" if chunk.attempts >= most_attempts else "ready"
    return state if session.run(FAIL, _named(chunk) | {"next": state, "why": spoken(error)}) else "lost"


def renew_chunk(session: WriteSession, chunk: Chunk, lease_s: float) -> None:
    """Extends the lease of a chunk that takes long."""
    session.run(RENEW, _named(chunk) | {"lease": session.now() + int(lease_s * SECOND)})


def reclaim_chunks(session: WriteSession, run: str, owner: str, most_attempts: int) -> int:
    """Frees the chunks that `owner` left, and those whose lease ran out; answers how many."""
    params = {"run": run, "owner_": owner, "now": session.now(), "most_attempts": most_attempts}
    return session.run(RECLAIM, params)


def ready_chunks(session: ReadSession, run: str) -> Sequence[tuple[int, int]]:
    """Numbers of the chunks that nobody has, and how often each was tried."""
    return [(row.number, row.attempts) for row in session.rows(READY, {"run": run})]


def chunk_states(session: ReadSession, run: str) -> tuple[Mapping[str, int], int]:
    """How many chunks are in which state, and how often any was tried."""
    rows = session.rows(STATES, {"run": run})
    return {row.state: row.chunks for row in rows}, sum(int(row.attempts) for row in rows)


def run_report(session: ReadSession, run: str, merchant: str) -> RunReport:
    """What a run has come to so far. Raises UnknownRun when this merchant has none of that id."""
    head = session.first(HEAD, {"run": run, "merchant": merchant})
    if head is None:
        raise UnknownRun
    totals: Counter[str] = Counter()
    for row in session.rows(COUNTERS, {"run": run}):
        totals.update(orjson.loads(str(row[0])))
    dead = {row.number: row.last_error for row in session.rows(DEAD, {"run": run})}
    by_state, _ = chunk_states(session, run)
    return RunReport(head.state, head.chunks, head.total, by_state, dict(sorted(totals.items())), dead)


def chunk_state(session: ReadSession, run: str, number: int) -> str:
    """The state of one chunk."""
    row = session.first(STATE, {"run": run, "chunk": number})
    return "" if row is None else str(row.state)


def goes_on(session: ReadSession, run: str) -> bool:
    """Whether nobody has paused or cancelled it."""
    return session.first(GOES_ON, {"run": run}) is not None


def close_run(session: WriteSession, run: str, report: RunReport) -> None:
    """Keeps the report: `done`, or `stopped` where chunks are dead."""
    said = {"totals": report.totals, "dead": {str(number): why for number, why in report.dead.items()}}
    state = "stopped" if report.dead else "done"
    session.run(CLOSE, {"run": run, "next": state, "said": _json(said), "now": session.now()})


def revive(session: WriteSession, run: str, merchant: str) -> int:
    """Has the dead chunks of a run tried again when it is next run; answers how many. Raises UnknownRun."""
    if session.first(HEAD, {"run": run, "merchant": merchant}) is None:
        raise UnknownRun
    session.run(REOPEN, {"run": run})
    return session.run(REVIVE, {"run": run})


def _named(chunk: Chunk) -> dict[str, object]:
    return {"run": chunk.run, "chunk": chunk.number, "claim": chunk.fence}


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
