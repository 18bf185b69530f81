"""What people know of a person: a mark on a key such as an e-mail address, which blocks it or trusts it.

A mark holds a token of the key, never the key itself; the token stays in the store, so that nothing here is personal.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MarkKind(StrEnum):
    """What of a person is marked. `customer` is the account's id in one shop or at one marketplace."""

    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    CARD = "card"
    CUSTOMER = "customer"


class MarkVerdict(StrEnum):
    """What is known of it."""

    BLOCK = "block"
    TRUST = "trust"


KINDS = tuple(kind.value for kind in MarkKind)
IDENTITIES = frozenset(KINDS) - {MarkKind.ADDRESS.value}  # many people may live behind one door
SOURCES = ("order", "return", "dispute", "import", "hand")
REASONS = {
    MarkVerdict.BLOCK: (
        "fraud",
        "chargeback",
        "account_taken",
        "refund_abuse",
        "reshipping",
        "reselling",
        "threats",
        "other",
    ),
    MarkVerdict.TRUST: ("known_customer", "verified", "business", "staff", "false_alarm", "other"),
}
EVERYWHERE = "merchant"
SHOP, CHANNEL = "shop:", "channel:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A mark in force. `scope` is `merchant`, `shop:<name>` or `channel:<name>`; `source` is where it was taken from
    and `source_id` of what; `since` is when it was made, `until` its end, if it has one."""

    id: str
    kind: str
    verdict: str
    scope: str
    reason: str
    source: str
    source_id: str
    since: datetime
    until: datetime | None = None

    def counts_for(self, shop: str | None, channel: str, at: datetime) -> bool:
        """Whether it concerns an order of this shop and channel that is decided at a moment."""
        ended = self.until is not None and self.until <= at
        return not ended and covers(self.scope, shop, channel)


def covers(scope: str, shop: str | None, channel: str) -> bool:
    """Whether a scope includes orders of a shop and channel."""
    return scope in {EVERYWHERE, f"{CHANNEL}{channel}"} or (bool(shop) and scope == f"{SHOP}{shop}")


def is_scope(text: str) -> bool:
    """Whether a text is a scope: `merchant`, or a shop or a channel with its name."""
    return text == EVERYWHERE or any(text.startswith(each) and text != each for each in (SHOP, CHANNEL))
