"""What keeps papers from being printed: one case for each thing that can be wrong, and one where nothing is."""

from dataclasses import replace

import pytest

from engine.bundled import data_folder
from engine.goods.files import read_yaml
from engine.order.address import Address
from engine.order.order import ShippingChoice
from engine.order.terms import Incoterm, TransportMode
from engine.products.product import Product
from engine.registration import Registration
from fulfillment.documents.advance_form import pointer
from fulfillment.documents.completeness import Checked, Form, check, form_for
from fulfillment.documents.customs_file import Contents, CustomsFile
from fulfillment.documents.declaration import Consignee, Licence
from fulfillment.documents.declaring import Way, declare
from fulfillment.documents.fault_texts import LANGUAGES, TEXTS
from tests.builders import a_line, an_order
from tests.customs_files import (
    TEE,
    a_consignee,
    a_file,
    a_lane,
    a_parcel,
    a_way,
    the_book,
    the_rates,
)


def checked(
    file: CustomsFile | None = None,
    contents: Contents | None = None,
    way: Way | None = None,
    consignee: Consignee | None = None,
) -> Checked:
    """A declaration, checked."""
    file, contents, way = file or a_file(), contents or a_parcel(), way or a_way()
    declaration = declare(file, contents, way, the_book())
    return check(declaration, consignee or a_consignee(), file, contents, way, the_book())


def stopping(found: Checked) -> dict[str, str]:
    """Codes that stop, with their places."""
    return {each.code: each.pointer for each in found.faults if each.stops}


def hinted(found: Checked) -> set[str]:
    return {each.code for each in found.faults if not each.stops}


def test_parcel_when_nothing_is_wrong_then_it_may_be_printed() -> None:
    found = checked()
    assert found.may_print
    assert stopping(found) == {}


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        ({"hs6": None}, "hs_code_missing", "tariff_heading"),
        ({"origin": None}, "origin_missing", "origin_country"),
        ({"weight_g": None}, "net_weight_missing", "net_weight_g"),
        ({"customs_name_en": "Clothes"}, "description_refused", "description"),
        ({"manufacturer_id": None}, "manufacturer_id_missing", "maker_product_id"),
    ],
)
def test_parcel_when_the_product_file_lacks_something_then_it_stops_there(
    change: dict[str, object], code: str, place: str
) -> None:
    line = a_line(hs_code=None, origin=None, weight_g=None)
    product = replace(TEE, **change)  # type: ignore[arg-type]
    found = checked(a_file(an_order(lines=(line,)), {"TEE-M-BLUE": product}))
    assert stopping(found) == {code: f"/postal_item/content_pieces/0/{place}"}


def test_parcel_when_a_free_article_has_no_value_on_file_then_it_stops() -> None:
    line = a_line(sku="X", unit_price=0)
    product = replace(TEE, sku="X", declared_value=None)
    assert "value_missing" in stopping(checked(a_file(an_order(lines=(line,)), {"X": product})))


def test_parcel_when_goods_are_heavier_than_it_then_it_stops() -> None:
    assert stopping(checked(contents=a_parcel(gross_g=300))) == {"net_over_gross": "/postal_item/gross_weight_g"}
    assert "gross_weight_missing" in stopping(checked(contents=a_parcel(gross_g=0)))


def test_parcel_when_it_goes_to_the_united_states_then_ten_digits_are_asked() -> None:
    lane = a_lane(market="US", territory="US", regime=None)
    assert "hs_code_short" in stopping(checked(a_file(lane=lane)))
    ten = a_file(an_order(lines=(a_line(hs_code="6109100012"),)), lane=lane)
    assert "hs_code_short" not in stopping(checked(ten))


def test_parcel_when_there_is_no_product_file_then_a_makers_number_is_only_hinted() -> None:
    found = checked(a_file(products={}))
    assert "manufacturer_id_missing" in hinted(found)
    assert "manufacturer_id_missing" not in stopping(found)


def test_parcel_when_the_title_is_vague_then_a_customs_name_mends_it() -> None:
    vague = checked(a_file(products={"TEE-M-BLUE": replace(TEE, customs_name_en=None)}, is_vague=True))
    assert "description_vague" in stopping(vague)
    assert stopping(checked(a_file(is_vague=True))) == {}


