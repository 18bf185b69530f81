"""Cases about what differs, with a history that is only added to, and agreed fees."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import and_, delete, or_, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.payments.settlement.kinds import STANDS_OPEN, Differs
from fulfillment.records import AgreedFee, CaseEntry, SettlementCase
from fulfillment.store.profit_marks import mark_all
from fulfillment.store.rows import behind, keep, many, one, row_of
from fulfillment.store.tables import SETTLEMENT_CASE, SETTLEMENT_ENTRY, SETTLEMENT_FEE

CASES = SETTLEMENT_CASE.c
SOME = 400  # names in one statement


def case_of(session: ReadSession, merchant: str, id_: str) -> SettlementCase | None:
    """A case by its id."""
    return one(session, SETTLEMENT_CASE, SettlementCase, CASES.id == id_, CASES.merchant_id == merchant)


def cases_about(session: ReadSession, merchant: str, about: Collection[str]) -> Mapping[str, SettlementCase]:
    """Cases by what they are about."""
    named = sorted(set(about))
    found: dict[str, SettlementCase] = {}
    for start in range(0, len(named), SOME):
        some = (CASES.merchant_id == merchant, CASES.about.in_(named[start : start + SOME]))
        found |= {each.about: each for each in many(session, SETTLEMENT_CASE, SettlementCase, *some)}
    return found


def cases_of_orders(
    session: ReadSession, merchant: str, orders: Collection[str], kinds: Collection[str]
) -> tuple[SettlementCase, ...]:
    """Cases of some kinds about orders."""
    of_them = (CASES.merchant_id == merchant, CASES.order_id.in_(orders), CASES.kind.in_(kinds))
    return many(session, SETTLEMENT_CASE, SettlementCase, *of_them)


def cases_of_batches(
    session: ReadSession, merchant: str, provider: str, batches: Collection[str]
) -> tuple[SettlementCase, ...]:
    """Cases of batches that did not close."""
    of_them = (
        CASES.merchant_id == merchant,
        CASES.provider == provider,
        CASES.kind == Differs.BATCH,
        CASES.batch.in_(batches),
    )
    return many(session, SETTLEMENT_CASE, SettlementCase, *of_them)


def cases_after(
    session: ReadSession,
    merchant: str,
    limit: int | None,
    after: str = "",
    *,
    state: str | None = None,
    kind: str | None = None,
    order_id: str | None = None,
    is_newest_first: bool = False,
) -> tuple[SettlementCase, ...]:
    """Cases, oldest or newest first, from behind the id `after`; of one state, kind or order, if these are named."""
    where, by = behind(CASES.id, after, is_newest_first=is_newest_first)
    of_them = [CASES.merchant_id == merchant, *where]
    for column, value in ((CASES.state, state), (CASES.kind, kind), (CASES.order_id, order_id)):
        if value is not None:
            of_them.append(column == value)
    return many(session, SETTLEMENT_CASE, SettlementCase, *of_them, limit=limit, by=by)


def cases_of_period(
    session: ReadSession, merchant: str, since: datetime, until: datetime, provider: str | None = None
) -> tuple[SettlementCase, ...]:
    """Cases that stand open, and those that were opened in a period, `until` not included; oldest first. Of one
    provider, those that are about none are listed too."""
    opened = and_(CASES.opened_at >= microseconds(since), CASES.opened_at < microseconds(until))
    of_them = [CASES.merchant_id == merchant, or_(CASES.state.in_(STANDS_OPEN), opened)]
    if provider is not None:
        of_them.append(CASES.provider.in_(("", provider)))
    return many(session, SETTLEMENT_CASE, SettlementCase, *of_them)


def open_cases(session: ReadSession, merchant: str, kinds: Collection[str] | None = None) -> tuple[SettlementCase, ...]:
    """All that somebody must look at."""
    of_them = [CASES.merchant_id == merchant, CASES.state.in_(STANDS_OPEN)]
    if kinds is not None:
        of_them.append(CASES.kind.in_(kinds))
    return many(session, SETTLEMENT_CASE, SettlementCase, *of_them)


def add_cases(session: WriteSession, cases: Sequence[SettlementCase], entries: Sequence[CaseEntry]) -> None:
    """Opens cases, with the first lines of their histories."""
    keep(session, SETTLEMENT_CASE, *cases)
    keep(session, SETTLEMENT_ENTRY, *entries)


def save_settlement_case(session: WriteSession, was: SettlementCase, now: SettlementCase, entry: CaseEntry) -> bool:
    """Compares and sets; false when somebody else has changed the case meanwhile."""
    same = (CASES.id == was.id, CASES.merchant_id == was.merchant_id, CASES.version == was.version)
    kept = replace(now, version=was.version + 1)
    if session.run(update(SETTLEMENT_CASE).where(*same).values(**row_of(kept))) != 1:
        return False
    keep(session, SETTLEMENT_ENTRY, replace(entry, version=kept.version))
    return True


def entries_of(session: ReadSession, merchant: str, case_id: str) -> tuple[CaseEntry, ...]:
    """A case's history, oldest first."""
    entry = SETTLEMENT_ENTRY.c
    return many(session, SETTLEMENT_ENTRY, CaseEntry, entry.case_id == case_id, entry.merchant_id == merchant)


def put_fee(session: WriteSession, fee: AgreedFee) -> None:
    """Replaces what was agreed with a provider in one currency."""
    drop_fee(session, fee.merchant_id, fee.provider, fee.currency)
    keep(session, SETTLEMENT_FEE, fee)


def drop_fee(session: WriteSession, merchant: str, provider: str, currency: str) -> bool:
    """Nothing is agreed in this currency any more; false where nothing was."""
    fee = SETTLEMENT_FEE.c
    mark_all(session, merchant)
    this = (fee.merchant_id == merchant, fee.provider == provider, fee.currency == currency)
    return session.run(delete(SETTLEMENT_FEE).where(*this)) == 1


def agreed_fees(session: ReadSession, merchant: str) -> tuple[AgreedFee, ...]:
    """What was agreed with all providers."""
    return many(session, SETTLEMENT_FEE, AgreedFee, SETTLEMENT_FEE.c.merchant_id == merchant)
