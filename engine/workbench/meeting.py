"""Which rules can meet at all, so that of a thousand rules only a few pairs are looked at closely."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from engine.lexicon.spec import Lexicon, Value
from engine.runtime.column import Columns, truths_of
from engine.runtime.compiled import holding
from engine.runtime.leaves import LeafTable
from engine.workbench.subject import Subject


class Bench:
    """All subjects as one function of a case, whatever their scopes: names of facts tell wholes and parts apart."""

    def __init__(self, subjects: Sequence[Subject], lexicon: Lexicon) -> None:
        table = LeafTable((each.when for each in subjects), lexicon)
        groups = (table.whole, table.part)
        self._columns = [Columns([truths_of(lexicon[name], own) for name, own in group.items()]) for group in groups]
        self._holding = holding([(number, each.when) for number, each in enumerate(subjects)], table.places)

    def firing(self, case: Mapping[str, Value]) -> list[int]:
        """The numbers of the subjects that fire on a case."""
        return self._holding([truth for columns in self._columns for truth in columns.found(case)])


def related(subjects: Sequence[Subject]) -> Iterator[tuple[int, int]]:
    """Pairs of one scope of which one reads all that the other reads, each pair once, the later first."""
    uses = Counter(fact for each in subjects for fact in each.facts)
    by_rarest: dict[str, list[int]] = {}
    for number, each in enumerate(subjects):
        if each.facts:
            by_rarest.setdefault(min(sorted(each.facts), key=uses.__getitem__), []).append(number)
    for wide, each in enumerate(subjects):
        for fact in sorted(each.facts):
            for narrow in by_rarest.get(fact, ()):
                other = subjects[narrow]
                same = other.facts == each.facts
                if other.rule.scope is each.rule.scope and (other.facts < each.facts or (same and narrow < wide)):
                    yield max(wide, narrow), min(wide, narrow)
