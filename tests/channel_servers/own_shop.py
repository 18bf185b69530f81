"""A shop of one's own on loopback, which speaks docs/own-shop-protocol.md.

It signs and verifies by the published package of Standard Webhooks, not by our code. All people are made up.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import orjson
from standardwebhooks import Webhook, WebhookVerificationError

from fulfillment.channels.protocol import Account, Knock
from fulfillment.channels.words import ChannelName
from tests.channel_servers.base import Call, ChannelServer, json_answer
from tests.web_peer import Answer

Thing = dict[str, object]
IN, OUT = (
    "whsec_" + "aW5ib3VuZC1zZWNyZXQtb2YtdGhlLXNhbXBsZS1zaG9w",
    "whsec_" + "b3V0Ym91bmQtc2VjcmV0LW9mLXRoZS1zYW1wbGUtc2hvcA==",
)
ADDRESS: Thing = {
    "name": "Kim Muster",
    "line1": "Testgasse 1",
    "city": "Wien",
    "postcode": "1010",
    "country": "AT",
}


class TimedWebhook(Webhook):
    """The published package, which looks at the machine's clock, with the shop's own."""

    def __init__(self, secret: str, now: datetime) -> None:
        super().__init__(secret)
        self.now = now

    def _Webhook__verify_timestamp(self, stated: str) -> datetime:  # noqa: N802 - the name that the package calls
        sent = datetime.fromtimestamp(float(stated), tz=UTC)
        if abs(sent - self.now) > timedelta(minutes=5):
            raise WebhookVerificationError("Message timestamp too old or too new")
        return sent


@dataclass
class OwnShopServer(ChannelServer):
    """One shop. `place` makes an order; `said` are the messages that came, once each by their id.

    `refuses`: types of messages that the shop will not take.
    """

    token: str = "sample-shop-token"  # noqa: S105 - a made-up one
    hook_url: str = "https://clearway.example/hooks"
    most_per_page: int = 50
    entries: dict[str, Thing] = field(default_factory=dict)
    said: dict[str, Thing] = field(default_factory=dict)
    refuses: tuple[str, ...] = ()
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1001))

    def account(self, **settings: str) -> Account:
        """How to connect to this shop."""
        return Account(
            connection="con_own",
            channel=ChannelName.OWN_SHOP,
            endpoint=f"{self.url}/api",
            settings=settings,
            secrets={"access_token": self.token, "webhook_secret": IN, "signing_secret": OUT},
        )

    def place(self, *lines: tuple[str, int, int], state: str = "open") -> Thing:
        """An order of `(sku, pieces, price in cents)`, paid by card."""
        with self.lock:
            ref, now = f"S-{next(self.numbers)}", self.now().isoformat()
            items = [
                {"sku": sku, "title": f"Article {sku}", "quantity": n, "unit_price": price} for sku, n, price in lines
            ]
            items = items or [{"sku": "MUG-350", "title": "Mug", "quantity": 2, "unit_price": 990}]
            total = sum(int(str(each["unit_price"])) * int(str(each["quantity"])) for each in items)
            order: Thing = {
                "id": ref,
                "channel": "own_shop",
                "placed_at": now,
                "currency": "EUR",
                "lines": items,
                "totals": {"total": total, "goods": total},
                "shipping_address": ADDRESS,
                "payment": {"method": "card", "status": "captured", "currency": "EUR", "captured": total},
            }
            entry: Thing = {"ref": ref, "changed_at": now, "placed_at": now, "state": state, "order": order}
            self.entries[ref] = entry
            self.knock("order.created", entry)
            return entry

    def touch(self, entry: Thing, **changes: object) -> None:
        """Something about an order changes."""
        with self.lock:
            entry.update(changes, changed_at=self.now().isoformat())
            self.knock("order.changed", entry)

    def knock(self, type_: str, entry: Thing) -> None:
        """Signs a webhook, which carries the order, and puts it among those that wait."""
        now = self.now()
        told = {"type": type_, "timestamp": now.isoformat(), "data": entry}
        body, id_ = orjson.dumps(told).decode(), f"msg_{next(self.numbers)}"
        headers = {
            "content-type": "application/json",
            "webhook-id": id_,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(IN).sign(id_, now, body),
        }
        self.waiting.append(Knock(headers=headers, body=body.encode(), url=self.hook_url))

    def throttled(self, call: Call) -> Answer:
        """With seconds to wait."""
        headers = {"retry-after": f"{self.faults.wait_s:g}"}
        return json_answer({"title": "too many requests", "status": 429}, 429, headers)

    def serve(self, call: Call) -> Answer:
        """A list, one order, or a message of ours."""
        if call.method == "POST" and call.path == "/api/clearway":
            return self._hear(call)
        if call.headers.get("authorization") != f"Bearer {self.token}":
            return json_answer({"title": "who are you", "status": 401}, 401)
        match call.steps:
            case ("api", "orders"):
                return self._list(call)
            case ("api", "orders", ref) if ref in self.entries:
                return json_answer(self.entries[ref])
        return json_answer({"title": "not found", "status": 404}, 404)

    def _list(self, call: Call) -> Answer:
        """By keys: the cursor is the last row's moment and number."""
        by = "changed" if "changed_since" in call.query else "placed"
        since, until = (datetime.fromisoformat(call.query[f"{by}_{end}"]) for end in ("since", "until"))
        keyed = sorted((_moment(each[f"{by}_at"]), ref) for ref, each in self.entries.items())
        fitting = [key for key in keyed if since <= key[0] < until]
        if "cursor" in call.query:
            at, _, ref = call.query["cursor"].partition("~")
            fitting = [key for key in fitting if key > (_moment(at), ref)]
        shown, more = fitting[: self.most_per_page], len(fitting) > self.most_per_page
        following = f"{shown[-1][0].isoformat()}~{shown[-1][1]}" if more else None
        entries = [self.entries[ref] for _, ref in shown]
        only = [{"ref": each["ref"]} for each in entries] if call.query.get("only") == "ref" else entries
        return json_answer({"orders": only, "next": following})

    def _hear(self, call: Call) -> Answer:
        try:
            told = dict(TimedWebhook(OUT, self.now()).verify(call.body, call.headers))
        except WebhookVerificationError as error:
            return json_answer({"code": "bad_signature", "detail": str(error)}, 400)
        id_ = call.headers["webhook-id"]
        if told["type"] == "ping":
            return json_answer({"id": "Sample Shop"})
        if told["type"] in self.refuses:
            return json_answer({"code": "not_ours", "detail": f"this shop takes no {told['type']}"}, 422)
        already = id_ in self.said
        self.said.setdefault(id_, told)
        return json_answer({"id": f"done-{id_}", "already": already})


def _moment(stated: object) -> datetime:
    return datetime.fromisoformat(str(stated))
