"""What an offer says of imitation, and whom it is said of."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.brands.brand import Brand, BrandKind
from engine.brands.text import Text
from engine.brands.vocabulary import Found, Role

BEFORE = 2  # units between "inspired by" and the name
# Clubs and leagues license two shirts, and call the one that supporters buy the replica.
_OF_CLUBS = frozenset({"replica", "replicas"})
_LICENSING = frozenset({BrandKind.CLUB, BrandKind.LOGO})


@dataclass(frozen=True, slots=True)
class Imitation:
    """Words of imitation in a text; positions are units."""

    anywhere: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    behind: tuple[tuple[int, str], ...] = ()
    before: tuple[tuple[int, str], ...] = ()

    def of(self, brand: Brand, start: int, end: int, *, claimed: bool) -> str | None:
        """The words that call the goods an imitation of a brand named from `start` to `end`; None when none does."""
        sure = [word for word in self.anywhere if not (brand.kind in _LICENSING and word.lower() in _OF_CLUBS)]
        near = [word for at, word in self.behind if at == end]
        near += [word for at, word in self.before if 0 <= start - at <= BEFORE]
        weak = self.weak if claimed else ()
        return next((word for word in (*sure, *near, *weak)), None)


def imitation(text: Text, found: Sequence[Found]) -> Imitation:
    """What a text says of imitation."""

    def words(role: Role) -> list[Found]:
        return [each for each in found if role in each.term.roles]

    def written(each: Found) -> str:
        return text.raw(each.start, each.end)

    countered = bool(words(Role.WEAK_COUNTER))
    return Imitation(
        anywhere=tuple(written(each) for each in words(Role.REPLICA)),
        weak=() if countered else tuple(written(each) for each in words(Role.WEAK_REPLICA)),
        behind=tuple((each.start, written(each)) for each in words(Role.REPLICA_BEHIND)),
        before=tuple((each.end, written(each)) for each in words(Role.REPLICA_BEFORE)),
    )
