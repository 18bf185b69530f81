"""Papers: handed in by customers or storefronts, judged by analysts; each step decides the order anew.

A paper that is handed in stops the question to the customer and starts work for an analyst; only when it is verified
does it satisfy what the law asks for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from engine.desk.changing import decide_anew
from engine.desk.deciding import Decided
from engine.desk.desk import Caller, Desk
from engine.desk.errors import FileUnknown, NotFound, PaperJudged, PaperRefused, PersonErased
from engine.desk.intake import settled
from engine.desk.reading import current_decision, order_of
from engine.desk.telling import PAPER, audit_job
from engine.facts.papers import subject
from engine.ids import Prefix
from engine.order.order import Order
from engine.paper import Paper, PaperState
from engine.store.order_rows import version_of
from engine.store.outbox import NewJob, enqueue
from engine.store.papers import PaperFile, PaperRow, add_paper, file_of, judge_paper, paper_of, put_file
from engine.store.sessions import ReadSession, WriteSession

MOST_BYTES = 5 << 20
# By the first bytes, and not by what the sender says.
FORMS: Mapping[str, bytes] = {
    "application/pdf": b"%PDF-",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is handed in. `number` and `issuer` are kept sealed; `line` counts from 1, None is the whole order."""

    kind: str
    number: str
    issuer: str = ""
    line: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A paper with what it says; `said` is None once the person was erased."""

    row: PaperRow
    said: Mapping[str, object] | None


def hand_in(desk: Desk, caller: Caller, order_id: str, claim: Claim) -> tuple[PaperRow, Decided]:
    """Keeps a claim and decides the order anew. Raises NotFound, PaperRefused, PersonErased."""

    def once(session: WriteSession) -> tuple[PaperRow, Decided]:
        version = current_decision(session, caller.merchant, order_id).version
        order = order_of(desk, session, caller.merchant, order_id, version)
        row = keep_claim(desk, session, caller, (order_id, version, order), claim)
        return row, decide_anew(desk, session, caller, order_id, "paper")

    return settled(desk, once)


def keep_claim(
    desk: Desk, session: WriteSession, caller: Caller, about: tuple[str, int, Order], claim: Claim
) -> PaperRow:
    """Keeps a claim inside a transaction that decides anew. `about` is the order's id, the version whose key seals what
    it says, and the order as it is to be decided. Raises PaperRefused, PersonErased."""
    order_id, version, order = about
    now = desk.clock.now()
    _check(desk, caller, claim, len(order.lines))
    said = {"number": claim.number, "issuer": claim.issuer}
    row = PaperRow(
        paper=Paper(
            id=desk.ids.new(Prefix.PAPER),
            kind=claim.kind,
            line=claim.line,
            about=subject(order, claim.line),
            state=PaperState.CLAIMED,
            valid_from=claim.valid_from,
            valid_until=claim.valid_until,
        ),
        merchant=caller.merchant,
        order_id=order_id,
        order_version=version,
        sealed=desk.seal.closed(_key(session, caller.merchant, order_id, version), said),
        claimed_at=now,
        claimed_by=caller.name,
    )
    add_paper(session, row)
    _tell(desk, session, caller, row, PaperState.CLAIMED)
    return row


def verify(
    desk: Desk, caller: Caller, paper_id: str, *, valid_until: date | None = None, note: str = ""
) -> tuple[PaperRow, Decided]:
    """An analyst has looked at it and found it good. Raises NotFound, PaperJudged, PersonErased."""
    return _judged(desk, caller, paper_id, PaperState.VERIFIED, valid_until, note)


def reject(desk: Desk, caller: Caller, paper_id: str, note: str) -> tuple[PaperRow, Decided]:
    """It does not do; a verified one can be rejected too, when it turns out false. Raises as `verify` does."""
    return _judged(desk, caller, paper_id, PaperState.REJECTED, None, note)


def withdraw(desk: Desk, caller: Caller, paper_id: str) -> tuple[PaperRow, Decided]:
    """Whoever handed it in takes it back. Raises as `verify` does."""
    return _judged(desk, caller, paper_id, PaperState.WITHDRAWN, None, "")


def attach(desk: Desk, caller: Caller, paper_id: str, content: bytes) -> PaperRow:
    """Keeps the scan of a paper that waits, sealed. Raises NotFound, PaperJudged, FileUnknown, PersonErased."""
    media_type = next((name for name, start in FORMS.items() if content.startswith(start)), None)
    if media_type is None:
        raise FileUnknown
    with desk.database.write() as session:
        row = found_paper(session, caller.merchant, paper_id)
        if row.paper.state is not PaperState.CLAIMED:
            raise PaperJudged(paper_id, row.paper.state)
        key = _key(session, caller.merchant, row.order_id, row.order_version)
        file = PaperFile(media_type=media_type, size=len(content), sealed=desk.seal.closed_bytes(key, content))
        now = desk.clock.now()
        put_file(session, caller.merchant, paper_id, file, now, caller.name)
        told = {"paper_id": paper_id, "media_type": media_type, "size": len(content)}
        enqueue(session, desk.ids, [audit_job(caller, "paper.file_kept", row.order_id, told, now)], now)
    return row


def file_content(desk: Desk, session: ReadSession, caller: Caller, paper_id: str) -> tuple[str, bytes]:
    """Media type and content of a paper's file. Raises NotFound and PersonErased."""
    row = found_paper(session, caller.merchant, paper_id)
    file = file_of(session, caller.merchant, paper_id)
    if file is None:
        raise NotFound("file of paper", paper_id)
    key = _key(session, caller.merchant, row.order_id, row.order_version)
    return file.media_type, desk.seal.opened_bytes(key, file.sealed)


