"""What people agreed on beside the form of a rule: ids, reviews, false alarms, scores that count, who may refuse."""

from collections.abc import Callable, Iterator
from datetime import date

from engine.rulebook.book import RuleBook
from engine.rulebook.decided import rests_on_people
from engine.rulebook.governance import leaves
from engine.rulebook.rule import Rule, Status
from engine.rulebook.source import RuleFault


def conventions(book: RuleBook, today: date) -> Iterator[RuleFault]:
    """The faults of each rule that has not retired."""
    for rule in book.rules:
        if rule.status is not Status.RETIRED:
            found = (check(rule, book) for check in _OF_A_RULE)
            yield from (fault for fault in (*found, _review(rule, today)) if fault is not None)


def _review(rule: Rule, today: date) -> RuleFault | None:
    if rule.review_by is None or today <= rule.review_by:
        return None
    hint = "look at it again, then write the next day of review"
    return _fault("R072", f"{rule.id} was to be looked at again by {rule.review_by}", rule, hint)


def _prefix(rule: Rule, book: RuleBook) -> RuleFault | None:
    letters = book.domain.prefixes.get(rule.set)
    if letters is None or rule.id.startswith(f"{letters}-"):
        return None
    message = f"ids of the set `{rule.set}` begin with {letters}, and this one does not"
    return _fault("R017", message, rule, f"give it the next free id that begins with {letters}-")


def _false_alarms(rule: Rule, _: RuleBook) -> RuleFault | None:
    if rule.status is not Status.LIVE or rule.false_positives:
        return None
    hint = 'add false_positives: ["…"]; if nobody is known yet, say so'
    return _fault("R073", f"{rule.id} is live and names nobody who meets it without cause", rule, hint)


def _score(rule: Rule, book: RuleBook) -> RuleFault | None:
    if not rule.then.score or rule.set in book.policy.score_sets:
        return None
    message = f"{rule.id} scores {rule.then.score}, and the policy sums no scores of the set `{rule.set}`"
    return _fault("R075", message, rule, "leave score: out, or add the set to score: in policy.yaml")


def _final(rule: Rule, book: RuleBook) -> RuleFault | None:
    domain = book.domain
    if rule.then.verdict not in domain.final_verdicts or rule.set in domain.protected_sets:
        return None
    reads_no_more = domain.decided_facts.issuperset(each.fact for each in leaves(rule.when))
    if reads_no_more and rests_on_people(rule.when, book):
        return None  # people have judged already
    where = ", ".join(sorted(domain.protected_sets))
    message = f"{rule.id} ends in `{rule.then.verdict}`, which is for rules of the protected sets: {where}"
    return _fault("R089", message, rule, f"write outcome: {domain.missing_verdict}, so that a person judges")


_OF_A_RULE: tuple[Callable[[Rule, RuleBook], RuleFault | None], ...] = (_prefix, _false_alarms, _score, _final)


def _fault(code: str, message: str, rule: Rule, hint: str) -> RuleFault:
    return RuleFault(code, message, rule.span, hint, rule.id)
