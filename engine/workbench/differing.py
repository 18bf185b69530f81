"""What two editions can differ in: each kind of difference as a value of its own, without words of any language."""

from dataclasses import dataclass
from datetime import date

from engine.lexicon.spec import Value
from engine.rulebook.book import ListEntry, Param
from engine.rulebook.rule import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that was so and is so now. `what` is the name of a field; both sides are text, maybe of several lines,
    and empty where there is nothing."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """A rule that stands in both, and differs."""

    before: Rule
    after: Rule
    is_protected: bool
    parts: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChange:
    """Values that came in, went out, or count on other days. `other_days` has the entry before and after."""

    name: str
    is_protected: bool
    entered: tuple[ListEntry, ...] = ()
    left: tuple[ListEntry, ...] = ()
    other_days: tuple[tuple[ListEntry, ListEntry], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a parameter is from a day on; None where one of the two has no value that begins on that day."""

    from_: date
    before: Value | None
    after: Value | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParamChange:
    """A parameter with other values, or one that stands in one of the two alone."""

    name: str
    is_protected: bool
    before: Param | None
    after: Param | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageChange:
    """A text of a reason in a language: `added`, `gone` or `changed`."""

    locale: str
    reason: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """All that differs. `gone` are rules that are not in the book any more, or retired in it. `data` and `files` are
    paths; `others` are parts of a rule book that this page does not know by name."""

    added: tuple[Rule, ...] = ()
    gone: tuple[Rule, ...] = ()
    changed: tuple[RuleChange, ...] = ()
    lists: tuple[ListChange, ...] = ()
    params: tuple[ParamChange, ...] = ()
    messages: tuple[MessageChange, ...] = ()
    policy: tuple[Change, ...] = ()
    channels: tuple[Change, ...] = ()
    others: tuple[Change, ...] = ()
    data: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    protected_ids: frozenset[str] = frozenset()  # of the rules that were added or are gone

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.lists or self._beside_lists)

    @property
    def _beside_lists(self) -> bool:
        book = self.added or self.gone or self.changed or self.params or self.messages
        return bool(book or self.policy or self.channels or self.others or self.data or self.files)

    @property
    def changes_lists_alone(self) -> bool:
        """Whether nothing but values of lists differs, whoever reads them."""
        return bool(self.lists) and not self._beside_lists

    @property
    def only_lists(self) -> bool:
        """Whether nothing but lists differs, and none of them is read by a protected rule: one person may do that."""
        return self.changes_lists_alone and not any(each.is_protected for each in self.lists)

    @property
    def touches_protected(self) -> bool:
        """Whether something differs that nobody may soften alone: protected rules, what they read, the data, the
        profiles of channels (which say what is not checked there), and what guards the rule book itself."""
        guarded = any(each.what in GUARDING for each in self.policy)
        changes = [each.is_protected for each in self.changed]
        changes += [each.is_protected for each in self.lists] + [each.is_protected for each in self.params]
        return bool(self.protected_ids or guarded or self.data or self.channels or any(changes))


# Parts of the policy that guard the rule book itself, and what lets cases pass by chance.
GUARDING = frozenset({"publishing", "invariants", "guard", "ladder", "let_through"})