def opened_paper(desk: Desk, session: ReadSession, row: PaperRow) -> Opened:
    """What a paper says, as far as it can still be read."""
    version = version_of(session, row.merchant, row.order_id, row.order_version)
    key = None if version is None else version.person_key
    return Opened(row=row, said=desk.seal.opened(key, row.sealed))


def found_paper(session: ReadSession, merchant: str, paper_id: str) -> PaperRow:
    """A paper. Raises NotFound."""
    row = paper_of(session, merchant, paper_id)
    if row is None:
        raise NotFound("paper", paper_id)
    return row


def _judged(
    desk: Desk, caller: Caller, paper_id: str, state: PaperState, until: date | None, note: str
) -> tuple[PaperRow, Decided]:
    now = desk.clock.now()
    allowed = _FROM[state]

    def once(session: WriteSession) -> tuple[PaperRow, Decided]:
        row = found_paper(session, caller.merchant, paper_id)
        if row.paper.state not in allowed:
            raise PaperJudged(paper_id, row.paper.state)
        ends = until or row.paper.valid_until
        if not judge_paper(session, row, state, until=ends, by=caller.name, at=now, note=note):
            raise PaperJudged(paper_id, row.paper.state)
        _tell(desk, session, caller, row, state)
        decided = decide_anew(desk, session, caller, row.order_id, "paper")
        return found_paper(session, caller.merchant, paper_id), decided

    return settled(desk, once)


_FROM: Mapping[PaperState, frozenset[PaperState]] = {
    PaperState.VERIFIED: frozenset({PaperState.CLAIMED}),
    PaperState.REJECTED: frozenset({PaperState.CLAIMED, PaperState.VERIFIED}),
    PaperState.WITHDRAWN: frozenset({PaperState.CLAIMED, PaperState.VERIFIED}),
}


def _check(desk: Desk, caller: Caller, claim: Claim, lines: int) -> None:
    known = desk.editions.current(caller.merchant).admission.knowledge.goods.documents
    checks: tuple[tuple[str, Callable[[], bool], str], ...] = (
        ("kind", lambda: claim.kind in known, f"is none of {', '.join(sorted(known))}"),
        ("line", lambda: claim.line is None or 1 <= claim.line <= lines, f"must be from 1 to {lines}"),
        ("valid_until", lambda: _in_order(claim.valid_from, claim.valid_until), "lies before valid_from"),
    )
    for field, holds, detail in checks:
        if not holds():
            raise PaperRefused(field, detail)


def _in_order(start: date | None, end: date | None) -> bool:
    return start is None or end is None or start <= end


def _key(session: ReadSession, merchant: str, order_id: str, version: int) -> bytes:
    found = version_of(session, merchant, order_id, version)
    if found is None or found.person_key is None:
        raise PersonErased(order_id, ("papers",))
    return found.person_key


def _tell(desk: Desk, session: WriteSession, caller: Caller, row: PaperRow, state: PaperState) -> None:
    now = desk.clock.now()
    told: dict[str, object] = {
        "paper_id": row.paper.id,
        "order_id": row.order_id,
        "kind": row.paper.kind,
        "line": row.paper.line,
        "state": state.value,
        "actor": caller.name,
    }
    event = NewJob(
        kind=PAPER,
        merchant=caller.merchant,
        aggregate=row.order_id,
        payload={**told, "at": now.isoformat()},
        dedup=f"{PAPER}:{row.paper.id}:{state}",
    )
    enqueue(session, desk.ids, [event, audit_job(caller, f"paper.{state}", row.order_id, told, now)], now)
