"""Cases follow what differs: a new difference opens one, another amount changes it, and what differs no more ends it.

What a person has explained or written off stays so for as long as the amount stays. Nothing is corrected silently:
each step is a line of the case's history.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from engine.ids import Prefix
from engine.store.outbox import NewJob, enqueue
from fulfillment.errors import CaseChanged
from fulfillment.jobs import APPEAL
from fulfillment.payments.settlement.difference import Difference
from fulfillment.payments.settlement.kinds import STANDS_OPEN, Act, Differs, Standing
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.records import CaseEntry, SettlementCase
from fulfillment.store.settlement_cases import add_cases, cases_about, entries_of, save_settlement_case

AGREE = "the books agree now"
MONEY_CAME = frozenset({Differs.MISSING, Differs.PAYOUT})


@dataclass(frozen=True, slots=True)
class Moved:
    """How many cases were opened or reopened, and how many ended by themselves."""

    opened: int = 0
    closed: int = 0

    def __add__(self, other: "Moved") -> "Moved":
        return Moved(self.opened + other.opened, self.closed + other.closed)


def follow_differences(
    sitting: Sitting,
    differences: Iterable[Difference],
    known: Sequence[SettlementCase],
    remind_before: timedelta = timedelta(days=3),
) -> Moved:
    """Brings cases in line with what differs now. `known` are all cases about the same things."""
    now = {each.about: each for each in differences}
    stored = {each.about: each for each in known}
    stored |= cases_about(sitting.session, sitting.merchant, now.keys() - stored.keys())
    new = [_opened(sitting, now[name]) for name in sorted(now.keys() - stored.keys())]
    add_cases(sitting.session, new, [entry_of(sitting, each, each, Act.OPEN, "") for each in new])
    enqueue(sitting.session, sitting.site.ids, _timers(sitting, new, remind_before), sitting.now)
    opened, closed = len(new), 0
    for name, case in sorted(stored.items()):
        if name in now:
            opened += _changed(sitting, case, now[name])
        elif case.state == Standing.OPEN:
            target = Standing.RECOVERED if case.kind in MONEY_CAME else Standing.EXPLAINED
            save(sitting, case, replace(case, state=target), Act.CLOSE, AGREE)
            closed += 1
    return Moved(opened, closed)


def subject_of(case: SettlementCase) -> str:
    """What people call what a case is about: an order, a name that nobody knows, a batch, or else an id."""
    named = str(case.data.get("named", ""))
    return case.order_id or named or case.batch or case.line_id or case.payout_id or ""


def save(sitting: Sitting, was: SettlementCase, now: SettlementCase, act: Act, why: str) -> SettlementCase:
    """Keeps a step with its line of the history. Raises CaseChanged when somebody else was faster."""
    moved = replace(now, changed_at=sitting.now)
    if not save_settlement_case(sitting.session, was, moved, entry_of(sitting, was, moved, act, why)):
        raise CaseChanged
    return replace(moved, version=was.version + 1)


def entry_of(sitting: Sitting, was: SettlementCase, now: SettlementCase, act: Act, why: str) -> CaseEntry:
    """A line of the history."""
    return CaseEntry(
        case_id=now.id,
        version=now.version,
        merchant_id=now.merchant_id,
        act=act,
        source=was.state,
        target=now.state,
        amount=now.amount,
        at=sitting.now,
        actor=sitting.actor,
        why=why,
    )


def _opened(sitting: Sitting, found: Difference) -> SettlementCase:
    return SettlementCase(
        id=sitting.site.ids.new(Prefix.SETTLEMENT_CASE),
        merchant_id=sitting.merchant,
        kind=found.kind,
        about=found.about,
        provider=found.provider,
        currency=found.currency,
        amount=found.amount,
        state=Standing.OPEN,
        opened_at=sitting.now,
        changed_at=sitting.now,
        order_id=found.order_id,
        line_id=found.line_id,
        payout_id=found.payout_id,
        batch=found.batch,
        due_at=found.due_at,
        data=found.data,
    )


def _changed(sitting: Sitting, case: SettlementCase, found: Difference) -> int:
    """How many cases this opens again: one or none."""
    is_same = (case.amount, case.currency) == (found.amount, found.currency)
    if case.state in STANDS_OPEN:
        if not is_same:
            save(
                sitting,
                case,
                replace(case, amount=found.amount, currency=found.currency, data=found.data),
                Act.CHANGE,
                "",
            )
        return 0
    if is_same and not _closed_itself(sitting, case):
        return 0
    reopened = replace(case, state=Standing.OPEN, amount=found.amount, currency=found.currency, data=found.data)
    save(sitting, case, reopened, Act.REOPEN, "it differs again, or by another amount")
    return 1


def _closed_itself(sitting: Sitting, case: SettlementCase) -> bool:
    return entries_of(sitting.session, sitting.merchant, case.id)[-1].act == Act.CLOSE


def _timers(sitting: Sitting, cases: Sequence[SettlementCase], before: timedelta) -> list[NewJob]:
    """Before the time to appeal ends, and when it has."""
    return [
        NewJob(
            kind=APPEAL,
            merchant=sitting.merchant,
            aggregate=case.id,
            payload={"case_id": case.id},
            dedup=f"{APPEAL}:{case.id}:{at.isoformat()}",
            run_after=at,
        )
        for case in cases
        if case.due_at is not None
        for at in (case.due_at - before, case.due_at)
        if at > sitting.now or at == case.due_at - before
    ]
