"""Orders that a backtest would end otherwise, as files and answers show them: no personal data is among it."""

from engine.spreadsheets import harmless
from engine.workbench.comparing.order import Compared, made_by

COLUMNS = (
    "order_id", "order", "decision_id", "placed_on", "before", "after", "rules", "value", "currency", "country",
    "channel", "shop", "labels",
)  # fmt: skip


def flipped_values(order: Compared) -> dict[str, object]:
    """One order. `value` is in euro cents."""
    return {
        "order_id": order.order_id,
        "order": order.ref,
        "decision_id": order.decision,
        "placed_on": order.placed_on.isoformat(),
        "before": order.before,
        "after": order.after,
        "rules": list(made_by(order)),
        "value": order.value,
        "currency": "EUR",
        "country": order.country,
        "channel": order.channel,
        "shop": order.shop,
        "labels": list(order.labels),
    }


def flipped_cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula: order numbers and names of shops come from outside."""
    text = " ".join(map(str, value)) if isinstance(value, list) else value
    return harmless(text) if isinstance(text, str) else text
