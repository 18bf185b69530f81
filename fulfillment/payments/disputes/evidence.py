"""The evidence in a matter, gathered from the order, the decision's trace, the ledger, parcels, messages and notices:
a dispute with a bank or wallet, or a claim at a marketplace.

It is made when it is asked for and held in memory alone: the personal values in it are read from the order at that
moment, and once a person is erased there is none to be made.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from engine.order.money import Money
from engine.order.order import Order
from engine.store.sessions import ReadSession
from fulfillment.desk_view import DecisionTold
from fulfillment.errors import NotFound
from fulfillment.payments.disputes.book import Asked, dispute_book
from fulfillment.payments.disputes.category import Category, Evidence
from fulfillment.payments.disputes.exhibits import (
    Facts,
    address,
    address_check,
    address_match,
    card_code_check,
    customer_history,
    device,
    goods,
    order_facts,
    three_d_secure,
)
from fulfillment.records import Dispute
from fulfillment.site import Site
from fulfillment.states import Voyage
from fulfillment.store.aftersales import returns_of
from fulfillment.store.disputes import find_dispute
from fulfillment.store.money import movements, refunds_of
from fulfillment.store.notices import notices_of
from fulfillment.store.shipments import papers_made, shipments_of, tracked
from fulfillment.timeline import timeline
from fulfillment.tracking.vocabulary import Word

ABOUT = ("id", "order_id", "gateway", "reference", "scheme", "reason_code", "category", "stage", "amount", "currency",
         "shift", "state", "opened_at", "due_at")  # fmt: skip
OF_THE_ORDER: Mapping[Evidence, Callable[[Order], tuple[Facts, ...]]] = {
    Evidence.ORDER: order_facts,
    Evidence.GOODS: goods,
    Evidence.THREE_D_SECURE: three_d_secure,
    Evidence.ADDRESS_CHECK: address_check,
    Evidence.CARD_CODE_CHECK: card_code_check,
    Evidence.ADDRESS: address,
    Evidence.DEVICE: device,
    Evidence.CUSTOMER_HISTORY: customer_history,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What the evidence is about. `kind` is its name in the document, `about` what programs read there; `title` and
    `heading` stand on the page."""

    kind: str
    merchant_id: str
    order_id: str
    title: str
    about: Mapping[str, object]
    heading: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One thing laid before whoever judges: rows of facts, none where there is nothing. `weight`: needed or helpful."""

    kind: Evidence
    weight: str
    rows: tuple[Facts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """All evidence in one matter, as of now. `reference` is the merchant's own number of the order."""

    matter: Matter
    reference: str
    made_at: datetime
    exhibits: tuple[Exhibit, ...]

    @property
    def wanting(self) -> tuple[Evidence, ...]:
        """What is needed and not there."""
        return tuple(each.kind for each in self.exhibits if each.weight == "needed" and not each.rows)


def evidence_in(session: ReadSession, site: Site, merchant: str, dispute_id: str, now: datetime) -> Pack:
    """The pack of a dispute. Raises NotFound, and PersonErased once personal values were erased."""
    dispute = find_dispute(session, merchant, dispute_id)
    if dispute is None:
        raise NotFound("dispute", dispute_id)
    return pack_of(session, site, matter_of(dispute), dispute_book().evidence[Category(dispute.category)], now)


def pack_of(session: ReadSession, site: Site, matter: Matter, asked: Asked, now: datetime) -> Pack:
    """What was asked for of a matter, as far as it is there. Raises PersonErased once personal values were erased."""
    order = site.desk.order_of(session, matter.order_id)
    gathered = _Gathering(session, site, matter, order)
    wanted = [(kind, "needed") for kind in asked.needed] + [(kind, "helpful") for kind in asked.helpful]
    exhibits = tuple(Exhibit(kind=kind, weight=weight, rows=gathered.rows(kind)) for kind, weight in wanted)
    return Pack(matter=matter, reference=order.id, made_at=now, exhibits=exhibits)


