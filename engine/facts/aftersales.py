"""Signs from after earlier sales -> facts. Looked for and not found is zero; not looked for is unknown."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from engine.aftersale import Aftersale, AftersaleKind
from engine.lexicon.spec import Value

YEAR = timedelta(days=365)


def aftersale_facts(signs: Collection[Aftersale], orders: int, since: datetime) -> dict[str, Value]:
    """`aftersale.*` facts. `signs` became known from `since` on and before the order was placed, as which the person
    had placed so many `orders`. Of refunds and of parcels that never came an order counts once, of returns each."""
    refunded = {each.order_id for each in signs if each.kind is AftersaleKind.REFUND}
    # An order from before the window may be refunded within it: it is no part of the orders that the share is of.
    lately = {each.order_id for each in signs if each.kind is AftersaleKind.REFUND and each.placed_at >= since}
    return {
        "aftersale.refunds_365d": len(refunded),
        "aftersale.refund_share_pct_365d": len(lately) * 100 // max(orders, len(lately), 1),
        "aftersale.not_received_365d": len(
            {each.order_id for each in signs if each.kind is AftersaleKind.NOT_RECEIVED}
        ),
        "aftersale.bad_returns_365d": sum(each.kind is AftersaleKind.BAD_RETURN for each in signs),
        "aftersale.used_returns_365d": sum(each.kind is AftersaleKind.USED_RETURN for each in signs),
    }


NOTHING_AFTER = aftersale_facts((), 0, datetime.max.replace(tzinfo=UTC))
