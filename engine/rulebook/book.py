"""The whole rule book, read and checked: rules, lists, dated parameters, messages, policy, channel profiles."""

from dataclasses import dataclass, field
from datetime import date

from engine.lexicon.spec import Value
from engine.rulebook.channel_answers import ChannelAnswers
from engine.rulebook.domain import Domain
from engine.rulebook.guard_block import GuardTerms
from engine.rulebook.holds_block import HoldTerms
from engine.rulebook.invariant import Invariant
from engine.rulebook.ladder_block import LadderTerms
from engine.rulebook.let_through_block import LetThrough
from engine.rulebook.list_kinds import ListTerms
from engine.rulebook.quieting import Demotion, Suppression
from engine.rulebook.rule import Rule
from engine.rulebook.source import Span
from engine.rulebook.table import Table

STATED_BY = ("decided_at", "placed_at")


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One value of a list, from its first to its last day. `by` says which of the two times governs it; `reference` is
    where it comes from, `reason` why it stands here."""

    value: str
    from_: date | None = None
    until: date | None = None
    reference: str = ""
    by: str = "decided_at"
    reason: str = ""

    def counts(self, decided_on: date, placed_on: date) -> bool:
        """Whether the entry is in force for a case with these two days."""
        day = placed_on if self.by == "placed_at" else decided_on
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class ParamEntry:
    """A threshold from a day on, until the next entry."""

    from_: date
    value: Value
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Param:
    """A dated threshold. `entries` ascend by date; every value lies between `least` and `most`, if given."""

    name: str
    entries: tuple[ParamEntry, ...]
    unit: str = ""
    by: str = "decided_at"
    least: Value | None = None
    most: Value | None = None

    def value(self, decided_on: date, placed_on: date) -> Value | None:
        """The value in force, or None before the first entry."""
        day = placed_on if self.by == "placed_at" else decided_on
        current = [entry.value for entry in self.entries if entry.from_ <= day]
        return current[-1] if current else None


@dataclass(frozen=True, slots=True)
class Message:
    """Texts of one reason in one language. `text` and `fix` are for staff and may quote facts in braces;
    `customer` never mentions fraud, sanctions or how a check works, and is empty when the customer is not told."""

    text: str
    fix: str
    customer: str = ""


@dataclass(frozen=True, slots=True)
class OwnValue:
    """A threshold of a shop or legal entity from its first to its last day; before and behind it others' counts."""

    from_: date
    value: Value
    until: date | None = None
    reference: str = ""

    def counts_on(self, day: date) -> bool:
        """Whether the day lies between both, which count."""
        return self.from_ <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What a shop or legal entity (`kind`) has of its own: parameters by name, messages by language and reason."""

    kind: str
    name: str
    span: Span
    params: dict[str, tuple[OwnValue, ...]] = field(default_factory=dict)
    messages: dict[str, dict[str, Message]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What receipts call it, such as `shop:cyclery-de`."""
        return f"{self.kind}:{self.name}"


@dataclass(frozen=True, slots=True)
class Band:
    """A score from which the case gets a verdict. A score may hold, never cancel."""

    at_least: int
    verdict: str
    reason: str
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What an edition must reach before it may come into force: percentages of leaves that tests cover and of mutants
    that they kill, and a backtest not older than so many days over at least so many orders."""

    leaf_coverage: int = 100
    mutation_score: int = 90
    backtest_days: int = 7
    backtest_orders: int = 1000

    def or_stricter(self, other: "Bar") -> "Bar":
        """The stricter of two, by each measure."""
        return Bar(
            leaf_coverage=max(self.leaf_coverage, other.leaf_coverage),
            mutation_score=max(self.mutation_score, other.mutation_score),
            backtest_days=min(self.backtest_days, other.backtest_days),
            backtest_orders=max(self.backtest_orders, other.backtest_orders),
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """How findings become an outcome: which sets' scores are summed, up to where, what a sum leads to, and what must
    hold whatever the rules say; what the next edition must reach (`publishing`), which share of waiting cases passes
    by chance (`let_through`), and how long a case may wait (`holds`)."""

    score_sets: tuple[str, ...] = ()
    score_cap: int = 100
    bands: tuple[Band, ...] = ()
    invariants: tuple[Invariant, ...] = ()
    ladder: LadderTerms = field(default_factory=LadderTerms)
    guard: GuardTerms = field(default_factory=GuardTerms)
    publishing: Bar = field(default_factory=Bar)
    let_through: LetThrough = field(default_factory=LetThrough)
    holds: HoldTerms = field(default_factory=HoldTerms)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelClocks:
    """Names of parameters, which have their values by date; empty for a clock that the channel does not have."""

    ship_within_days: str = ""
    auto_cancel_days: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What a sales channel never supplies (facts by name or prefix with `*`), who bears the payment risk there, how
    long it waits, and how it is answered."""

    name: str
    never_supplies: tuple[str, ...] = ()
    bears_payment_risk: str = "seller"
    collects_tax: bool = False
    clocks: ChannelClocks = ChannelClocks()
    answers: ChannelAnswers = field(default_factory=ChannelAnswers)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """Everything that decides, in memory. `digest` is the SHA-256 of its normalised content.

    The rows of `tables` are among the rules; the tables tell how their rows go together.
    """

    domain: Domain
    rules: tuple[Rule, ...]
    lists: dict[str, tuple[ListEntry, ...]] = field(default_factory=dict)
    params: dict[str, Param] = field(default_factory=dict)
    messages: dict[str, dict[str, Message]] = field(default_factory=dict)
    policy: Policy = field(default_factory=Policy)
    channels: dict[str, Channel] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    digest: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    suppressions: tuple[Suppression, ...] = ()
    demotions: tuple[Demotion, ...] = ()
    overrides: tuple[Override, ...] = ()
    list_terms: dict[str, ListTerms] = field(default_factory=dict)
