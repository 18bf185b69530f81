"""Import law of all destinations: what it says of a line, how much of it is known, where an embargo stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from engine.goods.categories import Categories
from engine.goods.classification import Classification, Status
from engine.goods.destination import DestinationLaw, Match
from engine.goods.embargo import Embargo, Embargoes
from engine.goods.limits import Against, against
from engine.goods.restriction import Kind, Reach, Restriction, Trust
from engine.order.line import Line

WORLD, UNION = "_WORLD", "_EU"
RICH = 15
# Goods sent from inside the destination's customs territory, or out of ours into no country, meet no import law.
WITHOUT_IMPORT = frozenset({"domestic", "intra_union"})


class Coverage(StrEnum):
    """How much import law is known: enough to call a line clear, some of it, none."""

    RICH = "rich"
    THIN = "thin"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """What the parcel does: whence, whither, how, when, and to what kind of buyer. None is unknown."""

    destination: str
    movement: str | None = None
    mode: str | None = None
    decided_on: date
    placed_on: date
    party: str = "b2c"


@dataclass(slots=True, kw_only=True)
class LineLaw:
    """What the law of the destination says of one line. Sets of category ids, but for documents and ids."""

    prohibited: set[str] = field(default_factory=set)
    prohibited_certain: set[str] = field(default_factory=set)
    licence: set[str] = field(default_factory=set)
    certificate: set[str] = field(default_factory=set)
    conditional: set[str] = field(default_factory=set)
    limit_exceeded: set[str] = field(default_factory=set)
    limit_unknown: set[str] = field(default_factory=set)
    documents_missing: set[str] = field(default_factory=set)
    carriage_refused: set[str] = field(default_factory=set)
    low_confidence: set[str] = field(default_factory=set)
    world_prohibited: set[str] = field(default_factory=set)
    restrictions: set[str] = field(default_factory=set)
    could_prohibit: bool = False


class LawBook:
    """Restrictions by destination file. Files of a union count for each of its members."""

    def __init__(
        self,
        files: Mapping[str, Iterable[Restriction]],
        members: frozenset[str],
        categories: Categories,
        embargoes: Embargoes,
    ) -> None:
        self._files = {code: tuple(restrictions) for code, restrictions in files.items()}
        self._members = members
        self._categories = categories
        self._embargoes = embargoes
        self.of = lru_cache(maxsize=None)(self._of)

    def _of(self, destination: str) -> DestinationLaw:
        """The law of one destination, indexed when first asked for."""
        shared = self._files.get(UNION, ()) if destination in self._members else ()
        own = self._files.get(destination, ())
        return DestinationLaw((*own, *shared))

    def coverage(self, destination: str) -> Coverage:
        """Rules of a union alone say nothing of a member's own law, so they never make it rich."""
        if destination not in self._files:
            return Coverage.THIN if destination in self._members and UNION in self._files else Coverage.NO_DATA
        return Coverage.RICH if len(self.of(destination).restrictions) >= RICH else Coverage.THIN

    def embargo(self, country: str, state: str | None, postcode: str | None, on: date) -> Embargo | None:
        """The comprehensive embargo that meets this place on this day."""
        return self._embargoes.over(country, state, postcode, on)

    def screen(
        self,
        line: Line,
        classification: Classification,
        journey: Journey,
        *,
        value_eur_minor: int | None = None,
    ) -> LineLaw:
        """What the destination's law, and the world's, says of the line."""
        law = LineLaw()
        if journey.movement in WITHOUT_IMPORT:
            return law
        local = self.of(journey.destination)
        for match in self._bound(local, line, classification, journey):
            _add(law, match, line, journey, value_eur_minor)
        for match in self._bound(self.of(WORLD), line, classification, journey):
            _add_world(law, match, journey)
        law.could_prohibit = self._could_prohibit(local, classification, journey)
        return law

    def _bound(
        self, law: DestinationLaw, line: Line, classification: Classification, journey: Journey
    ) -> Iterable[Match]:
        for match in law.matches(classification, line.hs_code):
            restriction = match.restriction
            if restriction.in_force(journey.decided_on, journey.placed_on) and restriction.binds(journey.party):
                yield match

    def _could_prohibit(self, law: DestinationLaw, classification: Classification, journey: Journey) -> bool:
        if classification.status not in {Status.VAGUE, Status.UNCLASSIFIED}:
            return False
        return any(
            self._categories[ban.category].common and ban.in_force(journey.decided_on, journey.placed_on)
            for ban in law.bans
        )


_BY_KIND = {
    Kind.LICENCE_REQUIRED: "licence",
    Kind.CERTIFICATE_REQUIRED: "certificate",
    Kind.RESTRICTED: "conditional",
    Kind.CONDITIONAL: "conditional",
}


def _add(law: LineLaw, match: Match, line: Line, journey: Journey, value_eur_minor: int | None) -> None:
    restriction = match.restriction
    carried = Reach.LAW in restriction.reaches or journey.mode in restriction.reaches
    if not carried or (restriction.origins and line.origin is not None and line.origin not in restriction.origins):
        return
    law.restrictions.add(restriction.id)
    if restriction.trust is Trust.LOW:
        law.low_confidence.add(restriction.category)
        return
    standing = against(restriction.limits, line, value_eur_minor)
    if standing is Against.UNKNOWN or (restriction.origins and line.origin is None):
        law.limit_unknown.add(restriction.category)
    elif standing is not Against.WITHIN:
        _bite(law, match, exceeded=standing is Against.EXCEEDED)


def _bite(law: LineLaw, match: Match, *, exceeded: bool) -> None:
    restriction = match.restriction
    category = restriction.category
    law.documents_missing |= restriction.documents
    if exceeded:
        law.limit_exceeded.add(category)
    if restriction.kind is not Kind.PROHIBITED:
        getattr(law, _BY_KIND[restriction.kind]).add(category)
    elif Reach.LAW in restriction.reaches:
        law.prohibited.add(category)
        if match.certain:
            law.prohibited_certain.add(category)
    else:
        law.carriage_refused.add(category)


def _add_world(law: LineLaw, match: Match, journey: Journey) -> None:
    restriction = match.restriction
    everywhere = Reach.LAW in restriction.reaches
    if not match.firm or not (everywhere or journey.mode in restriction.reaches):
        return
    law.restrictions.add(restriction.id)
    if restriction.trust is Trust.LOW:
        law.low_confidence.add(restriction.category)
    elif restriction.kind is not Kind.PROHIBITED:
        law.conditional.add(restriction.category)
    else:
        (law.world_prohibited if everywhere else law.carriage_refused).add(restriction.category)
