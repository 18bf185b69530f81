"""Which names of an index hit are names of brands here: everyday words need goods, a capital letter or a neighbour."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.brands.brand import Brand
from engine.brands.text import Text, is_cjk
from engine.brands.vocabulary import Found, Name, Role, Vocabulary

CLOSE = 3  # units between a name without a capital letter and the goods that speak for it


@dataclass(frozen=True, slots=True)
class Named:
    """A brand's name from unit `start` to before unit `end`."""

    brand: Brand
    start: int
    end: int
    device: bool = False


def named(text: Text, found: Sequence[Found], vocabulary: Vocabulary) -> list[Named]:
    """The brands that a text names, in its order."""
    names: list[Named] = []
    for each in found:
        for name in sorted(each.term.names, key=lambda name: name.ordinary):
            brand = vocabulary.brands[name.brand]
            if not name.ordinary or _means(brand, each, text, found):
                names.append(Named(brand, each.start, each.end, _is_device(each.term.names, name)))
                break
    return names


def goods_of(brand: Brand, found: Sequence[Found]) -> list[Found]:
    """Words for goods of the brand's groups, and for what others make for its devices."""
    return [
        each
        for each in found
        if not brand.groups.isdisjoint(each.term.groups) or (brand.devices and Role.ACCESSORY in each.term.roles)
    ]


def _is_device(names: Sequence[Name], chosen: Name) -> bool:
    return any(name.device for name in names if name.brand == chosen.brand)


def _means(brand: Brand, each: Found, text: Text, found: Sequence[Found]) -> bool:
    if not brand.unless.isdisjoint(text.units):
        return False
    if any(is_cjk(unit) and unit in "".join(brand.unless) for unit in text.units):
        return False
    written = text.raw(each.start, each.end)
    telling = written[0].isupper() and not text.written.isupper()
    cased = telling or is_cjk(text.units[each.start]) or not text.written.isascii()
    if not brand.beside.isdisjoint(text.units) and (cased or not telling):
        return True
    goods = goods_of(brand, found)
    if cased:
        return bool(goods)
    lower = not any(letter.isupper() for letter in text.written)
    # All small or all capital: the letters say nothing, so the goods must stand close.
    shouted = text.written.isupper()
    return (lower or shouted) and any(_gap(each, other) <= CLOSE for other in goods)


def _gap(one: Found, other: Found) -> int:
    return max(one.start, other.start) - min(one.end, other.end)
