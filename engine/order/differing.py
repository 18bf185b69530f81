"""Where two documents of an order differ, place by place (RFC 6901)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

MISSING = None


@dataclass(frozen=True, slots=True)
class Different:
    """One place; `how` is `added`, `gone` or `changed`. A value that is not there is None."""

    pointer: str
    how: str
    before: object
    after: object


def differences(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[Different, ...]:
    """All of them, in the order of the documents; parts that came or went are told value by value."""
    then, now = dict(_leaves("", before)), dict(_leaves("", after))
    places = [*then, *(each for each in now if each not in then)]
    return tuple(
        Different(each, _how(each, then, now), then.get(each, MISSING), now.get(each, MISSING))
        for each in places
        if each not in then or each not in now or then[each] != now[each]
    )


def value_at(document: Mapping[str, object], pointer: str) -> object:
    """What stands at a place; None where nothing does."""
    found: object = document
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(found, Mapping):
            found = found.get(name)
        elif isinstance(found, list) and name.isdigit() and int(name) < len(found):
            found = found[int(name)]
        else:
            return None
    return found


def _how(place: str, then: Mapping[str, object], now: Mapping[str, object]) -> str:
    if place not in then:
        return "added"
    return "changed" if place in now else "gone"


def _leaves(pointer: str, value: object) -> Iterator[tuple[str, object]]:
    """Places of values that hold no others; an empty part is a value itself."""
    if isinstance(value, Mapping) and value:
        for name, each in value.items():
            yield from _leaves(f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}", each)
    elif isinstance(value, list) and value:
        for number, each in enumerate(value):
            yield from _leaves(f"{pointer}/{number}", each)
    else:
        yield pointer, value
