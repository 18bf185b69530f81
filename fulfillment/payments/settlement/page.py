"""The page of a period: one HTML file with its style inside, without script, that asks for nothing else."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate

from engine.workbench.frame import environment_of
from fulfillment.payments.settlement.ages import AGES, days_between
from fulfillment.payments.settlement.amounts import money
from fulfillment.payments.settlement.cases import subject_of
from fulfillment.payments.settlement.order_ladder import RUNGS
from fulfillment.payments.settlement.page_words import ENGLISH, PageWords
from fulfillment.payments.settlement.periods import Period
from fulfillment.records import SettlementCase

OWN = "fulfillment.payments.settlement"
TEMPLATE = "period.html"
MOST_CASES, MOST_BATCHES, MOST_ORDERS = 100, 100, 100
Row = dict[str, object]


def page(period: Period, says: PageWords = ENGLISH) -> str:
    """The page."""
    asked, still = period.asked, period.open_cases
    many = [
        (says.lines_card, f"{sum(each.lines for each in period.totals):,}"),
        (says.orders_card, f"{len({each.order_id for each in period.ladders}):,}"),
        (says.open_card, f"{len(still):,}"),
        (says.unclosed_card, f"{sum(each.standing == 'differs' for each in period.batches):,}"),
    ]
    return (
        environment_of(OWN)
        .get_template(TEMPLATE)
        .render(
            says=says,
            since=asked.since.date(),
            until=(asked.until - timedelta(microseconds=1)).date(),
            provider=asked.provider,
            made=asked.now.strftime("%Y-%m-%d %H:%M UTC"),
            cards=many,
            rungs=[(currency, bars(rungs, currency)) for currency, rungs in period.rungs.items()],
            reserves=[(provider, money(amount, currency)) for (provider, currency), amount in period.reserves.items()],
            age_names=AGES,
            ages=_ages(period),
            cases=[_case(each, period) for each in still[:MOST_CASES]],
            more_cases=max(0, len(still) - MOST_CASES),
            batches=_batches(period),
            more_batches=max(0, len(period.batches) - MOST_BATCHES),
            totals=_totals(period),
            rung_names=RUNGS,
            ladders=_ladders(period),
            more_ladders=max(0, len(period.ladders) - MOST_ORDERS),
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A rung as it is drawn; `left` and `width` in percent, `kind` is `in`, `out` or `rest`."""

    name: str
    amount: str
    kind: str
    left: float
    width: float


def bars(rungs: Mapping[str, int], currency: str) -> tuple[Bar, ...]:
    """Each rung begins where the one before has ended, and the last shows what is left of it all."""
    shown = [name for name in RUNGS if rungs[name] or name == "paid"]
    ends = list(accumulate((rungs[name] for name in shown), initial=0))
    low, high = min(ends), max(ends)
    scale = 100 / ((high - low) or 1)
    made = [
        _bar(name, rungs[name], currency, min(begin, end) - low, scale)
        for name, begin, end in zip(shown, ends[:-1], ends[1:], strict=True)
    ]
    rest = ends[-1]
    return (*made, _bar("net", rest, currency, min(0, rest) - low, scale))


def _bar(name: str, amount: int, currency: str, begin: int, scale: float) -> Bar:
    kind = "rest" if name == "net" else "in" if amount >= 0 else "out"
    left, width = round(begin * scale, 2), round(abs(amount) * scale, 2)
    return Bar(name=name, amount=money(amount, currency), kind=kind, left=left, width=width)


def _ages(period: Period) -> list[Row]:
    sums: Counter[tuple[str, str]] = Counter()
    for case in period.open_cases:
        sums[case.kind, case.currency] += case.amount
    return [
        {
            "kind": kind,
            "counts": [counts[age] for age in AGES],
            "all": sum(counts.values()),
            "amount": money(sums[kind, currency], currency),
        }
        for (kind, currency), counts in period.ages().items()
    ]


def _case(case: SettlementCase, period: Period) -> Row:
    return {
        "id": case.id,
        "kind": case.kind,
        "about": subject_of(case),
        "amount": money(case.amount, case.currency),
        "age": days_between(case.opened_at, period.asked.now),
        "due": "" if case.due_at is None else case.due_at.date(),
        "state": case.state,
    }


def _batches(period: Period) -> list[Row]:
    ranked = sorted(period.batches, key=lambda each: each.standing != "differs")[:MOST_BATCHES]
    return [
        {
            "batch": each.sums.batch,
            "provider": each.sums.provider,
            "lines": f"{each.sums.lines:,}",
            "net": money(each.sums.net, each.sums.currency),
            "paid_out": "" if each.sums.paid_out is None else money(-each.sums.paid_out, each.sums.currency),
            "standing": each.standing,
        }
        for each in ranked
    ]


def _totals(period: Period) -> list[Row]:
    return [
        {
            "provider": each.provider,
            "kind": each.kind,
            "lines": f"{each.lines:,}",
            **{name: money(getattr(each, name), each.currency) for name in ("gross", "fee", "tax", "net")},
        }
        for each in period.totals
    ]


def _ladders(period: Period) -> list[Row]:
    css = {"bank": "at_bank", "payout": "", "account": "open"}
    return [
        {
            "order": each.order_id,
            "rungs": [money(each.rungs[name], each.currency) if each.rungs[name] else "" for name in RUNGS],
            "net": money(each.net, each.currency),
            "reached": each.reached,
            "css": css[each.reached],
        }
        for each in period.ladders[:MOST_ORDERS]
    ]
