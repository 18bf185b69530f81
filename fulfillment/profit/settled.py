"""What reports and the order's own ledger say came and went: the parts of a profit that are no estimate any more."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.order.money import Money
from fulfillment.payments.position import Position
from fulfillment.payments.settlement.report import LineKind
from fulfillment.profit.exchanging import Till
from fulfillment.profit.figure import Figure, Known, Part
from fulfillment.records import SettledLine

OF_KIND: Mapping[str, Part] = {
    LineKind.SALE: Part.REVENUE,
    LineKind.BANK_CREDIT: Part.REVENUE,
    LineKind.REFUND: Part.REFUND,
    LineKind.TAX_WITHHELD: Part.TAX,
    LineKind.CHARGEBACK: Part.CHARGEBACK,
    LineKind.CHARGEBACK_REVERSAL: Part.CHARGEBACK,
    LineKind.PENALTY: Part.PENALTY,
    LineKind.ADJUSTMENT: Part.ADJUSTMENT,
}
Sums = Mapping[str, int]  # by currency, signed as the merchant sees them


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """Figures that are booked, and the parts of which they take the place."""

    figures: tuple[Figure, ...]
    replaces: frozenset[Part]


def booked(lines: Sequence[SettledLine], position: Position, channel: str, till: Till) -> Booked:
    """Reports go before the ledger where they say as much; a reserve is kept back and belongs to no profit. The ledger
    has a refund as soon as it is decided."""
    gross, fees = _gross(lines), _fees(lines, channel)
    ledger: Mapping[Part, Sums] = {
        Part.REVENUE: position.received,
        Part.REFUND: {each: -minor for each, minor in position.given.items()},
        Part.CHARGEBACK: {each: -minor for each, minor in position.lost.items()},
    }
    figures: list[Figure] = []
    replaces: set[Part] = set()
    for part in dict.fromkeys((*gross, *ledger)):
        sums, source = _fuller(gross.get(part, {}), ledger.get(part, {}))
        if sums:
            replaces.add(part)
        figures += _figures(part, sums, source, till)
    for part, sums in fees.items():
        replaces.add(part)
        figures += _figures(part, sums, "settlement.fee", till)
    return Booked(figures=tuple(figures), replaces=frozenset(replaces))


def _figures(part: Part, sums: Sums, source: str, till: Till) -> Iterator[Figure]:
    for currency, minor in sorted(sums.items()):
        yield till.figure(part, Money(minor, currency), source, Known.BILLED)


def _fuller(settled: Sums, ledger: Sums) -> tuple[Sums, str]:
    """The report, unless the ledger knows of more in the same currency: a report comes later than what happened."""
    if settled and not any(abs(minor) > abs(settled.get(each, minor)) for each, minor in ledger.items()):
        return settled, "settlement"
    return (ledger, "ledger") if ledger else (settled, "settlement")


def _gross(lines: Iterable[SettledLine]) -> dict[Part, Sums]:
    found: dict[Part, Counter[str]] = {}
    for line in lines:
        part = OF_KIND.get(line.kind)
        if part is not None:
            found.setdefault(part, Counter())[line.currency] += line.gross
        if line.tax:
            found.setdefault(Part.TAX, Counter())[line.currency] += line.tax
    return {part: dict(sums) for part, sums in found.items()}


def _fees(lines: Iterable[SettledLine], channel: str) -> dict[Part, Sums]:
    """Of each provider, whether it keeps something or nothing of its sales."""
    found: dict[Part, Counter[str]] = {}
    for line in lines:
        kept = line.fee + (line.gross if line.kind == LineKind.FEE else 0)
        if kept or line.kind == LineKind.SALE:
            part = Part.CHANNEL_FEE if line.provider == channel else Part.PAYMENT_FEE
            found.setdefault(part, Counter())[line.currency] += kept
    return {part: dict(sums) for part, sums in found.items()}
