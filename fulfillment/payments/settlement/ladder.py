"""From what customers paid down to what reached the bank: for each order of a report, and for all of it.

paid -> fees -> tax withheld -> reserve -> refunds -> chargebacks -> penalties -> adjustments -> net -> paid out -> bank
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fulfillment.payments.settlement.closing import Closing
from fulfillment.payments.settlement.report import LineKind, References, SettlementLine, SettlementReport, TotalOf

# Which rung a line's gross amount is; its fee and tax are always rungs of their own.
RUNG_OF: Mapping[LineKind, str] = {
    LineKind.SALE: "paid",
    LineKind.FEE: "fees",
    LineKind.TAX_WITHHELD: "tax_withheld",
    LineKind.RESERVE: "reserve",
    LineKind.REFUND: "refunded",
    LineKind.CHARGEBACK: "charged_back",
    LineKind.CHARGEBACK_REVERSAL: "charged_back",
    LineKind.PENALTY: "penalties",
    LineKind.ADJUSTMENT: "adjusted",
    LineKind.EXCHANGE: "exchanged",
    LineKind.PAYOUT: "payout",
    LineKind.BANK_CREDIT: "bank",
}
STEPS = tuple(dict.fromkeys(RUNG_OF.values()))
NOT_OF_NET = frozenset({"payout", "bank"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """One order (or none: what is of the account) in one currency; amounts in minor units, signed as lines are.

    `paid_out` is the part of `net` that lies in batches whose payout the file states, `bank` what arrived for it.
    """

    order: str
    currency: str
    rungs: Mapping[str, int]
    paid_out: int = 0
    batches: tuple[str, ...] = ()
    rows: tuple[int, ...] = field(default=(), repr=False)

    @property
    def net(self) -> int:
        """What the order brings to the account."""
        return sum(amount for rung, amount in self.rungs.items() if rung not in NOT_OF_NET)


def ladders(report: SettlementReport, closing: Closing) -> tuple[Ladder, ...]:
    """One for each order and currency, by order; lines that name no order are together under an empty one. Payouts are
    of batches, not of orders, and left out."""
    names = order_names(report.lines)
    left = {(each.batch, each.currency) for each in closing.batches if each.payout > 0}
    stated = {(each.batch, each.currency) for each in closing.checks if each.of == TotalOf.PAYOUT and each.closes}
    found: dict[tuple[str, str], list[SettlementLine]] = defaultdict(list)
    for line in report.lines:
        if line.kind is not LineKind.PAYOUT:
            found[name_of(line.references, names), line.currency].append(line)
    return tuple(_ladder(key, lines, left & stated) for key, lines in sorted(found.items()))


def summary(report: SettlementReport) -> tuple[Ladder, ...]:
    """All lines together, one for each currency."""
    found: dict[str, list[SettlementLine]] = defaultdict(list)
    for line in report.lines:
        found[line.currency].append(line)
    return tuple(_ladder(("", currency), lines, set()) for currency, lines in sorted(found.items()))


def order_names(lines: Sequence[SettlementLine]) -> Mapping[str, str]:
    """Orders by the gateway's names of their payments: a fee or a chargeback often names the payment alone."""
    names: dict[str, str] = {}
    for line in lines:
        order = line.references.merchant or line.references.metadata
        if order:
            for name in (line.references.payment, *line.references.others):
                names.setdefault(name, order)
    names.pop("", None)
    return names


def name_of(references: References, names: Mapping[str, str]) -> str:
    """The order that a line is of: told, or by its payment; the payment itself when nothing tells the order."""
    if references.merchant or references.metadata:
        return references.merchant or references.metadata
    given = (references.payment, *references.others)
    return next((names[each] for each in given if each in names), references.payment)


def _ladder(key: tuple[str, str], lines: Sequence[SettlementLine], paid: set[tuple[str, str]]) -> Ladder:
    rungs = dict.fromkeys(STEPS, 0)
    paid_out = 0
    for line in lines:
        rungs[RUNG_OF[line.kind]] += line.gross
        rungs["fees"] += line.fee
        rungs["tax_withheld"] += line.tax
        if (line.batch, line.currency) in paid and RUNG_OF[line.kind] not in NOT_OF_NET:
            paid_out += line.net
    order, currency = key
    return Ladder(
        order=order,
        currency=currency,
        rungs=rungs,
        paid_out=paid_out,
        batches=tuple(dict.fromkeys(line.batch for line in lines if line.batch)),
        rows=tuple(line.row for line in lines),
    )
