"""A claim as it can be looked at: in a transaction that only reads, and keeps nothing of what was looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.casefile import CaseFile
from fulfillment.claims.knowing import shipment_of
from fulfillment.errors import NotFound
from fulfillment.records import Claim, Shipment
from fulfillment.site import Occasion, Site
from fulfillment.store.cases import find_case
from fulfillment.store.claims import find_claim


@contextmanager
def claim_in_sight(
    session: ReadSession, site: Site, occasion: Occasion, claim_id: str
) -> Iterator[tuple[CaseFile, Claim, Shipment]]:
    """A claim with its order's file, on which no step may be taken. Raises NotFound."""
    claim = find_claim(session, occasion.merchant, claim_id)
    case = None if claim is None else find_case(session, occasion.merchant, claim.order_id)
    if claim is None or case is None:
        raise NotFound("claim", claim_id)
    # A file without effects: whoever took a step on it would be refused by the database, which only reads here.
    file = CaseFile(cast("WriteSession", session), site, occasion, case, {})
    yield file, claim, shipment_of(file, claim)
