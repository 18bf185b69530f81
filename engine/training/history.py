"""Decides a history of orders as the service would have: in the order of time, each with the memory of those before.

Training on a file reads the features from the very sheets that rules read: what is trained on is what is served.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from engine.admission import Admission
from engine.anomaly.features import SCHEMA
from engine.anomaly.kept_label import FRAUD, KeptLabel
from engine.anomaly.kept_vector import KeptVector, segments
from engine.decision import Decision
from engine.facts.context import Context
from engine.facts.entities import tokeniser
from engine.facts.memory_velocity import MemoryVelocity
from engine.facts.sighting import NO_AMOUNT, sight
from engine.order.order import Order


def decided(
    orders: Sequence[Order],
    admission: Admission,
    labels: Iterable[KeptLabel],
    step: Callable[[int], None] = lambda _: None,
) -> Iterator[KeptVector]:
    """What is kept of each order, by `placed_at`; law is that of the order's own day. An order that breaks the engine
    has no vector and is left out. `step` is called with the number of orders decided so far."""
    rates = admission.knowledge.rates
    memory = MemoryVelocity(rates)
    frauds = _frauds(labels)
    for count, order in enumerate(sorted(orders, key=lambda each: (each.placed_at, each.id)), start=1):
        context = Context(decided_at=order.placed_at, velocity=memory, rates=rates)
        decision = admission.decide(order, context)
        memory.remember(order)
        if order.id in frauds:  # counts from when it became known, which is later than the order
            memory.confirm_fraud(order.merchant, order.id, frauds[order.id].known_at)
        row = _kept(order, decision, admission)
        if row is not None:
            yield row
        step(count)


def _frauds(labels: Iterable[KeptLabel]) -> dict[str, KeptLabel]:
    """The earliest word that an order is fraud."""
    found = sorted((each for each in labels if each.kind in FRAUD), key=lambda each: each.known_at, reverse=True)
    return {each.order_id: each for each in found}


def _kept(order: Order, decision: Decision, admission: Admission) -> KeptVector | None:
    if decision.evaluation is None:
        return None
    sheet = decision.evaluation.sheet
    seen = sight(order, admission.knowledge.rates, tokeniser())
    return KeptVector(
        order_id=order.id,
        placed_at=order.placed_at,
        features=sheet.features,
        schema=SCHEMA,
        outcome=decision.outcome,
        amount=None if seen.amount == NO_AMOUNT else seen.amount,
        card=seen.card,
        segments=segments(str(sheet.whole.get("ship_to.country") or ""), order.currency, sheet.features),
    )
