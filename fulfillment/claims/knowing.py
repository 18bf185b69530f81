"""What is known of a claim now: until when it must be filed, and what it amounts to. Kept, so that lists show it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from engine.bundled import data_folder
from fulfillment.casefile import CaseFile
from fulfillment.claims.demanding import demanded
from fulfillment.claims.terms import Terms
from fulfillment.claims.terms_book import load_terms
from fulfillment.claims.way import carried, handed_over, moments, readable
from fulfillment.claims.windows import Moments, due, opens
from fulfillment.errors import NotFound
from fulfillment.inventory.public_holidays import public_holidays
from fulfillment.machines.claim import UNFILED
from fulfillment.records import Claim, Shipment
from fulfillment.store.claims import save_claim
from fulfillment.store.shipments import find_shipment

TOLD = ("freight_told", "judgement")


def shipment_of(file: CaseFile, claim: Claim) -> Shipment:
    """The parcel that a claim is about. Raises NotFound."""
    found = find_shipment(file.session, file.merchant, claim.shipment_id)
    if found is None:
        raise NotFound("shipment", claim.shipment_id)
    return found


def terms_of(file: CaseFile, claim: Claim, shipment: Shipment) -> Terms:
    """The carrier's terms as they stood when the parcel left; those of today's table where the row is gone."""
    book = load_terms(data_folder())
    left = handed_over(file, shipment) or claim.created_at
    return book.named(claim.terms, left.astimezone(UTC).date()) or book.terms_for(carried(file, shipment))


def refreshed(file: CaseFile, claim: Claim, shipment: Shipment) -> Claim:
    """The claim with its last day and its amount as they are now. What was filed stays as it was, and so does
    the claim of a person who was erased."""
    if claim.state not in UNFILED or readable(file) is None:
        return claim
    terms, seen = terms_of(file, claim, shipment), moments(file, shipment, claim.since_at)
    window = terms.windows.get(claim.kind)
    wanted = demanded(file, claim, terms, shipment)
    kept = {name: value for name, value in claim.data.items() if name in TOLD}
    fresh = replace(
        claim,
        due_at=None if window is None else due(window, seen, _holidays),
        due_source="" if window is None else window.source.said,
        is_due_sure=window is not None and window.source.is_sure,
        currency=wanted.currency,
        amount=wanted.total,
        data={**kept, **wanted.as_data()},
        sue_at=_sue_at(terms, seen),
    )
    if fresh != claim:
        save_claim(file.session, fresh)
        file.touch()
    return fresh


def is_too_early(file: CaseFile, claim: Claim, shipment: Shipment) -> bool:
    """Whether the carrier does not listen yet."""
    window = terms_of(file, claim, shipment).windows.get(claim.kind)
    begins = None if window is None else opens(window, moments(file, shipment, claim.since_at))
    return begins is not None and file.now < begins


def is_late(claim: Claim, now: datetime) -> bool:
    """Whether its last day is over, by a rule that somebody published."""
    return claim.due_at is not None and claim.is_due_sure and now >= claim.due_at


def appeal_until(terms: Terms, denied_at: datetime) -> datetime | None:
    """The last moment to appeal; None where the terms know none."""
    return None if terms.appeal is None else denied_at + timedelta(days=terms.appeal.days)


def _sue_at(terms: Terms, seen: Moments) -> datetime | None:
    """Two years and the like are counted from arrival, or from when it should have arrived; only by a rule."""
    begins = seen.delivery or seen.expected or seen.hand_over
    if terms.sue is None or not terms.sue.source.is_sure or begins is None:
        return None
    return begins + timedelta(days=terms.sue.days)


def _holidays(country: str, year: int) -> frozenset[date]:
    return public_holidays(country, "", year) if country else frozenset()
