"""An order's profit as the rows that sums are made of: one for each of its articles, and back. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fulfillment.profit.figure import Known, OrderProfit, Part
from fulfillment.profit.kept_order import KeptOrder, Wanting, as_kept
from fulfillment.profit.tables import Over, ProfitRow, tabulate
from fulfillment.records import ProfitShare


def shares_of(profit: OrderProfit, merchant: str, opened_at: datetime, basis: str) -> tuple[ProfitShare, ...]:
    """By article, those of the order as a whole on the first: whatever is summed up of them is what `tabulate` says."""
    rows = sorted(tabulate([profit], Over.SKU, profit.currency).rows, key=lambda row: row.key)
    order = as_kept(profit)
    return tuple(
        _share(order, row, merchant, opened_at, basis, is_first=number == 0) for number, row in enumerate(rows)
    )


def _share(
    order: KeptOrder, row: ProfitRow, merchant: str, opened_at: datetime, basis: str, *, is_first: bool
) -> ProfitShare:
    words = dict.fromkeys(each.source.partition(":")[0] for each in order.unknown)
    return ProfitShare(
        merchant_id=merchant, currency=order.currency, basis=basis, opened_at=opened_at, order_id=order.order_id,
        sku=row.key, shop=order.shop, channel=order.channel, month=order.month, lane=order.lane, is_first=is_first,
        incomplete=is_first and order.total_minor is None, lacking=" ".join(sorted(words)) if is_first else "",
        known=order.known_minor if is_first else 0, pieces=row.pieces, incomplete_sku=row.incomplete,
        expected=row.known[Known.EXPECTED], billed=row.known[Known.BILLED],
        data=order.told() if is_first else {},
        **{part.value: row.parts[part] for part in Part},
    )  # fmt: skip


def order_of(row: Mapping[str, Any]) -> KeptOrder:
    """The order of its first row; `row` has the columns of a share, `data` read already."""
    told = row["data"]
    return KeptOrder(
        order_id=row["order_id"], currency=row["currency"], shop=row["shop"], channel=row["channel"],
        month=row["month"], lane=row["lane"], kind=told["kind"], original_order=told["original_order"],
        known_minor=row["known"], parts={Part(part): minor for part, minor in told["parts"].items()},
        unknown=tuple(Wanting(Part(part), source) for part, source in told["unknown"]),
    )  # fmt: skip
