"""`rules.lock`: which version of each rule decides what, so that an id never quietly comes to mean something else.

One line a rule: id, version, SHA-256 of what it decides, and where it stands in its life: nothing for a live rule,
`shadow`, or `retired` for ids that may not come back. Drafts are not locked; a rule that goes back to being one keeps
the line it had. Titles, references, tests and owners may change without a new version; a protected rule leaves `live`
only with one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.rulebook.book import RuleBook
from engine.rulebook.domain import Domain
from engine.rulebook.faults import Faults
from engine.rulebook.normal import deciding_part, digest
from engine.rulebook.rule import Rule, Status
from engine.rulebook.source import RuleBookRejected, RuleFault, Span

LOCK_FILE = "rules.lock"
_AT_ALL = Span(LOCK_FILE, 1, 1)
ANEW = "write the lock anew"  # what the command line adds its command to
_HEADER = "# Generated from the rules; ids are never used again.\n"
_LINE = re.compile(r"(?P<id>\S+) (?P<version>[0-9]+) (?P<digest>[0-9a-f]{64})(?: (?P<status>shadow|retired))?")


@dataclass(frozen=True, slots=True)
class Locked:
    """One rule as it was locked."""

    id: str
    version: int
    digest: str
    status: Status

    @property
    def retired(self) -> bool:
        """Whether the id may not come back."""
        return self.status is Status.RETIRED

    def __str__(self) -> str:
        life = "" if self.status is Status.LIVE else f" {self.status}"
        return f"{self.id} {self.version} {self.digest}{life}"


def lock_text(book: RuleBook, previous: str = "") -> str:
    """The new lock. Raises RuleBookRejected when a rule changed without a new version, or a retired id came back."""
    faults = Faults()
    before = _read(previous, faults)
    now = {rule.id: _locked(rule) for rule in _lockable(book)}
    _check_ids(book, before, faults)
    if faults.found:
        raise RuleBookRejected(faults.found, {**book.texts, LOCK_FILE: previous})
    drafts = _drafts(book)
    gone = {id_: old if id_ in drafts else replace(old, status=Status.RETIRED) for id_, old in before.items()}
    return _HEADER + "".join(f"{entry}\n" for _, entry in sorted({**gone, **now}.items()))


def check_lock(book: RuleBook, text: str) -> tuple[RuleFault, ...]:
    """What keeps the lock from being true of the book."""
    faults = Faults()
    before = _read(text, faults)
    changed = _check_ids(book, before, faults)
    rules = {rule.id: rule for rule in _lockable(book)}
    for id_, rule in rules.items():
        if id_ not in changed and before.get(id_) != _locked(rule):
            how = "as it is now" if id_ in before else "yet"
            faults.add("R079", f"the lock does not know {id_} {how}", rule.span, ANEW)
    kept = rules.keys() | _drafts(book)
    for number, line in enumerate(text.splitlines(), 1):
        id_ = line.split(" ", 1)[0]
        if id_ in before and id_ not in kept and not before[id_].retired:
            span = Span(LOCK_FILE, number, 1, len(id_))
            hint = f"{ANEW}, which retires it"
            faults.add("R079", f"{id_} is locked and is not in the book", span, hint)
    return faults.found


def check_followed(book: RuleBook, text: str, before: str) -> tuple[RuleFault, ...]:
    """What keeps a book and its lock from following the lock of the edition before: an id that decides otherwise than
    under its locked version, comes back, or is forgotten."""
    faults = Faults()
    earlier, now = _read(before, faults), _read(text, Faults())
    _check_ids(book, earlier, faults)
    for id_ in sorted(earlier.keys() - now.keys()):
        hint = "take the lock as it was published, and write it anew from there"
        faults.add("R079", f"the lock of the edition in force knows {id_}, and this one does not", _AT_ALL, hint)
    return faults.found


def _check_ids(book: RuleBook, before: dict[str, Locked], faults: Faults) -> frozenset[str]:
    """Report changes that the lock forbids; the ids of the rules that made them."""
    wrong: set[str] = set()
    for rule in _as_written(book):
        old, new = before.get(rule.id), _locked(rule)
        if old is None:
            continue
        if _leaves_quietly(rule, old, book.domain):
            message = f"{rule.id} is protected, and leaves `live` under its locked version {old.version}"
            hint = f"write version: {old.version + 1}; the change then shows in every history"
            faults.add("R088", message, rule.span, hint)
            wrong.add(rule.id)
        elif rule.status is Status.DRAFT:
            continue
        elif old.retired and not new.retired:
            message = f"{rule.id} was retired, and its id is not used again"
            faults.add("R078", message, rule.span, "give the rule a new id")
            wrong.add(rule.id)
        elif rule.version < old.version or (rule.version == old.version and new.digest != old.digest):
            message = f"{rule.id} decides otherwise than its locked version {old.version}"
            faults.add("R077", message, rule.span, f"write version: {old.version + 1}")
            wrong.add(rule.id)
    return frozenset(wrong)


def _leaves_quietly(rule: Rule, old: Locked, domain: Domain) -> bool:
    """Whether a rule that nothing may soften stops deciding without a new version. Retiring it shows for ever."""
    softer = rule.status in {Status.SHADOW, Status.DRAFT}
    protected = domain.protects(rule.set, rule.then.verdict)
    return softer and protected and old.status is Status.LIVE and rule.version <= old.version


def _drafts(book: RuleBook) -> frozenset[str]:
    return frozenset(rule.id for rule in book.rules if rule.status is Status.DRAFT)


def _lockable(book: RuleBook) -> Iterator[Rule]:
    return (rule for rule in _as_written(book) if rule.status is not Status.DRAFT)


def _as_written(book: RuleBook) -> Iterator[Rule]:
    """The rules with the status that people gave them: what the guard put in shadow for a while is no new status."""
    by_guard = {each.rule for each in book.demotions}
    for rule in book.rules:
        yield replace(rule, status=Status.LIVE) if rule.id in by_guard and rule.status is Status.SHADOW else rule


def _locked(rule: Rule) -> Locked:
    return Locked(rule.id, rule.version, digest(dict(deciding_part(rule))), rule.status)


def _read(text: str, faults: Faults) -> dict[str, Locked]:
    found: dict[str, Locked] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            hint = "take the file as it was last committed"
            faults.add("R001", "this is not a line of a lock", Span(LOCK_FILE, number, 1, len(line)), hint)
        else:
            id_, version = match["id"], int(match["version"])
            found[id_] = Locked(id_, version, match["digest"], Status(match["status"] or Status.LIVE))
    return found
