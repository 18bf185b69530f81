"""A carrier on loopback that speaks docs/own-carrier-protocol.md."""

from dataclasses import dataclass, field

from fulfillment.carriers.protocol import CarrierAccount
from fulfillment.carriers.words import AdapterName
from tests.carrier_servers.labels import a_pdf, a_zpl, as_text
from tests.channel_servers.base import Call, ChannelServer, json_answer
from tests.web_peer import Answer

Thing = dict[str, object]
TOKEN = "sample-carrier-token"  # noqa: S105 - a made-up one


def refusal(code: str, detail: str, status: int = 422) -> Answer:
    """A problem with a code of the protocol."""
    return json_answer({"title": "refused", "code": code, "detail": detail, "status": status}, status)


@dataclass
class OwnCarrierServer(ChannelServer):
    """One account. What came with an idempotency key is answered as it was the first time."""

    bookings: dict[str, Thing] = field(default_factory=dict)  # by reference
    pickups: dict[str, Thing] = field(default_factory=dict)
    manifests: dict[str, Thing] = field(default_factory=dict)
    recalls: list[str] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    refuses: list[Answer] = field(default_factory=list)
    not_built: tuple[str, ...] = ()
    numbers: int = 700_000
    told: dict[str, list[Thing]] = field(default_factory=dict)  # events by number

    def account(self, **settings: str) -> CarrierAccount:
        """How to connect to it."""
        return CarrierAccount(
            connection="crc_own",
            adapter=AdapterName.OWN_CARRIER,
            endpoint=f"{self.url}/api",
            settings=settings,
            secrets={"access_token": TOKEN},
        )

    def throttled(self, call: Call) -> Answer:
        """With seconds to wait."""
        return json_answer({"title": "too many requests"}, 429, {"retry-after": f"{self.faults.wait_s:g}"})

    def is_effect(self, call: Call) -> bool:
        """A rate changes nothing, nor does a question where parcels are."""
        return call.changes and not call.path.endswith(("/rates", "/tracking"))

    def serve(self, call: Call) -> Answer:
        """One address of the protocol."""
        if call.headers.get("authorization") != f"Bearer {TOKEN}":
            return json_answer({"title": "who are you"}, 401)
        if len(call.steps) > 1 and call.steps[1] in self.not_built:
            return json_answer({"title": "not built"}, 501)
        key = call.headers.get("idempotency-key", "")
        if key and key in self.answers:
            return self.answers[key]
        answer = self._first(call)
        if key and answer.status < 400:
            self.answers[key] = answer
        return answer

    def _first(self, call: Call) -> Answer:
        match (call.method, *call.steps):
            case ("GET", "api", "account"):
                return json_answer({"name": "Muster Vans"})
            case ("POST", "api", "rates"):
                return json_answer({"rates": [{"product": "VAN", "amount": "7.40", "currency": "EUR", "days": 1}]})
            case ("POST", "api", "bookings"):
                return self._book(call.json())
            case ("GET", "api", "bookings", ours, "label") if ours in self.bookings:
                return json_answer(self._label(self.bookings[ours], call.query.get("form", "pdf")))
            case ("DELETE", "api", "bookings", ours):
                return Answer(204) if self.bookings.pop(ours, None) is not None else json_answer({}, 404)
            case ("POST", "api", "bookings", ours, "recall") if ours in self.bookings:
                self.recalls.append(ours)
                return json_answer({"id": f"recall-{ours}"})
            case ("POST", "api", "pickups"):
                return self._fetch(call.json())
            case ("DELETE", "api", "pickups", id_):
                return Answer(204) if self.pickups.pop(id_, None) is not None else json_answer({}, 404)
            case ("POST", "api", "tracking"):
                known = [each for each in _numbers(call.json()) if each in self.told]
                return json_answer({"parcels": [{"number": each, "events": self.told[each]} for each in known]})
            case ("POST", "api", "manifests"):
                body = call.json()
                self.manifests[str(body["reference"])] = body
                return json_answer({"id": f"M-{len(self.manifests)}"})
        return json_answer({"title": "not found"}, 404)

    def _book(self, body: Thing) -> Answer:
        if self.refuses:
            return self.refuses.pop(0)
        self.numbers += 1
        number = f"MV{self.numbers}"
        self.bookings[str(body["reference"])] = {**body, "number": number}
        label = self._label(body, str(body["label"]))
        charge = {"amount": "7.40", "currency": "EUR"}
        return json_answer({"id": f"b-{number}", "number": number, "label": label, "charge": charge}, 201)

    def _label(self, body: Thing, form: str) -> Thing:
        to = body["to"]
        name = str(to["name"]) if isinstance(to, dict) else ""
        if form == "zpl":
            return {"media_type": "application/vnd.zebra.zpl", "content": as_text(a_zpl(name))}
        return {"media_type": "application/pdf", "content": as_text(a_pdf(name))}

    def _fetch(self, body: Thing) -> Answer:
        if str(body["ready"]) >= "18:00":
            return refusal("time", "our vans stop at six")
        id_ = f"P-{len(self.pickups) + 1}"
        self.pickups[id_] = body
        return json_answer({"id": id_, "day": body["day"], "note": "van 7"}, 201)


def _numbers(body: Thing) -> list[str]:
    asked = body["numbers"]
    return [str(each) for each in asked] if isinstance(asked, list) else []
