"""Good payment, a trusted buyer, another channel, no scores, releases: none makes import law milder than it is."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.admission import Admission
from engine.decision import Decision
from engine.domains import ADMISSION
from engine.facts.context import Context
from engine.order.order import Order
from engine.order.party import Customer
from engine.order.payment import Payment
from engine.order.terms import PaymentStatus
from engine.rulebook.condition import Leaf, Operator
from engine.rulebook.quieting import Suppression
from engine.rulebook.source import Span
from engine.waiver import Waiver
from tests.builders import a_payment, an_order
from tests.synthetic.planted import planted_orders

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CLEARWAY = Admission.load(ROOT / "rules", ROOT / "data")
WITHOUT_SCORES = Admission(
    replace(
        CLEARWAY.book,
        rules=tuple(replace(rule, then=replace(rule.then, score=0)) for rule in CLEARWAY.book.rules),
        policy=replace(CLEARWAY.book.policy, bands=()),
    ),
    CLEARWAY.knowledge,
)
IMPORTS_ALONE = Admission(
    replace(
        CLEARWAY.book,
        rules=tuple(rule for rule in CLEARWAY.book.rules if rule.set == "imports"),
        policy=replace(CLEARWAY.book.policy, bands=()),
    ),
    CLEARWAY.knowledge,
)

NOWHERE = Span("tests", 1, 1)
# As no reader lets it be: every rule acts on one order of a hundred, and is suppressed wherever a currency is stated.
QUIETED = Admission(
    replace(
        CLEARWAY.book,
        rules=tuple(replace(rule, rollout=1) for rule in CLEARWAY.book.rules),
        suppressions=tuple(
            Suppression(
                id=f"SUP-{number}",
                rule=rule.id,
                when=Leaf("order.currency", Operator.PRESENT, True, NOWHERE),
                why="everything",
                by="ana",
                approved_by="ana",
                from_=NOW.date(),
                until=NOW.date(),
                span=NOWHERE,
            )
            for number, rule in enumerate(CLEARWAY.book.rules)
        ),
    ),
    CLEARWAY.knowledge,
)


def decide(order: Order, *waivers: Waiver, clearway: Admission = CLEARWAY) -> Decision:
    """The decision, made and not failed: a fault holds as well, and would prove nothing here."""
    decision = clearway.decide(order, Context(decided_at=NOW, waivers=waivers))
    assert "ENGINE_FAULT" not in {each.reason for each in decision.findings}
    return decision


def barred(decision: Decision) -> set[tuple[str, int | None]]:
    """What import law holds or cancels, by rule and line."""
    return {
        (each.rule, each.part)
        for each in decision.findings
        if each.set == "imports" and each.verdict in {"hold", "cancel"}
    }


def rank(outcome: str) -> int:
    """0 is the worst."""
    return ADMISSION.precedence.index(outcome)


def well_paid(order: Order) -> Payment:
    """All of the total, in its currency, captured, every check passed."""
    total = order.totals.total
    return a_payment(currency=order.currency, authorised=total, captured=total)


def trusted(order: Order) -> Customer:
    buyer = order.customer if order.customer is not None else Customer()
    return replace(buyer, guest=False, orders_before=400, account_created_at=datetime(2015, 1, 1, tzinfo=UTC))


BARRED = [each.order for each in planted_orders(300, seed=11) if barred(decide(each.order))]
CHANNELS = sorted(CLEARWAY.book.channels)


def test_orders_when_planted_then_import_law_bars_many_and_in_both_ways() -> None:
    assert len(BARRED) >= 20
    assert {decide(order).outcome for order in BARRED} == {"hold", "cancel"}


@pytest.mark.parametrize("order", BARRED, ids=lambda order: order.id)
def test_barred_goods_when_paid_well_by_a_trusted_buyer_then_stay_barred(order: Order) -> None:
    softened = replace(order, payment=well_paid(order), customer=trusted(order))
    assert barred(decide(softened)) >= barred(decide(order))
    assert rank(decide(softened).outcome) <= rank(decide(order, clearway=IMPORTS_ALONE).outcome)


@pytest.mark.parametrize("order", BARRED, ids=lambda order: order.id)
def test_barred_goods_when_sold_elsewhere_then_are_never_admitted(order: Order) -> None:
    outcomes = {channel: decide(replace(order, channel=channel)).outcome for channel in CHANNELS}
    assert set(outcomes.values()) <= {"hold", "cancel"}, outcomes


@pytest.mark.parametrize("order", BARRED, ids=lambda order: order.id)
def test_barred_goods_when_nothing_scores_then_stay_barred(order: Order) -> None:
    assert barred(decide(order, clearway=WITHOUT_SCORES)) == barred(decide(order))
    assert decide(order, clearway=WITHOUT_SCORES).outcome in {"hold", "cancel"}


@pytest.mark.parametrize("order", BARRED, ids=lambda order: order.id)
def test_barred_goods_when_everything_is_released_then_stay_as_imports_alone_say(order: Order) -> None:
    before = decide(order)
    waivers = [Waiver(rule=each.rule, fingerprint=each.fingerprint, by="ana", why="seen") for each in before.findings]
    after = decide(order, *waivers)
    assert barred(after) == barred(before)
    assert rank(after.outcome) <= rank(decide(order, clearway=IMPORTS_ALONE).outcome)


@pytest.mark.parametrize("order", BARRED, ids=lambda order: order.id)
def test_barred_goods_when_every_rule_is_suppressed_and_rolled_out_to_few_then_stay_barred(order: Order) -> None:
    after = decide(order, clearway=QUIETED)
    assert barred(after) == barred(decide(order))
    assert rank(after.outcome) <= rank(decide(order, clearway=IMPORTS_ALONE).outcome)
    assert not [each for each in after.findings if each.set == "imports" and each.waived_by and each.verdict != "admit"]


def test_release_when_its_time_is_over_then_holds_again() -> None:
    order = an_order(payment=a_payment(status=PaymentStatus.PENDING))
    held = decide(order)
    (finding,) = [each for each in held.findings if each.verdict == "hold"]
    release = Waiver(rule=finding.rule, fingerprint=finding.fingerprint, by="ana", why="seen", until=NOW)
    assert (held.outcome, decide(order, release).outcome) == ("hold", "hold")
    assert decide(order, replace(release, until=None)).outcome == "admit"
