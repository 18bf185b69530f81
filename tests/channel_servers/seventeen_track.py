"""17TRACK on loopback, as its Tracking API 2.2 is published: registers numbers, tells of them, signs what it pushes.

Numbers and places are made up. It signs by its own arithmetic, not by our code.
"""

import hashlib
from dataclasses import dataclass, field

import orjson

from fulfillment.channels.protocol import Knock
from tests.channel_servers.base import Call, ChannelServer, json_answer
from tests.web_peer import Answer

Thing = dict[str, object]
TOKEN = "sample-17-token"  # noqa: S105 - a made-up one
CN, DE = ("CN", "Shenzhen"), ("DE", "Leipzig")


def an_event(sub_status: str, time_iso: str, place: tuple[str, str] = CN, description: str = "scanned") -> Thing:
    """An event of one carrier."""
    return {
        "time_iso": time_iso,
        "time_utc": None,
        "description": description,
        "location": place[1],
        "stage": None,
        "sub_status": sub_status,
        "address": {"country": place[0], "state": None, "city": place[1], "street": None, "postal_code": "04435"},
    }


@dataclass
class SeventeenTrackServer(ChannelServer):
    """One account. `events` by number; `unwanted`: numbers that it refuses, with its code; `quota` new numbers."""

    token: str = TOKEN
    events: dict[str, list[Thing]] = field(default_factory=dict)
    registered: list[str] = field(default_factory=list)
    unwanted: dict[str, int] = field(default_factory=dict)
    quota: int = 100
    hook_url: str = "https://clearway.example/hooks"

    def serve(self, call: Call) -> Answer:
        if call.headers.get("17token") != self.token:
            return self._failed(401, -18010002, "Invalid security key.")
        asked = orjson.loads(call.body)
        if len(asked) > 40:
            return self._failed(200, -18010014, "Too many numbers.")
        match call.steps[-1]:
            case "register":
                return self._split([self._register(str(each["number"])) for each in asked])
            case "gettrackinfo":
                return self._split([self._info(str(each["number"])) for each in asked])
            case "getquota":
                return json_answer({"code": 0, "data": {"quota_total": 100, "quota_remain": self.quota}})
        return Answer(404)

    def throttled(self, call: Call) -> Answer:
        return self._failed(429, 429, "Too many requests.")

    def push(self, number: str, event: str = "TRACKING_UPDATED", token: str | None = None) -> Knock:
        """A webhook of a number, signed."""
        data = self._info(number) if event == "TRACKING_UPDATED" else {"number": number, "carrier": 3011}
        body = orjson.dumps({"event": event, "data": data})
        sign = hashlib.sha256(body + b"/" + (token or self.token).encode()).hexdigest()
        return Knock(headers={"sign": sign, "content-type": "application/json"}, body=body, url=self.hook_url)

    def _register(self, number: str) -> Thing:
        if number in self.unwanted:
            return _rejected(number, self.unwanted[number])
        if number in self.registered:
            return _rejected(number, -18019901)
        if not self.quota:
            return _rejected(number, -18019908)
        self.quota -= 1
        self.registered.append(number)
        return {"origin": 1, "number": number, "carrier": 3011, "tag": None}

    def _info(self, number: str) -> Thing:
        if number not in self.registered:
            return _rejected(number, -18019902)
        events = self.events.get(number, [])
        if not events:
            return _rejected(number, -18019909)
        provider = {"provider": {"key": 3011, "name": "A post", "country": "CN"}, "events": events}
        latest = {"status": str(events[-1]["sub_status"]).partition("_")[0], "sub_status": events[-1]["sub_status"]}
        return {"number": number, "carrier": 3011, "track_info": {
            "shipping_info": {}, "latest_status": latest, "tracking": {"providers": [provider]}}}  # fmt: skip

    def _split(self, each: list[Thing]) -> Answer:
        accepted = [one for one in each if "error" not in one]
        return json_answer({"code": 0, "data": {"accepted": accepted, "rejected": [o for o in each if "error" in o]}})

    def _failed(self, status: int, code: int, message: str) -> Answer:
        return json_answer({"code": code, "data": {"errors": [{"code": code, "message": message}]}}, status)


def _rejected(number: str, code: int) -> Thing:
    return {"number": number, "error": {"code": code, "message": f"refused ({code})"}}
