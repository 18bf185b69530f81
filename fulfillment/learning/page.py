"""The page of a period's causes: one file of HTML with its pictures inside, without script, that asks for nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.counted import filled
from engine.workbench.frame import environment_of
from fulfillment.learning.causes import NONE, CauseRow, CauseTable
from fulfillment.learning.cut import Cut
from fulfillment.learning.sheet import FAMILIES
from fulfillment.learning.terms import Change
from fulfillment.learning.words import ENGLISH, LearningWords
from fulfillment.payments.settlement.amounts import money
from fulfillment.records import LearntSuggestion

OWN = "fulfillment.learning"
TEMPLATE = "causes.html"
MOST_ROWS, MOST_CAUSES = 20, 3
ROW, LEFT, WIDTH = 26, 190, 400  # of a picture, in its own units; names stand to the left of bars, shares behind
MILLION = 1_000_000
Shown = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the page shows; both days count."""

    since: date
    until: date
    now: datetime
    currency: str
    tables: Mapping[Cut, CauseTable]
    suggestions: Sequence[LearntSuggestion] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A share as a bar, with the interval as a line over it; in the picture's units."""

    name: str
    said: str
    y: int
    width: float
    low: float
    high: float


def page(report: Report, says: LearningWords = ENGLISH) -> str:
    """The page."""
    total = next(iter(report.tables.values())).total
    share = total.share
    cards = [
        (says.orders, f"{total.orders:,}"),
        (says.cases, f"{total.cases:,}"),
        (says.share, "" if share is None else _between(share.estimate, share.low, share.high)),
        (says.at_stake, money(total.at_stake, report.currency)),
        (says.recovered, money(total.recovered, report.currency)),
    ]
    return (
        environment_of(OWN)
        .get_template(TEMPLATE)
        .render(
            says=says,
            since=report.since,
            until=report.until,
            made=report.now.strftime("%Y-%m-%d %H:%M UTC"),
            currency=report.currency,
            cards=cards,
            orders=total.orders,
            families=family_bars(total, says),
            row=ROW,
            left=LEFT,
            whole=LEFT + WIDTH + 220,
            tables=[_table(report.tables[over], says) for over in Cut if over in report.tables],
            suggestions=[shown_in_words(each, says) for each in report.suggestions],
        )
    )


def shown_in_words(found: LearntSuggestion, says: LearningWords) -> Shown:
    """A suggestion as people read it: what to change, why, and what a month of it costs."""
    data = found.data
    ppm = {name: _number(data.get(name)) / MILLION * 100 for name in ("share_ppm", "low_ppm", "high_ppm", "rest_ppm")}
    against = says.fixed if data.get("compared") == "share" else says.rest
    links = data.get("links")
    is_held_up = data.get("change") == Change.RULE_MILDER  # good orders that waited, no money that is gone
    return {
        "id": found.id,
        "rule": found.rule,
        "change": says.changes[str(data.get("change"))].format(about=found.about, target=data.get("target")),
        "why": filled(says.evidence,
            found.cases, found.orders, ppm["share_ppm"], ppm["low_ppm"], ppm["high_ppm"],
            filled(against, ppm["rest_ppm"], data.get("rest_orders")), _one_in(data.get("chance")),
            _one_in(data.get("false_share")),
        ),
        "monthly": (says.held_up if is_held_up else says.monthly).format(money(found.monthly, found.currency)),
        "links": [str(each) for each in links] if isinstance(links, list) else [],
    }  # fmt: skip


def share_bars(rows: Sequence[CauseRow]) -> tuple[Bar, ...]:
    """A bar a row, as long as the share, and a line for its interval; the longest interval fits."""
    shares = [(row, row.share) for row in rows]
    scale = WIDTH / max((share.high for _, share in shares if share is not None), default=1.0)
    return tuple(
        Bar(name=row.key, said=f"{_between(share.estimate, share.low, share.high)} ({row.cases}/{row.orders})",
            y=at * ROW, width=round(max(1.0, share.estimate * scale), 1), low=round(LEFT + share.low * scale, 1),
            high=round(LEFT + share.high * scale, 1))
        for at, (row, share) in enumerate(shares) if share is not None
    )  # fmt: skip


def family_bars(total: CauseRow, says: LearningWords) -> tuple[Bar, ...]:
    """Orders by family, against all orders."""
    rows = [CauseRow(says.families[each], orders=total.orders, cases=total.families[each]) for each in FAMILIES]
    return share_bars(rows)


def _table(table: CauseTable, says: LearningWords) -> Shown:
    rows = [row for row in table.rows if row.key != NONE or table.over in (Cut.RULE, Cut.POLICY)]
    shown = rows if table.over is Cut.MONTH else rows[:MOST_ROWS]
    return {
        "name": says.over[table.over],
        "bars": share_bars(shown),
        "rows": [_row(row, table.currency, says) for row in shown],
        "more": len(rows) - len(shown),
        "total": _row(table.total, table.currency, says),
    }


def _row(row: CauseRow, currency: str, says: LearningWords) -> Shown:
    share, days = row.share, row.mean_days
    return {
        "key": row.key,
        "orders": f"{row.orders:,}",
        "cases": f"{row.cases:,}",
        "share": "" if share is None else _between(share.estimate, share.low, share.high),
        "at_stake": money(row.at_stake, currency),
        "days": "" if days is None else f"{days:.1f}",
        "causes": ", ".join(f"{says.cause(cause)} {many}" for cause, many in row.causes.most_common(MOST_CAUSES)),
        "links": row.links,
    }


def _between(share: float, low: float, high: float) -> str:
    return f"{share * 100:.1f} % ({low * 100:.1f}\N{EN DASH}{high * 100:.1f} %)"


def _one_in(probability: object) -> str:
    """Of how many one is: 0.00002 as `50,000`, to two digits, since more would be no news."""
    found = _number(probability)
    return f"{round(float(f'{1 / found:.2g}')):,}" if found > 0 else "∞"


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
