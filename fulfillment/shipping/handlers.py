"""Jobs of shipping: forecasts of services, and counts of what else would have been chosen."""

from collections.abc import Mapping

from engine.clock import Clock
from engine.desk.errors import PersonErased
from engine.store.outbox import Handler, Job
from engine.store.sessions import WriteSession
from fulfillment.jobs import SERVICE_FORECAST, SHIPPING_WHAT_IF
from fulfillment.parts import INSIDE
from fulfillment.shipping.part_choice import forecast
from fulfillment.shipping.what_if_running import go_on_counting
from fulfillment.site import Occasion, Site
from fulfillment.states import Work
from fulfillment.thread import at_work

UNPACKED = INSIDE - {Work.PACKED, Work.LABELLED}


def shipping_handlers(site: Site, clock: Clock) -> Mapping[str, Handler]:
    """By kind of job."""
    return {
        SERVICE_FORECAST: _Forecasts(site, clock),
        SHIPPING_WHAT_IF: lambda session, job: go_on_counting(session, site, job, clock.now()),
    }


class _Forecasts:
    def __init__(self, site: Site, clock: Clock) -> None:
        self._site = site
        self._clock = clock

    def __call__(self, session: WriteSession, job: Job) -> None:
        """A part that is packed by now, or ended, needs none; of an order whose person was erased nothing can be
        said."""
        occasion = Occasion(merchant=job.merchant, order_id=str(job.payload["order_id"]), now=self._clock.now())
        with at_work(session, self._site, occasion) as file:
            part = next((each for each in file.fulfilments() if each.id == job.payload["part"]), None)
            if part is not None and part.state in UNPACKED:
                try:
                    forecast(file, part.id)
                except PersonErased:
                    return
