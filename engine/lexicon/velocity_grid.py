"""What is counted of earlier orders: by which key, within how long, and what of them; counting and lexicon read it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from engine.lexicon.aftersale_facts import AFTERSALE_NAMES
from engine.lexicon.spec import Value

KINDS = ("ip", "network", "card", "device", "email", "phone", "address", "recipient")
WINDOWS = ("1h", "24h", "7d", "30d")
DECLINE_WINDOWS = ("24h", "7d")
MEAN_KINDS = ("card", "device", "email")
# A word of a fact, and the key whose different values it counts.
DIFFERENT = MappingProxyType(
    {
        "cards": "card",
        "devices": "device",
        "emails": "email",
        "phones": "phone",
        "addresses": "address",
        "names": "recipient",
        "countries": "country",
    }
)
_COUNTED = {
    "ip": "cards 24h 7d, emails 24h 7d, addresses 24h",
    "network": "cards 24h, emails 24h, addresses 24h",
    "card": "devices 7d, emails 7d 30d, addresses 7d 30d, names 30d, countries 7d",
    "device": "cards 24h 7d, emails 7d 30d, addresses 7d",
    "email": "cards 7d 30d, devices 7d, phones 30d, addresses 30d, countries 30d",
    "phone": "cards 30d, emails 30d, addresses 30d",
    "address": "cards 30d, emails 30d, phones 30d, names 30d",
    "recipient": "cards 30d, emails 30d, addresses 30d, countries 30d",
}


class Cell(NamedTuple):
    """One fact of the grid; `what` is `orders`, `amount`, `declines` or a word of DIFFERENT."""

    kind: str
    what: str
    window: str

    @property
    def name(self) -> str:
        """The fact's name."""
        return f"velocity.{self.kind}_{self.what}_{self.window}"


def _cells(kind: str) -> Iterator[Cell]:
    yield from (Cell(kind, "orders", window) for window in WINDOWS)
    yield from (Cell(kind, "amount", window) for window in WINDOWS)
    yield from (Cell(kind, "declines", window) for window in DECLINE_WINDOWS)
    for counted in _COUNTED[kind].split(", "):
        what, *windows = counted.split()
        yield from (Cell(kind, what, window) for window in windows)


GRID: Mapping[str, Sequence[Cell]] = MappingProxyType({kind: tuple(_cells(kind)) for kind in KINDS})


def first_seen(kind: str) -> str:
    """The name of the fact that says since when a key is known."""
    return f"velocity.{kind}_first_seen_days"


def over_mean(kind: str) -> str:
    """The name of the fact that holds an order's value against the mean of its key."""
    return f"velocity.{kind}_over_mean_pct"


AFTERSALES = "aftersales"
_WHOLE = {kind: frozenset(cell.name for cell in GRID[kind]) for kind in KINDS} | {AFTERSALES: AFTERSALE_NAMES}
_KIND_OF = {name: kind for kind, names in _WHOLE.items() for name in names}


def without_zeroes(values: Mapping[str, Value]) -> tuple[Sequence[str], Mapping[str, Value]]:
    """The kinds whose whole grid is among some values, and the values without the zeroes of these grids. Signs from
    after sales are a kind as well: of most persons there are none."""
    kinds = [kind for kind in _WHOLE if _WHOLE[kind] <= values.keys()]
    return kinds, {name: value for name, value in values.items() if value != 0 or _KIND_OF.get(name) not in kinds}


def with_zeroes(kinds: Iterable[str], values: Mapping[str, Value]) -> Mapping[str, Value]:
    """The inverse."""
    zeroes: dict[str, Value] = {name: 0 for kind in kinds for name in _WHOLE[kind]}
    return zeroes | dict(values)
