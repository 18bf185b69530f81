"""A period of settlements: what came and went, each order's ladder, batches, reserves kept back, open cases."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.store.sessions import ReadSession
from fulfillment.payments.settlement.ages import AGES, age_of
from fulfillment.payments.settlement.batches import BatchSum
from fulfillment.payments.settlement.kinds import STANDS_OPEN, Differs
from fulfillment.payments.settlement.order_ladder import RUNGS, Batch, OrderLadder, order_ladders, stand
from fulfillment.payments.settlement.report import LineKind
from fulfillment.records import Payout, SettledLine, SettlementCase
from fulfillment.store.settlement import batch_sums, lines_between, payouts_of, reserves_until
from fulfillment.store.settlement_cases import cases_of_period

SOME = 400  # batches asked for in one statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which period, `until` not included, of one provider or all, seen at `now`."""

    merchant: str
    since: datetime
    until: datetime
    now: datetime
    provider: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """All lines of a provider, currency and kind; minor units."""

    provider: str
    currency: str
    kind: str
    lines: int
    gross: int
    fee: int
    tax: int

    @property
    def net(self) -> int:
        """What they add to the account."""
        return self.gross + self.fee + self.tax


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchShown:
    """A batch of the period, with what was paid out of it and what of that the bank has credited."""

    sums: BatchSum
    payouts: tuple[Payout, ...]
    differs: bool

    @property
    def standing(self) -> str:
        """`open`, `differs`, `paid_out` or `at_bank`."""
        if self.differs:
            return "differs"
        if not self.payouts:
            return "open"
        return "at_bank" if all(each.credit_id for each in self.payouts) else "paid_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The report. `reserves`: provider and currency -> what is kept back at its end, as a positive number."""

    asked: Asked
    totals: tuple[Total, ...]
    rungs: Mapping[str, Mapping[str, int]]  # currency -> rung -> minor units, of all lines of the period
    ladders: tuple[OrderLadder, ...]
    batches: tuple[BatchShown, ...]
    reserves: Mapping[tuple[str, str], int]
    cases: tuple[SettlementCase, ...]

    @property
    def open_cases(self) -> tuple[SettlementCase, ...]:
        """Those that somebody must look at, oldest first."""
        still = [each for each in self.cases if each.state in STANDS_OPEN]
        return tuple(sorted(still, key=lambda each: (each.opened_at, each.id)))

    def ages(self) -> Mapping[tuple[str, str], Counter[str]]:
        """Kind and currency of open cases -> how many of which age."""
        found: dict[tuple[str, str], Counter[str]] = defaultdict(lambda: Counter(dict.fromkeys(AGES, 0)))
        for case in self.open_cases:
            found[case.kind, case.currency][age_of(case.opened_at, self.asked.now)] += 1
        return dict(sorted(found.items()))


def period_of(session: ReadSession, asked: Asked) -> Period:
    """Reads a period. Cases are those that are open, and those that the period opened."""
    lines = lines_between(session, asked.merchant, asked.since, asked.until, asked.provider)
    batches = sorted(
        {(line.provider, line.batch) for line in lines if line.batch and line.kind != LineKind.BANK_CREDIT}
    )
    payouts: dict[Batch, tuple[Payout, ...]] = {}
    for start in range(0, len(batches), SOME):
        payouts |= payouts_of(session, asked.merchant, batches[start : start + SOME])
    cases = cases_of_period(session, asked.merchant, asked.since, asked.until, asked.provider)
    return Period(
        asked=asked,
        totals=totals(lines),
        rungs=_rungs(lines),
        ladders=order_ladders((line for line in lines if line.place == "order"), payouts),
        batches=_batches(session, asked, batches, payouts, cases),
        reserves=reserves_until(session, asked.merchant, asked.until, asked.provider),
        cases=cases,
    )


def totals(lines: Sequence[SettledLine]) -> tuple[Total, ...]:
    """Sums by provider, currency and kind."""
    found: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for line in lines:
        sums = found[line.provider, line.currency, line.kind]
        for place, amount in enumerate((1, line.gross, line.fee, line.tax)):
            sums[place] += amount
    return tuple(
        Total(provider=provider, currency=currency, kind=kind, lines=many, gross=gross, fee=fee, tax=tax)
        for (provider, currency, kind), (many, gross, fee, tax) in sorted(found.items())
    )


def _rungs(lines: Sequence[SettledLine]) -> Mapping[str, Mapping[str, int]]:
    """The ladder of everything, by currency. What a bank credits is a payout seen from the other end, unless it is an
    order's own transfer."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(RUNGS, 0))
    for line in lines:
        if line.kind != LineKind.BANK_CREDIT or line.order_id is not None:
            stand(line, found[line.currency])
    return dict(sorted(found.items()))


def _batches(
    session: ReadSession,
    asked: Asked,
    batches: Sequence[Batch],
    payouts: Mapping[Batch, tuple[Payout, ...]],
    cases: Sequence[SettlementCase],
) -> tuple[BatchShown, ...]:
    wrong = {
        (each.provider, each.batch, each.currency)
        for each in cases
        if each.kind == Differs.BATCH and each.state in STANDS_OPEN
    }
    named: dict[str, list[str]] = defaultdict(list)
    for provider, batch in batches:
        named[provider].append(batch)
    sums = [
        each
        for provider, names in sorted(named.items())
        for start in range(0, len(names), SOME)
        for each in batch_sums(session, asked.merchant, provider, names[start : start + SOME])
    ]
    return tuple(
        BatchShown(
            sums=each,
            payouts=tuple(one for one in payouts.get((each.provider, each.batch), ()) if one.currency == each.currency),
            differs=(each.provider, each.batch, each.currency) in wrong,
        )
        for each in sums
    )
