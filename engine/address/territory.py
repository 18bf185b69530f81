"""Whose postcode it is: territories that share a post with their mother country, neighbours mistaken for another.

"France, 97150" is Saint-Martin, outside the Union's value added tax: taxes, bans and carriers all follow the postcode.
"""

import re
from dataclasses import dataclass
from functools import cache

from engine.address.sources import own_rows

SEPARATORS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Move:
    """The country that a postcode lies in. `kind` is territory, neighbour, forces or forwarder."""

    country: str
    kind: str


def move_of(stated: str, postcode: str | None) -> Move | None:
    """Where the postcode lies, when that is not the stated country."""
    moves = _moves().get(stated)
    if moves is None or postcode is None:
        return None
    compact = SEPARATORS.sub("", postcode).upper()
    return next((move for pattern, move in moves if pattern.fullmatch(compact)), None)


def resolve_country(stated: str, postcode: str | None) -> str:
    """The country after its postcode was read."""
    move = move_of(stated, postcode)
    return stated if move is None else move.country


@cache
def _moves() -> dict[str, tuple[tuple[re.Pattern[str], Move], ...]]:
    listed: dict[str, tuple[tuple[re.Pattern[str], Move], ...]] = {}
    for row in own_rows("territories"):
        entry = (re.compile(row["postcode"]), Move(row["actual"], row["kind"]))
        listed[row["stated"]] = (*listed.get(row["stated"], ()), entry)
    return listed
