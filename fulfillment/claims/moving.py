"""Claims as people open them and move them on, and parcels that people give up."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.casefile import CaseFile
from fulfillment.claims.demanding import FREIGHT, checked_lines
from fulfillment.claims.filing import appeal, file_claim
from fulfillment.claims.giving_up import OVER, give_up
from fulfillment.claims.knowing import appeal_until, refreshed, shipment_of, terms_of
from fulfillment.claims.opening import look_again_now, open_exception
from fulfillment.errors import ClaimRefused, NotFound
from fulfillment.machines.claim import UNFILED
from fulfillment.parts import has_left, parcel_named
from fulfillment.records import Case, Claim, Shipment
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Machine
from fulfillment.store.claims import claims_of, find_claim, save_claim
from fulfillment.thread import at_work

MOVES = (Event.GATHER, Event.FILE, Event.ACKNOWLEDGE, Event.APPROVE, Event.DENY, Event.APPEAL, Event.WITHDRAW,
         Event.WRITE_OFF, Event.CLOSE)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What is told with a step: how much the carrier approves (None: all), its own name of the claim, a note."""

    approved: int | None = None
    reference: str = ""
    note: str = ""


NOTHING = Answered()


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What a person says of a parcel. `lines`: number of the order's line -> pieces, none: all; `freight` in minor
    units of the order's currency, None: as the carrier charged it."""

    kind: str
    since: datetime
    parcel: str | None = None
    lines: Mapping[int, int] | None = None
    freight: int | None = None
    note: str = ""


def claim_of(session: ReadSession, merchant: str, claim_id: str) -> Claim:
    """A claim. Raises NotFound; another merchant's is none."""
    found = find_claim(session, merchant, claim_id)
    if found is None:
        raise NotFound("claim", claim_id)
    return found


@contextmanager
def claim_at_work(
    session: WriteSession, site: Site, occasion: Occasion, claim_id: str
) -> Iterator[tuple[CaseFile, Claim, Shipment]]:
    """A claim with its order's file and its parcel. Raises NotFound, CaseChanged."""
    with at_work(session, site, occasion) as file:
        claim = claim_of(session, file.merchant, claim_id)
        if claim.order_id != file.order_id:
            raise NotFound("claim", claim_id)
        yield file, claim, shipment_of(file, claim)


def open_claim(session: WriteSession, site: Site, occasion: Occasion, told: Happened) -> Claim:
    """A person, or what a customer wrote, tells that something happened to a parcel.

    Raises NotFound, PartNeeded, and ClaimRefused for what lies in the future, for a parcel that has not left, and where
    the same is claimed already.
    """
    with at_work(session, site, occasion) as file:
        gone = [each for each in file.shipments() if has_left(each)]
        shipment = parcel_named(gone, told.parcel, file.order_id)
        if told.since > file.now:
            msg = f"{told.since:%Y-%m-%d %H:%M} has not come yet; tell when it happened"
            raise ClaimRefused(msg)
        lines = checked_lines(file, shipment, told.lines or {})
        claim = open_exception(file, told.kind, shipment, told.since)
        if claim is None:
            named = ", ".join(each.id for each in claims_of(session, file.merchant, file.order_id))
            msg = f"that is claimed already for this parcel; see {named}"
            raise ClaimRefused(msg)
        freight = {} if told.freight is None else {FREIGHT: told.freight}
        claim = replace(claim, lines=lines, note=told.note, data={**claim.data, **freight})
        save_claim(session, claim)
        return refreshed(file, claim, shipment)


def move_claim(
    session: WriteSession, site: Site, occasion: Occasion, claim_id: str, event: Event, told: Answered = NOTHING
) -> Case:
    """One step of a claim, such as `file` or `approve`.

    Raises NotFound, IllegalStep naming what is possible, ClaimRefused for a claim that is too late, for more approved
    than was claimed, and for payments, which are told with their amount.
    """
    if event not in MOVES:
        msg = f"`{event}` is no step that people take; one of {', '.join(MOVES)}, and payments are told by themselves"
        raise ClaimRefused(msg)
    with claim_at_work(session, site, occasion, claim_id) as (file, claim, shipment):
        claim = replace(refreshed(file, claim, shipment), note=told.note or claim.note,
                        reference=told.reference or claim.reference)  # fmt: skip
        match event:
            case Event.FILE:
                file_claim(file, claim, shipment)
            case Event.APPEAL:
                appeal(file, claim, shipment)
            case Event.APPROVE:
                _approve(file, claim, told)
            case Event.DENY:
                file.take(Machine.CLAIM, event, claim.id)
                until = appeal_until(terms_of(file, claim, shipment), file.now)
                save_claim(session, replace(claim, denied_at=file.now, appeal_at=until))
            case _:
                file.take(Machine.CLAIM, event, claim.id)
                save_claim(session, claim)
        look_again_now(file, claim)
    return file.case


def change_claim(
    session: WriteSession, site: Site, occasion: Occasion, claim_id: str, lines: Mapping[int, int] | None,
    freight: int | None,
) -> Claim:  # fmt: skip
    """Says which pieces are claimed, and what the freight was, before it is filed. Raises NotFound, ClaimRefused."""
    with claim_at_work(session, site, occasion, claim_id) as (file, claim, shipment):
        if claim.state not in UNFILED:
            msg = f"the claim is `{claim.state}`; what was filed stays as it was"
            raise ClaimRefused(msg)
        chosen = claim.lines if lines is None else checked_lines(file, shipment, lines)
        told = {} if freight is None else {FREIGHT: freight}
        changed = replace(claim, lines=chosen, data={**claim.data, **told})
        save_claim(session, changed)
        file.touch()
        fresh = refreshed(file, changed, shipment)
        look_again_now(file, fresh)
    return fresh


def declare_lost(session: WriteSession, site: Site, occasion: Occasion, parcel: str | None = None) -> Case:
    """A person gives a parcel up: the customer gets the money for it back, the carrier a claim.

    The order ends with its last parcel.
    Raises IllegalStep, and PartNeeded when several have not arrived and none is named.
    """
    with at_work(session, site, occasion) as file:
        away = [each for each in file.shipments() if has_left(each) and each.state not in OVER]
        if parcel is None and not away:
            file.take(Machine.ORDER, Event.LOSE)
        else:
            give_up(file, parcel_named(file.shipments() if parcel else away, parcel, file.order_id))
    return file.case


def _approve(file: CaseFile, claim: Claim, told: Answered) -> None:
    approved = claim.amount if told.approved is None else told.approved
    if not 0 <= approved <= claim.amount:
        msg = f"`{approved}` cannot be approved of {claim.amount} {claim.currency}, in minor units"
        raise ClaimRefused(msg)
    file.take(Machine.CLAIM, Event.APPROVE, claim.id, data={"approved": approved})
    save_claim(file.session, replace(claim, approved=approved))
