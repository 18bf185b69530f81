"""Which job of settlements is done by what."""

from collections.abc import Mapping

from engine.clock import Clock
from engine.store.outbox import Handler, Job
from engine.store.sessions import WriteSession
from fulfillment.jobs import APPEAL, ARRIVED, RECONCILE, SETTLED
from fulfillment.payments.settlement import daily, following
from fulfillment.site import Occasion, Site


def settlement_handlers(site: Site, clock: Clock) -> Mapping[str, Handler]:
    """What is done inside the transaction that ends the job."""

    def follow(session: WriteSession, job: Job) -> None:
        order_id, now = str(job.payload["order_id"]), clock.now()
        occasion = Occasion(merchant=job.merchant, order_id=order_id, now=now, actor=following.ACTOR)
        following.follow(session, site, occasion)

    def arrived(session: WriteSession, job: Job) -> None:
        following.arrived(session, site, job, clock.now())

    def remind(session: WriteSession, job: Job) -> None:
        daily.remind(session, site, job, clock.now())

    def look(session: WriteSession, job: Job) -> None:
        daily.look(session, site, job, clock.now())

    return {SETTLED: follow, ARRIVED: arrived, APPEAL: remind, RECONCILE: look}
