"""The evidence in a dispute, gathered from the order, the decision's trace, the ledger, parcels and notices.

It is made when it is asked for and held in memory alone: the personal values in it are read from the order at that
moment, and once a person is erased there is none to be made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from engine.order.money import Money
from engine.order.order import Order
from engine.store.sessions import ReadSession
from fulfillment.desk_view import DecisionTold
from fulfillment.errors import NotFound
from fulfillment.payments.disputes.book import dispute_book
from fulfillment.payments.disputes.category import Category, Evidence
from fulfillment.payments.disputes.exhibits import (
    Facts,
    address,
    address_check,
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
from fulfillment.store.shipments import shipments_of, tracked
from fulfillment.timeline import timeline
from fulfillment.tracking.vocabulary import Word

OF_THE_ORDER = {
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
class Exhibit:
    """One thing laid before the bank: rows of named facts, none where there is nothing. `weight`: needed or helpful."""

    kind: Evidence
    weight: str
    rows: tuple[Facts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """All evidence in one dispute, as of now. `reference` is the merchant's own number of the order."""

    dispute: Dispute
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
    order = site.desk.order_of(session, dispute.order_id)
    gathered = _Gathering(session, site, dispute, order)
    asked = dispute_book().evidence[Category(dispute.category)]
    wanted = [(kind, "needed") for kind in asked.needed] + [(kind, "helpful") for kind in asked.helpful]
    exhibits = tuple(Exhibit(kind=kind, weight=weight, rows=gathered.rows(kind)) for kind, weight in wanted)
    return Pack(dispute=dispute, reference=order.id, made_at=now, exhibits=exhibits)


class _Gathering:
    def __init__(self, session: ReadSession, site: Site, dispute: Dispute, order: Order) -> None:
        self._session = session
        self._site = site
        self._merchant = dispute.merchant_id
        self._order_id = dispute.order_id
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
