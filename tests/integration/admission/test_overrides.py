"""Shops and legal entities with values of their own: what decides, what the buyer reads, and what the receipt says."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.admission import Admission
from engine.domains import ADMISSION
from engine.explanation import reasons
from engine.facts.context import Context
from engine.order.order import Order
from engine.recall import recall
from engine.record import Record, Recorded, record
from engine.rulebook.folder import read_rulebook
from tests.builders import an_address, an_order
from tests.desks import NOW, bundled
from tests.small_editions import SMALL

OWN = """
- legal_entity: acme-gmbh
  params: {fraud.many: [{from: 2026-01-01, value: 3}]}
- shop: cyclery
  params: {fraud.many: [{from: 2026-01-01, value: 8}]}
  messages:
    de: {PAY_FAILED: {customer: "Bitte zahlen Sie Ihr Rad noch einmal."}}
- shop: words-only
  messages: {en: {FRD_BURST: {fix: "Ask the cyclists."}}}
"""
CONTEXT = Context(decided_at=NOW, velocity=Recorded({"velocity.ip_orders_24h": 5}))


def admission(own: str = OWN, many: int = 5) -> Admission:
    params = f"fraud.many: {{unit: orders, values: [{{from: 2020-01-01, value: {many}}}]}}\n"
    book = read_rulebook({**SMALL, "params.yaml": params, "overrides.yaml": own}, ADMISSION)
    return Admission(book, bundled().admission.knowledge)


def sold_by(shop: str | None, entity: str | None = None) -> Order:
    return replace(an_order(shipping_address=an_address(country="FR")), shop=shop, legal_entity=entity)


OF_SOMEBODY = admission()


def spoke(order: Order, of: Admission = OF_SOMEBODY, orders: int = 4) -> set[str]:
    context = replace(CONTEXT, velocity=Recorded({"velocity.ip_orders_24h": orders}))
    return {each.rule for each in of.decide(order, context).findings}


def test_parameter_when_the_legal_entity_has_its_own_then_it_decides() -> None:
    assert "FRD-003" in spoke(sold_by(None, "acme-gmbh"))
    assert "FRD-003" not in spoke(sold_by(None, "other"))


def test_parameter_when_the_shop_has_its_own_too_then_it_counts_first() -> None:
    assert "FRD-003" not in spoke(sold_by("cyclery", "acme-gmbh"), orders=7)
    assert "FRD-003" in spoke(sold_by("elsewhere", "acme-gmbh"), orders=7)


def test_receipt_when_own_values_counted_then_names_whose() -> None:
    receipts = [
        OF_SOMEBODY.decide(order, CONTEXT).receipt.overrides
        for order in (sold_by("cyclery", "acme-gmbh"), sold_by("elsewhere"), sold_by("words-only"))
    ]
    assert receipts == [("legal_entity:acme-gmbh", "shop:cyclery"), (), ("shop:words-only",)]


def test_message_when_the_shop_has_its_own_then_staff_and_buyer_read_it() -> None:
    decision = OF_SOMEBODY.decide(sold_by("words-only"), CONTEXT)
    (found,) = (each for each in reasons(decision, OF_SOMEBODY.book, "en") if each.rule == "FRD-003")
    assert (found.fix, found.text) == ("Ask the cyclists.", "5 orders in a day.")


def kept(order: Order, of: Admission = OF_SOMEBODY) -> Record:
    return record(of.decide(order, CONTEXT), CONTEXT, {"velocity.ip_orders_24h": 5}, ADMISSION.lexicon)


def test_decision_when_replayed_then_is_the_same_byte_for_byte() -> None:
    order = sold_by("cyclery", "acme-gmbh")
    first = kept(order)
    again = recall(first, OF_SOMEBODY)
    made = record(
        OF_SOMEBODY.decide(order, again.context), again.context, {"velocity.ip_orders_24h": 5}, ADMISSION.lexicon
    )
    assert (made.content, made.trace) == (first.content, first.trace)
    assert again.decision.receipt.overrides == ("legal_entity:acme-gmbh", "shop:cyclery")


def test_decision_when_nobody_has_own_values_then_is_kept_as_before_there_were_any() -> None:
    plain = admission(own="")
    assert b"overrides" not in kept(sold_by("cyclery", "acme-gmbh"), plain).content


@given(st.integers(1, 9), st.integers(0, 9))
@settings(max_examples=25, deadline=None)
def test_decision_when_a_value_is_overridden_then_is_that_of_a_book_that_has_it(value: int, orders: int) -> None:
    own = f"- {{shop: cyclery, params: {{fraud.many: [{{from: 2026-01-01, value: {value}}}]}}}}\n"
    overridden = spoke(sold_by("cyclery"), admission(own), orders)
    assert overridden == spoke(sold_by("cyclery"), admission("", value), orders)
