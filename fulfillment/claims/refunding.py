"""What the buyer gets without waiting for the carrier: their money, or the goods once more. Once for a parcel, whatever
was wrong with it and however many cases tell of it."""

from collections import Counter
from collections.abc import Mapping

from fulfillment.aftersales.comebacks import worth
from fulfillment.aftersales.resending import replacement_of
from fulfillment.aftersales.signs import note_refunded
from fulfillment.casefile import CaseFile
from fulfillment.claims.demanding import pieces_of_claim
from fulfillment.claims.giving_up import OVER, give_up, may_give_up
from fulfillment.claims.kinds import ARRIVAL_ENDS
from fulfillment.claims.returned import returned_of
from fulfillment.claims.telling import tell_reship
from fulfillment.lifecycle import NOT_SOLD
from fulfillment.naming import fitting
from fulfillment.parts import has_left
from fulfillment.payments.giving_back import may_return_part, return_part, returnable
from fulfillment.records import Claim, Entry, Shipment
from fulfillment.states import Voyage

REFUNDED, RESHIP = "claim_refunded", "claim_reship"


def is_made_good(file: CaseFile, claim: Claim, shipment: Shipment) -> bool:
    """Whether the buyer has their money or the goods again: by a claim, because parcel or order was given up, or by a
    return of these goods, which is made good on its own way. Of a parcel that did not arrive a return of some pieces is
    enough, since whoever ends it pays for the others; else nothing may be left of what is claimed."""
    if shipment.state == Voyage.WRITTEN_OFF or file.case.stage in NOT_SOLD:
        return True
    if _noted(file, REFUNDED, shipment) or _noted(file, RESHIP, shipment):
        return True
    if claim.kind in ARRIVAL_ENDS:
        return bool(returned_of(file, shipment))
    return not _left_of(file, claim, shipment)


def is_sent_again(file: CaseFile, shipment: Shipment) -> bool:
    """Whether a claim has the goods of the parcel ordered anew."""
    return bool(_noted(file, RESHIP, shipment))


def refunded_by_claim(file: CaseFile, shipment: Shipment) -> int:
    """What a claim gave back for pieces of the parcel, in minor units."""
    return sum(int(str(each.data.get("amount", 0))) for each in _noted(file, REFUNDED, shipment))


def refund_buyer(file: CaseFile, claim: Claim, shipment: Shipment) -> bool:
    """Gives back what was paid for the pieces that are claimed, once; false where that was done, or cannot be.

    What does not arrive is given up with it, so that the order can end.
    """
    if is_made_good(file, claim, shipment):
        return False
    if claim.kind in ARRIVAL_ENDS:
        if not has_left(shipment) or shipment.state in OVER or not may_give_up(file, shipment):
            return False
        file.note(REFUNDED, dedup=_name(REFUNDED, shipment), data={"claim": claim.id})
        give_up(file, shipment)
        return True
    amount = min(worth(file.order, _left_of(file, claim, shipment)), returnable(file))
    if amount <= 0 or not may_return_part(file):
        return False
    file.note(REFUNDED, dedup=_name(REFUNDED, shipment), data={"claim": claim.id, "amount": amount})
    return_part(file, amount, reason="claim")
    note_refunded(file)
    return True


def ask_reship(file: CaseFile, claim: Claim, shipment: Shipment) -> bool:
    """Has the goods ordered anew, once; false where the buyer was made good before. What is sent again is an order that
    names this one, decided by the same rules before anything leaves."""
    if is_made_good(file, claim, shipment):
        return False
    pieces = {int(number): many for number, many in _left_of(file, claim, shipment).items()}
    anew = replacement_of(file.order, pieces, fitting(f"{file.order.id}-{claim.id}"), file.now)
    made = file.site.desk.place_order(file.session, anew, f"claim:{claim.id}")
    file.note(RESHIP, dedup=_name(RESHIP, shipment), data={"claim": claim.id, "order": made})
    tell_reship(file, claim)
    return True


def _left_of(file: CaseFile, claim: Claim, shipment: Shipment) -> Mapping[str, int]:
    """Line -> pieces that are claimed and that no return stands for; what comes back was claimed first."""
    claimed = Counter({int(line): many for line, many in pieces_of_claim(file, claim, shipment).items()})
    left = claimed - returned_of(file, shipment)
    return {str(line): many for line, many in sorted(left.items())}


def _noted(file: CaseFile, what: str, shipment: Shipment) -> tuple[Entry, ...]:
    name = _name(what, shipment)
    return tuple({each.seq: each for each in (*file.history(), *file.entered) if each.dedup == name}.values())


def _name(what: str, shipment: Shipment) -> str:
    return f"{what}:{shipment.id}"
