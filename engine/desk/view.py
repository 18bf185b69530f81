"""What others may know of an order inside their own transaction: its content, and whether it may go on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from engine import explanation
from engine.desk.desk import Desk
from engine.desk.errors import NotFound
from engine.desk.reading import current_decision, order_of, recalled
from engine.order.order import Order
from engine.store.decision_rows import whose
from engine.store.holds import POLICY, holds_of
from engine.store.sessions import ReadSession

# Why it was placed stands in the audit; a station needs to know whom to ask.
BY_HAND: Mapping[str, str] = {"en": "held by hand, by {0}", "zh": "由 {0} 人工挂起"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderStanding:
    """The outcome that counts, the order version that it is about, and whether an open hold keeps the order."""

    outcome: str
    version: int
    blocked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBy:
    """One thing that keeps an order: a finding of its decision that nobody waived, or a hold placed by a person.

    `texts`: language -> what staff read. A person's hold has no rule, and names who placed it.
    """

    rule: str
    code: str
    verdict: str
    texts: Mapping[str, str] = field(default_factory=dict)


def content(desk: Desk, session: ReadSession, order_id: str) -> Order:
    """The order as its current decision saw it. Raises NotFound and PersonErased."""
    current = whose(session, order_id)
    if current is None:
        raise NotFound("order", order_id)
    return order_of(desk, session, current.merchant, order_id, current.version)


def stands(session: ReadSession, order_id: str) -> OrderStanding:
    """How an order stands. Raises NotFound."""
    current = whose(session, order_id)
    if current is None:
        raise NotFound("order", order_id)
    # What keeps a part keeps no order: its other parts go on, and what has left is not called back.
    held = [each for each in holds_of(session, current.merchant, order_id, only_open=True) if each.source != POLICY]
    return OrderStanding(outcome=current.outcome, version=current.version, blocked=bool(held))


def reasons(desk: Desk, session: ReadSession, order_id: str, languages: Sequence[str]) -> tuple[KeptBy, ...]:
    """Why an order may not go on, people's holds first, then findings from the worst on. Raises NotFound."""
    current = whose(session, order_id)
    if current is None:
        raise NotFound("order", order_id)
    held = holds_of(session, current.merchant, order_id, only_open=True)
    by_hand = [
        KeptBy(
            rule="",
            code=each.reason,
            verdict=each.verdict,
            texts={language: BY_HAND[language].format(each.placed_by) for language in languages if language in BY_HAND},
        )
        for each in held
        if each.source == "person"
    ]
    return (*by_hand, *_found(desk, session, current.merchant, order_id, languages))


def _found(
    desk: Desk, session: ReadSession, merchant: str, order_id: str, languages: Sequence[str]
) -> tuple[KeptBy, ...]:
    row = current_decision(session, merchant, order_id)
    book = desk.editions.load(row.edition, merchant).admission.book
    decision = recalled(desk, session, row).decision
    told = {each: explanation.reasons(decision, book, each) for each in languages}
    found: dict[tuple[str, str], KeptBy] = {}
    for language, said in told.items():
        for each in said:
            if each.verdict == book.domain.neutral or each.waived_by is not None:
                continue
            key = (each.rule, each.reason)
            before = found.get(key, KeptBy(rule=each.rule, code=each.reason, verdict=each.verdict))
            # The worst line speaks for all lines that a rule found the same of.
            texts = {**before.texts, language: before.texts.get(language, each.text)}
            found[key] = replace(before, texts=texts)
    return tuple(found.values())
