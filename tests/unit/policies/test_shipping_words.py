"""The words of the shipping policy are those that fulfilment states."""

from engine.lexicon import shipping_facts
from engine.order.terms import TransportMode
from fulfillment.shipping.dispatch import Terms
from fulfillment.shipping.goods_class import GoodsClass
from fulfillment.shipping.service import Kind


def test_words_when_fulfilment_has_one_then_rules_may_name_it() -> None:
    assert set(shipping_facts.GOODS) == set(GoodsClass)
    assert set(Kind) <= set(shipping_facts.KINDS)
    assert set(shipping_facts.MODES) == set(TransportMode)
    assert set(shipping_facts.TERMS) == set(Terms)
