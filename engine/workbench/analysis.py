"""Exact analysis of a rule book on a day: what never, always or needlessly fires, and which rules meet.

Nothing is claimed that is not shown: where a pattern or a very large condition leaves a question open, no observation
is made.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from engine.rulebook.book import RuleBook
from engine.rulebook.condition import Condition
from engine.rulebook.source import RuleFault
from engine.workbench import windows
from engine.workbench.inquiry import Inquiry
from engine.workbench.judging import judge_invariants, observed
from engine.workbench.lasting import moments
from engine.workbench.observation import Observation
from engine.workbench.overlap import Overlaps
from engine.workbench.soundness import Soundness
from engine.workbench.subject import IsFirm, Subject, firm_rules, inquiry_for, subjects

# What asks somebody to mend or to retire: it has to stay true.
_LASTING = frozenset({"R041", "R042", "R043", "R045"})


def analyse(book: RuleBook, today: date, firm: IsFirm | None = None) -> tuple[RuleFault, ...]:
    """All that the analysis finds (R040 to R048, R090, R091) as faults of the rule files, in the order of the files."""
    found = observations(book, today, firm)
    return tuple(sorted((each.fault(book.domain.part) for each in found), key=lambda fault: (fault.span, fault.code)))


def observations(book: RuleBook, today: date, firm: IsFirm | None = None) -> tuple[Observation, ...]:
    """The same with both rules and a witness each, and what became of the invariants.

    `firm` says which rules may be relied on, else `firm_rules` does: a rule that is rolled out to a share of cases, or
    that may be suppressed, makes no other needless. Invariants are judged of whole books only, which have a digest:
    without the rules that could not be read, promises look broken.
    """
    judged = judge_invariants(book, today, firm) if book.digest else ()
    return (*windows.observations(book, today), *_of_rules(book, today, firm), *observed(judged))


def _of_rules(book: RuleBook, today: date, firm: IsFirm | None) -> Iterator[Observation]:
    """Today's rules, then those that begin on a later day, each with the rules of its first day."""
    inquiry = inquiry_for(book)
    needless: set[str] = set()
    beginnings = {rule.from_ for rule in book.rules if rule.from_ is not None and rule.from_ > today}
    for day in (today, *sorted(beginnings)):
        standing = subjects(book, day, inquiry)
        new = {each.rule.id for each in standing if day == today or each.rule.from_ == day}
        for each in _on(book, inquiry, standing, firm or firm_rules(book, day), new):
            if each.code in _LASTING and not _lasts(book, inquiry, each, day, firm):
                continue
            if each.code != "R043" or each.rule not in needless:
                yield each
            if each.code == "R043":
                needless.add(each.rule)


def _on(
    book: RuleBook, inquiry: Inquiry, standing: list[Subject], firm: IsFirm, new: set[str]
) -> Iterator[Observation]:
    """What is to be said of new rules among those that stand together."""
    soundness = Soundness(book.domain, inquiry)
    for subject in standing:
        if subject.rule.id in new:
            yield from soundness.observations(subject)
    yield from Overlaps(book.domain, inquiry, standing, firm, new).observations()


def _lasts(book: RuleBook, inquiry: Inquiry, claim: Observation, day: date, firm: IsFirm | None) -> bool:
    """Whether a claim holds at every moment at which its rules mean something else than on its day."""
    named = {claim.rule, claim.other or claim.rule}
    rules = tuple(rule for rule in book.rules if rule.id in named)
    seen: list[list[Condition]] = []
    for decided, placed in moments(book, rules, day):
        standing = subjects(replace(book, rules=rules), decided, inquiry, placed)
        conditions = [each.when for each in standing]
        if len(standing) < len(named) or conditions in seen:
            continue
        if seen:  # the first is the day itself
            found = _on(book, inquiry, standing, firm or firm_rules(book, decided), named)
            if _said(claim) not in map(_said, found):
                return False
        seen.append(conditions)
    return True


def _said(claim: Observation) -> tuple[object, ...]:
    """What is claimed, without the values that are at odds today."""
    return claim.code, claim.rule, claim.other, claim.span, claim.message if claim.code == "R045" else ""
