"""The types of events about live carriers."""

from collections.abc import Mapping

from engine.webhooks.event_type import EventType, Json, codes, number, text
from fulfillment.carriers.words import AdapterName, Refusal

_UUID = "019abf00c0de7000800000000000c0de"
_CONNECTION: Mapping[str, Json] = {
    "connection_id": text("The connection."),
    "adapter": text("The API it speaks.", words=tuple(AdapterName)),
    "name": text("What the merchant calls the connection."),
}
_CONNECTED: Mapping[str, object] = {"connection_id": f"crc_{_UUID}", "adapter": "dhl_express", "name": "dhl-de"}
_STANDS = ("off", "on", "stopped")
_STANDING: Mapping[str, Json] = {
    "state": text("How it stands now.", words=_STANDS),
    "previous_state": text("How it stood before.", words=_STANDS),
}
_WHY = text("Why, as far as the carrier's words say.", words=tuple(Refusal))
_BOOKING: Mapping[str, Json] = {
    "booking_id": text("The booking; it shows the carrier's own words."),
    "service": text("The service."),
    "why": _WHY,
}
_BOOKED: Mapping[str, object] = {"booking_id": f"bkg_{_UUID}", "service": "intl-express", "why": "address"}
_READ_BOOKING = "/v1/carrier-bookings/{booking_id}"


def _switched(name: str, summary: str, state: str, previous: str, **more: str) -> EventType:
    return EventType(
        name=name,
        summary=summary,
        fields={**_CONNECTION, **_STANDING, **{each: text("Why, as a code.") for each in more}},
        example={**_CONNECTED, "state": state, "previous_state": previous, **more},
        status="state",
        previous="previous_state",
        link="/v1/carrier-connections/{connection_id}",
        about_order=False,
    )


def _about_booking(name: str, summary: str, **differs: object) -> EventType:
    return EventType(
        name=name,
        summary=summary,
        fields={**_CONNECTION, **_BOOKING},
        example={**_CONNECTED, **_BOOKED, **differs},
        link=_READ_BOOKING,
    )


CARRIER_TYPES: Mapping[str, EventType] = {
    each.name: each
    for each in (
        _switched("carrier.switched_on", "A connection to a carrier was switched on.", "on", "off"),
        _switched("carrier.switched_off", "A connection to a carrier was switched off.", "off", "on"),
        _switched(
            "carrier.stopped",
            "A carrier refuses the credentials or settings of a connection: its parcels wait until somebody has seen "
            "to them and switches it on again.",
            "stopped",
            "on",
            reason="carrier_sign_in_refused",
        ),
        _about_booking(
            "carrier.booking_refused", "A carrier will not take a parcel as it is; somebody has to see to it."
        ),
        _about_booking("carrier.label_lost", "A parcel was booked, and its label cannot be had.", why="label_lost"),
        _about_booking("carrier.void_refused", "A booking that nobody wants stands at the carrier.", why="too_late"),
        EventType(
            name="carrier.recall_refused",
            summary="A carrier will not send a parcel back.",
            fields={**_CONNECTION, "booking_id": text("The booking of the parcel.")},
            example={**_CONNECTED, "booking_id": f"bkg_{_UUID}"},
            link=_READ_BOOKING,
        ),
        EventType(
            name="carrier.pickup_refused",
            summary="A carrier will not come.",
            fields={**_CONNECTION, "pickup_id": text("The pick-up."), "day": text("The day."), "why": _WHY},
            example={**_CONNECTED, "pickup_id": f"pup_{_UUID}", "day": "2026-11-27", "why": "time"},
            link="/v1/pickups/{pickup_id}",
            about_order=False,
        ),
        EventType(
            name="carrier.manifest_refused",
            summary="A carrier does not take a manifest.",
            fields={**_CONNECTION, "manifest_id": text("The manifest.")},
            example={**_CONNECTED, "manifest_id": f"man_{_UUID}"},
            link="/v1/manifests/{manifest_id}",
            about_order=False,
        ),
        EventType(
            name="manifest.scans_differ",
            summary="A day after a hand-over its carrier has not scanned all parcels, or has scanned others.",
            fields={
                "manifest_id": text("The manifest."),
                "carrier": text("The carrier."),
                "missing": number("Parcels on it without a scan."),
                "strays": number("Parcels that were scanned and are on no manifest."),
                "missing_numbers": codes("The first hundred of those without a scan."),
                "stray_numbers": codes("The first hundred of the others."),
            },
            example={
                "manifest_id": f"man_{_UUID}", "carrier": "dhl_express", "missing": 1, "strays": 0,
                "missing_numbers": ["CX000000011CN"], "stray_numbers": [],
            },
            link="/v1/manifests/{manifest_id}/scans",
            about_order=False,
        ),
    )
}  # fmt: skip
