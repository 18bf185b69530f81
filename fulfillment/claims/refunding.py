"""What the buyer gets without waiting for the carrier: their money, or the goods once more. Once for a parcel, whatever
was wrong with it and however many cases tell of it."""

from fulfillment.aftersales.comebacks import NOT_BACK, contents_of, worth
from fulfillment.aftersales.resending import replacement_of
from fulfillment.aftersales.signs import note_refunded
from fulfillment.casefile import CaseFile
from fulfillment.claims.demanding import pieces_of_claim
from fulfillment.claims.giving_up import OVER, give_up, may_give_up
from fulfillment.claims.kinds import ARRIVAL_ENDS
from fulfillment.claims.telling import tell_reship
from fulfillment.lifecycle import NOT_SOLD
from fulfillment.naming import fitting
from fulfillment.parts import has_left
from fulfillment.payments.giving_back import may_return_part, return_part, returnable
from fulfillment.records import Claim, Entry, Shipment
from fulfillment.states import Voyage
from fulfillment.store.aftersales import returns_of

REFUNDED, RESHIP = "claim_refunded", "claim_reship"


def is_made_good(file: CaseFile, shipment: Shipment) -> bool:
    """Whether the buyer has their money or the goods again: by a claim, because parcel or order was given up, or by a
    return of the same goods, which is made good on its own way."""
    if shipment.state == Voyage.WRITTEN_OFF or file.case.stage in NOT_SOLD or _comes_back(file, shipment):
        return True
    return bool(_noted(file, REFUNDED, shipment) or _noted(file, RESHIP, shipment))


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
    if is_made_good(file, shipment):
        return False
    if claim.kind in ARRIVAL_ENDS:
        if not has_left(shipment) or shipment.state in OVER or not may_give_up(file, shipment):
            return False
        file.note(REFUNDED, dedup=_name(REFUNDED, shipment), data={"claim": claim.id})
        give_up(file, shipment)
        return True
    amount = min(worth(file.order, pieces_of_claim(file, claim, shipment)), returnable(file))
    if amount <= 0 or not may_return_part(file):
        return False
    file.note(REFUNDED, dedup=_name(REFUNDED, shipment), data={"claim": claim.id, "amount": amount})
    return_part(file, amount, reason="claim")
    note_refunded(file)
    return True


def ask_reship(file: CaseFile, claim: Claim, shipment: Shipment) -> bool:
    """Has the goods ordered anew, once; false where the buyer was made good before. What is sent again is an order that
    names this one, decided by the same rules before anything leaves."""
    if is_made_good(file, shipment):
        return False
    pieces = {int(number): many for number, many in pieces_of_claim(file, claim, shipment).items()}
    anew = replacement_of(file.order, pieces, fitting(f"{file.order.id}-{claim.id}"), file.now)
    made = file.site.desk.place_order(file.session, anew, f"claim:{claim.id}")
    file.note(RESHIP, dedup=_name(RESHIP, shipment), data={"claim": claim.id, "order": made})
    tell_reship(file, claim)
    return True


def _comes_back(file: CaseFile, shipment: Shipment) -> bool:
    inside = contents_of(file, shipment)
    return any(
        each.state not in NOT_BACK and any(int(line) in inside for line in each.lines)
        for each in returns_of(file.session, file.merchant, file.order_id)
    )


def _noted(file: CaseFile, what: str, shipment: Shipment) -> tuple[Entry, ...]:
    name = _name(what, shipment)
    return tuple({each.seq: each for each in (*file.history(), *file.entered) if each.dedup == name}.values())


def _name(what: str, shipment: Shipment) -> str:
    return f"{what}:{shipment.id}"
