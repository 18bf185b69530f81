"""Marks that match an order -> facts. Looked for and not found is an empty set; not looked for is unknown."""

from collections.abc import Iterable
from datetime import datetime

from engine.lexicon.spec import Value
from engine.mark import IDENTITIES, Mark, MarkVerdict
from engine.order.order import Order


def marks_in_force(order: Order, marks: Iterable[Mark], at: datetime) -> tuple[Mark, ...]:
    """Those that count for the order at a moment: of its shop or channel, and not over."""
    return tuple(each for each in marks if each.counts_for(order.shop, order.channel, at))


def mark_facts(order: Order, marks: Iterable[Mark] | None, at: datetime) -> dict[str, Value]:
    """`mark.*` facts. `marks` are those on the order's keys; None where nobody has looked."""
    if marks is None:
        return {}
    kinds: dict[str, set[str]] = {verdict.value: set() for verdict in MarkVerdict}
    for each in marks_in_force(order, marks, at):
        kinds[each.verdict].add(each.kind)
    blocked, trusted = frozenset(kinds[MarkVerdict.BLOCK]), frozenset(kinds[MarkVerdict.TRUST])
    return {
        "mark.blocked": blocked,
        "mark.blocked_count": len(blocked),
        "mark.blocked_identities": len(blocked & IDENTITIES),
        "mark.trusted": trusted,
        "mark.trusted_count": len(trusted),
    }
