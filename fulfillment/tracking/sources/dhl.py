"""DHL, Shipment Tracking - Unified: one number a call.

As published by DHL Group (developer portal, "Shipment Tracking - Unified" 1.5.8, read 2026-11-26) and by models made
from its specification: GET with the key in `DHL-API-Key`; a number that no division knows is answered by 404, too many
calls by 429; an event has `timestamp`, `location.address`, one of five `statusCode`s (`pre-transit`, `transit`,
`delivered`, `failure`, `unknown`) and words. Public clients show times without a zone, which are read as local to the
event, and 250 calls a day for a new key: calls are spread over the day.
"""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from fulfillment.channels.errors import AnswerRefused, CredentialMissing, KnockRefused
from fulfillment.channels.node import Node
from fulfillment.channels.protocol import Knock
from fulfillment.channels.wire import Sender, Wire, json_of
from fulfillment.tracking.code_tables import TableName
from fulfillment.tracking.sources.protocol import Answer, Found, SourceAccount, Wanted
from fulfillment.tracking.told import MOST_CODE, Told, place_of, plain

USUAL = "https://api-eu.dhl.com/track/shipments"
KEY = "api_key"
PER_DAY, USUAL_PER_DAY = "per_day", 250
DAY_S = 86_400
NOBODYS = "0000000000"  # a number that no parcel has: whoever may ask is told that it is not found
GOOD, BAD, MISSING = 200, 400, 404


class Dhl:
    """See `fulfillment.tracking.sources.protocol.Source`."""

    most_numbers = 1

    def __init__(self, account: SourceAccount, sender: Sender) -> None:
        self._account = account
        self._wire = Wire(sender)
        stated = account.settings.get(PER_DAY, "")
        self.pause_s = DAY_S / (int(stated) if stated.isdigit() and int(stated) else USUAL_PER_DAY)

    def ask(self, wanted: Sequence[Wanted]) -> Answer:
        """What is known of each; the caller asks for one at a time."""
        return Answer(tuple(self._one(each.number) for each in wanted))

    def heard(self, knock: Knock, now: datetime) -> tuple[Found, ...]:  # noqa: ARG002 - one form for all
        """Nothing is pushed by this API."""
        raise KnockRefused("this source is asked, and sends nothing")

    def check(self) -> str:
        """Asks for a number that nobody has, which costs one call of the day's."""
        self._one(NOBODYS)
        return f"{self._account.endpoint or USUAL}"

    def _one(self, number: str) -> Found:
        key = self._account.secrets.get(KEY)
        if not key:
            raise CredentialMissing(KEY)
        asked = {"trackingNumber": number, "language": "en"}
        asked |= {"service": service} if (service := self._account.settings.get("service")) else {}
        address = f"{self._account.endpoint or USUAL}?{urlencode(asked)}"
        reply = self._wire.call("GET", address, headers={"DHL-API-Key": key, "accept": "application/json"})
        if reply.status in (BAD, MISSING):
            return Found(number=number, registered=True)
        if reply.status != GOOD:
            raise AnswerRefused(f"answer, status {reply.status}")
        events = tuple(_told(event) for each in Node(json_of(reply)).each("shipments") for event in each.each("events"))
        return Found(number=number, events=events, known=bool(events), registered=True)


def _told(event: Node) -> Told:
    return Told(
        table=TableName.DHL,
        code=(event.maybe("statusCode") or "unknown")[:MOST_CODE],
        stated=event.maybe("timestamp"),
        detail=plain(event.maybe("description") or event.maybe("status")),
        country=event.maybe("location", "address", "countryCode").upper()[:2],
        place=place_of(event.maybe("location", "address", "addressLocality")),
    )
