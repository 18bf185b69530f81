"""Ways to another outcome on real orders: what is called verified is decided so, and nobody is told to fake it."""

from dataclasses import replace

import pytest

from engine.admission import Admission
from engine.facts.context import Context
from engine.order.order import Order
from engine.order.terms import PaymentStatus
from engine.record import Recorded
from engine.workbench.levers import WHOLE, Hand, Pull, hand, pulled
from engine.workbench.on_order import DOCUMENTS
from engine.workbench.ways_out import Alternatives, Proof, Way, alternatives
from tests.builders import a_line, a_payment, an_order
from tests.desks import (
    NOW,
    a_power_bank_by_post,
    a_vague_address,
    an_honest_order,
    an_unpaid_order,
    bundled,
    medicine_to_australia,
)

CONTEXT = Context(decided_at=NOW)
HELD = (an_unpaid_order(), a_vague_address(), a_power_bank_by_post(), medicine_to_australia())


def admission() -> Admission:
    return bundled().admission


def ways(order: Order, context: Context = CONTEXT) -> Alternatives:
    return alternatives(admission(), admission().decide(order, context), order, context)


def facts(way: Way) -> list[str]:
    return [each.fact for each in way.changes]


@pytest.mark.parametrize("order", HELD, ids=lambda order: str(order.id))
def test_way_when_verified_then_the_changed_order_is_decided_so(order: Order) -> None:
    for way in ways(order).milder:
        if way.proof is Proof.VERIFIED and DOCUMENTS not in facts(way):
            pulls = [Pull(each.fact, each.then, None if each.part is None else each.part - 1) for each in way.changes]
            changed = pulled(order, pulls, NOW)
            assert changed is not None
            assert admission().decide(changed, CONTEXT).outcome == way.outcome


@pytest.mark.parametrize("order", HELD, ids=lambda order: str(order.id))
def test_way_when_shown_then_rests_on_nothing_that_nobody_sets(order: Order) -> None:
    changes = [change for way in ways(order).milder for change in way.changes]
    assert all(each.hand is not Hand.NOBODY for each in changes)
    assert all(each.then != each.now for each in changes)


def test_unpaid_order_when_asked_then_its_payment_is_the_way_and_is_verified() -> None:
    first = ways(an_unpaid_order()).milder[0]
    assert (first.outcome, first.proof) == ("admit", Proof.VERIFIED)
    assert set(facts(first)) <= {"payment.status", "payment.secured"}


def test_vague_address_when_asked_then_only_its_owner_knows_the_right_one() -> None:
    found = ways(a_vague_address()).milder
    assert {each.proof for each in found} == {Proof.RULES}


def test_power_bank_when_held_in_the_post_then_another_way_of_carriage_is_a_way() -> None:
    found = [each for each in ways(a_power_bank_by_post()).milder if "shipment.mode" in facts(each)]
    assert [each.proof for each in found] == [Proof.VERIFIED] * len(found)
    assert found


def test_medicine_when_a_permit_is_missing_then_verified_papers_are_a_way() -> None:
    found = [each for each in ways(medicine_to_australia()).milder if facts(each) == [DOCUMENTS]]
    assert [(each.outcome, each.changes[0].part) for each in found] == [("admit", 1)]


def test_search_when_the_time_is_up_at_once_then_says_that_it_was_broken_off() -> None:
    for order in (an_unpaid_order(), an_honest_order()):
        decision = admission().decide(order, CONTEXT)
        found = alternatives(admission(), decision, order, CONTEXT, enough=lambda: True)
        assert (found.milder, found.worse, found.is_complete) == ((), (), False)


def test_goods_when_they_would_have_to_be_other_goods_then_only_declared_if_true() -> None:
    assert {hand(name) for name in ("line.hs_code", "line.quantity", "order.value_eur_minor")} == {Hand.DECLARED}
    assert hand(DOCUMENTS) is Hand.ORDER
    assert {hand(name) for name in ("velocity.card_orders_1h", "party.strong_count", "line.law_prohibited")} == {
        Hand.NOBODY
    }


