"""Between sheets and the engine: which shard's facts carry what, under which short names, and what firings mean."""

from collections.abc import Iterable, Mapping, Sequence

from engine.lexicon.spec import Lexicon, Scope, Value
from engine.rulebook.condition import Resolved
from engine.rulebook.resolve import LiveRule
from engine.runtime.column import Column, Entry, Flag, Needs
from engine.runtime.drafts import Draft, drafts, packed
from engine.runtime.durable import Firing
from engine.runtime.leaf import Truth
from engine.runtime.leaves import LeafTable
from engine.runtime.shards import EngineRule
from engine.runtime.sheet import Sheet

WHOLE = -1
Fired = set[tuple[int, int]]  # rule's place, part's place or WHOLE


class Projection:
    """The shards' rules, and the columns that state a sheet for all of them in one pass."""

    def __init__(self, live: Sequence[LiveRule], table: LeafTable, lexicon: Lexicon) -> None:
        whole, part = (packed(drafts(live, lexicon, table.places, scope)) for scope in (Scope.WHOLE, Scope.PART))
        shards: list[list[Draft]] = [*whole, *part]
        self.shards: tuple[tuple[EngineRule, ...], ...] = tuple(tuple(each.rule for each in shard) for shard in shards)
        self._first_of_parts = len(whole)
        self._owner = {each.rule.name: each.place for shard in shards for each in shard}
        self._whole = self._columns(table.whole, shards, lexicon)
        self._part = self._columns(table.part, shards, lexicon)

    @staticmethod
    def _columns(
        facts: Mapping[str, Sequence[Resolved]], shards: Sequence[Sequence[Draft]], lexicon: Lexicon
    ) -> tuple[Column, ...]:
        needs: dict[str, list[Needs]] = {name: [] for name in facts}
        for number, shard in enumerate(shards):
            fields = {fact: field for draft in shard for fact, field in draft.fields}
            flags: dict[str, dict[Flag, None]] = {}
            for draft in shard:
                for flag in draft.flags:
                    flags.setdefault(flag.leaf.fact, {})[flag] = None
            for name in facts:
                if name in fields or name in flags:
                    field = fields.get(name)
                    needs[name].append(Needs(number, field, tuple(flags.get(name, ())), _asked(shard, field)))
        return tuple(Column(lexicon[name], leaves, needs[name]) for name, leaves in facts.items())

    def state(self, sheet: Sheet) -> tuple[list[Truth], list[list[Truth]], list[list[str]]]:
        """Truths of the whole and of each part, and for each shard the texts of its facts.

        Raises EngineFault for a value that a column refuses.
        """
        texts: list[list[str]] = [[] for _ in self.shards]
        whole = _state(self._whole, sheet.whole, texts)
        about_whole = ["".join(each) for each in texts]
        first = self._first_of_parts
        facts = [[f'{{"id":"o","sid":"0","t":1{text}}}'] for text in about_whole[:first]]
        facts += [[] for _ in about_whole[first:]]
        parts = []
        for number, part in enumerate(sheet.parts):
            own: list[list[str]] = [[] for _ in self.shards]
            parts.append(whole + _state(self._part, part, own))
            for shard in range(first, len(self.shards)):
                facts[shard].append(f'{{"id":"l{number}","sid":"0","t":2{about_whole[shard]}{"".join(own[shard])}}}')
        return whole, parts, facts

    def owner(self, engine_rule: str) -> int:
        """The place of the rule that one of the engine's rules was made from."""
        return self._owner[engine_rule]

    def read(self, firings: Iterable[Firing]) -> Fired:
        """Firings as rule and part; alternatives of one rule fall together."""
        return {(self._owner[name], WHOLE if fact == "o" else int(fact[1:])) for name, fact in firings}


def _asked(shard: Sequence[Draft], field: str | None) -> frozenset[Value] | None:
    """The values that a shard's rules ask a field to equal, or None when they order it or exclude a value."""
    atoms = [atom for draft in shard for atom in draft.rule.atoms if atom.field == field]
    return frozenset(atom.operand for atom in atoms) if all(atom.exclusive for atom in atoms) else None


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
        for shard, text in entry.texts:
            texts[shard].append(text)
    return truths
