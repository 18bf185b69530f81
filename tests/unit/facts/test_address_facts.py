"""Facts of delivery address, phone and billing address, as the lexicon names them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from engine.facts.address import address_facts
from engine.lexicon.address_facts import ADDRESS_FACTS
from engine.lexicon.order_facts import ORDER_FACTS
from engine.order.address import Address
from engine.order.line import Line
from engine.order.order import Order, ShipFrom, Totals
from engine.order.party import Customer

LEXICON = {fact.name: fact for fact in (*ADDRESS_FACTS, *ORDER_FACTS)}
PARIS = Address(name="Marie Exemple", line1="4 rue de l'Exemple", city="Paris", postcode="75011", country="FR")
ORDER = Order(
    id="A-1",
    placed_at=datetime(2026, 11, 20, tzinfo=UTC),
    currency="EUR",
    lines=(Line(quantity=1, unit_price=1000),),
    totals=Totals(total=1000),
    shipping_address=PARIS,
)


def facts_of(address: Address = PARIS, billing: Address | None = None, **parts: object) -> dict[str, object]:
    order = replace(ORDER, shipping_address=address, billing_address=billing, **parts)  # type: ignore[arg-type]
    return dict(address_facts(order))


@pytest.mark.parametrize("address", [PARIS, Address(), replace(PARIS, country="ZZ", line1="n/a", phone="12")])
def test_facts_when_stated_then_each_is_in_the_lexicon_with_a_value_it_allows(address: Address) -> None:
    for name, value in facts_of(address, PARIS).items():
        allowed = LEXICON[name].values
        assert not allowed or value in allowed, (name, value)


def test_facts_when_address_is_honest_then_they_say_so() -> None:
    facts = facts_of()
    assert facts["address.result"] == "ok"
    assert facts["ship_to.customs_territory"] == "EU"
    assert facts["phone.given"] is False
    assert not {"bill_to.country", "phone.status", "address.bill_ship_same"} & facts.keys()


def test_facts_when_nobody_is_named_then_the_name_is_in_error_unless_a_company_is() -> None:
    facts = facts_of(replace(PARIS, name=" "))
    assert facts["address.name_level"] == "error"
    assert facts["address.codes"] == {"name_missing"}
    assert facts["address.fields_in_error"] == {"name"}
    assert facts_of(replace(PARIS, name=None, company="Exemple SARL"))["address.name_level"] == "ok"


def test_facts_when_postcode_is_a_territorys_then_customs_follow_it() -> None:
    facts = facts_of(replace(PARIS, city="Gustavia", postcode="97133"))
    assert (facts["ship_to.stated_country"], facts["ship_to.country"]) == ("FR", "BL")
    assert facts["ship_to.customs_territory"] == "BL"
    assert facts["address.territory_moved"] is True


def test_facts_when_phone_is_the_customers_then_it_counts_for_the_delivery() -> None:
    facts = facts_of(customer=Customer(phone="01 42 34 51 67"))
    assert (facts["phone.given"], facts["phone.e164"], facts["phone.region_matches"]) == (True, "+33142345167", True)


def test_facts_when_billing_is_the_same_place_in_other_words_then_it_is_the_same() -> None:
    facts = facts_of(billing=replace(PARIS, name="M. Exemple", line1="Rue de l'Exemple 4", city="PARIS"))
    assert facts["address.bill_ship_same"] is True
    assert facts["address.bill_ship_same_name"] is True


def test_facts_when_billing_is_elsewhere_then_country_and_place_differ() -> None:
    facts = facts_of(billing=Address(line1="Musterweg 5", city="Berlin", postcode="D-10999", country="DE"))
    assert facts["address.bill_ship_same"] is facts["address.bill_ship_same_country"] is False
    assert facts["bill_to.postcode"] == "10999"


def test_facts_when_the_origin_cannot_read_the_script_then_it_is_said() -> None:
    moscow = replace(PARIS, line1="ул. Примерная 3", city="Москва", postcode="101000", country="RU")
    assert facts_of(moscow, ship_from=ShipFrom(country="CN"))["address.script_unreadable"] is True
    assert facts_of(moscow, ship_from=ShipFrom(country="KZ"))["address.script_unreadable"] is False
    assert "address.script_unreadable" not in facts_of(moscow)
