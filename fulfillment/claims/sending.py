"""Writes the file of a claim into the outbox folder, from where it is sent: no carrier has a door for claims.

The file is named by the claim and what it is, so that a repeat writes it again and sends nothing twice.
"""

from pathlib import Path

from engine.clock import Clock
from engine.desk.errors import PersonErased
from engine.store.database import Database
from engine.store.outbox import Job
from engine.store.sessions import WriteSession
from fulfillment.claims.dossier import archive, dossier_of
from fulfillment.claims.reading import claim_in_sight
from fulfillment.documents.typesetting import typesetter
from fulfillment.notify.files import write_file
from fulfillment.site import Occasion, Site


class ClaimWriter:
    """Writes `claims/<claim>.<form>.zip`. The result is the path, "" where the buyer was erased meanwhile."""

    def __init__(self, database: Database, site: Site, clock: Clock, folder: Path) -> None:
        self._database = database
        self._site = site
        self._clock = clock
        self._folder = folder / "claims"

    def act(self, job: Job) -> str:
        """Raises NotFound for a claim that is not there."""
        claim_id, form = str(job.payload["claim_id"]), str(job.payload["form"])
        occasion = Occasion(merchant=job.merchant, order_id=str(job.payload["order_id"]), now=self._clock.now())
        try:
            with (
                self._database.read() as session,
                claim_in_sight(session, self._site, occasion, claim_id) as (file, claim, shipment),
            ):
                dossier = dossier_of(file, claim, shipment, form)
        except PersonErased:
            return ""
        return write_file(self._folder / f"{claim_id}.{form}.zip", archive(dossier, typesetter()))

    def settle(self, session: WriteSession, job: Job, result: object) -> None:
        """The step said that it is filed; the file lies there."""
