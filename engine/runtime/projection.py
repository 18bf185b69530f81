"""Between sheets and the engine: what is stated of a sheet, and what firings mean."""

from collections.abc import Iterable, Sequence

from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Lexicon, Scope
from engine.rulebook.resolve import LiveRule
from engine.runtime.drafts import Draft, drafts
from engine.runtime.durable import Fact, name_and_id
from engine.runtime.habits import Habits
from engine.runtime.keys import index
from engine.runtime.leaves import LeafTable
from engine.runtime.saying import Saying
from engine.runtime.shards import EngineRule
from engine.runtime.statement import MOST_PARTS, statement_of

WHOLE = -1
Fired = set[tuple[int, int]]  # rule's place, part's place or WHOLE
Batch = list[list[Fact]]  # for each shard, its facts


class Projection:
    """The shards' rules, and the keys by which those conjunctions are found that a sheet could meet.

    A conjunction whose key does not hold is not told of: it could not fire. All its other tests are the engine's.
    """

    def __init__(self, live: Sequence[LiveRule], table: LeafTable, lexicon: Lexicon, habits: Habits) -> None:
        self._drafts = drafts(live, lexicon, table.places)
        self.shards = _shards(self._drafts)
        self._owner = {draft.name: draft.place for draft in self._drafts}
        self._lexicon = lexicon
        sayings: dict[str, Saying] = {}
        self._statements = [statement_of(draft, lexicon, sayings) for draft in self._drafts]
        self.learn(habits)
        self._read: dict[str, tuple[int, int]] = {}

    def learn(self, habits: Habits) -> None:
        """Looks for conjunctions by what is rare by now. The engine's rules, and what is found, stay as they are."""
        self._index = index(self._drafts, self._statements, self._lexicon, habits)

    def state(self, sheet: Sheet) -> list[Batch]:
        """The engine's facts in batches. Raises EngineFault for a value that the engine would misread."""
        whole, keys = sheet.whole, self._index
        batch: Batch = [[] for _ in self.shards]
        shared = []
        for each in keys[Scope.WHOLE].found(whole):
            if each.about_part:
                shared.append(each)
            elif (fact := each.about(0, whole, whole)) is not None:
                batch[each.shard].append(fact)
        batches = [batch]
        for number, part in enumerate(sheet.parts):
            if number and not number % MOST_PARTS:
                batch = [[] for _ in self.shards]
                batches.append(batch)
            for each in shared + keys[Scope.PART].found(part):
                if (fact := each.about(number % MOST_PARTS, part, whole)) is not None:
                    batch[each.shard].append(fact)
        return batches

    def owner(self, engine_rule: str) -> int:
        """The place of the rule that one of the engine's rules was made from."""
        return self._owner[engine_rule]

    def read(self, firings: Iterable[str], batch: int) -> Iterable[tuple[int, int]]:
        """Firings of a batch as rule and part; alternatives of one rule fall together."""
        for firing in firings:
            found = self._read.get(firing)
            if found is None:
                found = self._read[firing] = self._parsed(firing)
            place, part = found
            yield (place, part) if part == WHOLE else (place, part + batch * MOST_PARTS)

    def _parsed(self, firing: str) -> tuple[int, int]:
        name, identity = name_and_id(firing)
        return self._owner[name], WHOLE if identity[0] == "o" else int(identity[1 : identity.index("g")])


def _shards(drafts_: Iterable[Draft]) -> tuple[tuple[EngineRule, ...], ...]:
    shards: dict[int, list[EngineRule]] = {}
    for draft in drafts_:
        shards.setdefault(draft.shard, []).append(draft.rule())
    return tuple(tuple(rules) for rules in shards.values())
