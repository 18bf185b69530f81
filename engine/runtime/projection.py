"""Between sheets and the engine: which group's facts carry what, under which short names, and what firings mean."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import FactType, Lexicon, Scope, Value
from engine.rulebook.condition import Resolved
from engine.rulebook.resolve import LiveRule
from engine.runtime.column import Column, Flag, Needs
from engine.runtime.drafts import Group, groups
from engine.runtime.durable import Fact, fact, name_and_id
from engine.runtime.integer_column import IntegerColumn
from engine.runtime.leaf import Truth
from engine.runtime.leaves import LeafTable
from engine.runtime.shards import EngineRule, packed

WHOLE = -1
Fired = set[tuple[int, int]]  # rule's place, part's place or WHOLE
Batch = list[list[Fact]]  # for each shard, its facts
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
        self._whole = Columns(_columns(table.whole, found, lexicon), len(found))
        self._part = Columns(_columns(table.part, found, lexicon), len(found))
        self._read: dict[str, tuple[int, int]] = {}

    def state(self, sheet: Sheet) -> tuple[list[Truth], list[list[Truth]], list[Batch]]:
        """Truths of the whole and of each part, and the engine's facts in batches.

        Raises EngineFault for a value that a column refuses.
        """
        whole, stated = self._whole.state(sheet.whole)
        batch: Batch = [[] for _ in self.shards]
        for tag in self._of_whole:
            batch[self._shard[tag]].append(fact(f"o{tag}", tag, stated[tag]))
        batches, parts = [batch], []
        for number, part in enumerate(sheet.parts):
            if number and not number % MOST_PARTS:
                batch = [[] for _ in self.shards]
                batches.append(batch)
            truths, own = self._part.state(part)
            parts.append(whole + truths)
            for tag in self._of_part:
                batch[self._shard[tag]].append(fact(f"l{number % MOST_PARTS}g{tag}", tag, stated[tag] + own[tag]))
        return whole, parts, batches

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
    kinds = {name: IntegerColumn if lexicon[name].type is FactType.INTEGER else Column for name in facts}
    return tuple(kinds[name](lexicon[name], leaves, needs[name]) for name, leaves in facts.items())


class Columns:
    """The columns of one scope, with what the loops over all facts need of each within their reach."""

    def __init__(self, columns: Sequence[Column], groups: int) -> None:
        self._groups = range(groups + 1)
        self._numbers = [
            (each.name, each.edges, each.shapes, each) for each in columns if isinstance(each, IntegerColumn)
        ]
        self._others = [
            (each.name, each.type, each.entries.get, each) for each in columns if not isinstance(each, IntegerColumn)
        ]

    def state(self, facts: Mapping[str, Value]) -> tuple[list[Truth], list[str]]:
        """Truths of all leaves, and for each group (from 1) the text of its fact's properties."""
        truths: list[Truth] = []
        texts: list[list[str]] = [[] for _ in self._groups]
        value_of = facts.get
        pieces: list[tuple[int, str]] = []
        for name, edges, shapes, number in self._numbers:
            value = value_of(name)
            if type(value) is int:
                stretch = bisect_right(edges, value)
                shape = shapes[stretch] or number.shape(value, stretch)
                truths += shape[0]
                for group, head, tail in shape[1]:
                    texts[group].append(f"{head}{value}{tail}" if head else tail)
            else:
                entry = number.unknown if value is None else number.entry(value)  # which refuses it
                truths += entry[0]
                pieces += entry[1]
        for name, kind, remembered, column in self._others:
            value = value_of(name)
            if value is None:
                entry = column.unknown
            elif type(value) is kind:  # `True` and `1` are one key to a dict: the type is looked at first
                entry = remembered(value) or column.entry(value)
            else:
                entry = column.entry(value)
            truths += entry[0]
            pieces += entry[1]
        for group, text in pieces:
            texts[group].append(text)
        return truths, ["".join(each) for each in texts]
