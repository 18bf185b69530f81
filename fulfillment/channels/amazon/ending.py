"""Orders that end at Amazon, and money that goes back: both by feeds, since no call does it.

Source: Amazon, SP-API documentation, "Feed Type Values" (2026): the feeds of listings were removed in 2025, those of
orders stay.
"""

from collections.abc import Sequence

from fulfillment.channels.amazon.calling import Api
from fulfillment.channels.amazon.feed_texts import CANCELS, REFUNDS, Back, cancellation, refund
from fulfillment.channels.amazon.feeds import Feed, step
from fulfillment.channels.amazon.items import Item, Known, Stage, of_sku
from fulfillment.channels.amazon.words import CANCEL_REASONS, REFUND_REASONS
from fulfillment.channels.errors import ConnectionRefused, SayingRefused
from fulfillment.channels.prices import spread
from fulfillment.channels.protocol import Answered, Cancelled, LineShare, Refunded


def cancel(api: Api, known: Known, said: Cancelled) -> Answered:
    """Ends the whole order. Raises Unfinished, SayingRefused."""
    if known.stage is Stage.CANCELLED:
        return Answered("order", already=True)
    if known.stage is Stage.SHIPPED:
        raise SayingRefused("ORDER_SHIPPED", "Amazon has the order as shipped; refund it instead")
    _check_reason(said.reason, CANCEL_REASONS)
    items = [item.id for item in known.items if item.quantity]
    content = cancellation(_seller(api), said.ref, items, said.reason)
    return step(api, Feed(CANCELS, content, known.marketplace), said.before)


def refund_order(api: Api, known: Known, said: Refunded) -> Answered:
    """Hands money back, item by item. Raises Unfinished, SayingRefused."""
    _check_reason(said.reason, REFUND_REASONS)
    backs = backs_of(known, said)
    content = refund(_seller(api), said.ref, said.refund, backs, said.reason, said.currency)
    return step(api, Feed(REFUNDS, content, known.marketplace), said.before)


def backs_of(known: Known, said: Refunded) -> list[Back]:
    """The amount over the items it is for, in proportion to what these cost: goods first, then postage, then tax.

    Raises SayingRefused where it is more than the items cost.
    """
    items = _concerned(known.items, said.lines)
    kinds = [kind for kind, _ in items[0].prices] if items else []
    left, parts = said.amount, dict[str, list[tuple[str, int]]]()
    for place, kind in enumerate(kinds):
        for item, share in zip(items, spread(left, [item.prices[place][1] for item in items]), strict=True):
            if share:
                parts.setdefault(item.id, []).append((kind, share))
                left -= share
    if left:
        raise SayingRefused("AMOUNT_TOO_LARGE", "it is more than these items cost at Amazon; correct the refund")
    return [Back(item.id, tuple(parts[item.id])) for item in items if item.id in parts]


def _concerned(items: Sequence[Item], lines: Sequence[LineShare]) -> list[Item]:
    """The items of the lines, each item once; all where no line is named."""
    named = {item.id: item for line in lines for item in of_sku(items, line.sku)}
    return list(named.values()) if lines else [item for item in items if item.quantity]


def _check_reason(reason: str, known: frozenset[str]) -> None:
    if reason not in known:
        raise SayingRefused("REASON_UNKNOWN", f"Amazon has no reason `{reason}`; use one of {', '.join(sorted(known))}")


def _seller(api: Api) -> str:
    if not api.terms.seller_id:
        raise ConnectionRefused("seller_id", "is not set; Seller Central shows it as merchant token")
    return api.terms.seller_id
