"""`publishing:` of `policy.yaml` -> what an edition must reach before it may come into force."""

from engine.rulebook.book import Bar
from engine.rulebook.faults import Faults
from engine.rulebook.form import open_form
from engine.rulebook.nodes import Node
from engine.rulebook.shape import Shape, part, whole

PUBLISHING = part("publishing", "what an edition must reach before it comes into force", "publishing")
MOST_DAYS, MOST_ORDERS = 365, 1_000_000
BAR_SHAPE = Shape("bar of publishing", (
    whole("leaf_coverage", "percent of leaves that tests must show true, false and decisive", 0, 100),
    whole("mutation_score", "percent of mutants that tests must kill", 0, 100),
    whole("backtest_days", "how old a backtest may be, in days", 1, MOST_DAYS),
    whole("backtest_orders", "how many orders it must have met, unless there are fewer", 0, MOST_ORDERS),
))  # fmt: skip


def read_bar(node: Node | None, faults: Faults) -> Bar:
    """The bar; what is not written stands at its usual height."""
    form, usual = open_form(node, BAR_SHAPE, faults), Bar()
    if form is None:
        return usual
    return Bar(
        leaf_coverage=form.whole("leaf_coverage", usual.leaf_coverage),
        mutation_score=form.whole("mutation_score", usual.mutation_score),
        backtest_days=form.whole("backtest_days", usual.backtest_days),
        backtest_orders=form.whole("backtest_orders", usual.backtest_orders),
    )
