"""Lists of the rule book in force: read, added to, ended, taken from a CSV file. A change is a new edition.

A list that no protected rule reads comes into force at once, by the one person who asks; of any other a proposal waits
for a second person. Coverage, mutation and backtests are asked of rules, not of values.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, timedelta

from engine.desk.desk import Caller, Desk
from engine.desk.edition_errors import NothingDiffers
from engine.desk.edition_files import RULES, Files, part_of
from engine.desk.edition_reading import IN_FORCE, named
from engine.desk.errors import DeskError, NotFound
from engine.desk.gating import Candidate, evidence_of
from engine.desk.proposals import propose, publish
from engine.errors import Fault
from engine.rulebook.book import Bar, ListEntry, RuleBook
from engine.rulebook.condition import ListRef
from engine.rulebook.faults import Faults
from engine.rulebook.folder import LISTS
from engine.rulebook.governance import leaves
from engine.rulebook.list_exchange import incoming, outgoing
from engine.rulebook.list_kinds import ListTerms, has_kind, like, normal_value
from engine.rulebook.lists import LONGEST_VALUE, USUAL, list_text, read_list
from engine.rulebook.source import RuleFault
from engine.workbench.differing import ListChange
from engine.workbench.gates import Evidence, Gate, all_open
from engine.workbench.protected import protected_lists

MOST_ENTRIES = 100_000
LONGEST_TEXT = 1000
MOST_FAULTS = 200


class ListRejected(DeskError):
    """this cannot be put into the list"""

    code = "list_rejected"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
        super().__init__(f"{faults[0].detail}{more}; nothing was changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptList:
    """A list of an edition. `rules` read it; one that is protected needs a second person."""

    name: str
    terms: ListTerms
    entries: tuple[ListEntry, ...]
    is_protected: bool
    rules: tuple[str, ...]
    edition: str

    def in_force(self, day: date) -> int:
        """How many entries count for a case decided and placed on a day."""
        return sum(each.counts(day, day) for each in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A value that is to count no longer than a day; None is yesterday."""

    value: str
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to become of a list. With `replaces`, it has the added entries and no others."""

    added: tuple[ListEntry, ...] = ()
    ended: tuple[Ending, ...] = ()
    replaces: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What came of it: `published`, `proposed` (a second person has to agree, or a gate is closed), or `nothing` where
    it is so already or it was a dry run. `faults` are those of the file of a dry run."""

    state: str
    change: ListChange
    edition: str | None = None
    proposal: str | None = None
    gates: tuple[Gate, ...] = ()
    faults: tuple[RuleFault, ...] = field(default=())


def kept_lists(desk: Desk, caller: Caller, word: str = IN_FORCE) -> Sequence[KeptList]:
    """All lists of an edition, by name. Raises NotFound, NoEdition."""
    edition = named(desk, caller, word)
    book = desk.editions.load(edition, caller.merchant).admission.book
    guarded, readers = protected_lists(book), _readers(book)
    return [
        KeptList(
            name=name,
            terms=book.list_terms.get(name, USUAL),
            entries=entries,
            is_protected=name in guarded,
            rules=readers.get(name, ()),
            edition=edition,
        )
        for name, entries in sorted(book.lists.items())
    ]


def kept_list(desk: Desk, caller: Caller, name: str, word: str = IN_FORCE) -> KeptList:
    """One of them. Raises NotFound, NoEdition."""
    found = next((each for each in kept_lists(desk, caller, word) if each.name == name), None)
    if found is None:
        raise NotFound("list", name)
    return found


def _readers(book: RuleBook) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for rule in book.rules:
        for leaf in leaves(rule.when):
            if isinstance(leaf.operand, ListRef):
                found.setdefault(leaf.operand.name, {})[rule.id] = None
    return {name: tuple(rules) for name, rules in found.items()}


def exported(kept: KeptList) -> str:
    """The list as a CSV file for people."""
    return outgoing(list_text(kept.entries))


def read_upload(kept: KeptList, text: str) -> tuple[tuple[ListEntry, ...], tuple[RuleFault, ...]]:
    """The entries of a CSV file, and every fault of it with row and column."""
    faults = Faults()
    entries = read_list(f"{LISTS}{kept.name}.csv", incoming(text), faults, kept.terms)
    return entries, faults.found


