"""Claims against carriers: opened by what the tracking tells, moved on by people."""

from engine.ids import Prefix
from fulfillment.casefile import CaseFile
from fulfillment.parts import has_left
from fulfillment.records import Claim
from fulfillment.states import Demand, Event, Machine
from fulfillment.store.aftersales import add_claim, claims_of
from fulfillment.tracking.vocabulary import Word

LOSS, DAMAGE = "loss", "damage"
CLAIMED = {Word.LOST: LOSS, Word.DESTROYED: LOSS, Word.DAMAGED: DAMAGE}


def claim_loss(file: CaseFile, subject: str) -> None:
    """Opens a claim for the lost parcel, or for each that an order has lost."""
    for each in file.shipments():
        if subject == each.id or (subject == file.order_id and has_left(each)):
            open_claim(file, LOSS, each.id)


def open_claim(file: CaseFile, kind: str, shipment_id: str) -> None:
    """Opens a claim about a parcel unless there is one of this kind."""
    claim = Claim(
        id=file.ids.new(Prefix.CLAIM),
        merchant_id=file.merchant,
        order_id=file.order_id,
        shipment_id=shipment_id,
        kind=kind,
        state=Demand.OPENED,
        created_at=file.now,
    )
    if add_claim(file.session, claim):
        file.note("claim_opened", dedup=f"claim:{claim.shipment_id}:{kind}", data={"claim": claim.id, "kind": kind})


def withdraw_loss_claims(file: CaseFile, shipment_id: str) -> None:
    """What arrived was not lost. A claim that the carrier has taken up is left to people."""
    for claim in claims_of(file.session, file.merchant, file.order_id):
        if (
            claim.kind == LOSS
            and claim.shipment_id == shipment_id
            and file.can(Machine.CLAIM, Event.WITHDRAW, claim.id)
        ):
            file.take(Machine.CLAIM, Event.WITHDRAW, claim.id)
