"""Whether a name says whose the goods are, or whose device they fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.brands.naming import Named
from engine.brands.text import Text
from engine.brands.vocabulary import Found, Role

FREE = 3  # units between "compatible with" and the name, such as a size
CHAIN = 4  # units of model names between the names of one list
MODEL = 4  # units of a model's name between a device and its accessory
BREAKS = "|;。；"


def compatible(text: Text, found: Sequence[Found], names: Sequence[Named]) -> Mapping[Named, str]:
    """The names of what the goods fit, each with the words that say so."""
    fits = _marked_before(text, found, names)
    fits |= _marked_behind(text, found, names)
    if not any(Role.CLAIM in each.term.roles for each in found):
        fits |= _accessories(text, found, names)
        fits |= _makers(names, fits)
    return fits


@dataclass(slots=True)
class _Chain:
    """An open "for": up to which unit a name may begin, and of which goods the names before were."""

    reach: int = -1
    words: str = ""
    groups: frozenset[str] = frozenset()


def _marked_before(text: Text, found: Sequence[Found], names: Sequence[Named]) -> dict[Named, str]:
    by_start = {each.start: each for each in names}
    fits: dict[Named, str] = {}
    chain, last = _Chain(), 0
    for each in found:
        roles, name = each.term.roles, by_start.get(each.start)
        if any(mark in text.written[last : text.spans[each.start][0]] for mark in BREAKS):
            chain = _Chain()
        last = text.spans[each.end - 1][1]
        if name is not None and each.start <= chain.reach and _goes_on(chain, name):
            fits[name] = chain.words
            chain = _Chain(each.end + CHAIN, chain.words, name.brand.groups)
        elif Role.BEFORE in roles or Role.NEAR in roles:
            free = FREE if Role.BEFORE in roles else 0
            chain = _Chain(each.end + free, text.raw(each.start, each.end))
        elif Role.SKIPPED in roles and each.start <= chain.reach:
            chain.reach = max(chain.reach, each.end)
    return fits


def _goes_on(chain: _Chain, name: Named) -> bool:
    """A list names makers of one kind of goods: a fashion house behind the phone is whose the case is."""
    return not chain.groups or not chain.groups.isdisjoint(name.brand.groups)


def _marked_behind(text: Text, found: Sequence[Found], names: Sequence[Named]) -> dict[Named, str]:
    fits: dict[Named, str] = {}
    for each in found:
        if Role.AFTER not in each.term.roles:
            continue
        at, groups, free = each.start, frozenset[str](), FREE
        for name in reversed([name for name in names if name.end <= each.start]):
            if at - name.end > free or (groups and groups.isdisjoint(name.brand.groups)):
                break
            fits[name] = text.raw(each.start, each.end)
            at, groups, free = name.start, name.brand.groups, CHAIN
    return fits


def _accessories(text: Text, found: Sequence[Found], names: Sequence[Named]) -> dict[Named, str]:
    things = [each for each in found if Role.ACCESSORY in each.term.roles]
    fits: dict[Named, str] = {}
    for name in names:
        if not name.device:
            continue
        for each in things:
            if 0 <= each.start - name.end <= MODEL or 0 <= name.start - each.end <= 1:
                fits[name] = text.raw(each.start, each.end)
    return fits


def _makers(names: Sequence[Named], fits: Mapping[Named, str]) -> dict[Named, str]:
    """The maker's name before its device: `Apple iPhone`."""
    return {
        one: fits[other]
        for one, other in pairwise(names)
        if other in fits and one not in fits and one.end == other.start and one.brand.id == other.brand.id
    }