def test_order_when_memory_holds_it_then_the_rule_is_named_as_in_nobodys_hand() -> None:
    memory = Recorded({"velocity.card_countries_7d": 9, "velocity.card_addresses_7d": 9})
    found = ways(an_honest_order(), replace(CONTEXT, velocity=memory))
    assert found.milder == ()
    assert all(fact.startswith("velocity.") for each in found.blocked for fact in each.facts)
    assert found.blocked


def test_order_when_admitted_then_the_rules_that_nearly_fired_are_told_nearest_first() -> None:
    found = ways(an_honest_order())
    assert found.milder == ()
    assert found.worse
    assert all(each.rule is not None and each.outcome != "admit" for each in found.worse)


def test_order_when_its_values_are_gone_then_nothing_is_called_verified() -> None:
    order = an_unpaid_order()
    found = alternatives(admission(), admission().decide(order, CONTEXT), None, CONTEXT)
    assert {each.proof for each in found.milder} == {Proof.RULES}


def test_order_with_several_faults_when_asked_then_all_have_to_be_mended_together() -> None:
    unpaid = a_payment(status=PaymentStatus.FAILED, captured=0, authorised=0, merchant_reference="other")
    first = ways(an_order(payment=unpaid)).milder[0]
    assert (len(first.changes), first.proof) == (2, Proof.VERIFIED)


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("payment.status", "authorised"),
        ("payment.secured", False),
        ("payment.underpaid_minor", 120),
        ("payment.overpaid_minor", 120),
        ("payment.cvc", "no_match"),
        ("payment.avs", "partial"),
        ("payment.three_ds", "attempted"),
        ("payment.currency_matches", False),
        ("payment.reference_matches", False),
        ("payment.card_expired", True),
        ("payment.authorisation_hours_left", 5),
        ("order.value_eur_minor", 123_457),
        ("order.goods_value_eur_minor", 99),
        ("order.shipping_share_pct", 80),
        ("order.totals_gap_minor", 7),
        ("order.max_line_quantity", 41),
        ("order.kind", "gift"),
        ("order.pending", True),
        ("order.note_intents", frozenset({"undervalue"})),
        ("shipment.mode", "post"),
        ("shipment.carrier", "fedex"),
        ("shipment.incoterm", "DAP"),
        ("shipment.movement", "domestic"),
        ("customer.account_age_days", 3),
        ("customer.type", "business"),
        ("customer.email_disposable", True),
        ("address.po_box", "box_only"),
        ("address.postcode_level", "error"),
        ("phone.status", "invalid"),
        ("tax.seller_ids", frozenset({"IOSS"})),
        ("ip.private", True),
    ],
)
def test_lever_when_pulled_then_the_fact_has_the_value(fact: str, value: object) -> None:
    assert fact in WHOLE
    changed = pulled(an_order(), [Pull(fact, value)], NOW)  # type: ignore[arg-type]
    assert changed is not None
    assert admission().sheet(changed, CONTEXT).whole[fact] == value


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("line.quantity", 12),
        ("line.value_eur_minor", 12_345),
        ("line.unit_price_eur_minor", 7),
        ("line.battery_kind", "lithium_metal"),
        ("line.battery_packing", "alone"),
        ("line.hs_status", "absent"),
        ("line.hs_code", "850760"),
        ("line.description_vague", True),
        ("line.origin", "VN"),
    ],
)
def test_lever_of_a_line_when_pulled_then_only_that_line_has_the_value(fact: str, value: object) -> None:
    order = an_order(lines=(a_line(), a_line(sku="OTHER")))
    changed = pulled(order, [Pull(fact, value, 1)], NOW)  # type: ignore[arg-type]
    assert changed is not None
    first, second = admission().sheet(changed, CONTEXT).parts
    assert second[fact] == value
    assert first.get(fact) != value


def test_lever_when_the_order_could_not_be_read_then_reaches_nothing() -> None:
    assert pulled(an_order(payment=None), [Pull("payment.status", "captured")], NOW) is None
    assert pulled(an_order(), [Pull("line.quantity", 2, 9)], NOW) is None
