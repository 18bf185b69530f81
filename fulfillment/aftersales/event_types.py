"""The types of events of returns beside those of each place that a return can come to."""

from collections.abc import Mapping

from engine.webhooks.event_type import EventType, flag, number, text

REFUND_DUE = "return.refund_due"
_UUID = "019abf00c0de7000800000000000c0de"

RETURN_TYPES: Mapping[str, EventType] = {
    REFUND_DUE: EventType(
        name=REFUND_DUE,
        summary="The day by which a law wants the money of a return to have gone back comes near, or has passed.",
        fields={
            "return_id": text("The return."),
            "days_left": number("Days left, whole ones."),
            "is_over": flag("Whether it has passed."),
        },
        example={"return_id": f"ret_{_UUID}", "days_left": 3, "is_over": False},
        link="/v1/returns/{return_id}",
    )
}
