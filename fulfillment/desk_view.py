"""What fulfilment needs of the desk, and nothing more: the order as it stands, and whether it may go on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from engine.aftersale import AftersaleKind
from engine.desk.judging import JudgedTogether
from engine.desk.part_holds import PartOf, PartWait
from engine.lexicon.sheet import Sheet
from engine.order.order import Order
from engine.order.terms import GoodsSeal
from engine.policy_books import Judgement
from engine.rulebook.channel_answers import ChannelAnswers
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.reason import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The current decision of an order. `version` is the order version that it is about."""

    outcome: str
    version: int
    blocked: bool

    @property
    def is_clear(self) -> bool:
        """Whether the order may go on."""
        return self.outcome == "admit" and not self.blocked


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTold:
    """A decision as evidence: when, by which edition of the rules, how it ended and why, and what was known then."""

    id: str
    outcome: str
    decided_at: datetime
    edition: str
    reasons: tuple[str, ...]
    score: int
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What an outcome teaches about an order: a label for the model. `reason_code` is a scheme's."""

    order_id: str
    kind: str
    source: str
    reason_code: str
    known_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyReason:
    """One reason of a policy in words. `part` is the number of the part that it is about, None for the whole; `fix` is
    what to do, `acts` who does it, `sources` what the rule rests on: law, standard, or the policy of the house."""

    rule: str
    code: str
    verdict: str
    severity: str
    acts: str
    text: str
    fix: str
    part: int | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeTerms:
    """Within how many hours orders to one recipient may share a parcel, 0 never; whether nobody need be asked."""

    window_hours: int = 48
    by_itself: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnTerms:
    """How a merchant takes goods back. Days are full days, shares percent of what was paid.

    `by_itself`: what the policy says is done without a person. `shop_days`: its own period; `label_days`: until an
    allowed return that did not come ends; `silent_days`: for how long one on its way may be silent; `photo_days`,
    `decide_days`: how long photos, and people, are waited for. `keep_pct` goes back to who keeps the goods for less;
    `damaged_pct`, `opened_pct` are kept for how goods came back, `restocking_pct` for taking back what the law does not
    make anybody take.
    """

    by_itself: bool = False
    shop_days: int = 30
    label_days: int = 45
    photo_days: int = 14
    decide_days: int = 7
    silent_days: int = 30
    keep_pct: int = 20
    damaged_pct: int = 50
    opened_pct: int = 0
    restocking_pct: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFile:
    """A file, sealed with the key of that version of the order."""

    order_version: int
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingLink:
    """The form by which a customer answers, and until when it opens. Whoever has the address may fill it in."""

    url: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Wait:
    """When an order stops waiting by itself (None: never, people must act), and whether it is cancelled then."""

    until: datetime | None
    cancels: bool


