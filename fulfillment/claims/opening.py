"""An exception on the way becomes a case: once for a parcel and what happened to it, whoever tells of it.

`open_exception` is what tracking, watches, people and customers' words come to; it only opens the case. What is done
about it is decided by a job, in a transaction of its own.
"""

from datetime import datetime

from engine.bundled import data_folder
from engine.ids import Prefix
from engine.store.outbox import NewJob, enqueue
from fulfillment.casefile import CaseFile
from fulfillment.claims.kinds import ARRIVAL_ENDS, CALLED_BY_BUYERS, Mishap, told_by
from fulfillment.claims.knowing import refreshed
from fulfillment.claims.telling import tell_opened
from fulfillment.claims.terms_book import load_terms
from fulfillment.claims.way import carried
from fulfillment.jobs import CLAIM_LOOK
from fulfillment.machines.claim import UNFILED
from fulfillment.parts import has_left
from fulfillment.records import Claim, Shipment, Tracked
from fulfillment.states import Demand, Event, Machine, Voyage
from fulfillment.store.claims import add_claim, claims_of

ARRIVED = frozenset({Voyage.DELIVERED, Voyage.RETURNED})


def open_exception(file: CaseFile, kind: str, shipment: Shipment, since: datetime) -> Claim | None:
    """Opens the case of what happened to a parcel `since` then; None where there is one that was not withdrawn.

    Silence is where loss begins: a loss takes its place while nothing was filed of it, and is none of its own after.
    """
    if kind == Mishap.LOSS and not _silence_gives_way(file, shipment):
        return None
    if kind == Mishap.SILENT and _named(file, shipment, Mishap.LOSS) is not None:
        return None
    parcel = carried(file, shipment)
    claim = Claim(
        id=file.ids.new(Prefix.CLAIM),
        merchant_id=file.merchant,
        order_id=file.order_id,
        shipment_id=shipment.id,
        kind=Mishap(kind),
        state=Demand.OPENED,
        created_at=file.now,
        since_at=min(since, file.now),
        carrier=parcel.carrier,
        service=shipment.service,
        origin=parcel.origin,
        country=parcel.country,
        terms=load_terms(data_folder()).terms_for(parcel).id,
        currency=file.case.currency,
    )
    if not add_claim(file.session, claim):
        return None
    claim = refreshed(file, claim, shipment)
    file.note("claim_opened", dedup=f"claim:{claim.id}:opened", data={"claim": claim.id, "kind": claim.kind})
    tell_opened(file, claim)
    look_at(file, claim, file.now)
    file.touch()
    return claim


def open_told(file: CaseFile, shipment: Shipment, scans: tuple[Tracked, ...]) -> None:
    """Opens what new scans tell of."""
    told = {kind: each.at for each in reversed(scans) if (kind := told_by(each.status, each.reason)) is not None}
    for kind in sorted(told):
        open_exception(file, kind, shipment, told[kind])


def open_called(file: CaseFile, shipment: Shipment, word: str, since: datetime) -> Claim | None:
    """Opens what a customer says of a parcel, in the words by which messages are sorted; None for other words."""
    kind = CALLED_BY_BUYERS.get(word)
    return None if kind is None else open_exception(file, kind, shipment, since)


def claim_loss(file: CaseFile, subject: str) -> None:
    """Opens a claim for the lost parcel, or for each that an order has lost."""
    for each in file.shipments():
        if subject == each.id or (subject == file.order_id and has_left(each) and each.state not in ARRIVED):
            open_exception(file, Mishap.LOSS, each, file.now)


def withdraw_loss_claims(file: CaseFile, shipment_id: str) -> None:
    """What arrived was not lost. A claim that the carrier has taken up is left to people."""
    for claim in claims_of(file.session, file.merchant, file.order_id):
        if claim.kind in ARRIVAL_ENDS and claim.shipment_id == shipment_id:
            withdraw(file, claim)


def withdraw(file: CaseFile, claim: Claim) -> None:
    """Takes a claim back, where that can be done."""
    if file.can(Machine.CLAIM, Event.WITHDRAW, claim.id):
        file.take(Machine.CLAIM, Event.WITHDRAW, claim.id)


def look_at(file: CaseFile, claim: Claim, when: datetime) -> None:
    """Has the rules asked about a claim at a moment; whoever asks for the same look again changes nothing."""
    turn = claim.looked + 1
    job = NewJob(
        kind=CLAIM_LOOK,
        merchant=file.merchant,
        aggregate=f"{file.order_id}:claim",
        payload={"order_id": file.order_id, "merchant": file.merchant, "claim_id": claim.id, "turn": turn},
        dedup=f"{CLAIM_LOOK}:{claim.id}:{turn}",
        run_after=when,
    )
    enqueue(file.session, file.ids, [job], file.now)


def look_again_now(file: CaseFile, claim: Claim) -> None:
    """Has the rules asked at once, because something about the claim changed; the clock goes on as it did."""
    named = f"{CLAIM_LOOK}:{claim.id}:{claim.looked}:{file.case.entries}"
    payload = {
        "order_id": file.order_id,
        "merchant": file.merchant,
        "claim_id": claim.id,
        "turn": 0,
    }  # no turn of the clock
    job = NewJob(
        kind=CLAIM_LOOK, merchant=file.merchant, aggregate=f"{file.order_id}:claim", payload=payload, dedup=named
    )
    enqueue(file.session, file.ids, [job], file.now)


def _silence_gives_way(file: CaseFile, shipment: Shipment) -> bool:
    silent = _named(file, shipment, Mishap.SILENT)
    if silent is None:
        return True
    if silent.state in UNFILED:
        withdraw(file, silent)
        return True
    return silent.state == Demand.CLOSED and silent.filed_at is None


def _named(file: CaseFile, shipment: Shipment, kind: Mishap) -> Claim | None:
    found = claims_of(file.session, file.merchant, file.order_id)
    same = (each for each in found if (each.shipment_id, each.kind) == (shipment.id, kind))
    return next((each for each in same if each.state != Demand.WITHDRAWN), None)
