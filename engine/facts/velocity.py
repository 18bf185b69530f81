"""Facts of earlier orders: how many, on how many cards, from how many people, within how long; and direct links.

Windows are `[placed_at - w, placed_at)`. Two memories provide the rows, in process and in SQLite; what is counted
is decided here alone, so that they cannot disagree about more than which rows there are.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from engine.facts.sighting import NEVER, NO_AMOUNT, Sighting
from engine.lexicon.spec import Value

SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
WINDOWS = {"1h": HOUR, "24h": DAY, "7d": 7 * DAY, "30d": 30 * DAY}
LINK_WINDOW = WINDOWS["30d"]
MEAN_WINDOW = 90 * DAY
MEAN_ORDERS = 3  # fewer orders make no mean to be held against
MOST_ROWS = 500  # newest rows of one key that are looked at; counts stop there
HUB = 50  # a key that more orders share is a company's card, a forwarder's door: no link
KINDS = ("ip", "card", "device", "email", "phone", "address")
LINKING = ("card", "device", "email", "phone", "address")
REACH = {"ip": DAY, "card": LINK_WINDOW, "device": LINK_WINDOW, "email": MEAN_WINDOW, "phone": LINK_WINDOW}
REACH["address"] = LINK_WINDOW
SPAN_OF_FIRST_SIGHT = ("email", "card")

# Earlier rows that share a key, newest first, no further back than REACH; and when a key was first seen.
Rows = Sequence[Sighting]


class Counted(NamedTuple):
    """One fact: what to do with the rows of one window. `column` is an index into Sighting."""

    name: str
    how: str
    column: int


def _column(name: str) -> int:
    return Sighting._fields.index(name)


_AMOUNT, _DECLINES, _AT = _column("amount"), _column("declines"), _column("at")
_TABLE = {
    "ip": "orders 1h, orders 24h, cards:card 24h, declines 24h, amount 24h",
    "card": "orders 1h, orders 24h, orders 7d, addresses:address 7d, countries:country 7d, declines 24h, "
    "amount 24h, amount 7d",
    "device": "orders 24h, orders 7d, cards:card 24h, cards:card 7d, emails:email 7d, amount 24h",
    "email": "orders 1h, orders 24h, orders 7d, cards:card 7d, addresses:address 30d, amount 24h",
    "phone": "orders 24h, emails:email 30d",
    "address": "orders 24h, orders 7d, names:recipient 30d, cards:card 30d",
}


def _counted(kind: str, words: str) -> tuple[str, Counted]:
    """Reads `cards:card 24h`: the fact's word, the column whose different values count, the window."""
    what, window = words.split()
    word, _, column = what.partition(":")
    name = f"velocity.{kind}_{word}_{window}"
    if column:
        return window, Counted(name, "different", _column(column))
    return window, Counted(name, word, {"amount": _AMOUNT, "declines": _DECLINES}.get(word, _AT))


def _plan(kind: str) -> tuple[tuple[int, tuple[Counted, ...]], ...]:
    rows = [_counted(kind, words) for words in _TABLE[kind].split(", ")]
    return tuple(
        (span, tuple(counted for window, counted in rows if window == name))
        for name, span in WINDOWS.items()
        if any(window == name for window, _ in rows)
    )


PLANS = {kind: _plan(kind) for kind in KINDS}
ZEROES = {kind: {one.name: 0 for _, counted in PLANS[kind] for one in counted} for kind in KINDS}


def velocity_facts(this: Sighting, rows: Mapping[str, Rows], first_seen: Mapping[str, int]) -> dict[str, Value]:
    """`velocity.*` and `link.*` facts. `rows` has an entry for every key that the order has."""
    facts: dict[str, Value] = {}
    for kind, seen in rows.items():
        facts |= _counts(kind, this.at, seen) if seen else ZEROES[kind]
    for kind in SPAN_OF_FIRST_SIGHT:
        if kind in rows:
            facts[f"velocity.{kind}_first_seen_days"] = (this.at - first_seen.get(kind, this.at)) // DAY
    if "email" in rows:
        facts |= _customer(this, rows["email"])
    return facts | _links(this, {kind: rows[kind] for kind in LINKING if kind in rows})


def _counts(kind: str, at: int, seen: Rows) -> dict[str, Value]:
    facts: dict[str, Value] = {}
    inside = 0
    for span, counted in PLANS[kind]:
        while inside < len(seen) and seen[inside].at >= at - span:
            inside += 1
        window = seen[:inside]
        for one in counted:
            facts[one.name] = _count(one, window)
    return facts


def _count(counted: Counted, window: Rows) -> int:
    if counted.how == "orders":
        return len(window)
    values = [row[counted.column] for row in window]
    if counted.how == "different":
        return len(set(values) - {0})
    return sum(value for value in values if value > 0)


def _customer(this: Sighting, seen: Rows) -> dict[str, Value]:
    """The same customer's mean value, and the same basket bought before."""
    facts: dict[str, Value] = {}
    if this.basket:
        day = [row for row in seen if row.at >= this.at - DAY]
        facts["velocity.same_basket_24h"] = sum(row.basket == this.basket for row in day)
    amounts = [row.amount for row in seen if row.amount != NO_AMOUNT]
    total = sum(amounts)
    if len(amounts) >= MEAN_ORDERS and total > 0 and this.amount != NO_AMOUNT:
        facts["velocity.value_over_mean_pct"] = this.amount * 100 * len(amounts) // total
    return facts


def _links(this: Sighting, rows: Mapping[str, Rows]) -> dict[str, Value]:
    """Orders that share a key directly. Unknown when the order has no key that links."""
    if not rows:
        return {}
    linked = {row.order: row for seen in rows.values() for row in _unless_hub(this.at, seen)}
    return {
        "link.orders": len(linked),
        "link.customers": len({row.email for row in linked.values()} - {0}),
        "link.confirmed_frauds": sum(NEVER < row.fraud_known < this.at for row in linked.values()),
    }


def _unless_hub(at: int, seen: Rows) -> Iterable[Sighting]:
    within = [row for row in seen if row.at >= at - LINK_WINDOW]
    return within if len(within) <= HUB else ()
