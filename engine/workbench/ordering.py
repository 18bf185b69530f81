"""A case in facts -> an order that a person can screen: a plain order, pulled until the rule ends as the case says.

Not every case has one: facts of memory, lists and law follow from no field of an order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from engine.admission import Admission
from engine.errors import ClearwayError
from engine.facts.context import Context
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from engine.order.order import Order
from engine.rulebook.rule import Rule
from engine.runtime.evaluation import RuleState
from engine.workbench.levers import Pull, has_lever, pulled
from engine.workbench.plain_order import plain_order
from engine.workbench.trying import try_rule

# Levers that others rest on are pulled first: a place before its parts, an amount before what was paid of it.
_FIRST = (
    "ship_to.country",
    "order.kind",
    "line.quantity",
    "line.unit_price",
    "line.value",
    "order.value",
    "order.goods",
)
_LAST = ("payment.status", "payment.secured", "payment.underpaid", "payment.overpaid", "payment.refunded")


def order_for(
    admission: Admission,
    rule: Rule,
    whole: Mapping[str, Value],
    parts: Sequence[Mapping[str, Value]],
    decided_at: datetime,
) -> Order | None:
    """An order on which the rule ends as it does on the case; None when levers do not lead to one."""
    wanted = try_rule(admission.book, rule, Sheet(whole, tuple(parts)), decided_at, decided_at)
    if wanted.evaluation is None:
        return None
    wanted.close()
    for base in _bases(decided_at, max(1, len(parts))):
        order = _pulled(base, whole, parts, decided_at)
        if order is not None and _ends(admission, rule, order, decided_at) is wanted.state:
            return order
    return None


def _bases(decided_at: datetime, lines: int) -> Iterator[Order]:
    """The plain order, and the same without what only some orders have."""
    plain = plain_order(decided_at, lines)
    yield plain
    yield replace(plain, customer=None)
    yield replace(plain, payment=None)


def _pulled(
    base: Order, whole: Mapping[str, Value], parts: Sequence[Mapping[str, Value]], at: datetime
) -> Order | None:
    pulls = [Pull(fact, value) for fact, value in whole.items()]
    pulls += [Pull(fact, value, number) for number, part in enumerate(parts) for fact, value in part.items()]
    order: Order | None = base
    for pull in sorted((each for each in pulls if has_lever(each.fact)), key=_turn):
        changed = None if order is None else _tried(order, pull, at)
        order = order if changed is None else changed  # what has no lever may be so already
    return order


def _tried(order: Order, pull: Pull, at: datetime) -> Order | None:
    try:
        return pulled(order, (pull,), at)
    except (ValueError, TypeError):  # a word that the order has no place for
        return None


def _turn(pull: Pull) -> tuple[int, str]:
    return (0 if pull.fact.startswith(_FIRST) else 2 if pull.fact.startswith(_LAST) else 1, pull.fact)


def _ends(admission: Admission, rule: Rule, order: Order, decided_at: datetime) -> RuleState | None:
    """How the rule ends on a real order; a draft as well."""
    try:
        sheet = admission.sheet(order, Context(decided_at=decided_at))
    except ClearwayError:
        return None
    tried = try_rule(admission.book, rule, sheet, decided_at, order.placed_at)
    tried.close()
    return tried.state
