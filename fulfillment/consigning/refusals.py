"""Why orders may not share a parcel. Pure: what it compares is handed in, all reasons come out at once.

Together they are one consignment: customs add up its value (Regulation (EU) 2015/2446, article 1(53), for what is
dispatched together to one consignee), carriers its goods. So whatever each order was free of alone and all are not,
refuses the merge, and so does whatever cannot be said of the parcel in one way.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import combinations

from engine.desk.judging import JudgedLine, JudgedOrder, JudgedTogether
from engine.lexicon.spec import Value
from engine.order.line import Dimensions
from engine.order.order import Order
from engine.order.party import TaxHolder
from fulfillment.consigning.recipient import address_key, is_same_buyer
from fulfillment.packing.apart import Pair, marks
from fulfillment.packing.articles import Article
from fulfillment.packing.goods_of_lines import articles_of
from fulfillment.packing.hazards import with_classes

ADMIT = "admit"
FLAT = Dimensions(length_mm=1, width_mm=1, height_mm=1)  # of goods without a size: what they are counts here alone
ABOVE = {"tax.over_limit": "tax_threshold", "duties.duty_due": "de_minimis", "duties.vat_due": "de_minimis"}
ONE_REGIME = ("tax.regime", "tax.collector", "tax.number_required")
TEXTS = {
    "too_few": "it takes two orders to share a parcel",
    "other_recipient": "they go to different recipients",
    "other_buyer": "nothing says that they are of the same buyer",
    "other_warehouse": "they leave from different warehouses",
    "outside_window": "they were placed too far apart",
    "packed_already": "one is in its box already",
    "in_another": "one of them is in another consignment; undo that first",
    "held_order": "one of them may not go on",
    "other_currency": "they are in different currencies",
    "other_merchant_entity": "they are sold by different legal entities",
    "other_tax_numbers": "they go under different tax numbers",
    "other_terms": "carrier, incoterm or channel differ",
    "other_kind": "one is a sale and one is not",
    "tax_threshold": "together they are worth more than the tax regime's limit",
    "de_minimis": "together they are worth more than enters free of duty or tax",
    "tax_regime": "together another tax regime counts",
    "kept_apart": "their goods may not lie in one parcel",
    "too_many_lines": "together they have too many lines",
    "not_admitted": "together the rules do not admit them",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason. `about` names orders, facts, pairs of goods or codes of rules, as the reason needs."""

    code: str
    about: tuple[str, ...] = field(default_factory=tuple)

    @property
    def text(self) -> str:
        """For people."""
        named = f" ({', '.join(self.about)})" if self.about else ""
        return f"{TEXTS[self.code]}{named}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A part of an order that could share a parcel, with how it stands. `is_loose`: in no box yet;
    `is_free`: in no other consignment."""

    order_id: str
    fulfilment_id: str
    warehouse: str
    order: Order
    version: int
    is_clear: bool
    is_loose: bool
    is_free: bool = True


def refusals_of(candidates: Sequence[Candidate], window: timedelta) -> tuple[Refusal, ...]:
    """Everything that speaks against it before rules are asked."""
    return tuple(_plain_refusals(candidates, window))


def refusals_together(judged: JudgedTogether, pairs: Sequence[Pair]) -> tuple[Refusal, ...]:
    """Everything that the decision as one consignment says against it."""
    found = [*_thresholds(judged), *_regimes(judged), *_apart(judged.orders, pairs)]
    if judged.outcome != ADMIT:
        found.append(Refusal("not_admitted", (judged.outcome, *judged.reasons)))
    return tuple(found)


def _plain_refusals(candidates: Sequence[Candidate], window: timedelta) -> Iterator[Refusal]:
    orders = [each.order for each in candidates]
    if len({each.order_id for each in candidates}) < 2:
        yield Refusal("too_few")
        return
    held = tuple(each.order_id for each in candidates if not each.is_clear)
    if held:
        yield Refusal("held_order", held)
    boxed = tuple(each.order_id for each in candidates if not each.is_loose)
    if boxed:
        yield Refusal("packed_already", boxed)
    taken = tuple(each.order_id for each in candidates if not each.is_free)
    if taken:
        yield Refusal("in_another", taken)
    yield from _other_ways(candidates, window)
    yield from _other_sales(orders)


def _other_ways(candidates: Sequence[Candidate], window: timedelta) -> Iterator[Refusal]:
    orders = [each.order for each in candidates]
    if _differ(address_key(each.shipping_address) for each in orders):
        yield Refusal("other_recipient")
    if not all(is_same_buyer(orders[0], each) for each in orders[1:]):
        yield Refusal("other_buyer")
    if _differ(each.warehouse for each in candidates):
        yield Refusal("other_warehouse", tuple(sorted({each.warehouse for each in candidates})))
    if max(each.placed_at for each in orders) - min(each.placed_at for each in orders) > window:
        yield Refusal("outside_window")


def _other_sales(orders: Sequence[Order]) -> Iterator[Refusal]:
    if _differ(each.currency for each in orders):
        yield Refusal("other_currency", tuple(sorted({each.currency for each in orders})))
    if _differ(each.legal_entity for each in orders):
        yield Refusal("other_merchant_entity")
    if _differ(each.kind for each in orders):
        yield Refusal("other_kind")
    if _differ(_terms(each) for each in orders):
        yield Refusal("other_terms")
    kinds = _other_numbers(orders)
    if kinds:
        yield Refusal("other_tax_numbers", kinds)


def _differ(values: Iterable[object]) -> bool:
    return len(set(values)) > 1


def _terms(order: Order) -> tuple[object, ...]:
    chosen, channel = order.shipping, order.channel_data
    own = (None, None, None) if chosen is None else (chosen.carrier, chosen.mode, chosen.incoterm)
    return (*own, None if channel is None else channel.tax_collected, order.channel)


def _other_numbers(orders: Sequence[Order]) -> tuple[str, ...]:
    """Kinds of numbers that differ: a seller's must be the very same, a consignee's must not contradict."""
    found: set[str] = set()
    for one, other in combinations(orders, 2):
        sellers, others = _numbers(one, consignee=False), _numbers(other, consignee=False)
        found |= {kind for kind, _ in sellers ^ others}
        mine, theirs = _numbers(one, consignee=True), _numbers(other, consignee=True)
        found |= {kind for kind, value in mine for same, else_ in theirs if kind == same and value != else_}
    return tuple(sorted(found))


def _numbers(order: Order, *, consignee: bool) -> frozenset[tuple[str, str]]:
    """Kind and value; another holder of a seller's number makes it another number."""
    return frozenset(
        (each.kind.strip().upper(), each.value.strip() if consignee else f"{each.holder} {each.value.strip()}")
        for each in order.tax_identifiers
        if (each.holder is TaxHolder.CONSIGNEE) is consignee
    )


