"""A carrier that speaks our own protocol; see docs/own-carrier-protocol.md."""

from base64 import b64decode
from binascii import Error as NoBase64
from datetime import date
from urllib.parse import quote

import orjson

from engine.clock import Clock
from engine.outgoing.client import Reply
from fulfillment.carriers.amounts import money_of
from fulfillment.carriers.errors import (
    CarrierAnswerRefused,
    CarrierCannot,
    CarrierCredentialMissing,
    CarrierRefused,
    LabelLost,
)
from fulfillment.carriers.own_carrier.writing import Json, booked_body, pickup_body, rates_body
from fulfillment.carriers.protocol import (
    Booked,
    BookingAsked,
    CarrierAccount,
    Known,
    LabelFile,
    LabelForm,
    ManifestAsked,
    PickupAsked,
    PickupBooked,
    Rate,
    RatesAsked,
)
from fulfillment.carriers.wire import BAD, GONE, CarrierWire, each, needed, read
from fulfillment.carriers.words import Act, AdapterName, Refusal
from fulfillment.channels.credentials import credential
from fulfillment.channels.errors import CredentialMissing
from fulfillment.channels.node import Node
from fulfillment.channels.wire import Sender

NOT_BUILT = 501
MEDIA_TYPES = frozenset({"application/pdf", "application/vnd.zebra.zpl"})
CODES = {each.value: each for each in Refusal}


class OwnCarrier:
    """One account; see `fulfillment.carriers.protocol.Carrier`. Calls that a line has not built answer 501."""

    name = AdapterName.OWN_CARRIER
    settling_s = 0.0

    def __init__(self, account: CarrierAccount, sender: Sender, _: Clock) -> None:
        self._account = account
        self._wire = CarrierWire(sender)

    @property
    def acts(self) -> frozenset[Act]:
        """All of them, unless the setting `acts` names some."""
        stated = self._account.settings.get("acts", "")
        return frozenset(Act(word) for word in stated.replace(",", " ").split() if word in set(Act)) or frozenset(Act)

    def check(self) -> str:
        """Who the line says we are."""
        return self._ask("GET", "account").maybe("name") or self._account.endpoint

    def rates(self, asked: RatesAsked) -> tuple[Rate, ...]:
        """What its products cost."""
        said = self._ask("POST", "rates", rates_body(asked), act=Act.RATE)
        return tuple(_rate(found) for found in each(said, "rates"))

    def book(self, asked: BookingAsked, *, unsure: bool) -> Booked:  # noqa: ARG002 - the key makes it once
        """The reference is the idempotency key, so a repeat is answered as the first time."""
        said = self._ask("POST", "bookings", booked_body(asked), key=asked.reference)
        number = needed(said, "number")
        charge = said.at("charge")
        return Booked(
            number=number,
            remote=said.maybe("id") or number,
            label=_label(said.at("label"), number),
            charge=money_of(charge.at("amount"), charge.maybe("currency")) if charge.has("amount") else None,
            already=said.flag("already"),
        )

    def label(self, known: Known, form: LabelForm) -> LabelFile:
        """The label once more."""
        said = self._ask("GET", f"bookings/{quote(known.reference, safe='')}/label?form={form.value}", act=Act.LABEL)
        return _label(said, known.number)

    def void(self, known: Known, *, unsure: bool) -> bool:  # noqa: ARG002 - it is named by our reference
        """Calls it off by our reference."""
        reply = self._call("DELETE", f"bookings/{quote(known.reference, safe='')}", key=f"{known.reference}-void")
        if reply.status in GONE:
            return False
        self._judge(reply, Act.VOID)
        return True

    def pick_up(self, asked: PickupAsked, *, unsure: bool) -> PickupBooked:  # noqa: ARG002 - the key makes it once
        """Has it come."""
        said = self._ask("POST", "pickups", pickup_body(asked), key=asked.reference, act=Act.PICKUP)
        day = said.maybe("day")
        return PickupBooked(remote=needed(said, "id"), day=_day(day) if day else None, note=said.maybe("note"))

    def call_off_pickup(self, remote: str, by: str) -> bool:  # noqa: ARG002 - the line asks not who
        """It need not come."""
        reply = self._call("DELETE", f"pickups/{quote(remote, safe='')}", key=f"{remote}-off")
        if reply.status in GONE:
            return False
        self._judge(reply, Act.PICKUP)
        return True

    def close(self, asked: ManifestAsked) -> str:
        """Tells what is handed over."""
        body: Json = {"reference": asked.reference, "at": asked.at.isoformat(), "numbers": list(asked.numbers)}
        return self._ask("POST", "manifests", body, key=asked.reference, act=Act.MANIFEST).maybe("id")

    def recall(self, known: Known, reference: str) -> str:
        """Asks for a parcel to come back."""
        path = f"bookings/{quote(known.reference, safe='')}/recall"
        return self._ask("POST", path, {"number": known.number}, key=reference, act=Act.RECALL).maybe("id")

    def _ask(self, method: str, path: str, body: Json | None = None, *, key: str = "", act: Act | None = None) -> Node:
        reply = self._call(method, path, body, key=key)
        self._judge(reply, act)
        return read(reply)

    def _call(self, method: str, path: str, body: Json | None = None, *, key: str = "") -> Reply:
        try:
            headers = {"authorization": f"Bearer {credential(self._account, 'access_token')}"}
        except CredentialMissing as missing:
            raise CarrierCredentialMissing(missing.name) from missing
        if key:
            headers["idempotency-key"] = key
        content = None if body is None else orjson.dumps(body)
        # 501 is the line's own word for a call it has not built, so it is judged before faults of a server are.
        wire = CarrierWire(self._wire.sender, judge=self._built)
        return wire.call(method, f"{self._account.endpoint.rstrip('/')}/{path}", headers, content)

    def _built(self, reply: Reply) -> None:
        if reply.status == NOT_BUILT:
            raise CarrierCannot(self.name, "this call")

    def _judge(self, reply: Reply, act: Act | None) -> None:
        if reply.status < BAD:
            return
        if reply.status == 404 and act is not None:
            raise CarrierRefused(Refusal.UNKNOWN, "404", "the carrier does not know it")
        try:
            said = read(reply)
        except CarrierAnswerRefused:
            said = Node(None)
        code = said.maybe("code") or str(reply.status)
        words = said.maybe("detail") or said.maybe("title") or f"the carrier answers {reply.status}"
        raise CarrierRefused(CODES.get(code, Refusal.OTHER), code[:64], words[:1000])


def _rate(found: Node) -> Rate:
    days = found.maybe("days")
    return Rate(
        product=needed(found, "product"),
        total=money_of(found.at("amount"), needed(found, "currency")),
        days=int(days) if days.isdigit() else None,
    )


def _label(said: Node, number: str) -> LabelFile:
    media_type = said.maybe("media_type")
    try:
        content = b64decode(said.maybe("content"), validate=True)
    except NoBase64 as wrong:
        raise LabelLost(number) from wrong
    if media_type not in MEDIA_TYPES or not content:
        raise LabelLost(number)
    return LabelFile(media_type, content)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise CarrierAnswerRefused("day") from wrong
