"""One thing that a bill says otherwise than we expect, before it is a case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fulfillment.freight.bill import Charged
from fulfillment.freight.kinds import Charge, FreightDiffers
from fulfillment.records import FreightLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`amount` is the money at stake in minor units of the bill: what was asked too much. `data` is the evidence."""

    kind: FreightDiffers
    charge: str
    billed: int
    amount: int
    expected: int | None = None
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Audited:
    """What differs in a line, and in words what could not be looked at."""

    differences: tuple[Difference, ...]
    unchecked: tuple[str, ...] = ()


def charges_of(line: FreightLine) -> tuple[Charged, ...]:
    """The charges of a kept line."""
    rows = line.data.get("charges")
    if not isinstance(rows, list):
        return ()
    return tuple(Charged(Charge(kind), str(word), int(minor)) for kind, word, minor in rows)


def sums_of(charges: Iterable[Charged]) -> dict[Charge, int]:
    """What each kind comes to."""
    found: dict[Charge, int] = {}
    for each in charges:
        found[each.kind] = found.get(each.kind, 0) + each.minor
    return found


def told(line: FreightLine, name: str) -> str:
    """A word of the bill."""
    return str(line.data.get(name) or "")


def grams(line: FreightLine, name: str) -> int | None:
    """A weight that the bill states."""
    found = line.data.get(name)
    return found if isinstance(found, int) else None


def about(kind: FreightDiffers, line: FreightLine, charge: str) -> str:
    """The name of a difference: what it is about, whatever file it is found in."""
    return f"{kind}:{line.carrier}:{line.identity}:{charge}"
