"""What became of an order's money, rung by rung: paid, less fees, tax, reserve, refunds and fines, to payout and bank."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fulfillment.payments.settlement.report import LineKind
from fulfillment.records import Payout, SettledLine

# On which rung the gross amount of a line stands; its fee and its tax have rungs of their own.
RUNG_OF: Mapping[str, str] = {
    LineKind.SALE: "paid",
    LineKind.BANK_CREDIT: "paid",
    LineKind.FEE: "fees",
    LineKind.TAX_WITHHELD: "tax_withheld",
    LineKind.RESERVE: "reserve",
    LineKind.REFUND: "refunds",
    LineKind.CHARGEBACK: "chargebacks",
    LineKind.CHARGEBACK_REVERSAL: "chargebacks",
    LineKind.PENALTY: "penalties",
    LineKind.ADJUSTMENT: "other",
    LineKind.EXCHANGE: "other",
}
RUNGS = ("paid", "fees", "tax_withheld", "reserve", "refunds", "chargebacks", "penalties", "other")
Batch = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """One order in one currency; minor units. `batches` are where it stands, `paid_out` those that were paid out, and
    `at_bank` those whose payouts the bank has credited."""

    order_id: str
    currency: str
    rungs: Mapping[str, int]
    batches: tuple[Batch, ...] = ()
    paid_out: tuple[Batch, ...] = ()
    at_bank: tuple[Batch, ...] = ()

    @property
    def net(self) -> int:
        """What is left for the merchant."""
        return sum(self.rungs.values())

    @property
    def reached(self) -> str:
        """How far the money has come: `account`, `payout` or `bank`."""
        if len(self.at_bank) == len(self.batches):
            return "bank"
        return "payout" if len(self.paid_out) == len(self.batches) else "account"


def ladders(lines: Iterable[SettledLine], payouts: Mapping[Batch, Sequence[Payout]]) -> tuple[Ladder, ...]:
    """By order and currency."""
    rungs: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(RUNGS, 0))
    batches: dict[tuple[str, str], set[Batch]] = defaultdict(set)
    for line in lines:
        if line.order_id is None:
            continue
        key = (line.order_id, line.currency)
        stand(line, rungs[key])
        if line.kind != LineKind.BANK_CREDIT:
            batches[key].add((line.provider, line.batch))
    return tuple(_ladder(key, rungs[key], sorted(batches[key]), payouts) for key in sorted(rungs))


def stand(line: SettledLine, rungs: dict[str, int]) -> None:
    """Adds a line to its rungs. A payout is on none: it is where the ladder ends."""
    if line.kind not in RUNG_OF:
        return
    rungs[RUNG_OF[line.kind]] += line.gross
    rungs["fees"] += line.fee
    rungs["tax_withheld"] += line.tax


def _ladder(
    key: tuple[str, str], rungs: Mapping[str, int], batches: Sequence[Batch], payouts: Mapping[Batch, Sequence[Payout]]
) -> Ladder:
    paid_out = tuple(batch for batch in batches if payouts.get(batch))
    return Ladder(
        order_id=key[0],
        currency=key[1],
        rungs=rungs,
        batches=tuple(batches),
        paid_out=paid_out,
        at_bank=tuple(batch for batch in paid_out if all(each.credit_id is not None for each in payouts[batch])),
    )
