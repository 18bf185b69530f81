"""Between sheets and the engine: which group's facts carry what, under which short names, and what firings mean."""

from collections.abc import Iterable, Mapping, Sequence

from engine.lexicon.spec import Lexicon, Scope, Value
from engine.rulebook.condition import Resolved
from engine.rulebook.resolve import LiveRule
from engine.runtime.column import Column, Entry, Flag, Needs
from engine.runtime.drafts import Group, groups
from engine.runtime.durable import Firing
from engine.runtime.leaf import Truth
from engine.runtime.leaves import LeafTable
from engine.runtime.shards import EngineRule, packed
from engine.runtime.sheet import Sheet

WHOLE = -1
Fired = set[tuple[int, int]]  # rule's place, part's place or WHOLE
Batch = list[list[str]]  # for each shard, its facts
MOST_PARTS = 16  # at once: the engine knows facts by a 32-bit hash of their id, and these few differ


class Projection:
    """The shards' rules, and the columns that state a sheet for all of them in one pass."""

    def __init__(self, live: Sequence[LiveRule], table: LeafTable, lexicon: Lexicon) -> None:
        found = groups(live, lexicon, table.places)
        shards = packed(found)
        self.shards: tuple[tuple[EngineRule, ...], ...] = tuple(
            tuple(rule for group in shard for rule in group.rules()) for shard in shards
        )
        self._owner = {draft.name: draft.place for group in found for draft in group.drafts}
        self._of_whole = [group.tag for group in found if group.scope is Scope.WHOLE]
        self._of_part = [group.tag for group in found if group.scope is Scope.PART]
        self._shard = {group.tag: number for number, shard in enumerate(shards) for group in shard}
        self._whole = _columns(table.whole, found, lexicon)
        self._part = _columns(table.part, found, lexicon)

    def state(self, sheet: Sheet) -> tuple[list[Truth], list[list[Truth]], list[Batch]]:
        """Truths of the whole and of each part, and the engine's facts in batches.

        Raises EngineFault for a value that a column refuses.
        """
        texts: list[list[str]] = [[] for _ in range(len(self._shard) + 1)]
        whole = _state(self._whole, sheet.whole, texts)
        stated = ["".join(each) for each in texts]
        batch: Batch = [[] for _ in self.shards]
        for tag in self._of_whole:
            batch[self._shard[tag]].append(f'{{"id":"o{tag}","sid":"0","t":{tag}{stated[tag]}}}')
        batches, parts = [batch], []
        for number, part in enumerate(sheet.parts):
            if number and not number % MOST_PARTS:
                batch = [[] for _ in self.shards]
                batches.append(batch)
            parts.append(whole + self._state_part(number, part, stated, batch))
        return whole, parts, batches

    def _state_part(self, number: int, part: Mapping[str, Value], stated: list[str], batch: Batch) -> list[Truth]:
        texts: list[list[str]] = [[] for _ in stated]
        truths = _state(self._part, part, texts)
        for tag in self._of_part:
            text = stated[tag] + "".join(texts[tag])
            batch[self._shard[tag]].append(f'{{"id":"l{number}g{tag}","sid":"0","t":{tag}{text}}}')
        return truths

    def owner(self, engine_rule: str) -> int:
        """The place of the rule that one of the engine's rules was made from."""
        return self._owner[engine_rule]

    def read(self, firings: Iterable[Firing]) -> Fired:
        """Firings as rule and part; alternatives of one rule fall together."""
        return {
            (self._owner[name], WHOLE if fact[0] == "o" else int(fact[1 : fact.index("g")])) for name, fact in firings
        }


def _columns(facts: Mapping[str, Sequence[Resolved]], found: Sequence[Group], lexicon: Lexicon) -> tuple[Column, ...]:
    needs: dict[str, list[Needs]] = {name: [] for name in facts}
    for group in found:
        fields = {fact: field for draft in group.drafts for fact, field in draft.fields}
        flags: dict[str, dict[Flag, None]] = {}
        for draft in group.drafts:
            for flag in sorted(draft.flags, key=lambda each: each.name):
                flags.setdefault(flag.leaf.fact, {})[flag] = None
        for name in (fields.keys() | flags.keys()) & facts.keys():
            field = fields.get(name)
            atoms = () if field is None else group.atoms_on(field)
            needs[name].append(Needs(group.tag, field, atoms, tuple(flags.get(name, ()))))
    return tuple(Column(lexicon[name], leaves, needs[name]) for name, leaves in facts.items())


def _state(columns: Iterable[Column], facts: Mapping[str, Value], texts: list[list[str]]) -> list[Truth]:
    truths: list[Truth] = []
    for column in columns:
        value = facts.get(column.name)
        if value is None:
            entry = column.unknown
        else:
            # `True` and `1` are one key to a dict, so the type is looked at before the memory is.
            found: Entry | None = column.entries.get(value) if type(value) in column.types else None
            entry = column.entry(value) if found is None else found
        truths += entry.truths
        for group, text in entry.texts:
            texts[group].append(text)
    return truths
