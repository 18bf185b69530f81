"""The types of events by which the feed follows an order's life: one for each place that a machine can come to."""

from collections.abc import Iterator, Mapping

from engine.webhooks.event_type import EventType, text
from fulfillment.lifecycle import TRANSITIONS
from fulfillment.states import Machine, Stage

# `order.cancelled` says that a decision refused the order; this one that its life ended so, whoever wanted it.
CALLED_OFF = "called_off"
_UUID = "019abf00c0de7000800000000000c0de"
_SUBJECTS: Mapping[Machine, str] = {
    Machine.ORDER: "ord",
    Machine.PAYMENT: "ord",
    Machine.FULFILMENT: "ful",
    Machine.SHIPMENT: "shp",
    Machine.RETURN: "ret",
    Machine.CLAIM: "clm",
}
_SUMMARIES: Mapping[Machine, str] = {
    Machine.ORDER: "An order stands at `{state}`.",
    Machine.PAYMENT: "The money of an order stands at `{state}`.",
    Machine.FULFILMENT: "The warehouse's work on a part stands at `{state}`.",
    Machine.SHIPMENT: "A parcel stands at `{state}`.",
    Machine.RETURN: "A return stands at `{state}`.",
    Machine.CLAIM: "A claim against a carrier stands at `{state}`.",
}


def type_of(machine: str, target: str) -> str:
    """The type of the event that a machine has come to a place."""
    word = CALLED_OFF if (machine, target) == (Machine.ORDER, Stage.CANCELLED) else target
    return f"{machine}.{word}"


def _types() -> Iterator[EventType]:
    for machine in Machine:
        moves = [each for each in TRANSITIONS if each.machine is machine and each.source != each.target]
        states = sorted({str(state) for each in moves for state in (each.source, each.target)})
        for target in sorted({str(each.target) for each in moves}):
            first = next(each for each in moves if each.target == target)
            yield EventType(
                name=type_of(machine, target),
                summary=_SUMMARIES[machine].format(state=target),
                fields={
                    "subject": text("What moved: the order, or a part, parcel, return or claim of it."),
                    "event": text("What happened to it."),
                    "state": text("Where it stands.", words=states),
                    "previous_state": text("Where it stood.", words=states),
                },
                example={
                    "subject": f"{_SUBJECTS[machine]}_{_UUID}",
                    "event": str(first.event),
                    "state": target,
                    "previous_state": str(first.source),
                },
                status="state",
                previous="previous_state",
                link="/v1/orders/{order_id}/timeline",
            )


LIFE_TYPES: Mapping[str, EventType] = {each.name: each for each in _types()}
