"""What happened to an order, and what can happen next and why not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.store.sessions import ReadSession
from fulfillment.errors import NotFound
from fulfillment.guarding import holds
from fulfillment.lifecycle import possible
from fulfillment.records import Case, Entry, Fulfilment, Shipment, Tracked
from fulfillment.site import Site
from fulfillment.states import Guard, Machine
from fulfillment.store.cases import find_case, find_fulfilment, history
from fulfillment.store.shipments import find_shipment, shipments_of, tracked


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
class CaseView:
    """How an order stands."""

    case: Case
    fulfilment: Fulfilment | None
    shipment: Shipment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A step that the tables know, and what keeps it from being taken now."""

    machine: Machine
    event: str
    target: str
    unmet: tuple[Guard, ...]


def view(session: ReadSession, merchant: str, order_id: str) -> CaseView:
    """How an order stands. Raises NotFound."""
    case = _case(session, merchant, order_id)
    return CaseView(
        case=case,
        fulfilment=find_fulfilment(session, merchant, case.fulfilment_id) if case.fulfilment_id else None,
        shipment=find_shipment(session, merchant, case.shipment_id) if case.shipment_id else None,
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
    """What can happen to order, payment and warehouse work now, and what keeps the rest. Raises NotFound."""
    seen = view(session, merchant, order_id)
    standing = site.desk.standing(session, order_id)
    stands = [(Machine.ORDER, seen.case.stage), (Machine.PAYMENT, seen.case.payment)]
    if seen.fulfilment is not None:
        stands.append((Machine.FULFILMENT, seen.fulfilment.state))
    return tuple(
        Choice(
            machine=machine,
            event=row.event,
            target=row.target,
            unmet=tuple(guard for guard in row.guards if not holds(session, seen.case, standing, guard)),
        )
        for machine, state in stands
        for row in possible(machine, state)
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
