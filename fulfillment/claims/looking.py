"""What the clock does to a claim: it reminds, bars it by time, and has the rules asked again each day."""

from dataclasses import replace
from datetime import datetime, timedelta

from engine.store.outbox import Job
from engine.store.sessions import WriteSession
from fulfillment.casefile import CaseFile
from fulfillment.claims.judging import act_by_rules, act_for_buyer
from fulfillment.claims.knowing import is_late, refreshed, shipment_of
from fulfillment.claims.opening import look_at
from fulfillment.claims.owing import end_made_good, is_unsettled, remind, with_day, without_day
from fulfillment.claims.telling import tell_due
from fulfillment.claims.way import readable
from fulfillment.lifecycle import CLAIM_OVER
from fulfillment.machines.claim import UNFILED, WITH_CARRIER
from fulfillment.records import Claim, Shipment
from fulfillment.site import Occasion, Site
from fulfillment.states import Demand, Event, Machine
from fulfillment.store.claims import find_claim, save_claim
from fulfillment.thread import at_work

DAY = timedelta(days=1)
SINCE_CHANGED = 0  # the turn of a look that no clock asked for
ANSWERED = (*WITH_CARRIER, Demand.DENIED)
WARNS = (7, 2, 0)  # whole days before the end; 0 only for a day that is assumed and has passed


def look(session: WriteSession, site: Site, job: Job, now: datetime) -> None:
    """One look at one claim. One that the clock had taken before does nothing again."""
    occasion = Occasion(merchant=job.merchant, order_id=str(job.payload["order_id"]), now=now)
    with at_work(session, site, occasion) as file:
        claim = find_claim(session, job.merchant, str(job.payload["claim_id"]))
        turn = int(str(job.payload["turn"]))
        if claim is None or (turn != SINCE_CHANGED and turn <= claim.looked):
            return
        claim = consider(file, claim)
        is_running = claim.state not in CLAIM_OVER or is_unsettled(file, claim, shipment_of(file, claim))
        if turn != SINCE_CHANGED and is_running:
            _go_on(file, claim, turn)


def consider(file: CaseFile, claim: Claim) -> Claim:
    """Everything that follows by itself now; answers the claim as it stands then."""
    shipment = shipment_of(file, claim)
    claim = _after_time(file, refreshed(file, claim, shipment))
    if claim.state in CLAIM_OVER:
        return _settle(file, claim, shipment)
    _warn(file, claim)
    if readable(file) is None:
        return claim  # the buyer was erased: people decide, and time still bars
    return act_by_rules(file, claim, shipment)


def _settle(file: CaseFile, claim: Claim, shipment: Shipment) -> Claim:
    """What is left to do once a claim is over: see `fulfillment.claims.owing`."""
    if not is_unsettled(file, claim, shipment):
        return without_day(file, claim)
    claim = with_day(file, claim, shipment)
    if claim.buyer_due_at is None:
        end_made_good(file, claim, shipment)
        return claim
    if readable(file) is not None:
        claim = act_for_buyer(file, claim, shipment)
    is_left = is_unsettled(file, claim, shipment_of(file, claim))
    return remind(file, claim) if is_left else without_day(file, claim)


def _go_on(file: CaseFile, claim: Claim, turn: int) -> None:
    looked = replace(claim, looked=turn)
    save_claim(file.session, looked)
    file.touch()
    look_at(file, looked, _next_look(looked, file.now))


def _after_time(file: CaseFile, claim: Claim) -> Claim:
    """Bars what is over by a published rule; what is only assumed ends nothing."""
    cannot_sue = claim.sue_at is not None and file.now >= claim.sue_at
    is_over = is_late(claim, file.now) if claim.state in UNFILED else cannot_sue and claim.state in ANSWERED
    if not is_over:
        return claim
    file.take(Machine.CLAIM, Event.EXPIRE, claim.id, data={"source": claim.due_source})
    return find_claim(file.session, file.merchant, claim.id) or claim


def _warn(file: CaseFile, claim: Claim) -> None:
    end = claim.due_at if claim.state in UNFILED else claim.appeal_at if claim.state == Demand.DENIED else None
    if end is None:
        return
    near = [days for days in WARNS if end - file.now <= days * DAY]
    if near:
        tell_due(file, claim, min(near))


def _next_look(claim: Claim, now: datetime) -> datetime:
    """A day later, or at the very end of its time."""
    ends = [each for each in (claim.due_at, claim.sue_at) if each is not None and each > now]
    return min([now + DAY, *ends])
