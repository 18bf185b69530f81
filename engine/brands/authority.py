"""What a seller states of an article's brand, and whether leave to sell it covers a destination and a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from engine.brands.brand import Brand
from engine.brands.text import read


class AuthorityState(StrEnum):
    """How it stands with the leave to sell a brand; the worst first."""

    MISSING = "missing"
    ELSEWHERE = "elsewhere"
    EXPIRED = "expired"
    VALID = "valid"


_WORST_FIRST = tuple(AuthorityState)


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandAuthority:
    """Whose leave there is to sell brands: where (everywhere when no territory is named), and until which day.

    `brands` are names as the paper has them, or ids of brands. One may name a mark of the seller's own that looks like
    another's.
    """

    licensor: str
    brands: tuple[str, ...]
    territory: tuple[str, ...] = ()
    until: date | None = None

    def state(self, destination: str | None, on: date) -> AuthorityState:
        """Whether it covers goods that go to a country on a day; the last day is still covered."""
        if self.territory and destination not in self.territory:
            return AuthorityState.ELSEWHERE
        if self.until is not None and on > self.until:
            return AuthorityState.EXPIRED
        return AuthorityState.VALID


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandStatement:
    """What the product file says of an article. `authorities` None: nobody keeps them; empty: there is none for it."""

    brand: str | None = None
    authorities: tuple[BrandAuthority, ...] | None = None


class Licence(Protocol):
    """What a product file keeps of one leave, for the brand that stands beside it."""

    @property
    def licensor(self) -> str: ...

    @property
    def territory(self) -> tuple[str, ...]: ...

    @property
    def until(self) -> date | None: ...


def statement(brand: str | None, licence: Licence | None, *, kept: bool) -> BrandStatement:
    """An article's brand and leave as one statement. `kept` says whether its seller keeps leave at all."""
    if brand is None or licence is None:
        return BrandStatement(brand=brand, authorities=() if kept else None)
    authority = BrandAuthority(
        licensor=licence.licensor, brands=(brand,), territory=tuple(licence.territory), until=licence.until
    )
    return BrandStatement(brand=brand, authorities=(authority,))


def spelling(name: str) -> str:
    """A name in one word of plain letters, so that `Ray-Ban` and `RAYBAN` are the same."""
    return "".join(read(name).units)


def names_of(brand: Brand) -> frozenset[str]:
    """All spellings of a brand in one word each, and its id."""
    return frozenset({brand.id, *(spelling(each) for each in (*brand.names, *brand.devices))})


def state_for(
    names: frozenset[str], authorities: Iterable[BrandAuthority], destination: str | None, on: date
) -> AuthorityState:
    """The best that the authorities say of a brand with these names."""
    found = [
        each.state(destination, on)
        for each in authorities
        if any(name in names or spelling(name) in names for name in each.brands)
    ]
    return max(found, key=_WORST_FIRST.index, default=AuthorityState.MISSING)


def worst(states: Iterable[AuthorityState]) -> AuthorityState:
    """The worst of several; of none, VALID."""
    return min(states, key=_WORST_FIRST.index, default=AuthorityState.VALID)
