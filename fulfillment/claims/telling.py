"""Has the feed tell of claims what no step of their machine tells: opened, proofs wanted, a day that comes near."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from engine.ids import Prefix
from engine.store.feed import NewEvent, add_events
from fulfillment.casefile import CaseFile
from fulfillment.claims.checklist import Item
from fulfillment.claims.event_types import BUYERS, DUE, EVIDENCE_WANTED, OPENED, RESHIP_WANTED, REVIEW_WANTED
from fulfillment.records import Claim


def tell_opened(file: CaseFile, claim: Claim) -> None:
    """Something happened to a parcel."""
    _tell(file, claim, OPENED, "opened", {"kind": str(claim.kind), "carrier": claim.carrier})


def tell_wanted(file: CaseFile, claim: Claim, items: Sequence[Item]) -> bool:
    """Proofs are missing, each with whom it is asked of; false when the same was told before."""
    wanted = sorted(f"{each.kind}:{each.of}" for each in items)
    if not file.note("claim_evidence_wanted", dedup=f"claim:{claim.id}:wanted:{','.join(wanted)}",
                     data={"claim": claim.id, "wanted": wanted}):  # fmt: skip
        return False
    _tell(file, claim, EVIDENCE_WANTED, f"wanted_{file.case.entries}", {"wanted": wanted})
    return True


def tell_due(file: CaseFile, claim: Claim, days: int) -> bool:
    """The last day comes near, or a day that is only assumed has passed; false when that was told before."""
    due = "" if claim.due_at is None else claim.due_at.isoformat()
    told = {"claim": claim.id, "due": due, "days": days, "sure": claim.is_due_sure}
    if not file.note("claim_due", dedup=f"claim:{claim.id}:due:{due}:{days}", data=told):
        return False
    _tell(file, claim, DUE, f"due_{file.case.entries}", {"days_left": days, "is_sure": claim.is_due_sure})
    return True


def tell_reship(file: CaseFile, claim: Claim) -> None:
    """The goods are to be sent again."""
    _tell(file, claim, RESHIP_WANTED, "reship", {"kind": str(claim.kind), "shipment_id": claim.shipment_id})


def tell_review(file: CaseFile, claim: Claim, side: str, reasons: Sequence[str]) -> bool:
    """A person has to look, for these reasons; false when that was told before."""
    named = sorted(set(reasons))
    told = {"claim": claim.id, "side": side, "reasons": named}
    if not file.note("claim_review", dedup=f"claim:{claim.id}:review:{side}:{','.join(named)}", data=told):
        return False
    _tell(file, claim, REVIEW_WANTED, f"review_{file.case.entries}", {"side": side, "reasons": named})
    return True


def tell_owed(file: CaseFile, claim: Claim, until: datetime, reasons: Sequence[str]) -> bool:
    """The claim is over and its buyer still waits: somebody has until then to settle with them; false when told."""
    told = {"claim": claim.id, "until": until.isoformat(), "reasons": list(reasons)}
    if not file.note("claim_owed", dedup=f"claim:{claim.id}:owed:{until.isoformat()}", data=told):
        return False
    _tell(file, claim, REVIEW_WANTED, f"owed_{file.case.entries}", {"side": BUYERS, "reasons": list(reasons)})
    return True


def _tell(file: CaseFile, claim: Claim, type_: str, word: str, data: Mapping[str, object]) -> None:
    event = NewEvent(
        id=f"{Prefix.EVENT}_{claim.id.removeprefix(f'{Prefix.CLAIM}_')}_{word}",
        merchant=file.merchant,
        type=type_,
        order_id=file.order_id,
        data={"claim_id": claim.id, **data},
        at=file.now,
    )
    add_events(file.session, [event])
