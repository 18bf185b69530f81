"""Which job of claims is done by what."""

from collections.abc import Mapping

from engine.clock import Clock
from engine.store.outbox import Handler, Job
from engine.store.sessions import WriteSession
from fulfillment.claims.looking import look
from fulfillment.jobs import CLAIM_LOOK
from fulfillment.site import Site


def claim_handlers(site: Site, clock: Clock) -> Mapping[str, Handler]:
    """What is done inside the transaction that ends the job."""

    def looked(session: WriteSession, job: Job) -> None:
        # A timer that the database's clock woke finds it time, also where this machine's clock is behind.
        look(session, site, job, max(clock.now(), job.due))

    return {CLAIM_LOOK: looked}
