"""The block `ladder:` of the policy: what a rule must have met in shadow before it may go live."""

from dataclasses import dataclass

from engine.rulebook.faults import Faults
from engine.rulebook.form import open_form
from engine.rulebook.nodes import Node
from engine.rulebook.shape import Shape, whole

SHADOW_ORDERS, SHADOW_DAYS, MOST_HIT_PERCENT = 500, 1, 5
LADDER_SHAPE = Shape("ladder", (
    whole("shadow_orders", "how many orders a rule must have met in shadow", 0, 10_000_000),
    whole("shadow_days", "for how many days it must have stood in shadow", 0, 365),
    whole("most_hit_percent", "the largest share of these orders that it may have fired for", 0, 100),
))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderTerms:
    """Terms for going live: orders and days in shadow, and the largest share of orders, in percent, that it hits."""

    shadow_orders: int = SHADOW_ORDERS
    shadow_days: int = SHADOW_DAYS
    most_hit_percent: int = MOST_HIT_PERCENT


def read_ladder(node: Node | None, faults: Faults) -> LadderTerms:
    """The terms; what is left out is as usual."""
    form = open_form(node, LADDER_SHAPE, faults)
    if form is None:
        return LadderTerms()
    return LadderTerms(
        shadow_orders=form.whole("shadow_orders", SHADOW_ORDERS),
        shadow_days=form.whole("shadow_days", SHADOW_DAYS),
        most_hit_percent=form.whole("most_hit_percent", MOST_HIT_PERCENT),
    )
