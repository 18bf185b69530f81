"""Orders that two editions decided, as the statistics of a backtest read them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from engine.workbench.comparing.document import About
from engine.workbench.comparing.order import OUTCOMES, Compared

FIRST_DAY = date(2026, 11, 1)
_ORDER = Compared(
    order_id="ord_1",
    ref="A-1",
    decision="dec_1",
    placed_on=FIRST_DAY,
    country="DE",
    channel="own_shop",
    shop="shop-de",
    recorded="admit",
    before="admit",
    after="admit",
    before_rules={},
    after_rules={},
    before_score=0,
    after_score=0,
    value=10_000,
)
ABOUT = About(
    run="run_1",
    candidate="c" * 64,
    against="a" * 64,
    as_of="then",
    made_at=datetime(2026, 11, 26, 6, tzinfo=UTC),
    filters={},
    left_out={},
)


def a_compared(before: str = "admit", after: str = "admit", **values: object) -> Compared:
    """An order of a hundred euros to Germany, decided then as before."""
    return replace(_ORDER, **{"before": before, "after": after, "recorded": before} | values)  # type: ignore[arg-type]


def some_history() -> Sequence[Compared]:
    """Forty orders on twenty days: the candidate holds four more, and frees two that were asked about."""
    orders = [
        a_compared(
            order_id=f"ord_{number:02}",
            ref=f"A-{number:02}",
            decision=f"dec_{number:02}",
            placed_on=FIRST_DAY + timedelta(days=number // 2),
            country=("DE", "FR", "US")[number % 3],
            value=1_000 * (number + 1),
        )
        for number in range(40)
    ]
    holds = {"FRD-006": "hold"}
    for number in (3, 9, 21, 33):
        orders[number] = replace(orders[number], after="hold", after_rules=holds)
    for number in (5, 6, 7):
        orders[number] = replace(orders[number], recorded="hold", before="hold", after="hold", before_rules=holds,
                                 after_rules=holds)  # fmt: skip
    for number in (10, 11):
        orders[number] = replace(
            orders[number], recorded="ask_customer", before="ask_customer", before_rules={"ADR-060": "ask_customer"}
        )
    for number, label in (
        (3, "chargeback"),
        (5, "fraud"),
        (6, "legitimate"),
        (9, "legitimate"),
        (12, "friendly_fraud"),
    ):
        orders[number] = replace(orders[number], labels=(label,))
    return orders


@st.composite
def compared_orders(draw: st.DrawFn) -> Compared:
    """Any order; few rules, so that they meet."""
    rules = st.dictionaries(st.sampled_from(["R-1", "R-2", "R-3"]), st.sampled_from([*OUTCOMES, "shadow"]))
    outcome = st.sampled_from(OUTCOMES)
    return a_compared(
        draw(outcome),
        draw(outcome),
        recorded=draw(outcome),
        placed_on=FIRST_DAY + timedelta(days=draw(st.integers(0, 40))),
        country=draw(st.sampled_from(["DE", "FR", ""])),
        before_rules=draw(rules),
        after_rules=draw(rules),
        value=draw(st.one_of(st.none(), st.integers(0, 10**9))),
        labels=draw(
            st.sampled_from([(), ("fraud",), ("legitimate",), ("friendly_fraud",), ("chargeback", "legitimate")])
        ),
    )


HISTORIES = st.lists(compared_orders(), max_size=60)
