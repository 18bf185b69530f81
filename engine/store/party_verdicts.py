"""What people said of parties that hit a list, as rows. The newest on a party and an entry counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, bindparam, func, select

from engine.clock import microseconds, moment
from engine.store.order_shops import of_shops
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import PARTY_VERDICT


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyVerdict:
    """`party` is a keyed token of a name; `until` ends a clearance."""

    id: str
    merchant: str
    party: int
    entry: str
    verdict: str
    until: datetime | None
    note: str
    order_id: str
    given_at: datetime
    given_by: str
    number: int = 0

    def counts(self, at: datetime) -> bool:
        """It has not run out."""
        return self.until is None or at < self.until


_COLUMNS = PARTY_VERDICT.c
_MINE = _COLUMNS.merchant_id == bindparam("merchant")
_OF_PARTIES = (
    select(PARTY_VERDICT)
    .where(_MINE, _COLUMNS.party.in_(bindparam("parties", expanding=True)))
    .order_by(_COLUMNS.number)
)
_LAST_NUMBER = select(func.coalesce(func.max(_COLUMNS.number), 0)).where(
    _MINE, _COLUMNS.party == bindparam("whom"), _COLUMNS.entry == bindparam("which")
)
_ALL = (
    select(PARTY_VERDICT)
    .where(_MINE, _COLUMNS.id < bindparam("before"))
    .order_by(_COLUMNS.id.desc())
    .limit(bindparam("limit"))
)
_MOMENTS = select(_COLUMNS.until, func.max(_COLUMNS.given_at).label("given_at")).where(_MINE).group_by(_COLUMNS.until)
_PLAIN = ("id", "party", "entry", "verdict", "note", "order_id", "given_by", "number")
LAST = "~"  # sorts behind every id


def add_verdict(session: WriteSession, verdict: PartyVerdict) -> PartyVerdict:
    """Adds a verdict behind those before it."""
    bound = {"merchant": verdict.merchant, "whom": verdict.party, "which": verdict.entry}
    number = session.number(_LAST_NUMBER, bound) + 1
    times = {
        "until": None if verdict.until is None else microseconds(verdict.until),
        "given_at": microseconds(verdict.given_at),
    }
    row = {name: getattr(verdict, name) for name in _PLAIN} | {"merchant_id": verdict.merchant} | times
    session.add(PARTY_VERDICT, [row | {"number": number}])
    return verdict


def verdicts_on(session: ReadSession, merchant: str, parties: Iterable[int]) -> dict[tuple[int, str], PartyVerdict]:
    """The newest verdict by party and entry."""
    wanted = sorted(set(parties))
    if not wanted:
        return {}
    found = (_verdict(row) for row in session.rows(_OF_PARTIES, {"merchant": merchant, "parties": wanted}))
    return {(each.party, each.entry): each for each in found}


def verdicts(
    session: ReadSession, merchant: str, limit: int, before: str = LAST, shops: frozenset[str] | None = None
) -> Sequence[PartyVerdict]:
    """All that were given, newest first, from before this id; perhaps on orders of some `shops` only."""
    wanted = _ALL if shops is None else _ALL.where(of_shops(_COLUMNS.order_id, merchant, shops))
    return [_verdict(row) for row in session.rows(wanted, {"merchant": merchant, "limit": limit, "before": before})]


@dataclass(frozen=True, slots=True)
class LastVerdicts:
    """When a merchant's people last said something of a party, and when clearances end."""

    given_at: datetime | None
    ends: tuple[datetime, ...]

    def differ(self, since: datetime, at: datetime) -> bool:
        """Whether what was said at one moment may not be what counts at another."""
        return (self.given_at is not None and self.given_at >= since) or any(since < end <= at for end in self.ends)


def last_verdicts(session: ReadSession, merchant: str) -> LastVerdicts:
    """In one statement; the rows of one merchant are few."""
    rows = session.rows(_MOMENTS, {"merchant": merchant})
    given = max((row.given_at for row in rows), default=None)
    ends = tuple(moment(row.until) for row in rows if row.until is not None)
    return LastVerdicts(None if given is None else moment(given), ends)


def _verdict(row: Row[tuple[object, ...]]) -> PartyVerdict:
    return PartyVerdict(
        merchant=row.merchant_id,
        **{name: getattr(row, name) for name in _PLAIN},
        until=None if row.until is None else moment(row.until),
        given_at=moment(row.given_at),
    )