def test_parcel_when_customs_know_no_consignee_then_it_stops() -> None:
    lane = a_lane(
        market="BR", territory="BR", regime=None, ids_required=frozenset({"CPF"}), ids_missing=frozenset({"CPF"})
    )
    assert stopping(checked(a_file(lane=lane))) == {"consignee_id_missing": "/addressee/identifiers"}
    wrong = replace(lane, ids_missing=frozenset(), ids_invalid=frozenset({"CPF"}))
    assert "consignee_id_wrong" in stopping(checked(a_file(lane=wrong)))


def test_parcel_when_its_value_follows_a_weak_row_then_that_is_told() -> None:
    lane = a_lane(market="SA", territory="SA", regime=None)
    assert "value_row_weak" in hinted(checked(a_file(lane=lane)))
    assert "value_row_weak" not in hinted(checked())


def test_parcel_when_its_regime_has_no_number_then_it_stops() -> None:
    assert stopping(checked(way=a_way(numbers=()))) == {"regime_number_missing": "/postal_item/party_identifiers"}


def test_parcel_when_the_seller_imports_then_an_eori_and_eight_digits_are_asked() -> None:
    order = an_order(shipping=ShippingChoice(incoterm=Incoterm.DDP, mode=TransportMode.POST))
    lines = (a_line(hs_code="610910"),)
    found = checked(a_file(replace(order, lines=lines), lane=a_lane(regime=None)))
    assert {"eori_missing", "hs_code_short"} <= stopping(found).keys()
    eori = Registration(id="reg_1", kind="eori", country="EU", number="DE123456789012345")
    mended = a_file(order, lane=a_lane(regime=None), registrations=(eori,))
    assert "eori_missing" not in stopping(checked(mended))


@pytest.mark.parametrize(
    ("country", "missed"), [("EU", False), ("DE", False), ("PL", False), ("GB", True), ("CN", True)]
)
def test_parcel_when_the_eori_is_of_another_member_state_then_it_counts(country: str, missed: bool) -> None:
    order = an_order(shipping=ShippingChoice(incoterm=Incoterm.DDP, mode=TransportMode.POST))
    eori = Registration(id="reg_1", kind="eori", country=country, number="DE123456789012345")
    found = checked(a_file(order, lane=a_lane(regime=None, market="FR"), registrations=(eori,)))
    assert ("eori_missing" in stopping(found)) is missed


def test_parcel_when_a_paper_is_not_verified_then_it_stops_and_a_verified_one_needs_its_number() -> None:
    asked = a_file(asked=frozenset({"cites_permit"}))
    assert "licence_missing" in stopping(checked(asked))
    held = a_file(licences=(Licence(document="cites_permit", paper="pap_1"),))
    assert "licence_number_missing" in stopping(checked(held))


def test_parcel_when_a_courier_takes_it_then_a_contact_is_asked() -> None:
    lane, nobody = a_lane(mode="courier", carrier="dhl"), a_consignee(phone="", email="")
    assert stopping(checked(a_file(lane=lane), consignee=nobody)) == {"contact_missing": "/addressee/phone"}
    assert "contact_missing" in hinted(checked(consignee=nobody))


def test_parcel_when_sender_or_receiver_lack_a_street_then_it_stops() -> None:
    way = a_way()
    found = checked(way=replace(way, sender=replace(way.sender, lines=())), consignee=a_consignee(lines=()))
    assert {"sender_incomplete", "consignee_incomplete"} <= stopping(found).keys()


def test_parcel_when_it_stays_inside_the_union_then_customs_ask_nothing() -> None:
    file = a_file(products={"TEE-M-BLUE": Product(sku="TEE-M-BLUE")}, lane=a_lane(movement="intra_union"))
    line = a_line(hs_code=None, origin=None)
    file = a_file(an_order(lines=(line,)), {"TEE-M-BLUE": Product(sku="TEE-M-BLUE")}, file.lane)
    assert stopping(checked(file)) == {}


def test_parcel_when_goods_do_not_travel_so_then_it_stops() -> None:
    assert "dangerous_refused" in stopping(checked(a_file(un={"UN3480": "9"}, refused=True)))


