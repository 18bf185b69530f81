"""The facts of a claim, as rules of claims read them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from fulfillment.casefile import CaseFile
from fulfillment.claims.checklist import NEEDED, Item
from fulfillment.claims.demanding import in_euro_cents
from fulfillment.claims.knowing import is_too_early
from fulfillment.claims.refunding import is_made_good
from fulfillment.claims.way import last_scan, moments, weight_of
from fulfillment.records import Claim, Shipment
from fulfillment.states import Event, Machine, Voyage
from fulfillment.store.claims import claim_payments
from fulfillment.store.shipments import tracked

DAY = timedelta(days=1)
Known = Mapping[str, Value | None]


def facts_of(file: CaseFile, claim: Claim, shipment: Shipment, items: tuple[Item, ...]) -> Sheet:
    """All that is known; what is not is left out. No personal value is among them."""
    whole = {
        **_of_way(file, claim, shipment),
        **_of_time(file, claim, shipment),
        **_of_money(file, claim),
        "claim.proofs_missing": frozenset(str(each.kind) for each in items if each.is_missing),
        "claim.past_claims": _past(file, claim),
        "claim.made_good": is_made_good(file, claim, shipment),
        "claim.buyer_overdue": claim.buyer_due_at is not None and file.now >= claim.buyer_due_at,
        "claim.weight_g": weight_of(file, shipment),
    }
    return Sheet({name: value for name, value in whole.items() if value is not None and value != ""},
                 tuple(_proof(each) for each in items))  # fmt: skip


def _of_way(file: CaseFile, claim: Claim, shipment: Shipment) -> Known:
    seen, scans = moments(file, shipment, claim.since_at), tracked(file.session, shipment.id)
    order = file.order
    return {
        "claim.kind": str(claim.kind),
        "claim.state": str(claim.state),
        "claim.carrier": claim.carrier,
        "claim.service": claim.service,
        "claim.origin": claim.origin,
        "claim.country": claim.country,
        "claim.channel": order.channel,
        "claim.shop": order.shop,
        "claim.delivered": shipment.state == Voyage.DELIVERED or seen.delivery is not None,
        "claim.days_since_hand_over": _days(seen.hand_over, file.now),
        "claim.days_since_last_scan": _days(last_scan(scans), file.now),
        "claim.days_since_delivery": _days(seen.delivery, file.now),
        "claim.days_over_expected": _days(seen.expected, file.now),
    }


def _of_time(file: CaseFile, claim: Claim, shipment: Shipment) -> Known:
    payments = claim_payments(file.session, file.merchant, claim.id)
    return {
        "claim.days_open": _days(claim.created_at, file.now),
        "claim.days_left": _days(file.now, claim.due_at),
        "claim.deadline_sure": claim.is_due_sure,
        "claim.too_early": is_too_early(file, claim, shipment),
        "claim.days_since_filed": _days(claim.filed_at, file.now),
        "claim.days_since_denied": _days(claim.denied_at, file.now),
        "claim.days_since_paid": _days(max((each.entered_at for each in payments), default=None), file.now),
        "claim.appealed": any(
            (each.machine, each.subject, each.event) == (Machine.CLAIM, claim.id, Event.APPEAL)
            for each in file.history()
        ),
    }


def _of_money(file: CaseFile, claim: Claim) -> Known:
    limit = claim.data.get("limit")
    return {
        "claim.value_eur_minor": _euro(file, claim, claim.data.get("price")),
        "claim.cost_eur_minor": _euro(file, claim, claim.data.get("cost")),
        "claim.claimable_eur_minor": _euro(file, claim, claim.amount),
        "claim.limit_eur_minor": _euro(file, claim, limit.get("minor") if isinstance(limit, dict) else None),
    }


def _proof(item: Item) -> Mapping[str, Value]:
    return {
        "proof.kind": str(item.kind),
        "proof.needed": item.weight == NEEDED,
        "proof.there": item.is_there,
        "proof.of": item.of,
    }


def _past(file: CaseFile, claim: Claim) -> int | None:
    support = file.site.claims
    return None if support is None else support.past_claims(file.session, file.merchant, claim.order_id)


def _euro(file: CaseFile, claim: Claim, minor: object) -> int | None:
    if not isinstance(minor, int):
        return None
    return in_euro_cents(file.session, file.merchant, minor, claim.currency, file.now)


def _days(since: datetime | None, until: datetime | None) -> int | None:
    return None if since is None or until is None else (until - since) // DAY
