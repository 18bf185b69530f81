"""Runs a use case of fulfilment for a route: in one transaction, once more when others moved the same order."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from starlette.responses import Response

from api.access.caller import Caller
from api.answers import answer
from api.refusals import NotTakenOver
from api.schemas.life import shown_life
from api.services import Services
from engine.store.decision_rows import current_of
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import NotFound
from fulfillment.overview import Overview, overview
from fulfillment.repeating import repeated
from fulfillment.site import Occasion, Site

Act = Callable[[WriteSession, Site, Occasion], object]
T = TypeVar("T")


@contextmanager
def taken_over(session: ReadSession, merchant: str, order_id: str) -> Iterator[None]:
    """Tells an order that waits for a worker from one that is not there. Raises NotTakenOver, NotFound."""
    try:
        yield
    except NotFound as error:
        if error.what == "order" and current_of(session, merchant, order_id) is not None:
            raise NotTakenOver from error
        raise


def tried(services: Services, work: Callable[[WriteSession], T]) -> T:
    """What the work answers. Raises CaseChanged when others were faster again and again."""
    return repeated(services.database, work)


def occasion(services: Services, who: Caller, order_id: str) -> Occasion:
    """Now, by this caller, about this order."""
    return Occasion(merchant=who.merchant, order_id=order_id, now=services.clock.now(), actor=who.name)


def moved(services: Services, who: Caller, order_id: str, act: Act) -> Response:
    """Does something to an order, and answers how it stands then."""

    def work(session: WriteSession) -> Overview:
        site = services.site_of(who)
        with taken_over(session, who.merchant, order_id):
            act(session, site, occasion(services, who, order_id))
            return overview(session, site, who.merchant, order_id)

    return answer(shown_life(tried(services, work)))
