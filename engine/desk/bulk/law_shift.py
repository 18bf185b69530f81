"""Which orders a changed statement of import law can speak of: by country, then by what the goods are.

Only country files are looked into. Where words, categories or other registers changed too, whatever was read out of
texts may be read otherwise, and no order is safe.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.goods.classification import Status
from engine.goods.destination import DestinationLaw
from engine.goods.knowledge import GoodsKnowledge
from engine.goods.law import UNION, WORLD, LawBook
from engine.goods.restriction import Restriction
from engine.order.line import Line

UNREAD = frozenset({Status.VAGUE, Status.UNCLASSIFIED})


@dataclass(frozen=True, slots=True)
class LawShift:
    """What differs by country file, and the law as it is now."""

    changed: Mapping[str, DestinationLaw]
    coverage: frozenset[str]  # countries of which more or less is known now
    now: GoodsKnowledge

    def rows(self) -> Sequence[tuple[str, Restriction]]:
        """Country and restriction, old and new versions alike, for whoever wants to be told."""
        return [(code, each) for code, law in sorted(self.changed.items()) for each in law.restrictions]

    def touches(self, destination: str | None, origin: str | None, lines: Iterable[Line]) -> frozenset[str]:
        """Ids of changed restrictions that speak of a line on its way; an order without destination meets none."""
        if destination is None:
            return frozenset()
        if destination in self.coverage:
            return frozenset({f"{destination}: coverage"})
        laws = [self.changed[code] for code in sorted(self._involved(destination, origin)) if code in self.changed]
        found: set[str] = set()
        for line in lines if laws else ():
            classified = self.now.classifier.classify(line)
            for law in laws:
                found |= {match.restriction.id for match in law.matches(classified, line.hs_code)}
                if classified.status in UNREAD:  # whether goods could be banned is asked of these
                    found |= {each.id for each in law.bans}
        return frozenset(found)

    def _involved(self, destination: str, origin: str | None) -> set[str]:
        places = {destination, WORLD} | (set() if origin is None else {origin})
        return places | ({UNION} if places & self.now.law.members else set())


def law_shift(before: GoodsKnowledge, after: GoodsKnowledge) -> LawShift:
    """What two editions state otherwise in their country files."""
    old, new = before.law.files, after.law.files
    codes = old.keys() | new.keys()
    differing = {code: _differing(old.get(code, ()), new.get(code, ())) for code in codes}
    changed = {code: DestinationLaw(rows, after.law.likenesses) for code, rows in differing.items() if rows}
    everywhere = set(after.law.members) if UNION in changed else set()
    coverage = {code for code in codes | everywhere if before.law.coverage(code) != after.law.coverage(code)}
    return LawShift(changed, frozenset(coverage), after)


def _differing(old: Iterable[Restriction], new: Iterable[Restriction]) -> list[Restriction]:
    before, after = tuple(old), tuple(new)
    return [each for each in before if each not in after] + [each for each in after if each not in before]


def reads_rates(currency: str, destination: str | None, origin: str | None, law: LawBook) -> bool:
    """Whether an order's facts may ask for an exchange rate. Thresholds and tax regimes of the union are in euros;
    elsewhere, or where a limit on its way is stated in another currency, something has to be converted."""
    if currency != "EUR" or destination is None or destination not in law.members:
        return True
    places = {destination, WORLD, UNION} | (set() if origin is None else {origin})
    return any(
        limit.currency not in {None, "EUR"}
        for place in places
        for restriction in law.files.get(place, ())
        for limit in restriction.limits
    )
