"""DHL's Shipment Tracking - Unified on loopback: one number a call, local times without a zone. All is made up."""

from dataclasses import dataclass, field

from tests.channel_servers.base import Call, ChannelServer, json_answer
from tests.web_peer import Answer

Thing = dict[str, object]
KEY = "sample-dhl-key"


def an_event(code: str, timestamp: str, country: str, town: str, description: str) -> Thing:
    """An event as the API shows it."""
    return {
        "timestamp": timestamp,
        "location": {"address": {"countryCode": country, "addressLocality": town}},
        "statusCode": code,
        "status": description,
        "description": description,
    }


@dataclass
class DhlServer(ChannelServer):
    """One key. `events` by number."""

    key: str = KEY
    events: dict[str, list[Thing]] = field(default_factory=dict)

    def serve(self, call: Call) -> Answer:
        if call.headers.get("dhl-api-key") != self.key:
            return json_answer({"title": "Unauthorized", "status": 401, "detail": "no such key"}, 401)
        number = call.query.get("trackingNumber", "")
        if number not in self.events:
            return json_answer({"title": "No result found", "status": 404, "detail": "no such shipment"}, 404)
        events = self.events[number]
        shipment = {"id": number, "service": "express", "status": events[0], "events": events,
                    "details": {"proofOfDelivery": {"signed": {"name": "K. MUSTERMANN"}}}}  # fmt: skip
        return json_answer({"shipments": [shipment]})

    def throttled(self, call: Call) -> Answer:
        return json_answer({"title": "Too many requests", "status": 429}, 429, {"retry-after": "60"})
