"""What is still owed when a claim is over: its parcel never came, and nobody has settled with its buyer.

A claim that ended has no step left, and a lost parcel is looked at by nobody else. So the claim's own clock goes on,
once a day, until the parcel has an end. Since the day when nothing moves any more the buyer is owed: people are told,
the rules may give the money back once the day has passed, and as long as neither happened people are told again.
What was made good in another way, by a return or by goods that were sent again, is given up without more money.
"""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from fulfillment.aftersales.comebacks import contents_of, is_any_coming, worth
from fulfillment.casefile import CaseFile
from fulfillment.claims.kinds import ARRIVAL_ENDS
from fulfillment.claims.refunding import is_made_good, is_sent_again, refunded_by_claim
from fulfillment.claims.returned import returned_of
from fulfillment.claims.telling import tell_owed
from fulfillment.claims.way import last_scan, readable
from fulfillment.lifecycle import CLAIM_OVER, ENDED
from fulfillment.parts import has_left
from fulfillment.payments.giving_back import may_return_part, return_part, returnable
from fulfillment.records import Claim, Shipment
from fulfillment.states import Event, Machine, Voyage
from fulfillment.store.claims import claims_of, save_claim
from fulfillment.store.shipments import tracked
from fulfillment.tracking.following import follow

BUYER_WAITS = timedelta(days=14)
SOURCE = (
    "house policy: the 14 days that Directive 2011/83/EU, Article 13(1) gives after a withdrawal; "
    "for goods that never came Article 18(3) says without undue delay"
)
ARRIVED = frozenset({Voyage.DELIVERED, Voyage.RETURNED})
OWED = "CLB_OWED"


def is_unsettled(file: CaseFile, claim: Claim, shipment: Shipment) -> bool:
    """Whether the end of this claim leaves a parcel without one: the last claim of those for a parcel that did not
    arrive, of an order that has not ended."""
    if claim.kind not in ARRIVAL_ENDS or file.case.stage in ENDED or not has_left(shipment):
        return False
    if shipment.state in ARRIVED or (shipment.state == Voyage.WRITTEN_OFF and not _is_all_given_up(file)):
        return False
    about = [each for each in claims_of(file.session, file.merchant, file.order_id)
             if each.shipment_id == shipment.id and each.kind in ARRIVAL_ENDS]  # fmt: skip
    return bool(about) and about[-1].id == claim.id and all(each.state in CLAIM_OVER for each in about)


def with_day(file: CaseFile, claim: Claim, shipment: Shipment) -> Claim:
    """The claim with the day until which its buyer waits: none while the parcel moves again, or is made good."""
    is_owed = _stands_still(file, claim, shipment) and not is_made_good(file, claim, shipment)
    until = claim.buyer_due_at
    if is_owed and until is None:
        until = file.now + BUYER_WAITS
        tell_owed(file, claim, until, (OWED,))
    return _kept(file, claim, replace(claim, buyer_due_at=until if is_owed else None))


def without_day(file: CaseFile, claim: Claim) -> Claim:
    """The claim once its parcel has an end."""
    return _kept(file, claim, replace(claim, buyer_due_at=None))


def remind(file: CaseFile, claim: Claim) -> Claim:
    """The day has passed and the buyer still waits: people are told again, with another day."""
    if claim.buyer_due_at is None or file.now < claim.buyer_due_at:
        return claim
    until = file.now + BUYER_WAITS
    tell_owed(file, claim, until, (OWED,))
    return _kept(file, claim, replace(claim, buyer_due_at=until))


def end_made_good(file: CaseFile, claim: Claim, shipment: Shipment) -> None:
    """Ends a parcel whose buyer was made good in another way, and with the last one its order.

    Money goes back for pieces that neither a settled return nor goods sent again stand for; nothing happens while a
    return of the order is awaited, which ends it by itself.
    """
    if is_any_coming(file) or not is_made_good(file, claim, shipment) or not _stands_still(file, claim, shipment):
        return
    if file.can(Machine.SHIPMENT, Event.RESOLVE, shipment.id):
        file.take(Machine.SHIPMENT, Event.RESOLVE, shipment.id)
        amount = min(_not_settled(file, shipment), returnable(file))
        if amount > 0 and may_return_part(file):
            return_part(file, amount, reason="lost")
        follow(file)
    if _is_all_given_up(file) and file.may(Machine.ORDER, Event.CLOSE):
        file.take(Machine.ORDER, Event.CLOSE)


def _stands_still(file: CaseFile, claim: Claim, shipment: Shipment) -> bool:
    """Lost, given up, or without a scan since the claim was opened."""
    if shipment.state in (Voyage.LOST, Voyage.WRITTEN_OFF):
        return True
    seen = last_scan(tracked(file.session, shipment.id))
    return seen is None or seen <= claim.created_at


def _is_all_given_up(file: CaseFile) -> bool:
    return all(each.state == Voyage.WRITTEN_OFF for each in file.shipments() if has_left(each))


def _not_settled(file: CaseFile, shipment: Shipment) -> int:
    """What was paid for the pieces of which nobody has said yet what becomes of them, in minor units."""
    if is_sent_again(file, shipment) or readable(file) is None:
        return 0
    left = Counter(contents_of(file, shipment)) - returned_of(file, shipment, settled=True)
    paid = worth(file.order, {str(line): many for line, many in left.items()})
    return paid - refunded_by_claim(file, shipment)


def _kept(file: CaseFile, claim: Claim, changed: Claim) -> Claim:
    if changed != claim:
        save_claim(file.session, changed)
        file.touch()
    return changed
