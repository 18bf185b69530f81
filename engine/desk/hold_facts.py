"""What the holds of a decision are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.decision import Decision
from engine.desk.editions import Loaded
from engine.order.order import Order
from engine.store.decision_rows import DecisionRow
from engine.waiver import Waiver


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The decision, of which order, by which edition, with which releases."""

    order: Order
    decision: Decision
    row: DecisionRow
    waivers: Sequence[Waiver]
    loaded: Loaded
    at: datetime
