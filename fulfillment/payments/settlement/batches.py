"""Whether a batch closes: what stands in it must come to its payout, and to what the file states."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from fulfillment.payments.settlement.difference import Difference, about
from fulfillment.payments.settlement.kinds import Differs
from fulfillment.payments.settlement.report import TotalOf
from fulfillment.records import StatedSum

STATED = frozenset(
    {TotalOf.NET, TotalOf.PAYOUT}
)  # what is kept of what files state: other totals were looked at when they were read


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSum:
    """One currency of a batch: its lines but payouts, what they come to, and the payouts (negative; None without any).

    `last_at` is the moment of its last line.
    """

    provider: str
    batch: str
    currency: str
    lines: int
    net: int
    paid_out: int | None = None
    last_at: datetime | None = None

    @property
    def is_closed(self) -> bool:
        """Whether it was paid out, to the cent."""
        return self.paid_out is not None and self.net + self.paid_out == 0

    @property
    def differs(self) -> bool:
        """Whether its lines are known and do not come to what was paid out. A payout's lines may be in another file."""
        return self.lines > 0 and self.paid_out is not None and not self.is_closed


def open_batches(sums: Sequence[BatchSum], stated: Sequence[StatedSum]) -> Iterator[Difference]:
    """Batches that were paid out, or for which a file states a total, and whose lines come to something else."""
    for each in sums:
        if each.differs and each.paid_out is not None:
            yield _differs(each, each.net, -each.paid_out, "paid out")
    by_batch = {(each.provider, each.batch, each.currency): each for each in sums}
    for total in stated:
        batch = by_batch.get((total.provider, total.batch, total.currency))
        # What its own payout contradicts already is told once; lines that stand in no file yet contradict nothing.
        if batch is None or batch.differs or not batch.lines:
            continue
        came = batch.net if total.of == TotalOf.PAYOUT else batch.net + (batch.paid_out or 0)
        if came != total.amount:
            yield _differs(batch, came, total.amount, "stated")


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
