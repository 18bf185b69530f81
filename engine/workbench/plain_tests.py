"""Runs the tests beside rules on the plain reading alone: soon enough for every save of a file.

What decides is both executors together, and `engine.runtime.proving` asks them; this says early what they would say.
"""

from collections.abc import Iterator

from engine.lexicon.spec import Lexicon
from engine.rulebook.book import RuleBook
from engine.rulebook.resolve import LiveRule
from engine.rulebook.rule import Rule, RuleTest
from engine.runtime.proving import day_of, in_force, otherwise, out_of_force, proved
from engine.workbench.readings import Reading, cases_of, ending_of


def plainly_failed(book: RuleBook) -> Iterator[tuple[Rule, RuleTest, str]]:
    """The tests that do not end as they say, with how they do end."""
    tests = [(rule, test, day_of(rule, test)) for rule in proved(book) for test in rule.tests]
    meanings = {day: in_force(book, day) for day in {day for _, _, day in tests}}
    for rule, test, day in tests:
        live = meanings[day].get(rule.id)
        detail = out_of_force(test) if live is None else _otherwise(live, test, book.domain.lexicon)
        if detail:
            yield rule, test, detail


def _otherwise(live: LiveRule, test: RuleTest, lexicon: Lexicon) -> str:
    reading = Reading((live.when,), lexicon)
    truths = [reading.truth(live.when, reading.truths(facts)) for facts in cases_of(live.rule, test)]
    ending = ending_of(live.rule, truths)
    return otherwise(test, ending.state, ending.parts)
