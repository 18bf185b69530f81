"""What happened to an order after it was sold: a fact for each row that says so, named by that row, so that it counts
once however often the order is looked at."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from fulfillment.aftersales.comebacks import NOT_BACK
from fulfillment.learning.reasons import Family, Reasons
from fulfillment.payments.disputes.opening import INQUIRY, WON
from fulfillment.records import Claim, Dispute, OutcomeFact, ReturnCase, Shipment, Tracked
from fulfillment.states import Demand, Voyage
from fulfillment.tracking.vocabulary import Word

CARRIER, SENT_BACK = "carrier", "sent_back"
LOST = frozenset({Voyage.LOST, Voyage.WRITTEN_OFF})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All rows of an order that may tell of after-sales. `events` are those of its parcels, by shipment."""

    merchant: str
    order_id: str
    ended_at: datetime
    returns: Sequence[ReturnCase] = ()
    shipments: Sequence[Shipment] = ()
    events: Sequence[Tracked] = ()
    claims: Sequence[Claim] = ()
    disputes: Sequence[Dispute] = ()
    warned: Sequence[datetime] = ()  # when issuers told of fraud


def facts_of(told: Told, reasons: Reasons, now: datetime) -> tuple[OutcomeFact, ...]:
    """All of them, by key."""
    fact = _Facts(told, reasons, now)
    every = (*fact.returns(), *fact.parcels(), *fact.claims(), *fact.disputes(), *fact.warnings())
    return tuple(sorted(every, key=lambda each: each.key))


def is_case(fact: OutcomeFact) -> bool:
    """Whether it makes its order an after-sales case."""
    return fact.family != Family.NONE


@dataclass(frozen=True, slots=True)
class _Facts:
    told: Told
    reasons: Reasons
    now: datetime

    def fact(self, key: str, cause: str, at: datetime, line: int = 0, shipment_id: str = "") -> OutcomeFact:
        return OutcomeFact(
            order_id=self.told.order_id, key=key, merchant_id=self.told.merchant, family=self.reasons.families[cause],
            cause=cause, at=at, learnt_at=self.now, line=line, shipment_id=shipment_id,
        )  # fmt: skip

    def returns(self) -> Iterator[OutcomeFact]:
        """A fact for each line that came back; a return that was declined or never came says nothing."""
        for each in self.told.returns:
            if each.state in NOT_BACK:
                continue
            cause = self.reasons.of_return(each.reason)
            if each.origin == CARRIER and cause == SENT_BACK:
                cause = self._why_back(each.shipment_id or "")
            for line in each.lines:
                yield self.fact(f"return:{each.id}:{line}", cause, each.created_at, int(line), each.shipment_id or "")

    def parcels(self) -> Iterator[OutcomeFact]:
        for each in self.told.shipments:
            events = [event for event in self._events(each.id) if event.status in self.reasons.parcels]
            if each.state in LOST:
                word = each.status if each.status in self.reasons.parcels else Word.LOST
                at = max((event.at for event in events), default=each.status_at or self.told.ended_at)
                yield self.fact(f"lost:{each.id}", self.reasons.parcels[word], at, shipment_id=each.id)
            damaged = [event.at for event in events if event.status == Word.DAMAGED]
            if damaged:
                cause = self.reasons.parcels[Word.DAMAGED]
                yield self.fact(f"damaged:{each.id}", cause, min(damaged), shipment_id=each.id)

    def claims(self) -> Iterator[OutcomeFact]:
        for each in self.told.claims:
            if each.state == Demand.WITHDRAWN:
                continue
            cause = self.reasons.claims.get(each.kind, "other")
            yield self.fact(f"claim:{each.id}", cause, each.created_at, shipment_id=each.shipment_id)
            if each.state == Demand.PAID:
                yield self.fact(f"paid:{each.id}", "claim_paid", self.now, shipment_id=each.shipment_id)

    def disputes(self) -> Iterator[OutcomeFact]:
        """What was won, or was only asked about, is no case."""
        for each in self.told.disputes:
            if each.stage != INQUIRY and each.state != WON:
                yield self.fact(f"dispute:{each.id}", self.reasons.disputes[each.category], each.opened_at)

    def warnings(self) -> Iterator[OutcomeFact]:
        for at in self.told.warned[:1]:
            yield self.fact("fraud_warned", "fraud_told", at)

    def _events(self, shipment_id: str) -> Iterable[Tracked]:
        return (each for each in self.told.events if each.shipment_id == shipment_id and each.void_at is None)

    def _why_back(self, shipment_id: str) -> str:
        """The last reason that the carrier gave; the parcel was sent back for it."""
        told = [each for each in self._events(shipment_id) if each.reason in self.reasons.tracking]
        last = max(told, key=lambda each: (each.at, each.id), default=None)
        return SENT_BACK if last is None else self.reasons.tracking[last.reason]
