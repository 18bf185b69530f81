"""Random rule books of the toy domain, quieted in every way by hand, past the reader that would refuse most of it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from engine.decision import Finding
from engine.findings import gather
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Scope
from engine.policy import suppressed
from engine.programs import Programs
from engine.rulebook.book import RuleBook
from engine.rulebook.condition import Condition
from engine.rulebook.quieting import Demotion, Suppression, demoted
from engine.rulebook.rule import OnMissing, Rule, Status
from engine.runtime.normal import TooManyBranches, conjunctions
from tests.random_rules import random_book, random_condition
from tests.toy import AIRPORT, ANY_DAY, NOWHERE, TOY_LEXICON


@dataclass(frozen=True, slots=True)
class Ended:
    """What one book says of one sheet: findings that count or are marked, findings in shadow, and the outcome."""

    findings: tuple[Finding, ...]
    shadow: tuple[Finding, ...]
    outcome: str

    def counting(self) -> set[tuple[str, int | None, str]]:
        """Findings that nobody quieted."""
        return {(each.rule, each.part, each.verdict) for each in self.findings if each.waived_by is None}


def plain_rules(rng: Random, size: int = 8) -> tuple[Rule, ...]:
    """Rules of every kind: protected or not, of every verdict, that hold or skip without their facts."""
    return tuple(
        replace(
            each.rule,
            set=rng.choice(AIRPORT.sets),
            then=replace(each.rule.then, verdict=rng.choice(AIRPORT.precedence)),
            status=rng.choice((Status.LIVE, Status.LIVE, Status.SHADOW)),
            on_missing=rng.choice(tuple(OnMissing)),
        )
        for each in random_book(rng, size)
        if _fits(each.when)
    )


def _fits(condition: Condition) -> bool:
    """Whether the engine takes it."""
    try:
        conjunctions(condition)
    except TooManyBranches:
        return False
    return True


def _condition(rng: Random, scope: Scope) -> Condition:
    facts = [fact for fact in TOY_LEXICON.values() if scope is Scope.PART or fact.scope is Scope.WHOLE]
    return random_condition(rng, facts, 1)


def _suppression(rng: Random, number: int, rule: Rule) -> Suppression:
    first = ANY_DAY - timedelta(days=rng.randrange(400))
    return Suppression(
        id=f"SUP-{number:03}",
        rule=rule.id,
        when=_condition(rng, rule.scope),
        why="known",
        by="ana",
        approved_by=rng.choice(("ana", "ben")),
        from_=first,
        until=rng.choice((date.max, ANY_DAY, first)),
        span=NOWHERE,
    )


def quieted_book(rng: Random, rules: tuple[Rule, ...]) -> RuleBook:
    """The rules with shares, suppressions and demotions, on whichever of them."""
    shared = tuple(replace(rule, rollout=rng.choice((None, 1, 50, 100))) for rule in rules)
    suppressions = tuple(_suppression(rng, number, rng.choice(rules)) for number in range(4))
    named = [rng.choice(rules) for _ in range(2)]
    demotions = tuple(Demotion(rule=rule.id, at="", why="", trip="", span=NOWHERE) for rule in named)
    return RuleBook(domain=AIRPORT, rules=demoted(shared, demotions, AIRPORT), suppressions=suppressions)


def ended(book: RuleBook, sheet: Sheet, key: str) -> Ended:
    """What is decided of a sheet, as admission does it."""
    evaluation = Programs(book).on(ANY_DAY, ANY_DAY).match(sheet)
    gathered = gather(evaluation, AIRPORT, key)
    findings = suppressed(gathered.live, evaluation, AIRPORT)
    outcome = AIRPORT.worst(*(each.verdict for each in findings if each.waived_by is None))
    return Ended(tuple(findings), tuple(gathered.shadow), outcome)
