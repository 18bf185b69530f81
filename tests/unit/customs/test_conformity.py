"""What goods must carry at a destination: what binds them, what shows it, and when it may be called missing."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.customs.conformity import ProductEvidence, Sale, Standing, market_of, of_line, of_merchant
from engine.customs.conformity_goods import Goods
from engine.customs.register import Register
from engine.goods.restriction import Trust
from engine.registration import Registration
from tests.unit.customs.conformities import TODAY, known, registered

TOY = Goods(hs_code="95030000")
SHIRT = Goods(hs_code="61091000")
TO_GERMANY = Sale(market="DE", movement="import", on=TODAY)
KEEPS_MARKS = ProductEvidence(certificates=frozenset({"FCC"}), keeps=frozenset({"certificates"}))


def standings(
    goods: Goods,
    sale: Sale = TO_GERMANY,
    evidence: ProductEvidence | None = None,
    *registrations: Registration,
) -> dict[str, Standing]:
    register = Register(registrations, known().kinds, sale.on)
    asked = of_line(known().conformity.binding(goods, sale), sale, evidence or ProductEvidence(), register)
    return {each.requirement.id: each.standing for each in asked}


def needs(goods: Goods, sale: Sale, *registrations: Registration) -> dict[str, frozenset[str]]:
    register = Register(registrations, known().kinds, sale.on)
    found = of_merchant([(known().conformity.binding(goods, sale), ProductEvidence())], sale, register)
    return {name: getattr(found, name) for name in ("missing", "unknown", "expired", "expiring")}


def test_toy_when_sent_from_a_warehouse_inside_then_the_market_still_asks_for_its_marking() -> None:
    domestic = standings(TOY, replace(TO_GERMANY, movement="domestic"))
    assert {"EU-CE-001", "EU-SAFETY-001"} <= domestic.keys()


def test_food_when_sent_from_a_warehouse_inside_then_no_prior_notice_of_imports_is_asked() -> None:
    tea = Goods(hs_code="090210")
    sale = Sale(market="US", movement="import", on=TODAY)
    assert "US-FDA-001" in standings(tea, sale)
    assert "US-FDA-001" not in standings(tea, replace(sale, movement="domestic"))


def test_food_when_sold_then_product_safety_asks_for_no_responsible_person() -> None:
    assert "EU-SAFETY-001" not in standings(Goods(hs_code="090210"))


def test_responsible_person_when_the_day_lies_before_the_regulation_then_not_asked() -> None:
    assert "EU-SAFETY-001" in standings(TOY, replace(TO_GERMANY, on=date(2024, 12, 13)))
    assert "EU-SAFETY-001" not in standings(TOY, replace(TO_GERMANY, on=date(2024, 12, 12)))


def test_responsible_person_when_sold_to_a_company_then_not_asked() -> None:
    assert "EU-SAFETY-001" not in standings(TOY, replace(TO_GERMANY, party="b2b"))


@pytest.mark.parametrize(("postcode", "market"), [("BT1 5GS", "XI"), ("SW1A 1AA", "GB"), (None, "GB")])
def test_market_when_in_the_united_kingdom_then_northern_ireland_is_one_of_its_own(
    postcode: str | None, market: str
) -> None:
    assert market_of("GB", postcode) == market


def test_toy_when_sent_to_belfast_then_the_unions_law_asks() -> None:
    asked = standings(TOY, Sale(market="XI", movement="import", on=TODAY))
    assert "EU-CE-001" in asked
    assert "GB-UKCA-001" not in asked


def test_mark_when_the_seller_names_another_one_then_missing() -> None:
    assert standings(TOY, evidence=KEEPS_MARKS)["EU-CE-001"] is Standing.MISSING


def test_mark_when_the_seller_names_none_at_all_then_unknown() -> None:
    assert standings(TOY)["EU-CE-001"] is Standing.UNKNOWN


def test_mark_when_goods_are_known_by_their_title_alone_then_never_missing() -> None:
    assert standings(Goods(text="Plush toy bear"), evidence=KEEPS_MARKS)["EU-CE-001"] is Standing.UNKNOWN


def test_title_when_the_code_says_otherwise_then_the_code_counts() -> None:
    assert "EU-CE-001" not in standings(Goods(hs_code="490199", text=""))


def test_title_when_it_speaks_of_a_sticker_then_no_marking_is_asked() -> None:
    assert "EU-CE-001" not in standings(Goods(text="sticker of a plush toy"))


@pytest.mark.parametrize(
    ("title", "requirement"), [("儿童玩具 积木", "EU-CE-001"), ("口红 正红色", "EU-COSMETICS-001")]
)
def test_title_when_in_chinese_then_goods_are_found(title: str, requirement: str) -> None:
    assert standings(Goods(text=title))[requirement] is Standing.UNKNOWN


@pytest.mark.parametrize("certificate", ["CE", "ce", "CE-EMC", "EN71 / CE"])
def test_certificate_when_it_names_the_mark_then_met(certificate: str) -> None:
    evidence = ProductEvidence(certificates=frozenset({certificate}), keeps=frozenset({"certificates"}))
    assert standings(TOY, evidence=evidence)["EU-CE-001"] is Standing.MET


def test_certificate_when_the_mark_is_part_of_a_word_then_not_met() -> None:
    evidence = ProductEvidence(certificates=frozenset({"PIECE"}))
    assert standings(TOY, evidence=evidence)["EU-CE-001"] is Standing.UNKNOWN


def test_fibre_label_when_the_product_states_its_material_then_met() -> None:
    evidence = ProductEvidence(attributes=frozenset({"material"}))
    assert standings(SHIRT, evidence=evidence)["EU-TEXTILE-001"] is Standing.MET


def test_fibre_label_when_only_certificates_are_kept_then_unknown() -> None:
    assert standings(SHIRT, evidence=KEEPS_MARKS)["EU-TEXTILE-001"] is Standing.UNKNOWN


def test_responsible_person_when_registered_for_the_union_then_met_there_and_missing_in_britain() -> None:
    person = registered("responsible_person", "EU")
    lipstick = Goods(hs_code="330410")
    assert standings(lipstick, TO_GERMANY, None, person)["EU-COSMETICS-001"] is Standing.MET
    british = standings(lipstick, Sale(market="GB", movement="import", on=TODAY), None, person)
    assert british["GB-COSMETICS-001"] is Standing.MISSING


def test_responsible_person_when_its_registration_ran_out_then_told_for_the_order_and_not_as_missing() -> None:
    person = registered("responsible_person", "EU", valid_to=date(2026, 11, 21))
    assert standings(TOY, TO_GERMANY, None, person)["EU-SAFETY-001"] is Standing.EXPIRED
    assert needs(TOY, TO_GERMANY, person)["expired"] == {"responsible_person:EU"}


def test_notification_when_only_a_responsible_person_is_kept_then_unknown() -> None:
    found = standings(Goods(hs_code="330410"), TO_GERMANY, None, registered("responsible_person", "EU"))
    assert found["EU-COSMETICS-002"] is Standing.UNKNOWN


def test_registrations_when_the_merchant_keeps_some_of_the_family_then_the_others_are_missing() -> None:
    found = needs(TOY, TO_GERMANY, registered("weee", "DE"))
    assert found["missing"] == {"lucid:DE"}


def test_registrations_when_the_merchant_keeps_another_family_only_then_unknown() -> None:
    found = needs(TOY, TO_GERMANY, registered("ioss", "EU"))
    assert found["missing"] == frozenset()
    assert "lucid:DE" in found["unknown"]


def test_ioss_when_the_order_bears_no_number_then_its_end_holds_nothing() -> None:
    ended = registered("ioss", "EU", valid_to=date(2026, 1, 1))
    assert needs(TOY, TO_GERMANY, ended)["expired"] == frozenset()
    assert needs(TOY, replace(TO_GERMANY, numbers=frozenset({"IOSS"})), ended)["expired"] == {"ioss:EU"}


def test_packaging_when_the_next_registration_stands_ready_then_the_end_of_this_one_is_not_told() -> None:
    ending = registered("lucid", "DE", valid_to=date(2026, 12, 1), warned_from=date(2026, 10, 1))
    following = registered("lucid", "DE", valid_from=date(2026, 12, 2))
    assert needs(TOY, TO_GERMANY, ending)["expiring"] == {"lucid:DE"}
    assert needs(TOY, TO_GERMANY, ending, following)["expiring"] == frozenset()


@given(
    country=st.sampled_from([*sorted(known().conformity.members), "GB", "US", "JP", "KR", "AU", "NO"]),
    code=st.sampled_from(["950300", "851712", "330410", "610910", "850760", "090210", "490199"]),
    keeps=st.sets(st.sampled_from(["certificates", "responsible_person", "papers", "attributes"])),
)
def test_missing_when_whatever_is_asked_then_only_on_a_sure_source(country: str, code: str, keeps: set[str]) -> None:
    evidence = ProductEvidence(keeps=frozenset(keeps))
    sale = Sale(market=country, movement="import", on=TODAY)
    binding = known().conformity.binding(Goods(hs_code=code), sale)
    asked = of_line(binding, sale, evidence, Register((), known().kinds, TODAY))
    assert all(each.requirement.trust is Trust.HIGH for each in asked if each.standing is Standing.MISSING)
    assert not any(each.standing is Standing.MISSING for each in asked if not keeps)


@given(ends=st.dates(date(2026, 1, 1), date(2027, 12, 31)), on=st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_register_when_a_day_passes_then_a_need_is_in_just_one_state(ends: date, on: date) -> None:
    one = registered("lucid", "DE", valid_to=ends)
    found = needs(TOY, replace(TO_GERMANY, on=on), one)
    told = [name for name, each in found.items() if "lucid:DE" in each]
    assert told == ([] if on <= ends else ["expired"])
