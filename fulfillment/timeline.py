"""What happened to an order, and what can happen next and why not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.store.sessions import ReadSession
from fulfillment.errors import NotFound
from fulfillment.guarding import holds
from fulfillment.lifecycle import possible
from fulfillment.parts import counted
from fulfillment.picking.picking import open_lines
from fulfillment.reason import Reason
from fulfillment.records import Case, Entry, Fulfilment, FulfilmentLine, Parcel, PickLine, Shipment, Tracked
from fulfillment.site import Site
from fulfillment.states import Guard, Machine, Role, Work
from fulfillment.store.aftersales import returns_of
from fulfillment.store.cases import find_case, fulfilments_of, history, lines_of
from fulfillment.store.claims import claims_of
from fulfillment.store.shipments import shipments_of, tracked
from fulfillment.store.warehouse import parcels_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One thing that happened; `source` and `target` are the same where nothing moved."""

    at: datetime
    machine: str
    subject: str
    event: str
    source: str
    target: str
    actor: str
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A part of an order: what it sends, what is to be picked of it now, and its closed boxes."""

    fulfilment: Fulfilment
    lines: tuple[FulfilmentLine, ...]
    to_pick: tuple[PickLine, ...]
    parcels: tuple[Parcel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """How an order stands: its parts, ended ones too, and the parcels whose labels count."""

    case: Case
    parts: tuple[PartView, ...]
    shipments: tuple[Shipment, ...]

    @property
    def fulfilment(self) -> Fulfilment | None:
        """The first part that is not cancelled; the last one when all are."""
        found = [part.fulfilment for part in self.parts]
        return next((each for each in found if each.state != Work.CANCELLED), found[-1] if found else None)

    @property
    def shipment(self) -> Shipment | None:
        """The parcel that got its label first."""
        return self.shipments[0] if self.shipments else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A step that the tables know, of what (`subject`, an id), who tells it, and what keeps it from being taken now.

    `reasons`: those of the decision or hold, where it is that which keeps it.
    """

    machine: Machine
    subject: str
    event: str
    target: str
    unmet: tuple[Guard, ...]
    who: tuple[Role, ...] = ()
    reasons: tuple[Reason, ...] = ()


def view(session: ReadSession, merchant: str, order_id: str) -> CaseView:
    """How an order stands. Raises NotFound."""
    case = _case(session, merchant, order_id)
    return CaseView(
        case=case,
        parts=tuple(_part(session, each) for each in fulfilments_of(session, merchant, order_id)),
        shipments=counted(shipments_of(session, merchant, order_id)),
    )


def timeline(session: ReadSession, merchant: str, order_id: str) -> tuple[TimelineEntry, ...]:
    """Everything that happened, by the time it was known here, carriers' events among the rest. Raises NotFound."""
    _case(session, merchant, order_id)
    entries = [(entry.at, 1, _entered(entry)) for entry in history(session, merchant, order_id)]
    for shipment in shipments_of(session, merchant, order_id):
        # What a scan moved was entered at the same moment, and reads better behind it.
        entries += [(event.received_at, 0, _scanned(event)) for event in tracked(session, shipment.id)]
    return tuple(entry for _, _, entry in sorted(entries, key=lambda each: each[:2]))


def choices(session: ReadSession, site: Site, merchant: str, order_id: str) -> tuple[Choice, ...]:
    """What can happen to order, payment, parts, parcels, returns and claims now, and what keeps the rest. Raises
    NotFound."""
    seen = view(session, merchant, order_id)
    standing = site.desk.standing(session, order_id)
    reasons = () if standing.is_clear else site.desk.reasons(session, order_id)
    found = []
    for machine, subject, state in _stands(session, seen):
        for row in possible(machine, state):
            unmet = tuple(each for each in row.guards if not holds(session, site, seen.case, standing, each, subject))
            found.append(
                Choice(
                    machine=machine,
                    subject=subject,
                    event=row.event,
                    target=row.target,
                    unmet=unmet,
                    who=row.who,
                    reasons=reasons if Guard.CLEAR in unmet else (),
                )
            )
    return tuple(found)


def _stands(session: ReadSession, seen: CaseView) -> Iterator[tuple[Machine, str, str]]:
    case = seen.case
    yield Machine.ORDER, case.order_id, case.stage
    yield Machine.PAYMENT, case.order_id, case.payment
    yield from ((Machine.FULFILMENT, part.fulfilment.id, part.fulfilment.state) for part in seen.parts)
    yield from ((Machine.SHIPMENT, each.id, each.state) for each in seen.shipments)
    yield from ((Machine.RETURN, each.id, each.state) for each in returns_of(session, case.merchant_id, case.order_id))
    yield from ((Machine.CLAIM, each.id, each.state) for each in claims_of(session, case.merchant_id, case.order_id))


def _part(session: ReadSession, fulfilment: Fulfilment) -> PartView:
    return PartView(
        fulfilment=fulfilment,
        lines=lines_of(session, fulfilment.id),
        to_pick=open_lines(session, fulfilment.id),
        parcels=tuple(each for each in parcels_of(session, fulfilment.id) if each.state == "closed"),
    )


def _case(session: ReadSession, merchant: str, order_id: str) -> Case:
    case = find_case(session, merchant, order_id)
    if case is None:
        raise NotFound("order", order_id)
    return case


def _entered(entry: Entry) -> TimelineEntry:
    return TimelineEntry(
        at=entry.at,
        machine=entry.machine,
        subject=entry.subject,
        event=entry.event,
        source=entry.source,
        target=entry.target,
        actor=entry.actor,
        data=entry.data,
    )


def _scanned(event: Tracked) -> TimelineEntry:
    told = {"happened": event.at.isoformat(), "location": event.location, "reason": event.reason}
    return TimelineEntry(
        at=event.received_at,
        machine="tracking",
        subject=event.shipment_id,
        event=event.status,
        source="",
        target="",
        actor="carrier",
        data={name: text for name, text in told.items() if text},
    )
