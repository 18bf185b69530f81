"""A shop of one's own as a channel."""

from collections.abc import Sequence
from datetime import datetime

from engine.clock import Clock
from fulfillment.channels.errors import SayingRefused, SignInRefused
from fulfillment.channels.own_shop.calling import Shop, judge
from fulfillment.channels.own_shop.knocking import heard
from fulfillment.channels.own_shop.reading import Reading, pulls
from fulfillment.channels.own_shop.saying import Saying
from fulfillment.channels.protocol import Account, Answered, Heard, Knock, Listed, Page, Said, Seen
from fulfillment.channels.wire import Sender, Wire

MOST_LEVELS = 500
USUAL_MESSAGES = "message"


class OwnShop:
    """A shop that speaks docs/own-shop-protocol.md; see `fulfillment.channels.protocol.Channel`."""

    most_levels = MOST_LEVELS

    def __init__(self, account: Account, sender: Sender, clock: Clock) -> None:
        self._account, self._clock = account, clock
        shop = Shop(account, Wire(sender, judge=judge))
        self._reading, self._saying = Reading(account, shop), Saying(account, shop, clock)

    def page(self, since: datetime, until: datetime, after: str | None) -> Page:
        """Orders changed in [since, until)."""
        return self._reading.page(since, until, after)

    def order(self, ref: str) -> Seen:
        """One order as it stands now."""
        return self._reading.order(ref, self._clock.now())

    def listed(self, since: datetime, until: datetime, after: str | None) -> Listed:
        """Numbers of orders placed in [since, until)."""
        return self._reading.listed(since, until, after)

    def heard(self, knock: Knock, now: datetime) -> Heard:
        """Checks a webhook. Raises KnockRefused."""
        return heard(self._account, knock, now)

    def say(self, key: str, said: Said) -> Answered:
        """Says it, once by `key`. Raises SayingRefused."""
        return self._saying.say(key, said)

    def allowed_messages(self, ref: str) -> Sequence[str]:
        """Kinds that the shop names for this order, or else those that are set for the connection."""
        entry = self._reading.entry(ref) if pulls(self._account) else None
        if entry is not None and entry.at("messages").value is not None:
            return tuple(each.text() for each in entry.each("messages"))
        usual = self._account.settings.get("messages", USUAL_MESSAGES)
        return tuple(kind for kind in usual.replace(",", " ").split() if kind)

    def check(self) -> str:
        """Asks for no orders and sends a ping; who the shop says it is. Raises SignInRefused."""
        now = self._clock.now()
        self._reading.page(now, now, None)
        try:
            answered = self._saying.send(f"ping_{int(now.timestamp())}", "ping", {})
        except SayingRefused as refused:
            raise SignInRefused(f"the shop refuses a ping, `{refused.channel_code}`: {refused.words}") from refused
        return answered.remote or self._account.endpoint
