"""Consignees' numbers as they are shown: their end alone, which is enough to tell two of them apart.

Whoever sends a shown document back means the number that stands there, not the dots: `unmasked` puts it back.
"""

from collections.abc import Mapping

from engine.order.party import TaxHolder

DOT = "•"
SHOWN = 3  # characters at the end
NUMBERS = "tax_identifiers"


def masked_number(value: str) -> str:
    """As many dots as there were characters, but for the last three; a short one is dots alone."""
    shown = SHOWN if len(value) > 2 * SHOWN else 0
    return DOT * (len(value) - shown) + value[len(value) - shown :]


def masked(document: Mapping[str, object]) -> dict[str, object]:
    """The document with consignees' numbers masked; the one given stays as it is."""
    numbers = document.get(NUMBERS)
    if not isinstance(numbers, list):
        return dict(document)
    return {**document, NUMBERS: [_masked(one) for one in numbers]}


def unmasked(patch: Mapping[str, object], document: Mapping[str, object]) -> Mapping[str, object]:
    """The patch with masked numbers replaced by those of the document that look so and are of the same kind."""
    sent, kept = patch.get(NUMBERS), document.get(NUMBERS)
    if not isinstance(sent, list) or not isinstance(kept, list):
        return patch
    values = {
        (one.get("kind"), masked_number(value)): value
        for one in kept
        if isinstance(one, dict) and isinstance(value := one.get("value"), str)
    }
    return {**patch, NUMBERS: [_unmasked(one, values) for one in sent]}


def _masked(number: object) -> object:
    if not isinstance(number, dict) or number.get("holder", TaxHolder.CONSIGNEE.value) != TaxHolder.CONSIGNEE.value:
        return number
    value = number.get("value")
    return {**number, "value": masked_number(value)} if isinstance(value, str) else number


def _unmasked(number: object, values: Mapping[tuple[object, str], str]) -> object:
    value = number.get("value") if isinstance(number, dict) else None
    if not isinstance(number, dict) or not isinstance(value, str) or DOT not in value:
        return number
    return {**number, "value": values.get((number.get("kind"), value), value)}
