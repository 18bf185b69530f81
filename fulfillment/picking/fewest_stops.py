"""From which places the pieces of a wave are taken: what expires first, and among equals from as few bins as can be.

Orders reserve one after the other and so nibble at many bins; a wave knows them all. Places of one last day are taken
the fullest first: no choice of them covers the same pieces with fewer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Spot = tuple[str, str]  # bin, lot


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Pieces at a place that the wave may have: free ones and its own."""

    spot: Spot
    expires_on: str
    rank: int
    pieces: int


def chosen_places(offers: Sequence[Offer], wanted: Mapping[str, int]) -> Mapping[str, Mapping[Spot, int]] | None:
    """For every reservation (id -> pieces), its places; None where the offers are not enough.

    Large reservations choose first, so that most have all of theirs in one place.
    """
    taken = _taken(offers, sum(wanted.values()))
    if taken is None:
        return None
    left = dict(taken)
    found: dict[str, dict[Spot, int]] = {}
    for name, many in sorted(wanted.items(), key=lambda each: (-each[1], each[0])):
        found[name] = _given(left, many)
    return found


def _taken(offers: Sequence[Offer], pieces: int) -> Mapping[Spot, int] | None:
    found: dict[Spot, int] = {}
    rest = pieces
    for each in sorted(offers, key=lambda offer: (offer.expires_on, offer.rank, -offer.pieces, offer.spot)):
        many = min(rest, each.pieces)
        if many > 0:
            found[each.spot] = many
            rest -= many
    return None if rest else found


def _given(left: dict[Spot, int], pieces: int) -> dict[Spot, int]:
    """From the place that it empties most nearly and that has all of it; else from one after the other."""
    whole = [spot for spot, many in left.items() if many >= pieces]
    order = [min(whole, key=lambda spot: (left[spot], spot))] if whole else sorted(left, key=lambda s: (-left[s], s))
    given: dict[Spot, int] = {}
    rest = pieces
    for spot in order:
        many = min(rest, left[spot])
        if many:
            given[spot] = many
            left[spot] -= many
            rest -= many
    return given
