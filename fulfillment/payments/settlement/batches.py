"""Whether a batch closes: what stands in it must come to its payout, and to what the file states."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fulfillment.payments.settlement.difference import Difference, about
from fulfillment.payments.settlement.kinds import Differs
from fulfillment.records import StatedSum

NET, PAYOUT = "net", "payout"
STATED = frozenset({NET, PAYOUT})  # what is kept of what files state: other totals were looked at when they were read


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSum:
    """One currency of a batch: the net of all lines but payouts, and the payouts (negative); None without any."""

    provider: str
    batch: str
    currency: str
    lines: int
    net: int
    paid_out: int | None = None

    @property
    def is_closed(self) -> bool:
        """Whether it was paid out, to the cent."""
        return self.paid_out is not None and self.net + self.paid_out == 0


def open_batches(sums: Sequence[BatchSum], stated: Sequence[StatedSum]) -> Iterator[Difference]:
    """Batches that were paid out, or for which a file states a total, and whose lines come to something else."""
    for each in sums:
        if each.paid_out is not None and not each.is_closed:
            yield _differs(each, each.net, -each.paid_out, "paid out")
    by_batch = {(each.provider, each.batch, each.currency): each for each in sums}
    for total in stated:
        each = by_batch.get((total.provider, total.batch, total.currency), _empty(total))
        came = each.net if total.of == PAYOUT else each.net + (each.paid_out or 0)
        # What its own payout contradicts already is told once.
        if came != total.amount and (each.paid_out is None or each.is_closed):
            yield _differs(each, came, total.amount, "stated")


def _differs(batch: BatchSum, came: int, due: int, of: str) -> Difference:
    return Difference(
        kind=Differs.BATCH,
        about=about(Differs.BATCH, batch.provider, batch.batch, batch.currency),
        amount=came - due,
        currency=batch.currency,
        provider=batch.provider,
        batch=batch.batch,
        data={"expected": due, "settled": came, "of": of},
    )


def _empty(total: StatedSum) -> BatchSum:
    return BatchSum(provider=total.provider, batch=total.batch, currency=total.currency, lines=0, net=0)
