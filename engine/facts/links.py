"""Facts of what hangs together: orders that share a key, directly or over others, and frauds among and near them.

A network address links nobody, since strangers share it; nor does a consignee's name. A key that very many orders share
is a company's card or a forwarder's door: it links nobody either.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.facts.sighting import NEVER, Sighting
from engine.facts.velocity import SPANS, Rows, velocity_facts
from engine.lexicon.spec import Value

LINKING = ("card", "device", "email", "phone", "address")
LINK_WINDOW = SPANS["30d"]
HUB = 50  # orders of one key, above which it links nobody
_KEYS = tuple(Sighting._fields.index(kind) for kind in LINKING)


@dataclass(frozen=True, slots=True)
class Component:
    """How large what hangs together was at a moment."""

    orders: int
    customers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """All that a memory found of the time before an order.

    `rows` has the earlier rows of every key that the order has, newest first; `first` says when each was seen first.
    `components` are those that its keys belonged to, by their ids. `frauds` names orders that were known for fraud,
    each with the key that it has in common with this order or with a linked one; keys that are hubs are left out.
    """

    rows: Mapping[str, Rows]
    first: Mapping[str, int] = field(default_factory=dict)
    components: Mapping[int, Component] = field(default_factory=dict)
    frauds: frozenset[tuple[int, int]] = frozenset()


def memory_facts(this: Sighting, before: Before) -> dict[str, Value]:
    """`velocity.*` and `link.*` facts of an order; those of keys that it lacks are left out."""
    return velocity_facts(this, before.rows, before.first) | _links(this, before)


def linked(at: int, rows: Mapping[str, Rows]) -> Mapping[str, Rows]:
    """By kind of key, the rows that link: those of the last thirty days, and none of a hub."""
    since = at - LINK_WINDOW
    kinds = [kind for kind in LINKING if kind in rows and not _is_hub(rows[kind], since)]
    return {kind: [row for row in rows[kind] if row[0] >= since] for kind in kinds}


def _is_hub(seen: Rows, since: int) -> bool:
    return len(seen) > HUB and seen[HUB][0] >= since


def near_keys(this: Sighting, rows: Mapping[str, Rows]) -> Sequence[int]:
    """The linking keys of an order and of those that link to it, each once."""
    near = {this.order: this} | {row.order: row for seen in linked(this.at, rows).values() for row in seen}
    return list({key: None for row in near.values() for column in _KEYS if (key := row[column])})


def _links(this: Sighting, before: Before) -> dict[str, Value]:
    """Unknown when the order has no key that links."""
    if not any(kind in before.rows for kind in LINKING):
        return {}
    by_kind = linked(this.at, before.rows)
    orders = {row.order: row for seen in by_kind.values() for row in seen}
    hubs = {getattr(this, kind) for kind in LINKING if kind not in by_kind}  # its own keys that link nobody
    return {
        "link.orders": len(orders),
        "link.customers": len({row.email for row in orders.values()} - {0}),
        "link.confirmed_frauds": sum(NEVER < row.fraud_known < this.at for row in orders.values()),
        "link.component_orders": sum(each.orders for each in before.components.values()),
        "link.component_customers": sum(each.customers for each in before.components.values()),
        "link.frauds_two_hops": len({order for order, key in before.frauds if key not in hubs}),
    }
