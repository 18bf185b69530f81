"""Facts of the product file: how each line stands to it, what contradicts it, and what is wanting."""

from collections.abc import Iterable, Mapping

from engine.goods.restriction import Restriction
from engine.lexicon.spec import Value
from engine.products.effective import EffectiveLine
from engine.products.missing import Want, missing

Facts = Mapping[str, Value]
# What law and carriage say of a line of which nothing is sent.
_EMPTY: Facts = {
    "line.categories": frozenset(),
    "line.law_could_prohibit": False,
    "line.description_vague": False,
}
_OF_THE_GOODS = (
    "line.battery_",
    "line.lithium_",
    "line.hs_contradicts_text",
    "line.hs_status",
    "line.dg_",
    "line.un_numbers",
    "line.packing_instructions",
)


def product_facts(
    effective: EffectiveLine, line: Facts, whole: Facts, restrictions: Iterable[Restriction]
) -> dict[str, Value]:
    """`line.product_*`. `line` and `whole` are the facts that the goods and the shipment have already."""
    want = Want(
        destination=_text(whole, "ship_to.country"),
        movement=_text(whole, "shipment.movement"),
        mode=_text(whole, "shipment.mode"),
        categories=_words(line, "line.categories"),
        vague=line.get("line.description_vague") is True,
        without_battery=effective.product is not None and effective.product.has_battery is False,
        unknown_limits=_words(line, "line.law_limit_unknown"),
        restrictions=_words(line, "line.law_restrictions"),
    )
    return {
        "line.order_line": effective.number,
        "line.product_status": effective.standing.value,
        "line.product_conflicts": effective.conflicts if effective.line.quantity else frozenset(),
        "line.product_missing": missing(effective.line, want, restrictions),
        "line.product_numbers": _numbers(effective),
    }


def of_what_is_sent(facts: Facts, quantity: int) -> dict[str, Value]:
    """The facts of a line, without what law says of goods that are not sent: channels list what was cancelled as 0."""
    if quantity > 0:
        return dict(facts)
    kept = {name: value for name, value in facts.items() if not name.startswith(_OF_THE_GOODS)}
    laws = {name: frozenset[str]() for name in facts if name.startswith("line.law_")}
    return {**kept, **laws, **_EMPTY}


def _numbers(effective: EffectiveLine) -> frozenset[str]:
    """Which of the numbers that a declaration to the Union asks for are known."""
    product = effective.product
    known = {
        "seller": effective.line.sku,
        "maker": None if product is None else product.manufacturer_id,
        "gtin": None if product is None else product.gtin,
    }
    return frozenset(name for name, value in known.items() if value)


_DECLARED_AS = {"seller": "merchant", "maker": "manufacturer", "gtin": "standard"}


def declared_numbers(effective: EffectiveLine) -> frozenset[str] | None:
    """The same in the words of the declaration; None where no product file says anything of the line."""
    if effective.product is None:
        return None
    return frozenset(_DECLARED_AS[name] for name in _numbers(effective))


def _text(facts: Facts, name: str) -> str | None:
    value = facts.get(name)
    return value if isinstance(value, str) else None


def _words(facts: Facts, name: str) -> frozenset[str]:
    value = facts.get(name)
    return value if isinstance(value, frozenset) else frozenset()
