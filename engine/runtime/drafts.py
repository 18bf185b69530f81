"""Rules as the engine's conjunctions, ordered so that its tree of tests stays narrow, and packed into shards."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.lexicon.spec import Lexicon, Scope
from engine.rulebook.condition import Resolved
from engine.rulebook.resolve import LiveRule
from engine.runtime.atoms import Atom, exact_atoms, is_exact
from engine.runtime.column import Flag
from engine.runtime.durable import TAG
from engine.runtime.normal import Literal, conjunctions
from engine.runtime.shards import EngineRule, pack

TAGS = {Scope.WHOLE: Atom(TAG, "$eq", 1), Scope.PART: Atom(TAG, "$eq", 2)}


@dataclass(frozen=True, slots=True)
class Draft:
    """One conjunction of the rule at `place`, with the fields and flags that its fact must carry."""

    place: int
    rule: EngineRule
    fields: frozenset[tuple[str, str]]
    flags: frozenset[Flag]


@dataclass(frozen=True, slots=True)
class _Term:
    """Atoms of one literal, and what they read."""

    atoms: tuple[Atom, ...]
    field: tuple[str, str] | None = None
    flag: Flag | None = None


def drafts(live: Sequence[LiveRule], lexicon: Lexicon, places: Mapping[Resolved, int], scope: Scope) -> list[Draft]:
    """All conjunctions of the rules of one scope, those that share tests side by side.

    Raises TooManyBranches for a condition that unfolds too far.
    """
    fields: dict[str, str] = {}
    rows = [
        (place, number, terms)
        for place, each in enumerate(live)
        if each.rule.scope is scope
        for number, terms in enumerate(_alternatives(each, lexicon, places, fields))
    ]
    frequency = Counter(atom for _, _, terms in rows for term in terms for atom in term.atoms)
    found = [_draft(place, number, terms, scope, frequency) for place, number, terms in rows]
    return sorted(found, key=lambda draft: [_order(atom, frequency) for atom in draft.rule.atoms])


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


def _draft(place: int, number: int, terms: Sequence[_Term], scope: Scope, frequency: Mapping[Atom, int]) -> Draft:
    atoms = dict.fromkeys(atom for term in terms for atom in term.atoms)
    ordered = sorted(atoms, key=lambda atom: _order(atom, frequency))
    return Draft(
        place,
        EngineRule(f"r{place}_{number}", (TAGS[scope], *ordered)),
        frozenset(term.field for term in terms if term.field is not None),
        frozenset(term.flag for term in terms if term.flag is not None),
    )


def _order(atom: Atom, frequency: Mapping[Atom, int]) -> tuple[bool, bool, int, str, str, str]:
    """The tag first; then equalities, then what many rules share: few branches, and most of them shut."""
    return (
        atom.field != TAG,
        atom.operator != "$eq",
        -frequency[atom],
        atom.field,
        atom.operator,
        str(atom.operand),
    )


def packed(found: Sequence[Draft]) -> list[list[Draft]]:
    """The drafts in shards that the engine can hold."""
    by_name = {draft.rule.name: draft for draft in found}
    return [[by_name[rule.name] for rule in shard.rules] for shard in pack(draft.rule for draft in found)]
