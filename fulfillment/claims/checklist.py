"""What proves a claim: what is in the house, what was handed in, what is missing and who has it."""

from dataclasses import dataclass

from engine.bundled import data_folder
from fulfillment.casefile import CaseFile
from fulfillment.claims.evidence_book import load_evidence
from fulfillment.claims.kinds import Proof
from fulfillment.claims.way import destination, handed_over, origin, weight_of
from fulfillment.documents.keeping import kept_declaration
from fulfillment.records import Claim, Shipment
from fulfillment.store.claims import proofs_of
from fulfillment.store.shipments import tracked
from fulfillment.tracking.vocabulary import is_under_way

NEEDED, HELPFUL = "needed", "helpful"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One proof. `weight`: needed or helpful; `of`: who is asked for it; `files`: how many were handed in."""

    kind: Proof
    weight: str
    of: str
    is_there: bool
    files: int = 0

    @property
    def is_missing(self) -> bool:
        """Whether somebody has to bring it."""
        return self.weight == NEEDED and not self.is_there


def checklist(file: CaseFile, claim: Claim, shipment: Shipment) -> tuple[Item, ...]:
    """Everything that its kind and carrier ask for."""
    book = load_evidence(data_folder())
    asked = book.asked(claim.kind, claim.carrier)
    handed_in = [each.kind for each in proofs_of(file.session, file.merchant, claim.id)]
    wanted = [(kind, NEEDED) for kind in asked.needed] + [(kind, HELPFUL) for kind in asked.helpful]
    return tuple(
        Item(
            kind=kind,
            weight=weight,
            of=book.of[kind],
            is_there=kind in handed_in or is_in_house(file, shipment, kind),
            files=handed_in.count(kind),
        )
        for kind, weight in wanted
    )


def missing(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """What is needed and not there."""
    return tuple(each for each in items if each.is_missing)


def is_in_house(file: CaseFile, shipment: Shipment, kind: Proof) -> bool:
    """Whether we have it without anybody handing it in."""
    match kind:
        case Proof.LABEL | Proof.INVOICE:
            return True  # the label's number, and the order with what was paid for each piece
        case Proof.HAND_OVER:
            return shipment.manifest_id is not None or _has_scan(file, shipment)
        case Proof.TRACKING:
            return bool(tracked(file.session, shipment.id)) or handed_over(file, shipment) is not None
        case Proof.PACKING:
            return weight_of(file, shipment) is not None
        case Proof.DECLARATION:
            is_domestic = origin(file, shipment) == destination(file)
            return is_domestic or kept_declaration(file.session, file.merchant, shipment.id) is not None
    return False


def _has_scan(file: CaseFile, shipment: Shipment) -> bool:
    return any(is_under_way(each.status) for each in tracked(file.session, shipment.id))