def change_list(desk: Desk, caller: Caller, name: str, wish: Wish, *, dry_run: bool = False) -> Changed:
    """Makes a new edition with the list changed, and puts it in force where one person may.

    Raises NotFound, NoEdition, ListRejected, NameNeeded, StoreConflict.
    """
    kept = kept_list(desk, caller, name)
    entries = _wished(kept, wish, desk.clock.now().astimezone(UTC).date())
    change = _difference(kept, entries)
    if dry_run or not (change.entered or change.left or change.other_days):
        return Changed(state="nothing", change=change)
    files = _files(desk, caller, kept, entries)
    measured: list[Evidence] = []

    def once(desk: Desk, candidate: Candidate, bar: Bar) -> Evidence:
        """What follows from the content is the same for proposing and publishing."""
        if not measured:
            measured.append(evidence_of(desk, candidate, bar))
        return measured[0]

    try:
        proposed = propose(desk, caller, files, None, wish.note, once)
    except NothingDiffers:
        return Changed(state="nothing", change=change)
    done = Changed(
        state="proposed",
        change=change,
        edition=proposed.proposal.edition,
        proposal=proposed.proposal.id,
        gates=proposed.gates,
    )
    if not proposed.difference.only_lists or not all_open(proposed.gates):
        return done
    publish(desk, caller, proposed.proposal.id, note=wish.note, gather=once)
    return replace(done, state="published")


def _files(desk: Desk, caller: Caller, kept: KeptList, entries: Iterable[ListEntry]) -> Files:
    rules = part_of(desk.editions.files(kept.edition, caller.merchant)[1], RULES)
    return {**rules, f"{LISTS}{kept.name}.csv": list_text(entries).encode()}


def _wished(kept: KeptList, wish: Wish, today: date) -> tuple[ListEntry, ...]:
    faults = [*_faulty(kept, wish.added)]
    entries: list[ListEntry] = [] if wish.replaces else list(kept.entries)
    for number, ending in enumerate(wish.ended):
        last = today - timedelta(days=1) if ending.on is None else ending.on
        touched = [each for each in entries if each.value == ending.value and (each.until is None or each.until > last)]
        if not touched:
            faults.append(Fault(f"/ended/{number}/value", "not_found", f"`{ending.value}` is not there, or has ended"))
        entries = [each for each in (_cut(each, last) if each in touched else each for each in entries) if each]
    for number, each in enumerate(wish.added):
        entry = replace(each, value=normal_value(kept.terms.kind, each.value))
        if entry in entries:
            continue
        if any(_meet(entry, other) for other in entries):
            detail = f"`{entry.value}` is in the list for these days already; end that entry first"
            faults.append(Fault(f"/added/{number}/value", "twice", detail))
        entries.append(entry)
    if len(entries) > MOST_ENTRIES:
        faults.append(Fault("", "too_many", f"a list has at most {MOST_ENTRIES} entries"))
    if faults:
        raise ListRejected(faults[:MOST_FAULTS])
    return tuple(sorted(entries, key=_place))


def _place(entry: ListEntry) -> tuple[str, date, date, str]:
    return entry.value, entry.from_ or date.min, entry.until or date.max, entry.by


def _cut(entry: ListEntry, last: date) -> ListEntry | None:
    """The entry until a day; nothing of one that had not begun by then."""
    if entry.from_ is not None and entry.from_ > last:
        return None
    return replace(entry, until=last)


def _meet(one: ListEntry, other: ListEntry) -> bool:
    if (one.value, one.by) != (other.value, other.by):
        return False
    first = max(one.from_ or date.min, other.from_ or date.min)
    return first <= min(one.until or date.max, other.until or date.max)


def _faulty(kept: KeptList, entries: Sequence[ListEntry]) -> Iterable[Fault]:
    kind = kept.terms.kind
    for number, each in enumerate(entries):
        place, value = f"/added/{number}", normal_value(kind, each.value)
        if not value or len(value) > LONGEST_VALUE or not value.isprintable():
            yield Fault(f"{place}/value", "blank_or_long", f"write one line of at most {LONGEST_VALUE} characters")
        elif not has_kind(kind, value):
            yield Fault(f"{place}/value", "kind", f"`{value}` is no `{kind}`; write it like {like(kind)}")
        if each.from_ is not None and each.until is not None and each.until < each.from_:
            yield Fault(f"{place}/until", "order", "the entry ends before it begins; exchange the two days")
        for name in ("reference", "reason"):
            text = getattr(each, name)
            if len(text) > LONGEST_TEXT or not all(sign.isprintable() for sign in text):
                yield Fault(f"{place}/{name}", "too_long", f"write one line of at most {LONGEST_TEXT} characters")


def _difference(kept: KeptList, entries: Sequence[ListEntry]) -> ListChange:
    """What came in and what went out; an entry with other days is told as both sides."""
    old, new = set(kept.entries), set(entries)
    left = {each.value: each for each in kept.entries if each not in new}
    pairs = tuple((left[each.value], each) for each in entries if each not in old and each.value in left)
    changed = {each for pair in pairs for each in pair}
    return ListChange(
        name=kept.name,
        is_protected=kept.is_protected,
        entered=tuple(each for each in entries if each not in old and each not in changed),
        left=tuple(each for each in kept.entries if each not in new and each not in changed),
        other_days=pairs,
    )
