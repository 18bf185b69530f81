"""What goods cost once they are there: their value, and their share of freight, duty and tax, to the last minor unit.

Landed cost as sellers know it: what was paid for the goods and for all that brought them where they are sold.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from engine.store.sessions import WriteSession
from fulfillment.documents.spreading import portion, spread
from fulfillment.inventory.differences import TRANSFER
from fulfillment.inventory.errors import TransferRefused
from fulfillment.records import CartonLine, LandedCost, Transfer, TransferLine
from fulfillment.store.differences import open_differences
from fulfillment.store.transfers import add_landed, carton_lines, transfer_lines, turn_transfer
from fulfillment.transfers.planning import CLOSED, RECEIVED, transfer_of, went

KeepCosts = Callable[[WriteSession, Sequence[LandedCost]], None]


def close_transfer(
    session: WriteSession, merchant: str, id_: str, now: datetime, keep: KeepCosts
) -> tuple[Transfer, tuple[LandedCost, ...]]:
    """Ends a transfer whose cartons are all opened; `keep` takes the costs on into the product file.

    Raises NotFound, TransferRefused while differences of it are open.
    """
    found = transfer_of(session, merchant, id_, RECEIVED)
    waiting = open_differences(session, merchant, TRANSFER, reference=f"{id_}/")
    if waiting:
        named = ", ".join(each.id for each in waiting)
        raise TransferRefused(f"differences are open; receive what came late, or end them: {named}")
    closed = went(turn_transfer(session, found, CLOSED, ended_at=now), found)
    costs = landed(found, transfer_lines(session, id_), carton_lines(session, id_), now)
    add_landed(session, *costs)
    keep(session, costs)
    return closed, costs


def landed(
    transfer: Transfer, lines: Sequence[TransferLine], packed: Sequence[CartonLine], now: datetime
) -> tuple[LandedCost, ...]:
    """The cost of each article of which pieces came. Shares of each cost sum up to it exactly (largest remainder).

    Pieces that were lost carry nothing: those that came bear the whole way. Goods count as far as they came.
    """
    come: Counter[str] = Counter()
    for each in packed:
        come[each.sku] += each.received
    there = [line for line in lines if come[line.sku]]
    goods = [portion(line.value, 0, come[line.sku], line.quantity) for line in there]
    by = goods if transfer.spread_by == "value" else [line.piece_g * come[line.sku] for line in there]
    shares = zip(*(spread(cost, by) for cost in (transfer.freight, transfer.duty, transfer.tax)), strict=True)
    return tuple(
        LandedCost(
            merchant_id=transfer.merchant_id,
            sku=line.sku,
            warehouse=transfer.destination,
            transfer_id=transfer.id,
            pieces=come[line.sku],
            currency=transfer.currency,
            goods=value,
            freight=freight,
            duty=duty,
            tax=tax,
            at=now,
        )
        for line, value, (freight, duty, tax) in zip(there, goods, shares, strict=True)
    )
