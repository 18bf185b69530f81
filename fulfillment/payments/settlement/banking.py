"""Payouts and the bank's lines: which arrived as which. By reference first, then by amount, currency and day.

Two payouts that a credit could be, or two credits that a payout could be, are left to a person.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from fulfillment.payments.settlement.expected import Bounds
from fulfillment.payments.settlement.kinds import How
from fulfillment.records import Payout, SettledLine

SHORTEST = 4  # a shorter reference says too little to be looked for inside another
Fits = Mapping[str, Sequence[Payout]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A payout and the bank's line that it arrived as."""

    payout: Payout
    credit: SettledLine
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """What arrived, and what could have: `asked` is a credit's id -> payouts of which a person must choose."""

    arrived: tuple[Arrival, ...]
    asked: Mapping[str, tuple[str, ...]]


def paired(payouts: Sequence[Payout], credits_: Sequence[SettledLine], bounds: Bounds) -> Pairs:
    """Pairs payouts on their way with credits that belong to nothing yet."""
    by_amount: dict[tuple[str, int], list[Payout]] = defaultdict(list)
    for payout in payouts:
        by_amount[payout.currency, payout.amount].append(payout)
    near = {
        credit.id: [each for each in by_amount[credit.currency, credit.gross] if _is_near(each, credit, bounds)]
        for credit in credits_
    }
    by_id = {credit.id: credit for credit in credits_}
    named = _only(by_id, near, How.PAYMENT, is_named)
    taken = {each.payout.id for each in named} | {each.credit.id for each in named}
    left = {id_: [each for each in found if each.id not in taken] for id_, found in near.items() if id_ not in taken}
    alike = _only(by_id, left, How.AMOUNT, lambda *_: True)
    taken |= {each.payout.id for each in alike} | {each.credit.id for each in alike}
    asked = {id_: tuple(sorted(each.id for each in found)) for id_, found in left.items() if found and id_ not in taken}
    return Pairs(arrived=(*named, *alike), asked=asked)


def is_named(payout: Payout, credit: SettledLine) -> bool:
    """Whether the bank's line names the payout."""
    said = f"{credit.merchant_reference} {credit.payment_reference} {credit.modification_reference}"
    return any(len(name) >= SHORTEST and name in said for name in (payout.reference, payout.batch))


def _is_near(payout: Payout, credit: SettledLine, bounds: Bounds) -> bool:
    return -bounds.bank_before <= credit.at - payout.at <= bounds.match_days


def _only(
    credits_: Mapping[str, SettledLine], fits: Fits, how: How, does: Callable[[Payout, SettledLine], bool]
) -> list[Arrival]:
    """Pairs of which neither side fits another."""
    fitting = {id_: [each for each in found if does(each, credits_[id_])] for id_, found in fits.items()}
    wanted = Counter(each.id for found in fitting.values() for each in found)
    return [
        Arrival(payout=found[0], credit=credits_[id_], how=how)
        for id_, found in sorted(fitting.items())
        if len(found) == 1 and wanted[found[0].id] == 1
    ]
