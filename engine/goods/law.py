"""Law of all countries: what it says of a line on its way, how much of it is known, where an embargo stands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache

from engine.goods.categories import Categories
from engine.goods.classification import Classification, Status
from engine.goods.destination import DestinationLaw, evidence_of
from engine.goods.embargo import Embargo, Embargoes
from engine.goods.exceptions import Exceptions
from engine.goods.likeness import Likenesses
from engine.goods.limits import Money
from engine.goods.line_law import LineLaw, line_law
from engine.goods.restriction import Movement, Reach, Restriction
from engine.goods.screening import Applied, Goods, Journey, Side, Spoken, apply
from engine.order.line import Line

__all__ = ["UNION", "WITHOUT_IMPORT", "WORLD", "Applied", "Coverage", "Goods", "Journey", "LawBook", "LineLaw"]

WORLD, UNION = "_WORLD", "_EU"
RICH, RICH_OWN = 15, 5
# Goods sent from inside the destination's customs territory, or out of ours into no country, meet no import law.
WITHOUT_IMPORT = frozenset({"domestic", "intra_union"})
_EVERY_WAY_IN = frozenset({Movement.IMPORT, Movement.DOMESTIC, Movement.INTRA_UNION})


class Coverage(StrEnum):
    """How much import law is known: enough to call a line clear, some of it, none."""

    RICH = "rich"
    THIN = "thin"
    NO_DATA = "no_data"


class LawBook:
    """Restrictions by country file. Files of a union count for each of its members."""

    def __init__(
        self,
        files: Mapping[str, Iterable[Restriction]],
        members: frozenset[str],
        categories: Categories,
        embargoes: Embargoes,
        exceptions: Exceptions | None = None,
        likenesses: Likenesses | None = None,
    ) -> None:
        self._files = {code: tuple(restrictions) for code, restrictions in files.items()}
        self._categories = categories
        self._embargoes = embargoes
        self._exceptions = exceptions or Exceptions()
        self.likenesses = likenesses
        self.members = members
        self.of = lru_cache(maxsize=None)(self._of)
        self._moving = lru_cache(maxsize=None)(self._of_movement)
        self._everywhere = lru_cache(maxsize=None)(self._of_everybody)

    @property
    def files(self) -> Mapping[str, tuple[Restriction, ...]]:
        """Restrictions as the files state them, a union's not counted for its members."""
        return self._files

    def _of(self, destination: str) -> DestinationLaw:
        """All law on file for one destination, whatever goods do there."""
        return DestinationLaw((*self._files.get(destination, ()), *self._shared(destination)), self.likenesses)

    def _shared(self, country: str) -> tuple[Restriction, ...]:
        return self._files.get(UNION, ()) if country in self.members else ()

    def _of_movement(self, code: str, moves: Movement, *, union: bool = True) -> DestinationLaw:
        """The law of one file that bites on one movement, indexed when first asked for."""
        own = (*self._files.get(code, ()), *(self._shared(code) if union else ()))
        return DestinationLaw((item for item in own if _moved(item, moves) is not None), self.likenesses)

    def _of_everybody(self, moves: Movement) -> DestinationLaw:
        """What binds every country: what leaves one meets bans on leaving, too."""
        found = (item for item in self._files.get(WORLD, ()) if _moved_anywhere(item, moves) is not None)
        return DestinationLaw(found, self.likenesses)

    def coverage(self, destination: str) -> Coverage:
        """A union's rules, and what posts and carriers refuse, say nothing of a country's own law: alone never rich."""
        own = [item for item in self._files.get(destination, ()) if Movement.IMPORT in item.movements]
        if not own:
            return Coverage.THIN if destination in self.members and UNION in self._files else Coverage.NO_DATA
        known = self._moving(destination, Movement.IMPORT).restrictions
        binding = sum(Reach.LAW in item.reaches for item in own)
        return Coverage.RICH if len(known) >= RICH and binding >= RICH_OWN else Coverage.THIN

    def embargo(self, country: str, state: str | None, postcode: str | None, on: date) -> Embargo | None:
        """The comprehensive embargo that meets this place on this day."""
        return self._embargoes.over(country, state, postcode, on)

    def screen_lines(
        self, goods: Sequence[Goods], journey: Journey, money: Money | None = None
    ) -> tuple[tuple[Applied, ...], ...]:
        """Every restriction that speaks of each line of a consignment, with its limits and evidence.

        `money` is in what the order is priced; it is asked only where a limit is a value.
        """
        sides = tuple(self._sides(journey))
        spoken = [tuple(self._spoken(each, journey, sides)) for each in goods]
        return apply(spoken, goods, money or Money())

    def screen_line(self, goods: Goods, journey: Journey, money: Money | None = None) -> tuple[Applied, ...]:
        """The same for a line that travels alone."""
        return self.screen_lines((goods,), journey, money)[0]

    def screen(
        self, line: Line, classification: Classification, journey: Journey, *, value_eur_minor: int | None = None
    ) -> LineLaw:
        """The sets of a line that travels alone, worth so many euro cents."""
        applied = self.screen_line(Goods(line, classification, value_eur_minor), journey)
        return line_law(applied, could_prohibit=self.could_prohibit(classification, journey))

    def _sides(self, journey: Journey) -> Iterator[tuple[Side, Movement, DestinationLaw]]:
        """Whose law counts: of the destination, of everybody, and of the country that the goods leave."""
        moves, origin = journey.moves, journey.ship_from
        yield Side.DESTINATION, moves, self._moving(journey.destination, moves)
        yield Side.WORLD, moves, self._everywhere(moves)
        if moves is not Movement.DOMESTIC and origin is not None and origin != journey.destination:
            # From member to member, goods leave their country and not the union.
            law = self._moving(origin, Movement.EXPORT, union=moves is Movement.IMPORT)
            yield Side.ORIGIN, Movement.EXPORT, law

    def _spoken(
        self, goods: Goods, journey: Journey, sides: Iterable[tuple[Side, Movement, DestinationLaw]]
    ) -> Iterator[Spoken]:
        for side, moves, law in sides:
            if not law.restrictions:
                continue
            for match in law.matches(goods.classification, goods.line.hs_code):
                if (side is Side.WORLD and not match.firm) or not self._counts(match.restriction, goods.line, journey):
                    continue
                movement = _moved_anywhere(match.restriction, moves) or moves
                yield Spoken(match, side, movement, evidence_of(match, goods.classification, self._categories))

    def _counts(self, restriction: Restriction, line: Line, journey: Journey) -> bool:
        """It is in force, concerns this sale, this carriage and these goods, and nothing excepts them."""
        if not restriction.in_force(journey.decided_on, journey.placed_on) or not restriction.binds(journey.party):
            return False
        if not journey.carries(restriction):
            return False
        if restriction.origins and line.origin is not None and line.origin not in restriction.origins:
            return False
        return not self._exceptions.lift(restriction, line, journey.decided_on)

    def could_prohibit(self, classification: Classification, journey: Journey) -> bool:
        """Nothing can be said of goods that are to cross a border, and the destination bans what people order."""
        if classification.status not in {Status.VAGUE, Status.UNCLASSIFIED} or journey.movement in WITHOUT_IMPORT:
            return False
        return any(
            self._categories[ban.category].common and ban.in_force(journey.decided_on, journey.placed_on)
            for ban in self._moving(journey.destination, Movement.IMPORT).bans
        )


def _moved(restriction: Restriction, moves: Movement) -> Movement | None:
    """Under which of its movements it bites on this one; None when under none."""
    if moves in restriction.movements:
        return moves
    market = Movement.MARKET in restriction.movements and moves in _EVERY_WAY_IN
    return Movement.MARKET if market else None


def _moved_anywhere(restriction: Restriction, moves: Movement) -> Movement | None:
    """The same for law of the whole world, which goods leave a country under as they enter another."""
    leaving = moves is not Movement.DOMESTIC and Movement.EXPORT in restriction.movements
    return _moved(restriction, moves) or (Movement.EXPORT if leaving else None)
