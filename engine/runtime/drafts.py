"""Rules as conjunctions that the engine can test, each told by facts of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.lexicon.spec import Lexicon, Scope
from engine.rulebook.condition import Resolved
from engine.rulebook.resolve import LiveRule
from engine.runtime.atoms import Atom, exact_atoms, is_exact
from engine.runtime.naming import other_name, tag_name
from engine.runtime.normal import Literal, conjunctions
from engine.runtime.shards import MOST_IN_ROW, MOST_IN_SHARD, EngineRule


@dataclass(frozen=True, slots=True)
class Term:
    """One literal as the engine tests it: atoms on one property.

    The property is the fact's value, or a `flag` that is stated when the leaf's truth is `truth`.
    """

    leaf: Resolved
    truth: bool
    flag: bool
    property: str
    atoms: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """One conjunction of the rule at `place`. Its facts are told from others' of its shard by its number there."""

    place: int
    name: str
    scope: Scope
    shard: int
    number: int
    terms: tuple[Term, ...]

    @property
    def tags(self) -> tuple[str, str]:
        """Two properties that its facts alone have together."""
        row, seat = divmod(self.number, MOST_IN_ROW)
        return tag_name(f"a{row}"), tag_name(f"c{seat}")

    def rule(self) -> EngineRule:
        """The engine's rule."""
        atoms = (atom for term in self.terms for atom in term.atoms)
        return EngineRule(self.name, (*(Atom(tag, "$eq", 1) for tag in self.tags), *dict.fromkeys(atoms)))


def drafts(live: Sequence[LiveRule], lexicon: Lexicon, places: Mapping[Resolved, int]) -> list[Draft]:
    """All conjunctions of the rules. Raises TooManyBranches for a condition that unfolds too far."""
    fields: dict[str, str] = {}
    found: list[Draft] = []
    for place, each in enumerate(live):
        for number, terms in enumerate(_alternatives(each, lexicon, places, fields)):
            shard, own = divmod(len(found), MOST_IN_SHARD)
            found.append(Draft(place, f"r{place}_{number}", each.rule.scope, shard, own, terms))
    return found


def _alternatives(
    live: LiveRule, lexicon: Lexicon, places: Mapping[Resolved, int], fields: dict[str, str]
) -> Iterable[tuple[Term, ...]]:
    for conjunction in conjunctions(live.when):
        rows: list[tuple[Term, ...]] = [()]
        for literal in conjunction:
            rows = [(*row, term) for row in rows for term in _terms(literal, lexicon, places, fields)]
        yield from rows


def _terms(
    literal: Literal, lexicon: Lexicon, places: Mapping[Resolved, int], fields: dict[str, str]
) -> tuple[Term, ...]:
    leaf, truth = literal.leaf, literal.positive
    fact = lexicon[leaf.fact]
    if is_exact(leaf, fact):
        field = fields.setdefault(fact.name, other_name(f"f{len(fields)}"))
        return tuple(Term(leaf, truth, False, field, atoms) for atoms in exact_atoms(literal, field))
    flag = other_name(f"{'p' if truth else 'n'}{places[leaf]}")
    return (Term(leaf, truth, True, flag, (Atom(flag, "$eq", 1),)),)
