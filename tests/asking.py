"""Orders that ask their customers, for tests: submitted, with all that is due of their requests done."""

from collections.abc import Mapping

from engine.desk.customer_requests import EXPIRE, REMIND
from engine.desk.desk import Desk
from engine.desk.intake import submit
from engine.desk.request_jobs import request_handlers
from engine.desk.telling import handlers
from engine.order.order import Order
from engine.store.customer_requests import CustomerRequest, Wanted, requests
from engine.store.outbox import Handler
from tests.desks import MAIN, document
from tests.draining import drain

TIMERS = (REMIND, EXPIRE)


def at_once(desk: Desk) -> Mapping[str, Handler]:
    """The handlers of all that is due now."""
    both = {**handlers(desk.ids), **request_handlers(desk)}
    return {kind: each for kind, each in both.items() if kind not in TIMERS}


def submitted(desk: Desk, order: Order) -> str:
    decided = submit(desk, MAIN, document(order))
    drain(desk.database, at_once(desk))
    return decided.row.order_id


def all_of(desk: Desk, merchant: str = "main") -> list[CustomerRequest]:
    with desk.database.read() as session:
        return list(requests(session, merchant, 50, Wanted()))


def the_one(desk: Desk) -> CustomerRequest:
    (row,) = all_of(desk)
    return row
