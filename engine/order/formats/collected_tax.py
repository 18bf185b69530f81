"""Numbers under which a marketplace has collected the buyer's tax, out of the items that name them."""

from collections.abc import Iterable

from engine.order.formats.held import Draft, Held
from engine.order.party import TaxHolder


def ioss_numbers(places: Iterable[Held]) -> list[Draft]:
    """Each import one-stop-shop number once, however many items bear it."""
    numbers = {str(held.value): held for held in places if held.value is not None}
    return [
        {"kind": held.then("IOSS"), "value": held, "holder": held.then(TaxHolder.MARKETPLACE)}
        for held in numbers.values()
    ]
