"""A report held against orders that are handed in, without a database: matched, weighed, and what differs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.ids import Prefix
from engine.order.order import Order
from fulfillment.payments.settlement.batches import BatchSum, open_batches
from fulfillment.payments.settlement.difference import Difference
from fulfillment.payments.settlement.expected import Expected, Terms
from fulfillment.payments.settlement.identity import identified
from fulfillment.payments.settlement.keeping import kept, numbers_in, stated_sums
from fulfillment.payments.settlement.kinds import Place
from fulfillment.payments.settlement.matching import Books, Match, Orders, Owing, match
from fulfillment.payments.settlement.penalties import Penalties
from fulfillment.payments.settlement.report import LineKind, SettlementReport
from fulfillment.payments.settlement.taking_in import about_line, unknown
from fulfillment.payments.settlement.weighing import weigh
from fulfillment.records import SettledLine, SettlementFile

NOBODYS = "file"  # whose file it is, where no merchant is


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Lines as they were matched, and everything that differs, in an order of its own."""

    lines: tuple[SettledLine, ...]
    differences: tuple[Difference, ...]


class _Numbers:
    """Ids that last for as long as the comparison."""

    def __init__(self) -> None:
        self._next = 0

    def new(self, prefix: Prefix) -> str:
        self._next += 1
        return f"{prefix}_{self._next}"


def held_against(
    reports: Sequence[SettlementReport], orders: Iterable[Order], terms: Terms, penalties: Penalties
) -> Held:
    """Holds reports against orders. A line that stands in several reports counts once."""
    sold = tuple(orders)
    return held(reports, books_of(sold), {order.id: expected_of_order(order) for order in sold}, terms, penalties)


def held(
    reports: Sequence[SettlementReport],
    books: Books,
    expected: Mapping[str, Expected],
    terms: Terms,
    penalties: Penalties,
) -> Held:
    """As `held_against`, with books that somebody has made."""
    rows, matches = _rows(reports, books, terms)
    found = [each for row, one in zip(rows, matches, strict=True) for each in about_line(row, one, penalties)]
    found += [unknown(row) for row in rows if row.kind == LineKind.BANK_CREDIT and row.place == Place.UNKNOWN]
    by_order: dict[str, list[SettledLine]] = defaultdict(list)
    for row in rows:
        if row.order_id is not None:
            by_order[row.order_id].append(row)
    since = min((row.at for row in rows if row.kind != LineKind.BANK_CREDIT), default=None)
    seen = Terms(now=terms.now, bounds=terms.bounds, kept_since=since, fees=terms.fees, rates=terms.rates)
    for order_id, due in expected.items():
        found += weigh(due, by_order.get(order_id, ()), seen)
    stated = [each for report in reports for each in stated_sums(NOBODYS, report)]
    found += open_batches(sums_of(rows), stated)
    return Held(lines=tuple(rows), differences=tuple(sorted(found, key=lambda each: each.about)))


def books_of(orders: Sequence[Order]) -> Books:
    """The names and amounts of orders."""
    named: dict[str, set[str]] = defaultdict(set)
    paid: dict[str, set[str]] = defaultdict(set)
    owing: dict[tuple[str, int], list[Owing]] = defaultdict(list)
    for order in orders:
        payment = order.payment
        for name in (order.id, order.channel_order_id, None if payment is None else payment.merchant_reference):
            if name:
                named[name].add(order.id)
        if payment is not None and payment.gateway_reference:
            paid[payment.gateway_reference].add(order.id)
        due = expected_of_order(order)
        for amount in due.coming.items():
            owing[amount].append(Owing(order.id, due.captured_at or order.placed_at))
    return Books(named=_frozen(named), paid=_frozen(paid), owing={key: tuple(each) for key, each in owing.items()})


def expected_of_order(order: Order) -> Expected:
    """What the order's own document says of its money."""
    payment = order.payment
    currency = order.currency if payment is None or payment.currency is None else payment.currency
    captured = 0 if payment is None else payment.captured or 0
    refunded = 0 if payment is None else payment.refunded or 0
    captured_at: datetime | None = None
    if captured and payment is not None:
        captured_at = payment.captured_at or order.placed_at
    return Expected(
        order_id=order.id,
        owed={order.currency: order.totals.total},
        captured={currency: captured} if captured else {},
        refunded={currency: refunded} if refunded else {},
        captured_at=captured_at,
    )


def sums_of(rows: Iterable[SettledLine]) -> tuple[BatchSum, ...]:
    """What batches come to, by currency."""
    net: Counter[tuple[str, str, str]] = Counter()
    many: Counter[tuple[str, str, str]] = Counter()
    paid_out: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        key = (row.provider, row.batch, row.currency)
        if row.kind == LineKind.BANK_CREDIT or not row.batch:
            continue
        if row.kind == LineKind.PAYOUT:
            paid_out[key] += row.net
        else:
            net[key] += row.net
            many[key] += 1
    return tuple(
        BatchSum(
            provider=key[0],
            batch=key[1],
            currency=key[2],
            lines=many[key],
            net=net[key],
            paid_out=paid_out.get(key),
        )
        for key in sorted(net.keys() | paid_out.keys())
    )


def _rows(reports: Sequence[SettlementReport], books: Books, terms: Terms) -> tuple[list[SettledLine], list[Match]]:
    ids, rows, matches = _Numbers(), [], []
    known: set[tuple[str, str]] = set()
    for report in reports:
        file = SettlementFile(
            id=report.name,
            merchant_id=NOBODYS,
            provider=report.provider,
            digest=report.digest,
            name=report.name,
            size=len(report.lines),
            received_at=terms.now,
            received_by=NOBODYS,
        )
        numbers = numbers_in(report.lines)  # nothing is stored, so none needs to be masked
        for line, identity in identified(report.lines):
            if (report.provider, identity) in known:
                continue
            known.add((report.provider, identity))
            matches.append(match(line, books, terms.bounds.match_days))
            rows.append(kept(line, identity, matches[-1], file, report, ids, numbers))
    return rows, matches


def _frozen(names: Mapping[str, set[str]]) -> Mapping[str, Orders]:
    return {name: frozenset(orders) for name, orders in names.items()}
