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


def open_batches(sums: Sequence[BatchSum], stated: Sequence[StatedSum]) -> Iterator[Difference]:
    """Batches whose lines come to something else than their payout, or than a file states.

    Only a batch that a file calls paid out together is held against its payout: from an account that is paid out of now
    and then, a payout leaves a rest. A payout whose lines stand in no file yet contradicts nothing.
    """
    by_batch = {(each.provider, each.batch, each.currency): each for each in sums if each.lines}
    told: set[tuple[str, str, str]] = set()
    for total in sorted(stated, key=lambda each: each.of != TotalOf.PAYOUT):
        key = (total.provider, total.batch, total.currency)
        batch = by_batch.get(key)
        if batch is None or key in told:
            continue
        came, due = batch.net, total.amount
        if total.of == TotalOf.PAYOUT:
            due = due if batch.paid_out is None else -batch.paid_out
        else:
            came += batch.paid_out or 0
        if came != due:
            told.add(key)
            yield _differs(batch, came, due, total.of)


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
