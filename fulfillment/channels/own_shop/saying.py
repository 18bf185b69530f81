"""Says things to one's own shop: one signed message each, whose id is the saying's key.

The id is the idempotency key: a shop that has seen it answers with what it did then. So nothing is asked first.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

import orjson

from engine.clock import Clock
from engine.webhooks.signing import signed
from fulfillment.channels.credentials import in_rotation
from fulfillment.channels.errors import CredentialMissing, SayingRefused
from fulfillment.channels.node import Node
from fulfillment.channels.own_shop.calling import BAD, Shop, refusal
from fulfillment.channels.protocol import (
    Account,
    Answered,
    Cancelled,
    LineShare,
    Message,
    Refunded,
    Said,
    Shipped,
    Stock,
)
from fulfillment.channels.wire import json_of

KNOWN_ALREADY = 409
Data = dict[str, object]


@dataclass(frozen=True, slots=True)
class Saying:
    """Says things to one shop."""

    account: Account
    shop: Shop
    clock: Clock

    def say(self, key: str, said: Said) -> Answered:
        """Sends it. Raises SayingRefused with the shop's code and words."""
        return self.send(key, *_told(said))

    def send(self, key: str, type_: str, data: Data) -> Answered:
        """One signed message."""
        now = self.clock.now()
        body = orjson.dumps({"type": type_, "timestamp": _moment(now), "data": data})
        try:
            headers = signed(in_rotation(self.account, "signing_secret"), key, int(now.timestamp()), body)
        except ValueError as wrong:
            raise CredentialMissing("signing_secret") from wrong
        url = self.shop.address("clearway")
        reply = self.shop.wire.call("POST", url, headers={"content-type": "application/json", **headers}, content=body)
        if reply.status == KNOWN_ALREADY:
            return Answered(already=True)
        if reply.status >= BAD:
            raise SayingRefused(*refusal(reply))
        answer = Node(json_of(reply))
        return Answered(remote=answer.maybe("id"), already=answer.flag("already"))


def _told(said: Said) -> tuple[str, Data]:
    """The type of a message, and its data."""
    match said:
        case Shipped():
            return "order.shipped", _shipped(said)
        case Cancelled():
            return "order.cancelled", {
                "ref": said.ref,
                "reason": said.reason,
                "note": said.note,
                "restock": said.restock,
            }
        case Refunded():
            return "order.refunded", {
                "ref": said.ref,
                "refund": said.refund,
                "amount": said.amount,
                "currency": said.currency,
                "reason": said.reason,
                "lines": _lines(said.lines),
            }
        case Stock():
            levels = [{"sku": each.name or each.sku, "quantity": each.pieces} for each in said.levels]
            return "stock.levels", {"as_of": _moment(said.as_of), "levels": levels}
        case Message():
            return "order.message", {
                "ref": said.ref,
                "kind": said.kind,
                "subject": said.subject,
                "text": said.text,
                "language": said.language,
            }
        case _:
            assert_never(said)


def _shipped(said: Shipped) -> Data:
    return {
        "ref": said.ref,
        "tracking_number": said.number,
        "carrier": said.carrier,
        "carrier_name": said.carrier_name,
        "service": said.service,
        "tracking_url": said.url,
        "shipped_at": _moment(said.shipped_at),
        "lines": _lines(said.lines),
        "complete": said.whole,
    }


def _lines(lines: tuple[LineShare, ...]) -> list[Data]:
    return [{"sku": each.sku, "quantity": each.quantity} for each in lines]


def _moment(moment: datetime) -> str:
    return moment.isoformat()
