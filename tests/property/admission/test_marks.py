"""Trust on whole orders: whatever the order, law, parties, address and payment stay as they are; and a forwarder's
address by itself holds nobody."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.decision import Decision, Finding
from engine.domains import ADMISSION
from engine.facts.context import Context
from engine.findings import gather
from engine.mark import KINDS, Mark
from engine.order.order import Order
from engine.policy import OutcomeStage, total_score
from engine.record import Recorded
from tests.builders import a_mark, an_address, an_order
from tests.desks import NOW as DECIDED_AT
from tests.desks import bundled
from tests.synthetic.planted import planted_orders

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CLEARWAY = bundled().admission
ORDERS = [each.order for each in planted_orders(150, seed=6)]
SUSPICIOUS = Recorded({"link.confirmed_frauds": 1, "velocity.card_addresses_7d": 9})


def marked(kind: str, verdict: str) -> Mark:
    return a_mark(id=f"mark_{kind}", kind=kind, verdict=verdict, reason="other")


def decide(order: Order, *marks: Mark) -> Decision:
    decision = CLEARWAY.decide(order, Context(decided_at=NOW, marks=marks, velocity=SUSPICIOUS))
    assert "ENGINE_FAULT" not in {each.reason for each in decision.findings}
    return decision


def beside_fraud(decision: Decision) -> list[Finding]:
    return [each for each in decision.findings if each.set not in {"fraud", "policy"}]


def rank(outcome: str) -> int:
    return ADMISSION.precedence.index(outcome)


@given(st.sampled_from(ORDERS), st.sets(st.sampled_from(KINDS), min_size=1))
def test_order_when_trusted_then_law_parties_address_and_payment_say_what_they_said(
    order: Order, kinds: set[str]
) -> None:
    before, after = decide(order), decide(order, *(marked(kind, "trust") for kind in kinds))
    assert beside_fraud(after) == beside_fraud(before)
    firm = ADMISSION.worst(*(each.verdict for each in beside_fraud(before)))
    assert rank(before.outcome) <= rank(after.outcome) <= rank(firm)
    assert all(each.waived_by is None or each.set == "fraud" for each in after.findings)


@given(st.sampled_from(ORDERS), st.sampled_from(KINDS), st.sampled_from(KINDS))
def test_order_when_blocked_too_then_is_as_if_nobody_trusted_it(order: Order, trusted: str, blocked: str) -> None:
    block = marked(blocked, "block")
    assert decide(order, block, marked(trusted, "trust")).outcome == decide(order, block).outcome
    assert rank(decide(order, block).outcome) <= rank(decide(order).outcome)


def test_decision_when_marks_match_then_names_them() -> None:
    mark, other = marked("email", "block"), replace(marked("card", "block"), scope="shop:elsewhere")
    assert decide(an_order(), mark, other).marks == (mark,)


UNITS = st.sampled_from(("Suite MIA 104882", "Unit C 20441", "Ste. 55-0192", "# 88123", ""))
COMPANIES = st.sampled_from(("Example Freight Forwarding", "Parcel Hub", "Cargo Logistics", None))
DOORS = st.sampled_from((("FL", "Doral", "33198"), ("FL", "Miami", "33126"), ("DE", "New Castle", "19720")))


@given(UNITS, COMPANIES, DOORS)
def test_forwarders_address_when_it_is_the_only_sign_then_order_is_admitted(
    unit: str, company: str | None, door: tuple[str, str, str]
) -> None:
    state, city, postcode = door
    address = an_address(
        line1=f"8400 NW 25th St {unit}".strip(),
        company=company,
        city=city,
        state=state,
        postcode=postcode,
        country="US",
        phone="+1 512 974 2000",
    )
    plain = an_address(
        line1="8400 NW 25th St", city=city, state=state, postcode=postcode, country="US", phone="+1 512 974 2000"
    )
    at = Context(decided_at=DECIDED_AT, marks=())
    forwarded, usual = (CLEARWAY.decide(an_order(shipping_address=each), at) for each in (address, plain))
    assert rank(forwarded.outcome) == rank(usual.outcome)


@pytest.mark.parametrize("score", range(0, 101, 10))
def test_forwarder_score_when_it_is_all_that_is_otherwise_then_outcome_stays(score: int) -> None:
    """By the rules alone: whatever the score, no rule and no sum of rules stops an order that was admitted."""
    order, context = an_order(), Context(decided_at=DECIDED_AT, marks=())
    sheet = CLEARWAY.sheet(order, context)
    changed = replace(sheet, whole={**sheet.whole, "address.forwarder_score": score})
    evaluation = CLEARWAY.program(DECIDED_AT, order.placed_at).match(changed)
    findings = gather(evaluation, ADMISSION).live
    stage = OutcomeStage(ADMISSION, CLEARWAY.book.policy)
    assert stage.settle(findings, total_score(findings, CLEARWAY.book.policy))[0] == "admit"
