"""Proposals as rows: who wants which edition in force, against which one, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from sqlalchemy import Row, bindparam, select, update

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import PROPOSAL

Said = Mapping[str, object]  # one gate, as plain values


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """`against` is the edition in force when it was made; `purpose` is `change` or `rollback`; `state` is `open`,
    `published`, `withdrawn`, `rejected` or `outdated`. `gates` is what they said then, `proof` what was measured of
    the edition; `ended_note` is why it was rejected. `proposer` is the identity that the door knew, None where the
    name was only claimed."""

    id: str
    merchant: str
    edition: str
    against: str | None
    proposed_by: str
    proposed_at: datetime
    note: str = ""
    gates: tuple[Said, ...] = ()
    proof: Said = field(default_factory=dict)
    purpose: str = "change"
    state: str = "open"
    ended_at: datetime | None = None
    ended_by: str | None = None
    proposer: str | None = None
    ended_note: str = ""


_C = PROPOSAL.c
_MINE = _C.merchant_id == bindparam("merchant")
_ONE = select(PROPOSAL).where(_MINE, _C.id == bindparam("which"))
_NEWEST = select(PROPOSAL).where(_MINE).order_by(_C.id.desc()).limit(bindparam("limit"))
_OPEN = _NEWEST.where(_C.state == "open")
_BEFORE = _NEWEST.where(_C.id < bindparam("before"))
_OPEN_BEFORE = _OPEN.where(_C.id < bindparam("before"))
LAST = "prop_~"  # behind all identifiers of proposals
_OF_EDITION = _NEWEST.where(_C.edition == bindparam("which"))
_END = (
    update(PROPOSAL)
    .where(_MINE, _C.id == bindparam("which"), _C.state == "open")
    .values(
        state=bindparam("how"),
        ended_at=bindparam("when"),
        ended_by=bindparam("whom"),
        ended_note=bindparam("because"),
    )
)
_OUTDATE = (
    update(PROPOSAL)
    .where(_MINE, _C.state == "open", _C.against.is_distinct_from(bindparam("now_counts")))
    .values(state="outdated", ended_at=bindparam("when"), ended_by=bindparam("whom"))
)


def add_proposal(session: WriteSession, proposal: Proposal) -> None:
    """Keeps a new one."""
    row = {
        "id": proposal.id,
        "merchant_id": proposal.merchant,
        "edition": proposal.edition,
        "against": proposal.against,
        "purpose": proposal.purpose,
        "proposed_by": proposal.proposed_by,
        "proposer": proposal.proposer,
        "proposed_at": microseconds(proposal.proposed_at),
        "note": proposal.note,
        "gates": orjson.dumps([dict(each) for each in proposal.gates]).decode(),
        "proof": orjson.dumps(dict(proposal.proof)).decode(),
        "state": proposal.state,
    }
    session.add(PROPOSAL, [row])


def proposal_of(session: ReadSession, merchant: str, id_: str) -> Proposal | None:
    """One by its id."""
    row = session.first(_ONE, {"merchant": merchant, "which": id_})
    return None if row is None else _proposal(row)


def proposals(session: ReadSession, merchant: str, limit: int, *, only_open: bool = False) -> Sequence[Proposal]:
    """The newest first."""
    statement = _OPEN if only_open else _NEWEST
    return [_proposal(row) for row in session.rows(statement, {"merchant": merchant, "limit": limit})]


def proposals_before(
    session: ReadSession, merchant: str, limit: int, before: str = LAST, *, only_open: bool = False
) -> Sequence[Proposal]:
    """The newest first, those before an id."""
    statement = _OPEN_BEFORE if only_open else _BEFORE
    return [_proposal(row) for row in session.rows(statement, {"merchant": merchant, "limit": limit, "before": before})]


def last_proof_of(session: ReadSession, merchant: str, edition: str) -> Said:
    """What was last measured of an edition when somebody proposed it; empty when nobody did."""
    row = session.first(_OF_EDITION, {"merchant": merchant, "which": edition, "limit": 1})
    return {} if row is None else _proposal(row).proof


def end_proposal(session: WriteSession, proposal: Proposal, state: str, by: str, at: datetime, note: str = "") -> bool:
    """Ends an open one; answers whether it was open still."""
    params: dict[str, object] = {"merchant": proposal.merchant, "which": proposal.id, "how": state, "whom": by}
    params |= {"when": microseconds(at), "because": note}
    return session.run(_END, params) == 1


def outdate_others(session: WriteSession, merchant: str, edition: str, by: str, at: datetime) -> int:
    """Ends all open ones that were made against another edition than this, which has come into force."""
    return session.run(_OUTDATE, {"merchant": merchant, "now_counts": edition, "whom": by, "when": microseconds(at)})


def _proposal(row: Row[tuple[object, ...]]) -> Proposal:
    return Proposal(
        id=row.id,
        merchant=row.merchant_id,
        edition=row.edition,
        against=row.against,
        proposed_by=row.proposed_by,
        proposer=row.proposer,
        proposed_at=moment(row.proposed_at),
        note=row.note,
        gates=tuple(orjson.loads(row.gates or "[]")),
        proof=orjson.loads(row.proof or "{}"),
        purpose=row.purpose,
        state=row.state,
        ended_at=None if row.ended_at is None else moment(row.ended_at),
        ended_by=row.ended_by,
        ended_note=row.ended_note,
    )