def _thresholds(judged: JudgedTogether) -> Iterator[Refusal]:
    crossed: dict[str, list[str]] = {}
    for name, code in ABOVE.items():
        if _true(judged.facts.get(name)) and any(not _true(each.facts.get(name)) for each in judged.orders):
            crossed.setdefault(code, []).append(name)
    for code, names in crossed.items():
        yield Refusal(code, tuple(names))


def _regimes(judged: JudgedTogether) -> Iterator[Refusal]:
    changed = tuple(
        name
        for name in ONE_REGIME
        if _differ((judged.facts.get(name), *(one.facts.get(name) for one in judged.orders)))
    )
    if changed:
        yield Refusal("tax_regime", changed)


def _apart(orders: Sequence[JudgedOrder], pairs: Sequence[Pair]) -> Iterator[Refusal]:
    """Goods of different orders that are kept apart; those of one order are kept apart by its own plan."""
    marked = [(each.order_id, [marks(article) for article in articles(each.lines)]) for each in orders]
    found = {
        pair.id
        for (_, one), (_, other) in combinations(marked, 2)
        for pair in pairs
        if any(pair.keeps_apart(mine, theirs) for mine in one for theirs in other)
    }
    if found:
        yield Refusal("kept_apart", tuple(sorted(found)))


def articles(lines: Iterable[JudgedLine]) -> tuple[Article, ...]:
    """One article a line, whether it is measured or not."""
    found: list[Article] = []
    for each in lines:
        size, weight = each.line.dimensions or FLAT, each.line.weight_g or 0
        if each.line.quantity:
            measured = replace(each.line, dimensions=size, weight_g=weight)
            (own,) = articles_of([(measured, 1)], lambda _, un=tuple(each.un): un)  # type: ignore[misc]
            found += with_classes([own], {un: hazard for un, hazard in each.un.items() if hazard})
    return tuple(found)


def _true(value: Value | None) -> bool:
    return value is True
