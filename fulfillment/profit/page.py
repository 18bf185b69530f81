"""The page of a period's profits: one HTML file with its style and pictures inside, without script, that asks for
nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate

from engine.workbench.frame import environment_of
from fulfillment.payments.settlement.amounts import money
from fulfillment.profit.figure import Part
from fulfillment.profit.kept_order import KeptOrder
from fulfillment.profit.tables import Over, ProfitRow, ProfitTable
from fulfillment.profit.words import ENGLISH, ProfitWords

OWN = "fulfillment.profit"
TEMPLATE = "profit.html"
MOST_ROWS, MOST_LOSSES = 25, 50
ROW, LEFT, WIDTH = 26, 150, 430  # of a picture, in its own units; names stand to the left of bars, amounts behind
Row = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the page shows: both days count; `losses` are the greatest of `all_losses` orders at a loss, `pending`
    orders are not counted yet."""

    since: date
    until: date
    now: datetime
    is_expected: bool
    tables: Mapping[Over, ProfitTable]
    losses: Sequence[KeptOrder]
    all_losses: int
    erased: int = 0
    pending: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a picture; `x` and `width` in the picture's units, `kind` is `in`, `out` or `rest`."""

    name: str
    amount: str
    kind: str
    y: int
    x: float
    width: float


def page(report: Report, says: ProfitWords = ENGLISH) -> str:
    """The page."""
    first = report.tables[Over.MONTH]
    total, currency = first.total, first.currency
    margin = total.margin_bp
    cards = [
        (says.orders, f"{total.orders:,}"),
        (says.revenue, money(total.revenue, currency)),
        (says.profit, money(total.profit, currency)),
        (says.margin, says.unknown if margin is None else f"{margin / 100:.1f} %"),
        (says.incomplete, f"{total.incomplete:,}"),
    ]
    return (
        environment_of(OWN)
        .get_template(TEMPLATE)
        .render(
            says=says,
            since=report.since,
            until=report.until,
            made=report.now.strftime("%Y-%m-%d %H:%M UTC"),
            basis=says.as_expected if report.is_expected else says.as_booked,
            currency=currency,
            cards=cards,
            orders=total.orders,
            incomplete=total.incomplete,
            why=[(says.because(word), many) for word, many in first.why.items()],
            steps=waterfall(total, currency, says),
            row=ROW,
            left=LEFT,
            whole=LEFT + WIDTH + 130,
            tables=[_table(report.tables[over], says) for over in Over if over in report.tables],
            losses=[_loss(each, says) for each in report.losses],
            more_losses=report.all_losses - len(report.losses),
            erased=report.erased,
            pending=report.pending,
        )
    )


def waterfall(row: ProfitRow, currency: str, says: ProfitWords) -> tuple[Bar, ...]:
    """Each part begins where the one before has ended, and the last bar shows what is left of it all."""
    shown = [part for part in Part if row.parts[part]]
    ends = list(accumulate((row.parts[part] for part in shown), initial=0))
    low, high = min(ends), max(ends)
    scale = WIDTH / ((high - low) or 1)
    bars = [
        _bar(says.parts[part], row.parts[part], currency, at, min(begin, end) - low, scale)
        for at, (part, begin, end) in enumerate(zip(shown, ends[:-1], ends[1:], strict=True))
    ]
    rest = _bar(says.profit, ends[-1], currency, len(bars), min(0, ends[-1]) - low, scale, is_rest=True)
    return (*bars, rest)


def profit_bars(rows: Sequence[ProfitRow], currency: str) -> tuple[Bar, ...]:
    """A bar a row, to the right of nothing where there is a profit and to the left where there is a loss."""
    low, high = min((0, *(row.profit for row in rows))), max((0, *(row.profit for row in rows)))
    scale = WIDTH / ((high - low) or 1)
    return tuple(
        _bar(row.key, row.profit, currency, at, min(0, row.profit) - low, scale) for at, row in enumerate(rows)
    )


def _bar(name: str, minor: int, currency: str, at: int, begin: int, scale: float, *, is_rest: bool = False) -> Bar:
    kind = "rest" if is_rest else "in" if minor >= 0 else "out"
    return Bar(name=name, amount=money(minor, currency), kind=kind, y=at * ROW, x=round(LEFT + begin * scale, 1),
               width=max(1.0, round(abs(minor) * scale, 1)))  # fmt: skip


def _table(table: ProfitTable, says: ProfitWords) -> Row:
    """The rows with the most to say: the greatest profits and the greatest losses, where there are many."""
    rows = table.rows
    if table.over is Over.MONTH:
        rows = tuple(sorted(rows, key=lambda row: row.key))
    elif len(rows) > MOST_ROWS:
        rows = (*rows[: MOST_ROWS // 2 + 1], *rows[-(MOST_ROWS // 2) :])
    return {
        "name": says.over[table.over],
        "bars": profit_bars(rows, table.currency),
        "rows": [_row(row, table.currency) for row in rows],
        "more": len(table.rows) - len(rows),
        "total": _row(table.total, table.currency),
    }


def _row(row: ProfitRow, currency: str) -> Row:
    margin = row.margin_bp
    return {
        "key": row.key,
        "orders": f"{row.orders:,}",
        "pieces": f"{row.pieces:,}",
        "revenue": money(row.revenue, currency),
        "profit": money(row.profit, currency),
        "margin": "" if margin is None else f"{margin / 100:.1f} %",
        "incomplete": f"{row.incomplete:,}" if row.incomplete else "",
        "is_loss": row.profit < 0,
    }


def _loss(profit: KeptOrder, says: ProfitWords) -> Row:
    worst = sorted(
        ((part, minor) for part in Part if (minor := profit.of(part)) is not None and minor < 0),
        key=lambda each: each[1],
    )[:3]
    return {
        "order": profit.order_id,
        "lane": profit.lane,
        "profit": money(profit.known_minor, profit.currency),
        "parts": ", ".join(f"{says.parts[part]} {money(minor, profit.currency)}" for part, minor in worst),
    }
