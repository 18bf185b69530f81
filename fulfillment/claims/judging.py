"""Asks the rules of claims what to do, and does it: each act once, in the transaction of its step.

A book has two sides. `carriers` says what becomes of the claim, `buyers` what the buyer gets meanwhile; of each side
the worst finding counts. Without a book nothing happens by itself, and people act.
"""

from dataclasses import dataclass, replace

from engine.policy_books import Judgement, as_values
from fulfillment.casefile import CaseFile
from fulfillment.claims.checklist import Item, checklist, missing
from fulfillment.claims.event_types import BUYERS, CARRIERS
from fulfillment.claims.facts import facts_of
from fulfillment.claims.filing import appeal, file_claim
from fulfillment.claims.knowing import is_late
from fulfillment.claims.refunding import ask_reship, refund_buyer
from fulfillment.claims.telling import tell_review, tell_wanted
from fulfillment.machines.claim import UNFILED
from fulfillment.records import Claim, Shipment
from fulfillment.states import Demand, Event, Machine
from fulfillment.store.claims import find_claim, save_claim

POLICY = "claims"
REVIEW, WAIT, FILE, APPEAL = "review", "wait", "file", "appeal"
REFUND, RESHIP, WRITE_OFF, NOTE = "refund_customer", "reship", "write_off", "note"
PRECEDENCE = (REVIEW, WAIT, FILE, APPEAL, REFUND, RESHIP, WRITE_OFF, NOTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What the rules want of each side, and for which reasons."""

    carriers: str
    buyers: str
    carriers_why: tuple[str, ...]
    buyers_why: tuple[str, ...]


def sides_of(judgement: Judgement) -> Sides:
    """The worst of each side. A book that could not be asked has a person look at both."""
    told: dict[str, list[tuple[str, str]]] = {CARRIERS: [], BUYERS: []}
    for each in judgement.findings:
        for side in told if each.set not in told else (each.set,):
            told[side].append((each.verdict, each.reason))
    worst = {
        side: min((verdict for verdict, _ in found), key=PRECEDENCE.index, default=NOTE) for side, found in told.items()
    }
    why = {side: tuple(reason for verdict, reason in found if verdict == worst[side]) for side, found in told.items()}
    return Sides(carriers=worst[CARRIERS], buyers=worst[BUYERS], carriers_why=why[CARRIERS], buyers_why=why[BUYERS])


def act_by_rules(file: CaseFile, claim: Claim, shipment: Shipment) -> Claim:
    """Judges a claim as it stands and does what follows; answers the claim as it stands then."""
    items = checklist(file, claim, shipment)
    sheet = facts_of(file, claim, shipment, items)
    judgement = file.site.desk.judge_policy(file.merchant, POLICY, sheet, file.now, claim.id, claim.created_at)
    if judgement is None:
        return claim
    sides = sides_of(judgement)
    claim = _kept(file, claim, judgement, sides)
    _of_buyer(file, claim, shipment, sides)
    _of_carrier(file, _again(file, claim), shipment, sides, items)
    return _again(file, claim)


def act_for_buyer(file: CaseFile, claim: Claim, shipment: Shipment) -> Claim:
    """Asks the rules about a claim that is over, and does what they want for the buyer alone."""
    sheet = facts_of(file, claim, shipment, checklist(file, claim, shipment))
    judgement = file.site.desk.judge_policy(file.merchant, POLICY, sheet, file.now, claim.id, claim.created_at)
    if judgement is None:
        return claim
    sides = sides_of(judgement)
    claim = _kept(file, claim, judgement, replace(sides, carriers=claim.outcome))
    _of_buyer(file, claim, shipment, sides)
    return _again(file, claim)


def _of_buyer(file: CaseFile, claim: Claim, shipment: Shipment, sides: Sides) -> None:
    match sides.buyers:
        case "review":
            tell_review(file, claim, BUYERS, sides.buyers_why)
        case "refund_customer":
            refund_buyer(file, claim, shipment)
        case "reship":
            ask_reship(file, claim, shipment)


def _of_carrier(file: CaseFile, claim: Claim, shipment: Shipment, sides: Sides, items: tuple[Item, ...]) -> None:
    match sides.carriers:
        case "review":
            tell_review(file, claim, CARRIERS, sides.carriers_why)
        case "wait":
            _wait(file, claim, items)
        case "file" if claim.state in UNFILED and claim.amount > 0 and not is_late(claim, file.now):
            file_claim(file, claim, shipment)
        case "appeal" if claim.state == Demand.DENIED:
            appeal(file, claim, shipment)
        case "write_off":
            _write_off(file, claim, sides)


def _wait(file: CaseFile, claim: Claim, items: tuple[Item, ...]) -> None:
    wanted = missing(items)
    if not wanted or claim.state not in UNFILED:
        return
    if claim.state == Demand.OPENED:
        file.take(Machine.CLAIM, Event.GATHER, claim.id)
    tell_wanted(file, claim, wanted)


def _write_off(file: CaseFile, claim: Claim, sides: Sides) -> None:
    for event in (Event.WRITE_OFF, Event.CLOSE):
        if file.can(Machine.CLAIM, event, claim.id):
            file.take(Machine.CLAIM, event, claim.id, data={"reasons": sorted(set(sides.carriers_why))})
            return


def _kept(file: CaseFile, claim: Claim, judgement: Judgement, sides: Sides) -> Claim:
    told = {"judgement": {name: value for name, value in as_values(judgement).items() if name != "at"}}
    kept = replace(
        claim,
        outcome=sides.carriers,
        buyers=sides.buyers,
        edition=judgement.edition,
        data={**claim.data, **told},
    )
    if kept != claim:
        save_claim(file.session, kept)
        file.touch()
    return kept


def _again(file: CaseFile, claim: Claim) -> Claim:
    return find_claim(file.session, file.merchant, claim.id) or claim
