"""By which of its tests each conjunction is looked for: its rarest, so that few are found in vain."""

from collections.abc import Sequence

from engine.lexicon.spec import Fact, Lexicon, Scope
from engine.runtime.column import Column, Columns, Probe, Truths, column_of
from engine.runtime.drafts import Draft, Term
from engine.runtime.habits import Habits
from engine.runtime.leaf import of_unknown, test_of
from engine.runtime.statement import Statement

Keyed = tuple[Term, Statement]
Index = dict[Scope, Columns[Statement]]


def index(drafts: Sequence[Draft], statements: Sequence[Statement], lexicon: Lexicon, habits: Habits) -> Index:
    """What is to be stated when keys hold, by facts of the whole and by facts of parts."""
    by_fact: dict[str, list[Keyed]] = {}
    for draft, statement in zip(drafts, statements, strict=True):
        key = min(draft.terms, key=lambda term: habits.share(term.leaf, truth=term.truth))
        by_fact.setdefault(key.leaf.fact, []).append((key, statement))
    return {
        scope: Columns(
            [_column(keyed, lexicon) for fact, keyed in by_fact.items() if lexicon[fact].scope is scope],
        )
        for scope in Scope
    }


def _column(keyed: Sequence[Keyed], lexicon: Lexicon) -> Column[Statement]:
    fact = lexicon[keyed[0][0].leaf.fact]
    places = {term: place for place, term in enumerate(dict.fromkeys(term for term, _ in keyed))}
    wanted = [(places[term], statement) for term, statement in keyed]

    def statements(held: Truths) -> tuple[Statement, ...]:
        return tuple([statement for place, statement in wanted if held[place]])

    return column_of(fact, [_probe(term, fact) for term in places], statements)


def _probe(term: Term, fact: Fact) -> Probe:
    """Of what the engine compares itself, its comparison and not the plain reading's: else nothing would check it."""
    if not term.flag:
        return Probe(term.leaf, lambda value: all(atom.holds(value) for atom in term.atoms), unknown=False)
    test, truth = test_of(term.leaf, fact), term.truth
    return Probe(term.leaf, lambda value: test(value) is truth, of_unknown(term.leaf) is truth)
