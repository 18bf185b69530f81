"""Papers and their files as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, bindparam, delete, select, text, update

from engine.clock import microseconds, moment
from engine.paper import Paper, PaperState
from engine.store.order_shops import of_shops
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import PAPER, PAPER_FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """A paper with what happened to it. `sealed` opens with the key of that version of the order."""

    paper: Paper
    merchant: str
    order_id: str
    order_version: int
    sealed: bytes | None
    claimed_at: datetime
    claimed_by: str
    judged_at: datetime | None = None
    judged_by: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFile:
    """The content of a paper, sealed like the paper."""

    media_type: str
    size: int
    sealed: bytes


_COLUMNS, _FILE = PAPER.c, PAPER_FILE.c
_MINE = _COLUMNS.merchant_id == bindparam("merchant")
_OF_ORDER = select(PAPER).where(_MINE, _COLUMNS.order_id == bindparam("order")).order_by(_COLUMNS.id)
_OF_ORDERS = (
    select(PAPER).where(_MINE, _COLUMNS.order_id.in_(bindparam("orders", expanding=True))).order_by(_COLUMNS.id)
)
_ONE = select(PAPER).where(_MINE, _COLUMNS.id == bindparam("paper"))
# In the very words of the index on part of the table.
_WAITING = (
    select(PAPER)
    .where(_MINE, text("state = 'claimed'"), _COLUMNS.id > bindparam("after"))
    .order_by(_COLUMNS.id)
    .limit(bindparam("limit"))
)
_JUDGE = update(PAPER).where(_MINE, _COLUMNS.id == bindparam("paper"), _COLUMNS.state == bindparam("seen"))
_CONTENT = select(PAPER_FILE).where(_FILE.merchant_id == bindparam("merchant"), _FILE.paper_id == bindparam("paper"))
_DROP = delete(PAPER_FILE).where(_FILE.merchant_id == bindparam("merchant"), _FILE.paper_id == bindparam("paper"))


def add_paper(session: WriteSession, row: PaperRow) -> None:
    """Adds a paper."""
    paper = row.paper
    values = {
        "id": paper.id,
        "merchant_id": row.merchant,
        "order_id": row.order_id,
        "order_version": row.order_version,
        "kind": paper.kind,
        "line": paper.line,
        "about": paper.about,
        "state": paper.state.value,
        "valid_from": None if paper.valid_from is None else paper.valid_from.isoformat(),
        "valid_until": None if paper.valid_until is None else paper.valid_until.isoformat(),
        "sealed": row.sealed,
        "claimed_at": microseconds(row.claimed_at),
        "claimed_by": row.claimed_by,
        "note": row.note,
    }
    session.add(PAPER, [values])


def papers_of_order(session: ReadSession, merchant: str, order_id: str) -> Sequence[PaperRow]:
    """All papers of an order, oldest first."""
    return [_paper(row) for row in session.rows(_OF_ORDER, {"merchant": merchant, "order": order_id})]


def papers_of_orders(session: ReadSession, merchant: str, order_ids: Sequence[str]) -> Sequence[PaperRow]:
    """All papers of some orders, oldest first."""
    return [_paper(row) for row in session.rows(_OF_ORDERS, {"merchant": merchant, "orders": list(order_ids)})]


def paper_of(session: ReadSession, merchant: str, paper: str) -> PaperRow | None:
    """One paper; None for another merchant's."""
    row = session.first(_ONE, {"merchant": merchant, "paper": paper})
    return None if row is None else _paper(row)


def papers_waiting(
    session: ReadSession, merchant: str, limit: int, after: str = "", shops: frozenset[str] | None = None
) -> Sequence[PaperRow]:
    """Papers that nobody has judged, oldest first, from behind this id; perhaps of some `shops` only."""
    wanted = _WAITING if shops is None else _WAITING.where(of_shops(_COLUMNS.order_id, merchant, shops))
    return [_paper(row) for row in session.rows(wanted, {"merchant": merchant, "limit": limit, "after": after})]


def judge_paper(
    session: WriteSession, row: PaperRow, state: PaperState, *, until: date | None, by: str, at: datetime, note: str
) -> bool:
    """Says what a paper is worth; False when somebody said so meanwhile."""
    bound = {"merchant": row.merchant, "paper": row.paper.id, "seen": row.paper.state.value}
    judged = {"judged_at": microseconds(at), "judged_by": by, "note": note, "state": state.value}
    ends = None if until is None else until.isoformat()
    return session.run(_JUDGE.values(valid_until=ends, **judged), bound) == 1


def put_file(session: WriteSession, merchant: str, paper: str, file: PaperFile, at: datetime, by: str) -> None:
    """Puts a paper's file in the place of the one before."""
    session.run(_DROP, {"merchant": merchant, "paper": paper})
    values = {"paper_id": paper, "merchant_id": merchant, "media_type": file.media_type, "size": file.size}
    session.add(PAPER_FILE, [values | {"sealed": file.sealed, "added_at": microseconds(at), "added_by": by}])


def file_of(session: ReadSession, merchant: str, paper: str) -> PaperFile | None:
    """A paper's file, if it has one."""
    row = session.first(_CONTENT, {"merchant": merchant, "paper": paper})
    return None if row is None else PaperFile(media_type=row.media_type, size=row.size, sealed=bytes(row.sealed))


def _paper(row: Row[tuple[object, ...]]) -> PaperRow:
    return PaperRow(
        paper=Paper(
            id=row.id,
            kind=row.kind,
            line=row.line,
            about=row.about,
            state=PaperState(row.state),
            valid_from=None if row.valid_from is None else date.fromisoformat(row.valid_from),
            valid_until=None if row.valid_until is None else date.fromisoformat(row.valid_until),
        ),
        merchant=row.merchant_id,
        order_id=row.order_id,
        order_version=row.order_version,
        sealed=None if row.sealed is None else bytes(row.sealed),
        claimed_at=moment(row.claimed_at),
        claimed_by=row.claimed_by,
        judged_at=None if row.judged_at is None else moment(row.judged_at),
        judged_by=row.judged_by,
        note=row.note,
    )
