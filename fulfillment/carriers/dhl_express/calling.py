"""Calls MyDHL API, and says what its refusals mean."""

from base64 import b64encode
from dataclasses import dataclass

import orjson

from engine.outgoing.client import Reply
from fulfillment.carriers.errors import CarrierCredentialMissing, CarrierRefused
from fulfillment.carriers.protocol import CarrierAccount
from fulfillment.carriers.reading_words import Rows, meant
from fulfillment.carriers.wire import BAD, CarrierWire, read
from fulfillment.carriers.words import Refusal
from fulfillment.channels.credentials import credential
from fulfillment.channels.errors import CredentialMissing
from fulfillment.channels.node import Node

VERSION = "3.1.1"
SUSPENDED = ("temporary", "suspend", "embargo", "temporarily", "currently not serviced", "emergency situation")
WORDS: Rows = (
    (Refusal.SUSPENDED, SUSPENDED),
    (Refusal.GOODS, ("prohibited", "restricted commodity", "commodity is not", "not accepted", "dangerous")),
    (Refusal.TIME, ("pickup time", "cutoff", "cut-off", "too late", "closetime", "planned pickup", "in the past")),
    (Refusal.SIZE, ("weight exceeds", "dimension", "exceeds the limit", "weight limit")),
    (Refusal.PRODUCT, ("product", "service(s) not", "not available")),
    (Refusal.PAPERS, ("exportdeclaration", "lineitems", "declared value", "invoice", "commoditycodes", "registration")),
    (Refusal.ADDRESS, ("address", "postcode", "postal", "cityname", "city", "countrycode", "receiverdetails")),
)


@dataclass(frozen=True, slots=True)
class MyDhl:
    """One account."""

    account: CarrierAccount
    wire: CarrierWire

    @property
    def number(self) -> str:
        """The shipper's account number. Raises CarrierCredentialMissing."""
        found = self.account.settings.get("account", "")
        if not found:
            raise CarrierCredentialMissing("account")
        return found

    def call(self, method: str, path: str, body: object = None, reference: str = "") -> Reply:
        """An answer below 500. Raises CarrierErrors."""
        headers = {"authorization": f"Basic {self._basic()}", "x-version": VERSION}
        if reference:
            headers["message-reference"] = reference
        content = None if body is None else orjson.dumps(body)
        return self.wire.call(method, f"{self.account.endpoint.rstrip('/')}/{path}", headers, content)

    def ask(self, method: str, path: str, body: object = None, reference: str = "") -> Node:
        """The answer's JSON. Raises CarrierRefused with DHL's own code and words."""
        reply = self.call(method, path, body, reference)
        if reply.status >= BAD:
            raise refusal(reply)
        return read(reply)

    def _basic(self) -> str:
        try:
            pair = f"{credential(self.account, 'username')}:{credential(self.account, 'password')}"
        except CredentialMissing as missing:
            raise CarrierCredentialMissing(missing.name) from missing
        return b64encode(pair.encode()).decode("ascii")


def refusal(reply: Reply) -> CarrierRefused:
    """A problem of DHL: `detail` begins with its code where there is one, `additionalDetails` name fields."""
    said = read(reply)
    detail = said.maybe("detail") or said.maybe("message") or said.maybe("title") or f"status {reply.status}"
    code, colon, rest = detail.partition(":")
    is_coded = bool(colon) and code.strip().isalnum() and any(letter.isdigit() for letter in code)
    more = [str(each) for each in _listed(said.at("additionalDetails").value)]
    words = "; ".join([rest.strip() if is_coded else detail.strip(), *more])[:1000]
    return CarrierRefused(meant(words, WORDS), code.strip() if is_coded else str(reply.status), words)


def _listed(found: object) -> list[object]:
    return found if isinstance(found, list) else []
