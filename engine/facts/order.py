"""Facts of the order as a whole: what it is, what it is worth, when it was placed, and what its notes ask for."""

from datetime import UTC, datetime, timedelta

from engine.facts.context import Rates
from engine.facts.known import known
from engine.facts.notes import NoteVocabulary, buyer_intents, seller_intents
from engine.facts.values import eur_minor, goods_value, line_value, percent
from engine.lexicon.spec import Value
from engine.order.order import Order
from engine.order.party import TaxHolder
from engine.order.payment import Payment
from engine.order.terms import Fulfiller, OrderKind, PaymentMethod

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
UNPAID_KINDS = frozenset({OrderKind.SAMPLE, OrderKind.RESHIP, OrderKind.WARRANTY})


def free_of_charge(order: Order) -> bool:
    """Nothing is paid. A sample with a payment of its own was sold, so it is not free."""
    return order.totals.total == 0 or (order.kind in UNPAID_KINDS and _unpaid(order.payment))


def _unpaid(payment: Payment | None) -> bool:
    return payment is None or payment.method is PaymentMethod.NONE


def order_facts(
    order: Order, decided_at: datetime, rates: Rates | None, vocabulary: NoteVocabulary
) -> dict[str, Value]:
    """`order.*` and `tax.*` facts that come from the order alone."""
    amounts, contents = _amounts(order, rates), _contents(order)
    facts = known(
        {
            "order.kind": order.kind.value,
            "order.channel": order.channel,
            "order.merchant": order.merchant,
            "order.shop": order.shop,
            "order.legal_entity": order.legal_entity,
            "order.free_of_charge": free_of_charge(order),
            "order.has_original": order.original_order_id is not None,
            "order.note_intents": buyer_intents(order, vocabulary),
            "order.seller_note_intents": seller_intents(order, vocabulary),
            "order.value_per_kg_eur_minor": _value_per_kg(amounts, contents),
        }
    )
    return facts | time_facts(order, decided_at) | amounts | contents | _channel(order) | _tax(order)


def _value_per_kg(amounts: dict[str, Value], contents: dict[str, Value]) -> int | None:
    value, grams = amounts.get("order.goods_value_eur_minor"), contents.get("order.weight_g")
    return value * 1000 // grams if isinstance(value, int) and isinstance(grams, int) and grams > 0 else None


def time_facts(order: Order, decided_at: datetime) -> dict[str, Value]:
    """`order.*` facts of when it was placed, and of how long ago that is."""
    age = decided_at - order.placed_at
    facts: dict[str, Value] = {
        "order.age_hours": max(0, age // HOUR),
        "order.placed_in_future_minutes": max(0, -age // MINUTE),
        "order.decided_on": decided_at.astimezone(UTC).date(),
        "order.placed_on": order.placed_at.astimezone(UTC).date(),
    }
    if order.ship_by is not None:
        facts["order.hours_to_ship_by"] = (order.ship_by - decided_at) // HOUR
    return facts


def _amounts(order: Order, rates: Rates | None) -> dict[str, Value]:
    return known(
        {
            "order.currency": order.currency,
            "order.total_minor": order.totals.total,
            "order.value_eur_minor": eur_minor(order.totals.total, order.currency, rates),
            "order.goods_value_eur_minor": eur_minor(goods_value(order), order.currency, rates),
            "order.totals_gap_minor": totals_gap(order),
            "order.discount_pct": discount_percent(order),
            "order.shipping_share_pct": shipping_percent(order),
        }
    )


def totals_gap(order: Order) -> int | None:
    """Stated total minus lines and charges.

    Prices may contain the tax or not, and the stated discount may be that of the lines over again, so the reading
    that agrees best counts. A gap that an unstated charge or discount could explain is unknown.
    """
    if order.totals.total == 0 and free_of_charge(order):
        return None
    totals = order.totals
    before_tax = totals.total - sum(line_value(line) for line in order.lines) - (totals.shipping or 0)
    taxes = {0, totals.tax or 0, totals.duty or 0, (totals.tax or 0) + (totals.duty or 0)}
    discounts = {totals.discount or 0, 0 if any(line.discount for line in order.lines) else totals.discount or 0}
    gap = min((before_tax - tax + discount for tax in taxes for discount in discounts), key=lambda one: (abs(one), one))
    unstated = (totals.shipping is None or totals.tax is None) if gap > 0 else totals.discount is None
    return None if gap and unstated else gap


def discount_percent(order: Order) -> int | None:
    """Discount over list value; the order's own discount, or that of its lines where it is larger."""
    listed = sum(line.unit_price * line.quantity for line in order.lines)
    off_lines = sum(line.discount for line in order.lines if line.quantity)
    return percent(min(max(off_lines, order.totals.discount or 0), listed), listed)


def shipping_percent(order: Order) -> int | None:
    """The shipping charge as a share of the goods' value; unknown of goods that cost nothing."""
    return None if order.totals.shipping is None else percent(order.totals.shipping, goods_value(order))


def _contents(order: Order) -> dict[str, Value]:
    quantities = [line.quantity for line in order.lines]
    facts: dict[str, Value] = {
        "order.lines_count": len(quantities),
        "order.units_count": sum(quantities),
        "order.max_line_quantity": max(quantities, default=0),
    }
    if all(line.sku is not None for line in order.lines):
        facts["order.distinct_skus"] = len({line.sku for line in order.lines})
    weights = [line.weight_g * line.quantity for line in order.lines if line.weight_g is not None]
    if len(weights) == len(quantities):
        facts["order.weight_g"] = sum(weights)
    return facts


def _channel(order: Order) -> dict[str, Value]:
    channel = order.channel_data
    if channel is None:
        return {
            "order.fulfilled_by": Fulfiller.SELLER.value,
            "order.pending": False,
            "order.cancel_requested": False,
            "order.test_order": False,
        }
    facts: dict[str, Value | None] = {
        "order.fulfilled_by": channel.fulfilled_by.value,
        "order.pending": channel.pending,
        "order.cancel_requested": channel.cancel_requested,
        "order.test_order": channel.test_order,
        "tax.collected_by_channel": channel.tax_collected,
    }
    return known(facts)


def _tax(order: Order) -> dict[str, Value]:
    sellers = {TaxHolder.MERCHANT, TaxHolder.MARKETPLACE}
    return {"tax.seller_ids": frozenset(one.kind.upper() for one in order.tax_identifiers if one.holder in sellers)}
