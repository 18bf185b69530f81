"""The types of events by which the feed follows an order's life: one for each place that a machine can come to."""

from collections.abc import Iterator, Mapping

from engine.webhooks.event_type import EventType, Json, codes, number, text
from fulfillment.channels.words import Topic
from fulfillment.inbox.words import CaseKind, CaseState, CloseCode, Passed
from fulfillment.lifecycle import TRANSITIONS
from fulfillment.notify.seen_to import SeenTo
from fulfillment.states import Machine, Stage
from fulfillment.tracking.watching import Kind

# `order.cancelled` says that a decision refused the order; this one that its life ended so, whoever wanted it.
CALLED_OFF = "called_off"
MOMENT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"
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

_STANDS = ("off", "on", "stopped")
_CONNECTION: Mapping[str, Json] = {
    "connection_id": text("The connection."),
    "channel": text("The channel."),
    "name": text("What the merchant calls the connection."),
}
_CONNECTED: Mapping[str, object] = {"connection_id": f"chn_{_UUID}", "channel": "shopify", "name": "shopify-de"}
_STANDING: Mapping[str, Json] = {
    "state": text("How it stands now.", words=_STANDS),
    "previous_state": text("How it stood before.", words=_STANDS),
}
_READ_CONNECTION = "/v1/channels/{connection_id}"


def _switched(name: str, summary: str, state: str, previous: str, **more: str) -> EventType:
    fields = {**_CONNECTION, **_STANDING, **{each: text("Why, as a code.") for each in more}}
    return EventType(
        name=name,
        summary=summary,
        fields=fields,
        example={**_CONNECTED, "state": state, "previous_state": previous, **more},
        status="state",
        previous="previous_state",
        link=_READ_CONNECTION,
        about_order=False,
    )


_MISSING = EventType(
    name="channel.orders_missing",
    summary="The count found orders that the channel lists and we did not know; they are fetched.",
    fields={
        **_CONNECTION,
        "day": text("The day that was counted (UTC)."),
        "listed": number("How many the channel lists."),
        "missing": number("How many of them we did not know."),
        "refs": codes("The first hundred of these, as the channel numbers them."),
    },
    example={**_CONNECTED, "day": "2026-11-24", "listed": 312, "missing": 1, "refs": ["302-1234567-1234567"]},
    link="/v1/channels/{connection_id}/counts",
    about_order=False,
)
_HEALTH: Mapping[str, Json] = {
    **_CONNECTION,
    "measure": text("What is measured.", words=("late_shipment", "cancellation", "valid_tracking", "defect")),
    "bad": number("Bad ones now."),
    "total": number("Of so many."),
    "bad_soon": number("Bad ones within three days, if nothing is done."),
    "total_soon": number("Of so many."),
    "most_permille": number("Bad ones in a thousand that the marketplace allows."),
    "orders": codes("Orders to see to first."),
}
_ILL: Mapping[str, object] = {
    **_CONNECTED, "channel": "amazon", "name": "amazon-de", "measure": "late_shipment", "bad": 3, "total": 90,
    "bad_soon": 5, "total_soon": 98, "most_permille": 40, "orders": [f"ord_{_UUID}"],
}  # fmt: skip


def _health(name: str, summary: str) -> EventType:
    return EventType(
        name=name,
        summary=summary,
        fields=_HEALTH,
        example=_ILL,
        link="/v1/channels/{connection_id}/health",
        about_order=False,
    )


_SAYING_REFUSED = EventType(
    name="channel.saying_refused",
    summary="A channel will never take what it was told; somebody has to see to it there.",
    fields={
        **_CONNECTION,
        "saying_id": text("What was said."),
        "topic": text("What it is about.", words=tuple(Topic)),
    },
    example={**_CONNECTED, "saying_id": f"say_{_UUID}", "topic": "shipped"},
    link="/v1/channel-sayings/{saying_id}",
    about_order=False,
)
_CASE: Mapping[str, Json] = {
    "case_id": text("The case."),
    "kind": text("What it joins.", words=tuple(CaseKind)),
    "channel": text("Where it came from."),
    "state": text("How it stands now.", words=tuple(CaseState)),
    "due_at": text("Until when it is to be answered; left out where nobody waits for us.", pattern=MOMENT),
}
_A_CASE: Mapping[str, object] = {
    "case_id": f"cas_{_UUID}",
    "kind": "message",
    "channel": "amazon",
    "state": "open",
    "due_at": "2026-11-25T12:00:00Z",
}


def _case(name: str, summary: str, fields: Mapping[str, Json] | None = None, **example: str) -> EventType:
    return EventType(
        name=f"case.{name}",
        summary=summary,
        fields={**_CASE, **(fields or {})},
        example={**_A_CASE, **example},
        link="/v1/cases/{case_id}",
        about_order=False,
    )


