"""Everything that is wrong with a rule book, in one pass: what the reader finds, and what further checks find.

The further checks judge the rules in which the reader found no error, so that a slip in one file does not hide what is
to be said of the others. Neither locks nor the trial of the engine are part of it: they need files and processes.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from engine.rulebook.book import RuleBook
from engine.rulebook.domain import Domain
from engine.rulebook.folder import read_sound
from engine.rulebook.lints import Level
from engine.rulebook.source import RuleFault, placed
from engine.rulebook.suppressions import stale_suppressions
from engine.workbench.analysis import analyse
from engine.workbench.case_files import faulty_cases
from engine.workbench.conventions import conventions
from engine.workbench.limits import limits
from engine.workbench.overridden import broken_for_sellers
from engine.workbench.thin_tests import untested
from engine.workbench.unused import unused

# What a further check is: it gets the sound rules and the day on which somebody asks.
FurtherCheck = Callable[[RuleBook, date], Iterable[RuleFault]]

CHECKS: tuple[FurtherCheck, ...] = (
    conventions,
    limits,
    unused,
    stale_suppressions,
    analyse,
    untested,
    faulty_cases,
    broken_for_sellers,
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found. `book` is None when an error keeps the book from being used."""

    book: RuleBook | None
    faults: tuple[RuleFault, ...]

    def of(self, *levels: Level) -> tuple[RuleFault, ...]:
        """The faults of these levels."""
        return tuple(fault for fault in self.faults if fault.level in levels)


def check_book(
    texts: Mapping[str, str], domain: Domain, today: date, checks: tuple[FurtherCheck, ...] | None = None
) -> Checked:
    """All faults of the files by path, of all groups, in the order of their places; each names its rule if it can.

    `checks` are those to be made beside reading; else `CHECKS`.
    """
    read = read_sound(texts, domain)
    further = [fault for check in (CHECKS if checks is None else checks) for fault in check(read.book, today)]
    faults = placed(dict.fromkeys((*read.faults, *_named(further, read.book))))
    usable = not any(fault.level is Level.ERROR for fault in faults)
    return Checked(read.book if usable else None, faults)


def _named(faults: Iterable[RuleFault], book: RuleBook) -> Iterable[RuleFault]:
    """Faults with the rule at whose id they stand, where the check did not say."""
    ids = {rule.span: rule.id for rule in book.rules}
    for fault in faults:
        yield fault if fault.rule else replace(fault, rule=ids.get(fault.span, ""))
