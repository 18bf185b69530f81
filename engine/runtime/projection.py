"""Between sheets and the engine: which fields its facts carry, under which short names, and what firings mean."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from engine.errors import EngineFault
from engine.lexicon.spec import Lexicon, Scope, Value
from engine.rulebook.resolve import LiveRule
from engine.runtime.atoms import LARGEST_INTEGER, LONGEST_TEXT, Atom, exact_atoms, is_exact
from engine.runtime.durable import TAG, Firing
from engine.runtime.leaves import LeafTable
from engine.runtime.normal import Literal, conjunctions
from engine.runtime.reference import Truths
from engine.runtime.shards import EngineRule
from engine.runtime.sheet import Sheet

OF_WHOLE = Atom(TAG, "$eq", 1)
OF_PART = Atom(TAG, "$eq", 2)


class Projection:
    """Names the engine's fields: `f…` for facts that it compares, `p…` and `n…` for leaves found true or false."""

    def __init__(self, live: Sequence[LiveRule], table: LeafTable, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._places = table.places
        self._fields: dict[str, dict[str, str]] = {"whole": {}, "part": {}}
        self._flags: dict[str, dict[int, list[tuple[bool, str]]]] = {"whole": {}, "part": {}}
        self._owner: dict[str, int] = {}
        self.rules = tuple(self._compiled(live))
        self._about_whole = any(rule.atoms[0] == OF_WHOLE for rule in self.rules)
        self._about_parts = any(rule.atoms[0] == OF_PART for rule in self.rules)

    def _compiled(self, live: Sequence[LiveRule]) -> Iterable[EngineRule]:
        drafts = [
            (f"r{place}_{number}", each.rule.scope, atoms, place)
            for place, each in enumerate(live)
            for number, atoms in enumerate(self._alternatives(each))
        ]
        frequency = Counter(atom for _, _, atoms, _ in drafts for atom in atoms)
        rules = []
        for name, scope, atoms, place in drafts:
            self._owner[name] = place
            tag = OF_WHOLE if scope is Scope.WHOLE else OF_PART
            rules.append(EngineRule(name, (tag, *sorted(atoms, key=lambda atom: _order(atom, frequency)))))
        return sorted(rules, key=lambda rule: [_order(atom, frequency) for atom in rule.atoms])

    def _alternatives(self, live: LiveRule) -> Iterable[tuple[Atom, ...]]:
        scope = "whole" if live.rule.scope is Scope.WHOLE else "part"
        for conjunction in conjunctions(live.when):
            rows: list[tuple[Atom, ...]] = [()]
            for literal in conjunction:
                rows = [row + more for row in rows for more in self._atoms(literal, scope)]
            yield from rows

    def _atoms(self, literal: Literal, scope: str) -> tuple[tuple[Atom, ...], ...]:
        fact = self._lexicon[literal.leaf.fact]
        if is_exact(literal.leaf, fact):
            fields = self._fields[scope]
            return exact_atoms(literal, fields.setdefault(fact.name, f"f{len(fields)}"))
        place = self._places[literal.leaf]
        flag = f"{'p' if literal.positive else 'n'}{place}"
        flags = self._flags[scope].setdefault(place, [])
        if (literal.positive, flag) not in flags:
            flags.append((literal.positive, flag))
        return ((Atom(flag, "$eq", 1),),)

    def facts(self, sheet: Sheet, whole: Truths, parts: Sequence[Truths]) -> list[dict[str, object]]:
        """The engine's facts for a sheet. Raises EngineFault for a value that the engine would misread."""
        facts = []
        if self._about_whole:
            facts.append(self._fact("o", 1, "whole", sheet.whole, {}, whole))
        if self._about_parts:
            facts.extend(
                self._fact(f"l{number}", 2, "part", sheet.whole, part, truths)
                for number, (part, truths) in enumerate(zip(sheet.parts, parts, strict=True))
            )
        return facts

    def _fact(
        self,
        identity: str,
        tag: int,
        scope: str,
        whole: Mapping[str, Value],
        part: Mapping[str, Value],
        truths: Truths,
    ) -> dict[str, object]:
        fact: dict[str, object] = {"id": identity, "sid": "0", TAG: tag}
        for name, field in self._fields[scope].items():
            value = part.get(name) if name in part else whole.get(name)
            if value is not None and value != "":
                fact[field] = _safe(name, value)
        for place, flags in self._flags[scope].items():
            truth = truths[place]
            if truth is not None:
                for positive, flag in flags:
                    if truth is positive:
                        fact[flag] = 1
        return fact

    def read(self, firings: Iterable[Firing]) -> set[tuple[int, int]]:
        """Firings as rule and part; alternatives of one rule fall together."""
        return {(self._owner[name], -1 if fact == "o" else int(fact[1:])) for name, fact in firings}


def _order(atom: Atom, frequency: Mapping[Atom, int]) -> tuple[bool, bool, int, str, str, str]:
    """The tag first; then what is shared by many rules, so that the engine's tree has few branches."""
    return (
        atom.field != TAG,
        atom.operator != "$eq",
        -frequency[atom],
        atom.field,
        atom.operator,
        str(atom.operand),
    )


def _safe(name: str, value: Value) -> Value:
    if isinstance(value, str):
        if len(value.encode()) > LONGEST_TEXT:
            raise EngineFault(f"fact `{name}` is longer than {LONGEST_TEXT} bytes")
        return value
    if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        raise EngineFault(f"fact `{name}` is too large a number to compare exactly")
    return value
