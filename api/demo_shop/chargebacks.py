"""What gateways tell of chargebacks: one that was lost weeks ago, and one that waits for its evidence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from api.demo_shop.names import DEMO
from api.demo_shop.town import Town, order_called
from engine.order.order import Order
from fulfillment.payments.gateways.message import Disputed, Told
from fulfillment.payments.gateways.vocabulary import Kind
from fulfillment.payments.hearing import hear
from fulfillment.states import Stage
from fulfillment.store.cases import find_case
from fulfillment.store.disputes import disputes_of

GATEWAY, SCHEME, NOT_RECEIVED = "stripe", "visa", "13.1"
LEFT = frozenset({Stage.SHIPPED, Stage.IN_TRANSIT, Stage.DELIVERED})
LOST_DAYS, OPEN_DAYS, ANSWER_DAYS, DECIDED_DAYS = 26, 5, 9, 14
AGAIN = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Complained:
    """What a card holder complains of: the scheme of the card, and its code for the reason."""

    scheme: str
    reason_code: str


NEVER_CAME = Complained(SCHEME, NOT_RECEIVED)


def plan_chargebacks(town: Town, orders: Sequence[Order]) -> None:
    """Has both told, each of the newest order that fits then, or as soon as one does."""
    ends = town.ends
    town.at(ends - timedelta(days=LOST_DAYS), partial(_complain, town, orders, partial(_lose_later, town)))
    town.at(ends - timedelta(days=OPEN_DAYS), partial(_complain, town, orders, lambda _order_id, _order: None))


def tell_dispute(
    town: Town, order_id: str, order: Order, kind: Kind, due_at: datetime | None = None, why: Complained = NEVER_CAME
) -> None:
    """What the gateway says of a chargeback; `due_at` is its own day for the answer."""
    name = f"dp_{order_id}"
    payment = order.payment.gateway_reference if order.payment is not None else None
    told = Told(
        gateway=GATEWAY,
        word=str(kind),
        kind=kind,
        amount=order.totals.total,
        currency=order.currency,
        subject=name,
        reference=f"{name}:{kind}",
        at=town.now,
        names=(payment,) if payment is not None else (),
        orders=(order.id,),
        dispute=Disputed(reference=name, scheme=why.scheme, reason_code=why.reason_code, due_at=due_at),
    )
    with town.house.database.write() as session:
        hear(session, town.site, DEMO, told, town.now)


def _complain(town: Town, orders: Sequence[Order], follow: Callable[[str, Order], None]) -> None:
    found = next(((order_id, each) for each in _likely(town, orders) if (order_id := fits_dispute(town, each))), None)
    if found is None:
        town.after(partial(_complain, town, orders, follow), seconds=AGAIN.total_seconds())
        return
    tell_dispute(town, *found, Kind.DISPUTE, due_at=town.now + timedelta(days=ANSWER_DAYS))
    follow(*found)


def _lose_later(town: Town, order_id: str, order: Order) -> None:
    town.after(partial(tell_dispute, town, order_id, order, Kind.LOSE), days=DECIDED_DAYS)


def _likely(town: Town, orders: Sequence[Order]) -> Sequence[Order]:
    """Paid by card, those of this gateway first and of these the newest."""
    paid = [(each, each.payment) for each in orders if each.placed_at <= town.now]
    cards = [(each, payment) for each, payment in paid if payment is not None and payment.card is not None]
    return [each for each, _ in sorted(cards, key=lambda one: (one[1].gateway == GATEWAY, one[0].placed_at))][::-1]


def fits_dispute(town: Town, order: Order) -> str:
    """The order's id where it has left and nobody disputes it yet."""
    with town.house.database.read() as session:
        case = find_case(session, DEMO, order_called(session, order.id))
        if case is None or case.stage not in LEFT or disputes_of(session, DEMO, case.order_id):
            return ""
        return case.order_id
