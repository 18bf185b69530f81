"""Decides a stored decision again from its receipt, and dry runs that store nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from engine.decision import Decision, Receipt
from engine.desk.deciding import context_of, order_key, remembered_of, sighting_token
from engine.desk.desk import Caller, Desk
from engine.desk.editions import Loaded
from engine.desk.errors import NotFound, PersonErased
from engine.desk.forgetting import has_forgotten
from engine.desk.intake import read_for
from engine.desk.reading import kept_decision, order_of, recalled
from engine.facts.sighting import sight
from engine.order.order import Order
from engine.recall import Recalled
from engine.record import Record, Recorded, record
from engine.store.decision_rows import DecisionRow
from engine.store.products import keeps_products
from engine.store.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredient:
    """One thing that went in. `then` is as the receipt names it, `now` as it is at hand; empty when it is gone.

    `what` is `order`, `edition`, `rules`, `engine`, `model`, `data: <part>`, `placed_at`, `decided_at`, `waivers`,
    `personal values` or `customs numbers`.
    """

    what: str
    then: str
    now: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """`is_same`: the same content and trace, byte for byte. `erased` names what keeps it from being decided again;
    `differs` the parts that came out otherwise, with another edition, say. `ingredients` are those that are missing or
    are not what the receipt names."""

    row: DecisionRow
    is_same: bool
    erased: tuple[str, ...] = ()
    outcome: str | None = None
    differs: tuple[str, ...] = ()
    edition: str = ""
    ingredients: tuple[Ingredient, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """A decision that nobody stored."""

    decision: Decision
    order: Order
    loaded: Loaded


def replay(desk: Desk, caller: Caller, decision_id: str, edition: str | None = None) -> Replay:
    """Decides again with what the receipt names, or with another edition. Raises NotFound.

    What cannot be decided again is no error: the answer names what is missing.
    """
    with desk.database.read() as session:
        row = kept_decision(session, caller.merchant, decision_id)
        try:
            order = order_of(desk, session, caller.merchant, row.order_id, row.version)
        except PersonErased as erased:
            return _without(row, "personal values", erased.fields)
        if has_forgotten(order):
            return _without(row, "customs numbers", ("tax_identifiers",))
        try:
            kept = recalled(desk, session, row)
        except NotFound as missing:
            if missing.kind != "edition":
                raise
            return _without(row, "edition", ())
    loaded = desk.editions.load(edition or row.edition, caller.merchant)
    again = loaded.admission.decide(order, kept.context)
    lexicon = loaded.admission.book.domain.lexicon
    remembered = kept.context.velocity.values if isinstance(kept.context.velocity, Recorded) else {}
    made = record(again, kept.context, remembered, lexicon)
    differs = _differences(row, kept, made, again)
    return Replay(
        row=row,
        is_same=not differs,
        outcome=again.outcome,
        differs=differs,
        edition=loaded.digest,
        ingredients=tuple(_ingredients(kept.decision.receipt, again.receipt)),
    )


def _without(row: DecisionRow, what: str, erased: tuple[str, ...]) -> Replay:
    """A decision that cannot be made again, since this is gone."""
    then = row.edition if what == "edition" else ", ".join(erased)
    return Replay(
        row=row, is_same=False, erased=erased, edition=row.edition, ingredients=(Ingredient(what=what, then=then),)
    )


_NAMES = {"order_digest": "order", "edition": "rules"}


def _ingredients(then: Receipt, now: Receipt) -> Iterator[Ingredient]:
    """What two receipts name differently, data part by part."""
    for name in (each.name for each in fields(Receipt)):
        was, is_ = getattr(then, name), getattr(now, name)
        if name == "data_editions":
            for part in sorted({*was, *is_}):
                if was.get(part) != is_.get(part):
                    yield Ingredient(what=f"data: {part}", then=was.get(part, ""), now=is_.get(part, ""))
        elif was != is_:
            yield Ingredient(what=_NAMES.get(name, name), then=_text(was), now=_text(is_))


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _differences(row: DecisionRow, kept: Recalled, made: Record, again: Decision) -> tuple[str, ...]:
    then = {(each.rule, each.part, each.verdict) for each in kept.decision.findings}
    now = {(each.rule, each.part, each.verdict) for each in again.findings}
    found = [] if again.outcome == row.outcome else [f"outcome {row.outcome} -> {again.outcome}"]
    found += sorted(f"{rule} no longer {verdict}" for rule, _, verdict in then - now)
    found += sorted(f"{rule} now {verdict}" for rule, _, verdict in now - then)
    if not found and made.content != row.content:
        found.append("content")
    if not found and made.trace != row.trace:
        found.append("trace")
    return tuple(found)


def evaluate(desk: Desk, caller: Caller, document: bytes) -> DryRun:
    """What would be decided now; nothing is stored. Raises OrderRejected, OtherMerchant, NoEdition."""
    order = read_for(caller, document)
    loaded = desk.editions.current(caller.merchant)
    with desk.database.read() as session:
        seen = sight(order, loaded.admission.knowledge.rates, desk.seal.token)
        seen = seen._replace(order=sighting_token(desk, order_key(order)))
        remembered = remembered_of(desk, session, order, seen)
        has_products = keeps_products(session, caller.merchant)
        known = context_of(desk, session, order, _as_if_new(keeps_products=has_products), desk.clock.now())
    model = desk.models.choose(caller.merchant, order.placed_at).scorer
    context = replace(known, velocity=Recorded(remembered), model=model)
    return DryRun(decision=loaded.admission.decide(order, context), order=order, loaded=loaded)


def _as_if_new(*, keeps_products: bool) -> Standing:
    """What people released or handed in for an order of this id does not count; notices and marks do."""
    return Standing(
        answered=None,
        current=None,
        waivers=(),
        person_key=None,
        keeps_products=keeps_products,
        has_takedowns=True,
        has_marks=True,
    )
