"""A claim is filed: its file is written into the outbox folder and marked for sending.

No carrier is called: what carriers publish of claims is forms and mailboxes. Whoever collects the folder sends the
file, and the carrier's answer is told by a person.
"""

import hashlib
from dataclasses import replace

import orjson

from fulfillment.casefile import CaseFile
from fulfillment.claims.knowing import is_late
from fulfillment.errors import ClaimRefused
from fulfillment.jobs import CLAIM_SEND
from fulfillment.records import Claim, Shipment
from fulfillment.states import Event, Machine
from fulfillment.store.claims import proofs_of, save_claim

FIRST, AGAIN = "claim", "appeal"


def file_claim(file: CaseFile, claim: Claim, shipment: Shipment) -> Claim:
    """Takes the step, and has the file written. Raises ClaimRefused when it is too late or nothing is claimed,
    IllegalStep when it was filed before."""
    file.check(Machine.CLAIM, Event.FILE, claim.id)
    if is_late(claim, file.now):
        msg = f"the last day to file was {claim.due_at:%Y-%m-%d}, by {claim.due_source}; write the claim off"
        raise ClaimRefused(msg)
    if claim.amount <= 0:
        msg = "nothing can be claimed by these terms; tell the freight or the pieces, or write the claim off"
        raise ClaimRefused(msg)
    digest = digest_of(file, claim)
    filed = replace(claim, filed_at=file.now, digest=digest)
    save_claim(file.session, filed)
    told = {"amount": claim.amount, "currency": claim.currency, "digest": digest}
    file.take(Machine.CLAIM, Event.FILE, claim.id, data=told)
    _send(file, claim, shipment, FIRST)
    return filed


def appeal(file: CaseFile, claim: Claim, shipment: Shipment) -> None:
    """Asks once more, with all that was handed in since. Raises ClaimRefused when the window is over, IllegalStep."""
    file.check(Machine.CLAIM, Event.APPEAL, claim.id)
    file.take(Machine.CLAIM, Event.APPEAL, claim.id, data={"digest": digest_of(file, claim)})
    save_claim(file.session, replace(claim, appeal_at=None))
    _send(file, claim, shipment, AGAIN)


def digest_of(file: CaseFile, claim: Claim) -> str:
    """SHA-256 of what is claimed and of all that was handed in: what was sent can be told from what came later."""
    said = {
        "claim": claim.id,
        "kind": claim.kind,
        "amount": claim.amount,
        "currency": claim.currency,
        "lines": dict(claim.lines),
        "proofs": sorted(each.digest for each in proofs_of(file.session, file.merchant, claim.id)),
    }
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _send(file: CaseFile, claim: Claim, shipment: Shipment, form: str) -> None:
    payload = {"claim_id": claim.id, "shipment_id": shipment.id, "form": form}
    file.add_job(CLAIM_SEND, payload, track="claim_file")
