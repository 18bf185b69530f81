"""What the jobs of consignments do."""

from collections.abc import Mapping

from engine.clock import Clock
from engine.store.outbox import Handler, Job
from engine.store.sessions import WriteSession
from fulfillment.consigning.settling import look_again
from fulfillment.jobs import CONSIGNMENT
from fulfillment.site import Site


def consignment_handlers(site: Site, clock: Clock) -> Mapping[str, Handler]:
    """Kind of job -> what is done inside the transaction that ends it."""

    def again(session: WriteSession, job: Job) -> None:
        look_again(session, site, job.merchant, str(job.payload["consignment_id"]), clock.now())

    return {CONSIGNMENT: again}
