"""Rules as conjunctions that the engine can test, grouped by what they read."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.lexicon.spec import Lexicon, Scope
from engine.rulebook.condition import Resolved
from engine.rulebook.resolve import LiveRule
from engine.runtime.atoms import Atom, exact_atoms, is_exact
from engine.runtime.column import Flag
from engine.runtime.durable import TAG
from engine.runtime.normal import Literal, conjunctions
from engine.runtime.shards import EngineRule, grouped


@dataclass(frozen=True, slots=True)
class Draft:
    """One conjunction of the rule at `place`, with the fields and flags that its fact must carry."""

    name: str
    place: int
    atoms: tuple[Atom, ...]
    fields: frozenset[tuple[str, str]]
    flags: frozenset[Flag]

    @property
    def reads(self) -> frozenset[str]:
        """Names of the properties that it reads."""
        return frozenset(atom.field for atom in self.atoms)


@dataclass(frozen=True, slots=True)
class Group:
    """Conjunctions that are told by one fact of the whole, or by one for each part."""

    tag: int
    scope: Scope
    drafts: tuple[Draft, ...]

    def rules(self) -> Iterable[EngineRule]:
        """The engine's rules: each asks for the group's tag first."""
        tag = Atom(TAG, "$eq", self.tag)
        return (EngineRule(each.name, (tag, *each.atoms)) for each in self.drafts)

    def atoms_on(self, field: str) -> tuple[Atom, ...]:
        """All tests of one field."""
        return tuple(dict.fromkeys(atom for draft in self.drafts for atom in draft.atoms if atom.field == field))


def groups(live: Sequence[LiveRule], lexicon: Lexicon, places: Mapping[Resolved, int]) -> list[Group]:
    """All rules, those of the whole first. Raises TooManyBranches for a condition that unfolds too far."""
    found: list[Group] = []
    for scope in (Scope.WHOLE, Scope.PART):
        for rows in grouped(drafts(live, lexicon, places, scope)):
            found.append(Group(len(found) + 1, scope, _arranged(rows)))
    return found


@dataclass(frozen=True, slots=True)
class _Term:
    """Atoms of one literal, and what they read."""

    atoms: tuple[Atom, ...]
    field: tuple[str, str] | None = None
    flag: Flag | None = None


def drafts(live: Sequence[LiveRule], lexicon: Lexicon, places: Mapping[Resolved, int], scope: Scope) -> list[Draft]:
    """All conjunctions of the rules of one scope."""
    fields: dict[str, str] = {}
    return [
        _draft(f"r{place}_{number}", place, terms)
        for place, each in enumerate(live)
        if each.rule.scope is scope
        for number, terms in enumerate(_alternatives(each, lexicon, places, fields))
    ]


def _alternatives(
    live: LiveRule, lexicon: Lexicon, places: Mapping[Resolved, int], fields: dict[str, str]
) -> Iterable[tuple[_Term, ...]]:
    for conjunction in conjunctions(live.when):
        rows: list[tuple[_Term, ...]] = [()]
        for literal in conjunction:
            rows = [(*row, term) for row in rows for term in _terms(literal, lexicon, places, fields)]
        yield from rows


def _terms(
    literal: Literal, lexicon: Lexicon, places: Mapping[Resolved, int], fields: dict[str, str]
) -> tuple[_Term, ...]:
    fact = lexicon[literal.leaf.fact]
    if is_exact(literal.leaf, fact):
        field = fields.setdefault(fact.name, f"f{len(fields)}")
        return tuple(_Term(atoms, field=(fact.name, field)) for atoms in exact_atoms(literal, field))
    flag = Flag(literal.leaf, literal.positive, f"{'p' if literal.positive else 'n'}{places[literal.leaf]}")
    return (_Term((Atom(flag.name, "$eq", 1),), flag=flag),)


def _draft(name: str, place: int, terms: Sequence[_Term]) -> Draft:
    return Draft(
        name,
        place,
        tuple(dict.fromkeys(atom for term in terms for atom in term.atoms)),
        frozenset(term.field for term in terms if term.field is not None),
        frozenset(term.flag for term in terms if term.flag is not None),
    )


def _arranged(rows: Sequence[Draft]) -> tuple[Draft, ...]:
    """Tests that many conjunctions share come first in each, so that the engine's tree has few branches."""
    frequency = Counter(atom for row in rows for atom in row.atoms)

    def order(atom: Atom) -> tuple[bool, int, str, str, str]:
        return (atom.operator != "$eq", -frequency[atom], atom.field, atom.operator, str(atom.operand))

    sorted_rows = (replace(row, atoms=tuple(sorted(row.atoms, key=order))) for row in rows)
    return tuple(sorted(sorted_rows, key=lambda row: [order(atom) for atom in row.atoms]))
