"""Facts of what became of the person's earlier orders: money that went back, parcels that they said never came, goods
that came back empty, as others, or used. Counted is what was known before this order was placed."""

from engine.lexicon.entry import whole_number

AFTERSALE_FACTS = (
    whole_number("aftersale.refunds_365d", "orders", "orders of the person for which money went back in 365 days", 1),
    whole_number(
        "aftersale.refund_share_pct_365d",
        "percent",
        "those among the orders that the person placed in 365 days; 0 without any",
        20,
    ),
    whole_number(
        "aftersale.not_received_365d",
        "orders",
        "orders that the person said in 365 days had not come, and of which nobody knows that they were lost or late",
        0,
    ),
    whole_number(
        "aftersale.bad_returns_365d", "returns", "returns that came back in 365 days empty or with other goods", 0
    ),
    whole_number(
        "aftersale.used_returns_365d",
        "returns",
        "returns without a fault of the house that came back in 365 days used or damaged",
        0,
    ),
)
AFTERSALE_NAMES = frozenset(each.name for each in AFTERSALE_FACTS)