class DeskView(Protocol):
    """Answers about orders, read in the transaction that asks; and takes what is learnt of them."""

    def order_of(self, session: ReadSession, order_id: str) -> Order: ...

    def order_at(self, session: ReadSession, merchant: str, order_id: str, version: int) -> Order | None:
        """As a version had it; None once its person was erased."""
        ...

    def standing(self, session: ReadSession, order_id: str) -> Standing: ...

    def orders_by_names(
        self, session: ReadSession, merchant: str, names: Collection[str]
    ) -> Mapping[str, frozenset[str]]:
        """The merchant's own names of orders -> their ids; several where shops use the same name."""

    def orders_named(self, session: ReadSession, merchant: str, name: str) -> tuple[str, ...]: ...

    def decisions(self, session: ReadSession, merchant: str, order_id: str) -> tuple[DecisionTold, ...]: ...

    def learn(self, session: WriteSession, merchant: str, learnt: Learnt, by: str) -> None: ...

    def remember_aftersale(
        self, session: WriteSession, merchant: str, order_id: str, kind: AftersaleKind, about: str, at: datetime
    ) -> None:
        """Remembers what the order's person did, once for the order or return that it is `about`, so that later orders
        are judged by it; nothing once the person was erased."""
        ...

    def undo_aftersale(self, session: WriteSession, merchant: str, kind: AftersaleKind, about: str) -> None:
        """Takes that back where it turned out otherwise; nothing where there was none."""
        ...

    def reasons(self, session: ReadSession, order_id: str) -> tuple[Reason, ...]:
        """Why an order may not go on, worst first; asked only where a step is refused, since it opens the decision."""
        ...

    def gtins(self, session: ReadSession, merchant: str, skus: Collection[str]) -> Mapping[str, str]:
        """Articles -> the standard number in their bar code, for those whose product file has one."""
        ...

    def seals(self, session: ReadSession, order: Order) -> Mapping[int, frozenset[GoodsSeal]]:
        """What goods were sealed for, by number of the order's line, as order and product file say; without lines that
        nobody says it of."""
        ...

    def asks_for_review(self, session: ReadSession, merchant: str) -> bool:
        """Whether the merchant has every picked piece scanned again before it is packed."""
        ...

    def judge_together(self, session: ReadSession, merchant: str, order_ids: Sequence[str]) -> JudgedTogether:
        """Decides orders as the one consignment that customs will see; writes nothing. Raises ValueError for orders
        that cannot be one."""
        ...

    def judge_policy(
        self, merchant: str, policy: str, sheet: Sheet, at: datetime, key: str, began: datetime | None = None
    ) -> Judgement | None:
        """What a policy of the edition in force says of a case; None where the edition has no such policy. `key` names
        the case, `began` is when it began. Never raises for the facts: who cannot be judged reaches a person."""
        ...

    def judge_policy_of(
        self, merchant: str, edition: str, policy: str, sheet: Sheet, at: datetime, key: str
    ) -> Judgement | None:
        """The same by a stored edition, whether it was ever in force or not. Raises NotFound, EditionDamaged."""
        ...

    def policy_words(self, merchant: str, judgement: Judgement, language: str) -> tuple[PolicyReason, ...]:
        """Its reasons, worst first, for staff; in codes where the book that judged is not in force any more."""
        ...

    def released_of_part(self, session: ReadSession, part: PartOf) -> frozenset[tuple[str, str, str]]:
        """What people have let go of about a part: rule, reason and what it rested on."""
        ...

    def settle_part(
        self, session: WriteSession, part: PartOf, waits: Sequence[PartWait], at: datetime
    ) -> tuple[PartWait, ...]:
        """Has a part wait for these things, and for nothing else; answers those that nobody has released. Its order
        stands in the queue of who can end them, and other parts go on."""
        ...

    def return_terms(self, session: ReadSession, merchant: str) -> ReturnTerms:
        """How the merchant takes goods back."""
        ...

    def orders_of_person(
        self, session: ReadSession, merchant: str, order_id: str, since: datetime
    ) -> Mapping[str, datetime]:
        """Orders that whoever placed this one has placed since a moment, this one among them -> when."""
        ...

    def in_euro(self, merchant: str, amount: int, currency: str) -> int | None:
        """Minor units as euro cents; None without a rate."""
        ...

    def seal_file(self, session: ReadSession, merchant: str, order_id: str, content: bytes) -> SealedFile | None:
        """Seals what a person handed in, so that erasing the person destroys it; None once that was done."""
        ...

    def open_file(self, session: ReadSession, merchant: str, order_id: str, sealed: SealedFile) -> bytes | None:
        """The file again; None once the person was erased."""
        ...

    def place_order(self, session: WriteSession, order: Order, by: str) -> str:
        """Has an order of our own making come in like any other, decided by the rules in force; answers its id. The
        same document again is the same order."""
        ...

    def merge_terms(self, session: ReadSession, merchant: str) -> MergeTerms:
        """How the merchant has its orders merged."""
        ...

    def packed_tolerance_pct(self, session: ReadSession, merchant: str) -> int:
        """By how much a closed box may differ from its planned weight."""
        ...

    def asks_customers(self, session: ReadSession, merchant: str) -> bool:
        """Whether the desk asks customers itself, by a form, for what a decision lacks."""
        ...

    def waits(self, session: ReadSession, merchant: str, order_ids: Sequence[str]) -> Mapping[str, Wait]:
        """Of those of some orders that wait: the end that comes first."""
        ...

    def channel_answers(self, session: ReadSession, merchant: str, channel: str) -> ChannelAnswers:
        """How a channel is answered, by the rule book in force; a channel that it does not know, by nothing."""
        ...

    def asked_in_words(self, session: ReadSession, merchant: str, request_id: str, language: str) -> tuple[str, ...]:
        """What an open request asks, a line each, for a message without a form; nothing once it has ended."""
        ...

    def asking_link(self, session: ReadSession, merchant: str, request_id: str) -> AskingLink | None:
        """The link of an open request; None for one that has ended."""
        ...