def test_parcel_when_mail_to_the_united_states_is_worth_too_much_then_it_stops() -> None:
    lane = a_lane(market="US", territory="US", regime=None)
    dear = an_order(lines=(a_line(hs_code="6109100012", quantity=2, unit_price=150_000),))
    assert "value_over_limit" in stopping(checked(a_file(dear, lane=lane)))


def test_packaging_when_the_seller_keeps_registers_but_not_this_one_then_it_stops() -> None:
    weee = Registration(id="reg_1", kind="weee", country="DE", number="DE12345678")
    assert "packaging_unregistered" in stopping(checked(a_file(registrations=(weee,))))
    lucid = Registration(id="reg_2", kind="lucid", country="DE", number="DE1234567890123")
    assert stopping(checked(a_file(registrations=(weee, lucid)))) == {}
    assert "packaging_unregistered" in hinted(checked())


def test_packaging_when_wood_is_raw_then_it_stops_unless_treated() -> None:
    crate = a_parcel(materials=("wood",))
    assert "packaging_untreated" in stopping(checked(contents=crate))
    assert stopping(checked(contents=crate, way=a_way(treated=True))) == {}
    assert stopping(checked(contents=a_parcel(materials=("plywood",)))) == {}


def test_forms_when_value_or_weight_are_large_then_cn23() -> None:
    table, rates = the_book().values, the_rates()
    small = declare(a_file(), a_parcel(), a_way(), the_book())
    dear = declare(a_file(an_order(lines=(a_line(unit_price=17_652),))), a_parcel(), a_way(), the_book())
    assert (form_for(small, table, rates), form_for(dear, table, rates)) == (Form.CN22, Form.CN23)
    assert form_for(replace(small, gross_g=2001), table, rates) is Form.CN23


def test_forms_when_just_at_three_hundred_sdr_then_cn22_still_does() -> None:
    # 300 SDR are EUR 353.01 at the stored rate of 0.849816 SDR for a euro.
    at = declare(a_file(an_order(lines=(a_line(quantity=1, unit_price=35_301),))), a_parcel(pieces={1: 1}), a_way(),
                 the_book())  # fmt: skip
    over = replace(at, lines=(replace(at.lines[0], value=35_302),))
    table, rates = the_book().values, the_rates()
    assert (form_for(at, table, rates), form_for(over, table, rates)) == (Form.CN22, Form.CN23)


def test_faults_when_told_then_in_english_and_chinese_with_something_to_do() -> None:
    file = a_file(products={}, is_vague=True, refused=True)
    found = checked(file, contents=a_parcel(gross_g=1), way=a_way(numbers=()))
    assert len(found.faults) >= 5
    for each in found.faults:
        assert all(each.message[language] and each.remedy[language] for language in LANGUAGES)
        assert "{" not in each.message["en"] + each.message["zh"]


def test_texts_when_compared_then_all_languages_say_the_same_things() -> None:
    for code, texts in TEXTS.items():
        assert set(texts) == set(LANGUAGES), code


def test_faults_when_repeated_then_hold_no_personal_value() -> None:
    nobody = a_consignee(name="", lines=(), phone="", email="")
    told = str(checked(a_file(an_order(shipping_address=Address(country="DE", name="Erika Muster"))), consignee=nobody))
    assert "Erika" not in told
    assert "Erika" not in repr(a_consignee())


def test_pointers_when_translated_then_are_places_of_the_advance_data() -> None:
    assert pointer("/lines/3/hs_code") == "/postal_item/content_pieces/3/tariff_heading"
    assert pointer("/consignee/phone") == "/addressee/phone"
    assert pointer("") == "/postal_item"


def test_law_when_the_fields_quote_it_then_it_is_on_file() -> None:
    """What paper_fields.yaml rests on in law.yaml is there under that name."""
    law = {item.text("id") for item in read_yaml(data_folder() / "customs" / "law.yaml").records("law")}
    quoted = {
        "US-NO-DE-MINIMIS",
        "EU-PRODUCT-IDS",
        "EU-GPSR",
        "US-POSTAL-ENTRY",
        "BR-REMESSA",
        "AR-COURIER",
        "KR-PRIVATE",
    }
    assert quoted <= law
