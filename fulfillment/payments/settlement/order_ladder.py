"""What became of an order's money over all its files, on the rungs that `ladder` names for one file."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fulfillment.payments.settlement.ladder import NOT_OF_NET, RUNG_OF, STEPS
from fulfillment.payments.settlement.report import LineKind
from fulfillment.records import Payout, SettledLine

RUNGS = tuple(each for each in STEPS if each not in NOT_OF_NET)
Batch = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLadder:
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


def order_ladders(lines: Iterable[SettledLine], payouts: Mapping[Batch, Sequence[Payout]]) -> tuple[OrderLadder, ...]:
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
    """Adds a line to its rungs. A payout is on none: it is where the ladder ends. What a buyer sent to our own bank was
    paid."""
    kind = LineKind(line.kind)
    rung = "paid" if kind is LineKind.BANK_CREDIT else RUNG_OF[kind]
    if rung in NOT_OF_NET:
        return
    rungs[rung] += line.gross
    rungs["fees"] += line.fee
    rungs["tax_withheld"] += line.tax


def _ladder(
    key: tuple[str, str], rungs: Mapping[str, int], batches: Sequence[Batch], payouts: Mapping[Batch, Sequence[Payout]]
) -> OrderLadder:
    paid_out = tuple(batch for batch in batches if payouts.get(batch))
    return OrderLadder(
        order_id=key[0],
        currency=key[1],
        rungs=rungs,
        batches=tuple(batches),
        paid_out=paid_out,
        at_bank=tuple(batch for batch in paid_out if all(each.credit_id is not None for each in payouts[batch])),
    )
