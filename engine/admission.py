"""The facade: an order and its context in, a decision out. Whatever goes wrong inside, the order is held."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import engine
from engine.decision import Decision, Finding, Receipt
from engine.domains import ADMISSION
from engine.errors import EngineFault
from engine.facts.anchors import anchors
from engine.facts.build import build_sheet
from engine.facts.context import Context
from engine.facts.knowledge import Knowledge, load_knowledge
from engine.facts.marks import marks_in_force
from engine.findings import gather
from engine.lexicon.sheet import Sheet
from engine.order.order import Order
from engine.order.reading import order_digest
from engine.policy import OutcomeStage, Releases, suppressed, total_score, trust_of, trusted, waived
from engine.programs import Programs
from engine.rulebook.book import RuleBook
from engine.rulebook.channels_file import matches
from engine.rulebook.domain import Domain
from engine.rulebook.folder import load_rulebook
from engine.rulebook.let_through_block import LET_THROUGH
from engine.rulebook.overriding import Keys, keys_for
from engine.runtime.program import Program

NO_MODEL = "absent"
WORTH = "order.value_eur_minor"


class Admission:
    """One edition of the rule book with the knowledge it reads. Safe for several threads."""

    def __init__(self, book: RuleBook, knowledge: Knowledge) -> None:
        self.book = book
        self.knowledge = knowledge
        self._programs = Programs(book)
        self._outcome = OutcomeStage(book.domain, book.policy)
        self._own = frozenset(each.key for each in book.overrides)
        self._never = {name: never_supplied(book, name) for name in book.channels}

    @classmethod
    def load(cls, rules: Path, data: Path) -> "Admission":
        """Reads a rules folder and a data folder. Raises RuleBookRejected and DataRejected."""
        return cls(load_rulebook(rules, ADMISSION), load_knowledge(data))

    def decide(
        self, order: Order, context: Context, *, sheet: Sheet | None = None, law_at: datetime | None = None
    ) -> Decision:
        """The decision. Never raises for what is wrong with an order or with the engine: that is a hold.

        `sheet` has the order's facts where somebody has stated them before, with this knowledge for this channel.
        `law_at` asks what would be decided with the rules, lists and parameters of that day; facts stay as they were.
        """
        receipt = self._receipt(order, context)
        try:
            return self._decide(order, context, receipt, sheet, law_at)
        except EngineFault as fault:
            return self._faulted(receipt, str(fault))
        except Exception as error:  # noqa: BLE001 - an order that breaks our own code must not pass, nor stop a batch
            return self._faulted(receipt, f"{type(error).__name__}: {error}")

    def _decide(
        self, order: Order, context: Context, receipt: Receipt, sheet: Sheet | None, law_at: datetime | None
    ) -> Decision:
        if sheet is None:
            sheet = self.sheet(order, context)
        days = (law_at or context.decided_at, law_at or order.placed_at)
        evaluation = self.program(*days, receipt.overrides).match(sheet)
        domain = self.book.domain
        gathered = gather(evaluation, domain, rollout_key(order), anchors(order))
        released = waived(gathered.live, context.waivers, domain, context.decided_at)
        quieted = suppressed(released, evaluation, domain)
        findings = (*trusted(quieted, trust_of(sheet.whole, domain), domain), *_ended(context, domain))
        score = total_score(findings, self.book.policy)
        released_at = Releases(context.waivers, context.decided_at)
        drawn = self._is_drawn(order, sheet)
        outcome, settled = self._outcome.settle(findings, score, released_at, by_chance=drawn)
        return Decision(
            outcome=outcome,
            findings=settled,
            score=score,
            not_checked=tuple(gathered.not_checked),
            shadow=tuple(gathered.shadow),
            receipt=replace(receipt, model=_version(sheet)),
            evaluation=evaluation,
            let_through_percent=self.book.policy.let_through.percent if _passed_by_chance(settled) else None,
            marks=marks_in_force(order, context.marks or (), context.decided_at),
        )

    def _is_drawn(self, order: Order, sheet: Sheet) -> bool:
        """Whether chance picks the order, it is not worth too much, and nobody has blocked its buyer.

        Where nobody was asked who is blocked, none is drawn.
        """
        terms = self.book.policy.let_through
        if not terms.draws(rollout_key(order)):
            return False
        worth, blocked = (sheet.whole.get(name) for name in (WORTH, self.book.domain.blocking_fact))
        return isinstance(worth, int) and worth <= terms.most_value_eur_minor and blocked == frozenset()

    def unknown_to(self, channel: str) -> frozenset[str]:
        """The facts that a channel never supplies."""
        return self._never.get(channel, frozenset())

    def sheet(self, order: Order, context: Context) -> Sheet:
        """All facts of the order, as the rules read them."""
        return build_sheet(order, context, self.knowledge, self.unknown_to(order.channel))

    def program(self, decided_at: datetime, placed_at: datetime, overrides: Keys = ()) -> Program:
        """The compiled rules of two moments, where these overrides count; the UTC day of each moment governs, in
        whatever zone it is written."""
        return self._programs.on(decided_at.astimezone(UTC).date(), placed_at.astimezone(UTC).date(), overrides)

    def _faulted(self, receipt: Receipt, detail: str) -> Decision:
        domain = self.book.domain
        finding = Finding(
            rule="engine",
            set="policy",
            verdict=domain.missing_verdict,
            reason=domain.fault_reason,
            severity="critical",
            actor="risk",
            values={"detail": detail},
        )
        return Decision(
            outcome=domain.missing_verdict,
            findings=(finding,),
            score=0,
            not_checked=(),
            shadow=(),
            receipt=receipt,
        )

    def _receipt(self, order: Order, context: Context) -> Receipt:
        return Receipt(
            order_id=order.id,
            order_digest=order_digest(order),
            edition=self.book.digest,
            data_editions=self.knowledge.editions,
            engine=engine.__version__,
            model=NO_MODEL,
            placed_at=order.placed_at,
            decided_at=context.decided_at,
            waivers=tuple(f"{waiver.rule}:{waiver.fingerprint}" for waiver in context.waivers),
            overrides=keys_for(self._own, order.legal_entity, order.shop) if self._own else (),
        )


def _ended(context: Context, domain: Domain) -> tuple[Finding, ...]:
    """What ends a case that nobody judged in time. It is final, so nothing waives it."""
    if context.over is None:
        return ()
    return (
        Finding(
            rule="hold",
            set="policy",
            verdict=domain.precedence[0],
            reason=domain.expired_reason,
            severity="medium",
            actor="risk",
        ),
    )


def _version(sheet: Sheet) -> str:
    """The version of the model that scored the case."""
    return NO_MODEL if sheet.scored is None else str(sheet.scored.detail.get("version", NO_MODEL))


def _passed_by_chance(findings: Sequence[Finding]) -> bool:
    return any(each.waived_by == LET_THROUGH for each in findings)


def rollout_key(order: Order) -> str:
    """What draws an order's buckets: it stays the same in every version and at every re-screen."""
    return "\x1f".join((order.merchant, order.shop or "", order.channel, order.id))


def never_supplied(book: RuleBook, channel: str) -> frozenset[str]:
    """The facts that a channel cannot know."""
    patterns = book.channels[channel].never_supplies
    return frozenset(name for name in book.domain.lexicon if any(matches(pattern, name) for pattern in patterns))
