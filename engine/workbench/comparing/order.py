"""One order that two editions decided, as the statistics read it; nothing personal is in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

# From the mildest to the worst, as people read a table.
OUTCOMES = ("admit", "ask_customer", "hold", "cancel")
STOPPED = frozenset({"hold", "cancel"})
ADMIT = "admit"
SHADOW = "shadow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """`recorded` is what was decided when the order came, `before` and `after` are what the two editions say now.

    Rules map to the worst verdict of their findings, or to `shadow`. `value` is in euro cents, None without a rate.
    `labels` are kinds of what became known of the order.
    """

    order_id: str
    ref: str
    decision: str
    placed_on: date
    country: str
    channel: str
    shop: str
    recorded: str
    before: str
    after: str
    before_rules: Mapping[str, str]
    after_rules: Mapping[str, str]
    before_score: int
    after_score: int
    value: int | None
    labels: tuple[str, ...] = ()

    @property
    def is_flipped(self) -> bool:
        """Whether the outcome differs."""
        return self.before != self.after


def is_worse(outcome: str, than: str) -> bool:
    """Whether an outcome is further from admission."""
    return OUTCOMES.index(outcome) > OUTCOMES.index(than)


def made_by(order: Compared) -> tuple[str, ...]:
    """The rules that moved an outcome: those that call for the worse one on one side and not on the other.

    Empty where the outcome did not move, and where the same rules call for it and something else differs.
    """
    if not order.is_flipped:
        return ()
    if is_worse(order.after, order.before):
        worse, rules, others = order.after, order.after_rules, order.before_rules
    else:
        worse, rules, others = order.before, order.before_rules, order.after_rules
    return tuple(sorted(rule for rule, verdict in rules.items() if verdict == worse and others.get(rule) != worse))
