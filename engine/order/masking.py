"""Personal values as they are shown: consignees' numbers to everybody by their end alone, all others to those who see
no people. What is left is enough to tell two of them apart.

Whoever sends a shown document back means the value that stands there, not the dots: `unmasked` puts it back.
"""

import copy
from collections.abc import Mapping

from engine.order.party import TaxHolder
from engine.order.personal import Part, put_back, take_out

DOT = "•"
HIDDEN = DOT * 3
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


def masked_text(value: str) -> str:
    """An e-mail by its first letter and its host, a number by its last digits, all else by its first letter."""
    local, sign, host = value.rpartition("@")
    if sign and local and "." in host:
        return f"{local[0]}{HIDDEN}@{host}"
    digits = [each for each in value if each.isdigit()]
    if len(digits) > 2 * SHOWN and not any(each.isalpha() for each in value):
        return HIDDEN + "".join(digits[-SHOWN:])
    return value[:1] + HIDDEN if len(value) > SHOWN else HIDDEN


def veiled(document: Mapping[str, object]) -> dict[str, object]:
    """The document with everything masked that is about a person; the one given stays as it is."""
    shown: Part = copy.deepcopy(dict(document))
    put_back(shown, {place: _hidden(value) for place, value in take_out(shown).items()})
    return shown


def hidden(values: Mapping[str, object]) -> dict[str, object]:
    """All texts masked, however deep they stand, for what has no places of its own for what is about a person."""
    return {name: _deeply(value) for name, value in values.items()}


def _deeply(value: object) -> object:
    if isinstance(value, Mapping):
        return hidden(value)
    if isinstance(value, (list, tuple)):
        return [_deeply(each) for each in value]
    return value if isinstance(value, bool) else _hidden(value)


def _hidden(value: object) -> object:
    if isinstance(value, str):
        return value if DOT in value else masked_text(value)
    return None if value is None else HIDDEN


def unmasked(patch: Mapping[str, object], document: Mapping[str, object]) -> Mapping[str, object]:
    """The patch with masked numbers replaced by those of the document that look so and are of the same kind."""
    patch = _unveiled(patch, document)
    sent, kept = patch.get(NUMBERS), document.get(NUMBERS)
    if not isinstance(sent, list) or not isinstance(kept, list):
        return patch
    values = {
        (one.get("kind"), masked_number(value)): value
        for one in kept
        if isinstance(one, dict) and isinstance(value := one.get("value"), str)
    }
    return {**patch, NUMBERS: [_unmasked(one, values) for one in sent]}


def _unveiled(patch: Mapping[str, object], document: Mapping[str, object]) -> Mapping[str, object]:
    """Masked values that stand in the patch as they were shown are those of the document."""
    sent: Part = copy.deepcopy(dict(patch))
    told, kept = take_out(sent), take_out(copy.deepcopy(dict(document)))
    meant = {place: kept[place] if _is_veil(value, kept.get(place)) else value for place, value in told.items()}
    put_back(sent, meant)
    return sent


def _is_veil(value: object, kept: object) -> bool:
    return kept is not None and value != kept and value == _hidden(kept)


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
