"""Where the work is done, and on which occasion: what every use case is handed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.ids import Ids
from fulfillment.desk_view import DeskView
from fulfillment.payments.policy import USUAL, PaymentPolicy

RETURN_WINDOW = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The desk, the source of ids, how long a customer may send goods back, and what the merchant chose about money."""

    desk: DeskView
    ids: Ids
    return_window: timedelta = RETURN_WINDOW
    payments: PaymentPolicy = USUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Which order, when, and by whom: `system`, `carrier:…`, `gateway:…` or a person."""

    merchant: str
    order_id: str
    now: datetime
    actor: str = "system"
