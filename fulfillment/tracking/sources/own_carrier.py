"""A line of one's own that is asked where parcels are: by POST, as docs/own-carrier-protocol.md describes.

Many numbers go in one body, which no address could hold and no log of addresses shows. To ask changes nothing, so a
call is repeated without a key. Events have the shape that `own` takes by webhook.
"""

from collections.abc import Sequence
from datetime import datetime

import orjson

from fulfillment.channels.errors import AnswerRefused, CredentialMissing, KnockRefused
from fulfillment.channels.node import Node
from fulfillment.channels.protocol import Knock
from fulfillment.channels.wire import Sender, Wire, json_of
from fulfillment.tracking.sources.own import found_of, table_of, texts_of
from fulfillment.tracking.sources.protocol import Answer, Found, SourceAccount, Wanted

TOKEN = "access_token"  # noqa: S105 - a name
GOOD = 200


class OwnCarrierTracking:
    """See `fulfillment.tracking.sources.protocol.Source`."""

    most_numbers = 50
    pause_s = 1.0

    def __init__(self, account: SourceAccount, sender: Sender) -> None:
        self._account = account
        self._table = table_of(account)
        self._wire = Wire(sender)

    def ask(self, wanted: Sequence[Wanted]) -> Answer:
        """All of them by one call; a number that the line leaves out is unknown to it."""
        said = self._call("POST", "tracking", {"numbers": [each.number for each in wanted]})
        asked = {each.number for each in wanted}
        told = {each.text("number"): each for each in said.each("parcels")}
        found = [
            found_of(self._table, number, map(texts_of, each.each("events")))
            for number, each in told.items()
            if number in asked
        ]
        unknown = [Found(number=number, registered=True) for number in sorted(asked - told.keys())]
        return Answer((*found, *unknown))

    def heard(self, knock: Knock, now: datetime) -> tuple[Found, ...]:  # noqa: ARG002 - one form for all
        """Nothing is pushed: a line that pushes is a source of the kind `own`."""
        raise KnockRefused("this source is asked, and sends nothing")

    def check(self) -> str:
        """Who the line says we are."""
        return self._call("GET", "account").maybe("name") or self._account.endpoint

    def _call(self, method: str, path: str, body: object = None) -> Node:
        token = self._account.secrets.get(TOKEN)
        if not token:
            raise CredentialMissing(TOKEN)
        headers = {"authorization": f"Bearer {token}", "accept": "application/json"}
        headers |= {} if body is None else {"content-type": "application/json"}
        content = None if body is None else orjson.dumps(body)
        reply = self._wire.call(
            method, f"{self._account.endpoint.rstrip('/')}/{path}", headers=headers, content=content
        )  # fmt: skip
        if reply.status != GOOD:
            raise AnswerRefused(f"answer, status {reply.status}")
        return Node(json_of(reply))
