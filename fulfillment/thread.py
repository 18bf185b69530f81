"""Opens and keeps the case that a use case works on, with the effects that its steps have."""

from collections.abc import Iterator
from contextlib import contextmanager

from engine.order.order import Order
from engine.store.sessions import WriteSession
from fulfillment.casefile import CaseFile
from fulfillment.effects import EFFECTS
from fulfillment.errors import NotFound
from fulfillment.records import Case
from fulfillment.site import Occasion, Site
from fulfillment.states import Pay, Stage
from fulfillment.store.cases import find_case


@contextmanager
def at_work(session: WriteSession, site: Site, occasion: Occasion) -> Iterator[CaseFile]:
    """The case of an order; what was done to it is kept when the block ends.

    Raises NotFound when the merchant has no such case, CaseChanged when somebody else moved it meanwhile.
    """
    case = find_case(session, occasion.merchant, occasion.order_id)
    if case is None:
        raise NotFound("order", occasion.order_id)
    file = CaseFile(session, site, occasion, case, EFFECTS)
    yield file
    file.save()


@contextmanager
def at_first(session: WriteSession, site: Site, occasion: Occasion) -> Iterator[CaseFile]:
    """As `at_work`, but opens the case of an order that has none yet."""
    case = find_case(session, occasion.merchant, occasion.order_id)
    if case is None:
        order = site.desk.order_of(session, occasion.order_id)
        file = CaseFile(session, site, occasion, _opened(occasion, order), EFFECTS, order)
    else:
        file = CaseFile(session, site, occasion, case, EFFECTS)
    yield file
    file.save()


def _opened(occasion: Occasion, order: Order) -> Case:
    return Case(
        order_id=occasion.order_id,
        merchant_id=occasion.merchant,
        stage=Stage.SCREENED,
        payment=Pay.PENDING,
        currency=order.currency,
        total=order.totals.total,
        opened_at=occasion.now,
        changed_at=occasion.now,
    )
