"""Exact analysis of a rule book on a day: what never, always or needlessly fires, and which rules meet.

Nothing is claimed that is not shown: where a pattern or a very large condition leaves a question open, no observation
is made.
"""

from collections.abc import Iterator
from datetime import date

from engine.rulebook.book import RuleBook
from engine.rulebook.source import RuleFault
from engine.workbench import windows
from engine.workbench.judging import judge_invariants, observed
from engine.workbench.observation import Observation
from engine.workbench.overlap import Overlaps
from engine.workbench.soundness import Soundness
from engine.workbench.subject import IsFirm, firm_rules, inquiry_for, subjects


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
    soundness = Soundness(book.domain, inquiry)
    needless: set[str] = set()
    beginnings = {rule.from_ for rule in book.rules if rule.from_ is not None and rule.from_ > today}
    for day in (today, *sorted(beginnings)):
        standing = subjects(book, day, inquiry)
        new = {each.rule.id for each in standing if day == today or each.rule.from_ == day}
        for subject in standing:
            if subject.rule.id in new:
                yield from soundness.observations(subject)
        for each in Overlaps(book.domain, inquiry, standing, firm or firm_rules(book, day), new).observations():
            if each.code != "R043" or each.rule not in needless:
                yield each
            if each.code == "R043":
                needless.add(each.rule)