def matter_of(dispute: Dispute) -> Matter:
    """A dispute as what evidence is about."""
    heading = {
        "amount": Money(dispute.amount, dispute.currency),
        "scheme": dispute.scheme,
        "reason": f"{dispute.category} {dispute.reason_code}".strip(),
        "opened": dispute.opened_at,
        "answer by": dispute.due_at,
        "liability shift": dispute.shift,
    }
    return Matter(
        kind="dispute",
        merchant_id=dispute.merchant_id,
        order_id=dispute.order_id,
        title=f"Evidence in dispute {dispute.reference}",
        about={name: getattr(dispute, name) for name in ABOUT},
        heading=heading,
    )


class _Gathering:
    def __init__(self, session: ReadSession, site: Site, matter: Matter, order: Order) -> None:
        self._session = session
        self._site = site
        self._merchant = matter.merchant_id
        self._order_id = matter.order_id
        self._order = order

    def rows(self, kind: Evidence) -> tuple[Facts, ...]:
        """What there is of a kind."""
        own = OF_THE_ORDER.get(kind)
        if own is not None:
            return own(self._order)
        return tuple(self._kept(kind))

    def _kept(self, kind: Evidence) -> Sequence[Facts]:
        session, merchant, order = self._session, self._merchant, self._order_id
        match kind:
            case Evidence.PAYMENTS:
                return [_movement(each) for each in movements(session, merchant, order)]
            case Evidence.DECISION:
                return [_decision(each) for each in self._site.desk.decisions(session, merchant, order)]
            case Evidence.TIMELINE:
                entries = timeline(session, merchant, order)
                return [{"at": each.at, "what": f"{each.machine} {each.event}", "by": each.actor} for each in entries]
            case Evidence.NOTICES:
                told = notices_of(session, merchant, order)
                return [{"at": each.written_at or each.created_at, "notice": each.kind} for each in told]
            case Evidence.MESSAGES:
                kept = self._site.messages
                return [] if kept is None else kept.of_order(session, merchant, order)
            case Evidence.PAPERS:
                return [{"at": at, "paper": kind} for kind, at in papers_made(session, merchant, order)]
            case Evidence.ADDRESS_MATCH:
                return address_match(self._order, self._parcels(Evidence.DELIVERY))
            case Evidence.RETURNS:
                back = returns_of(session, merchant, order)
                return [{"at": each.created_at, "reason": each.reason, "state": each.state} for each in back]
            case Evidence.REFUNDS:
                refunds = refunds_of(session, merchant, order)
                return [{"at": each.created_at, "amount": str(Money(each.amount, each.currency)), "state": each.state,
                         "gateway": each.gateway_reference} for each in refunds]  # fmt: skip
        return self._parcels(kind)

    def _parcels(self, kind: Evidence) -> Sequence[Facts]:
        found: list[Facts] = []
        for each in shipments_of(self._session, self._merchant, self._order_id):
            if each.state == Voyage.VOIDED:
                continue
            scans = tracked(self._session, each.id)
            parcel = {"carrier": each.carrier, "number": each.number}
            if kind is Evidence.DELIVERY:
                scans = tuple(scan for scan in scans if scan.status == Word.DELIVERED)
            found += [
                {**parcel, "at": scan.at, "status": scan.status, "place": scan.location, "remark": scan.reason}
                for scan in scans
            ]
        return found


def _movement(entry: object) -> Facts:
    named = ("at", "kind", "amount", "currency", "reference", "gateway")
    read = {name: getattr(entry, name) for name in named}
    return {**read, "amount": str(Money(int(read["amount"]), str(read["currency"])))}


def _decision(told: DecisionTold) -> Facts:
    plain: Mapping[str, object] = {each.name: getattr(told, each.name) for each in fields(told) if each.name != "facts"}
    return {**plain, "reasons": ", ".join(told.reasons), **told.facts}
