"""Rules ready for analysis: resolved for a day, their conditions as ways of being true."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from engine.lexicon.spec import Scope, Value
from engine.rulebook.book import RuleBook
from engine.rulebook.condition import Condition
from engine.rulebook.decided import rests_on_people
from engine.rulebook.quieting import BUCKETS, may_soften
from engine.rulebook.resolve import resolve
from engine.rulebook.rule import Rule, Status
from engine.runtime.leaves import leaves_of
from engine.workbench.demand import Way
from engine.workbench.inquiry import Inquiry

MOST_EXAMPLES = 32  # values a fact: enough for the texts that tests of patterns show
IsFirm = Callable[[Rule], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A rule on the day of analysis. Rules that unfold too far to be analysed are no subjects."""

    rule: Rule
    when: Condition
    ways: tuple[Way, ...]
    facts: frozenset[str]

    @property
    def is_partial(self) -> bool:
        """Whether it is asked of each part of a case."""
        return self.rule.scope is Scope.PART


def firm_rules(book: RuleBook, day: date) -> IsFirm:
    """Which rules speak, and count, on every case that meets their condition: only these make another one needless, or
    keep a promise. Where a share of cases passes by chance, a rule that gives way to it keeps none."""
    quieted = {each.rule for each in book.suppressions if each.counts_on(day)}
    firm = {
        rule.id
        for rule in book.rules
        if rule.status is Status.LIVE
        and rule.counts_on(day)
        and rule.rollout in {None, BUCKETS}
        and rule.id not in quieted
        and not gives_way(rule, book)
    }
    return lambda rule: rule.id in firm


def gives_way(rule: Rule, book: RuleBook) -> bool:
    """Whether chance may let a case pass that this rule stops. Cases of people who are blocked are never drawn, so a
    rule that fires of these alone gives way to nothing."""
    domain = book.domain
    if book.policy.let_through.permille == 0 or rests_on_people(rule.when, book):
        return False
    return rule.set in domain.softenable_sets and may_soften(rule, domain) and rule.then.verdict != domain.neutral


def subjects(book: RuleBook, day: date, inquiry: Inquiry, placed: date | None = None) -> list[Subject]:
    """All rules that count on the day, drafts too, by id. `placed` is the day of placing, else the same."""
    found: list[Subject] = []
    original = {rule.id: rule for rule in book.rules}
    for live in sorted(resolve(_with_drafts(book), day, placed or day), key=lambda live: live.rule.id):
        ways = inquiry.ways(live.when)
        if ways is not None:
            facts = frozenset(leaf.fact for leaf in leaves_of(live.when))
            found.append(Subject(rule=original[live.rule.id], when=live.when, ways=ways, facts=facts))
    return found


def _with_drafts(book: RuleBook) -> RuleBook:
    """The book as if its drafts were evaluated: an analyst wants to know before they are."""
    rules = (replace(rule, status=Status.SHADOW) if rule.status is Status.DRAFT else rule for rule in book.rules)
    return replace(book, rules=tuple(rules))


def reads_empty_list(condition: Condition) -> bool:
    """Whether a list that the condition reads has no value on the day, which is told of the list."""
    return any(leaf.source and leaf.expected == frozenset() for leaf in leaves_of(condition))


def inquiry_for(book: RuleBook) -> Inquiry:
    """Questions about the book's facts, with the values that its own tests give them at hand."""
    return Inquiry(book.domain.lexicon, _examples(book))


def _examples(book: RuleBook) -> Mapping[str, list[Value]]:
    found: dict[str, dict[Value, None]] = {}
    for rule in book.rules:
        for test in rule.tests:
            for facts in (test.whole, *test.parts):
                for name, value in facts.items():
                    if isinstance(value, str):
                        found.setdefault(name, {})[value] = None
    return {name: list(values)[:MOST_EXAMPLES] for name, values in found.items()}