_CLOSED = {"reason_code": text("Why.", words=tuple(CloseCode))}
_PASSED = {"passed": text("What follows.", words=tuple(Passed))}
CASE_TYPES: Mapping[str, EventType] = {
    each.name: each
    for each in (
        _case("opened", "A case of customer service was opened: somebody wrote, claims or disputes."),
        _case("due", "A case has to be answered soon."),
        _case("overdue", "The time to answer a case has passed.", _PASSED, passed="escalated"),
        _case("answer_refused", "An answer will never reach the buyer; the case waits again."),
        _case("closed", "A case was closed.", _CLOSED, state="closed", reason_code="solved"),
    )
}
CHANNEL_TYPES: Mapping[str, EventType] = {
    each.name: each
    for each in (
        _switched("channel.switched_on", "A connection to a channel was switched on.", "on", "off"),
        _switched("channel.switched_off", "A connection to a channel was switched off.", "off", "on"),
        _switched(
            "channel.stopped",
            "A channel refuses the credentials or settings of a connection: nothing is read until somebody has seen to "
            "them and switches it on again.",
            "stopped",
            "on",
            reason="channel_sign_in_refused",
        ),
        _MISSING,
        _SAYING_REFUSED,
        _health("channel.health_endangered", "A marketplace's limit will be broken if nothing is done."),
        _health("channel.health_broken", "A marketplace's limit is broken."),
    )
}

NOTICE_TYPES: Mapping[str, EventType] = {
    "notice.refused": EventType(
        name="notice.refused",
        summary="A notice to a customer will not arrive by itself; somebody has to see to it.",
        fields={
            "notice_id": text("The notice."),
            "kind": text("What it tells."),
            "way": text("By which way it was sent.", words=("mail", "text")),
            "cause": text("Why, as a code: the other side's own, `gave_up`, or `end_unknown`."),
        },
        example={"notice_id": f"ntc_{_UUID}", "kind": "delivered", "way": "mail", "cause": "550-5.1.1"},
        link="/v1/notices/{notice_id}",
    ),
    "notice.waiting": EventType(
        name="notice.waiting",
        summary="A notice waits, since everything sent to this customer's addresses came back; another one is needed.",
        fields={
            "notice_id": text("The notice."),
            "kind": text("What it tells."),
            "cause": text("Why, as a code: `address_bounced`."),
        },
        example={"notice_id": f"ntc_{_UUID}", "kind": "delivered", "cause": "address_bounced"},
        link="/v1/notices/{notice_id}",
    ),
    "notice.closed": EventType(
        name="notice.closed",
        summary="Somebody has seen to a notice that was refused or waited: it is not sent any more.",
        fields={
            "notice_id": text("The notice."),
            "kind": text("What it tells."),
            "previous_state": text("How it stood.", words=("refused", "waiting")),
            "how": text("How it was seen to.", words=tuple(SeenTo)),
        },
        example={
            "notice_id": f"ntc_{_UUID}",
            "kind": "delivered",
            "previous_state": "refused",
            "how": "told_otherwise",
        },
        link="/v1/notices/{notice_id}",
    ),
}
_WATCH: Mapping[str, Json] = {
    "watch_id": text("What somebody has to see to."),
    "subject": text("The parcel, or the order that is to leave."),
    "kind": text("Why.", words=tuple(Kind)),
    "since": text("When it began (ISO 8601)."),
    "due": text("By when somebody should have acted (ISO 8601)."),
}
_SUMMARY: Mapping[Kind, str] = {
    Kind.SILENT: "A parcel is without news for longer than usual on its lane.",
    Kind.LATE: "A parcel is not there although 95 of a hundred of its lane are.",
    Kind.CUSTOMS_HELD: "Customs hold a parcel.",
    Kind.ATTEMPT_FAILED: "A parcel could not be delivered.",
    Kind.PICKUP_WAITING: "A parcel waits to be fetched.",
    Kind.UNKNOWN_NUMBER: "The carrier does not know a parcel's number that it was told.",
    Kind.SHIP_BY_NEAR: "An order must leave soon and has not.",
    Kind.RETURN_SILENT: "The parcel of a return was handed in and is without news.",
}


def _watched(name: str, summary: str, kind: Kind) -> EventType:
    example = {"watch_id": f"pwt_{_UUID}", "subject": f"shp_{_UUID}", "kind": str(kind),
               "since": "2026-11-25T09:00:00Z", "due": "2026-11-30T09:00:00Z"}  # fmt: skip
    return EventType(name=name, summary=summary, fields=_WATCH, example=example, link="/v1/orders/{order_id}/timeline")


PARCEL_TYPES: Mapping[str, EventType] = {
    each.name: each
    for each in (
        *(_watched(f"parcel.{kind}", _SUMMARY[kind], kind) for kind in Kind),
        _watched("parcel.watch_closed", "What somebody had to see to of a parcel is over.", Kind.SILENT),
    )
}
