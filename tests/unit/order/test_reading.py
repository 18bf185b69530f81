"""What the reader of order documents takes, repairs and refuses."""

import json

import pytest

from engine.errors import Fault, OrderRejected
from engine.order.decoding import DEEPEST, MOST_BYTES
from engine.order.reading import faults_of, read_order, to_document
from tests.builders import an_order


def document(**changes: object) -> dict[str, object]:
    return to_document(an_order()) | changes


def found(changed: dict[str, object] | bytes) -> set[tuple[str, str]]:
    return {(fault.pointer, fault.code) for fault in faults_of(changed)}


def test_reading_when_several_fields_are_wrong_reports_all_at_once() -> None:
    wrong = document(placed_at="yesterday", currency="EURO", kind="present", ip="here", lines=[{"quantity": "2"}])
    assert found(wrong) == {
        ("/placed_at", "wrong_form"),
        ("/currency", "wrong_form"),
        ("/kind", "unknown_value"),
        ("/ip", "wrong_form"),
        ("/lines/0/quantity", "wrong_type"),
        ("/lines/0/unit_price", "missing"),
    }


def test_reading_when_a_field_is_misspelt_says_what_was_meant() -> None:
    wrong = document(shipping_adress={})
    assert faults_of(wrong)[0].detail == "the field is not known here; did you mean `shipping_address`?"


@pytest.mark.parametrize(("sent", "meant"), [("zip", "postcode"), ("region", "state"), ("address1", "line1")])
def test_reading_when_a_field_is_named_as_shops_do_says_our_name(sent: str, meant: str) -> None:
    wrong = document(shipping_address={"country": "DE", sent: "x"})
    assert faults_of(wrong)[0].detail == f"the field is not known here; did you mean `{meant}`?"


@pytest.mark.parametrize("amount", ["19.99", 19.99])
def test_reading_when_an_amount_is_not_in_minor_units_says_what_these_are(amount: object) -> None:
    wrong = document(lines=[{"quantity": 1, "unit_price": amount}], totals={"total": 1999, "tax": amount})
    assert [fault.detail for fault in faults_of(wrong)] == [
        "write the amount in whole minor units, 1999 for EUR 19.99, without quotes"
    ] * 2


def test_reading_when_a_code_has_another_form_says_which_is_right() -> None:
    wrong = document(
        shipping_address={"country": "Germany"}, lines=[{"quantity": 1, "unit_price": 1, "hs_code": "61.09"}]
    )
    assert {fault.pointer: fault.detail for fault in faults_of(wrong)} == {
        "/shipping_address/country": "write two capital letters of ISO 3166-1, such as DE",
        "/lines/0/hs_code": "write 4 to 12 digits, without dots and spaces",
    }


def test_reading_when_a_nested_field_is_misspelt_looks_among_its_neighbours() -> None:
    wrong = document(lines=[{"quantity": 1, "unit_price": 1, "battery": {"kind": "lithium_ion", "watthours": 5}}])
    (fault,) = faults_of(wrong)
    assert (fault.pointer, "watt_hours" in fault.detail) == ("/lines/0/battery/watthours", True)


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        ("2026-11-22T10:00:00", "no_timezone"),
        ("2026-11-22", "wrong_form"),
        ("1763805600", "wrong_form"),
        (1763805600, "wrong_type"),
        ("2026-02-30T10:00:00Z", "wrong_form"),
    ],
)
def test_reading_when_a_moment_is_not_one_says_so(moment: object, code: str) -> None:
    assert found(document(placed_at=moment)) == {("/placed_at", code)}


def test_reading_when_the_names_need_escaping_escapes_them() -> None:
    assert ("/a~1b~0c", "unknown_field") in found(document(**{"a/b~c": 1}))


def test_reading_when_texts_hold_blanks_and_invisible_characters_tidies_them() -> None:
    order = read_order(document(shop="  shop\u200b-de\x00 ", legal_entity=" \t", buyer_note="a\r\nb", ip="2001:DB8::1"))
    assert (order.shop, order.legal_entity, order.buyer_note, order.ip) == ("shop-de", None, "a\nb", "2001:db8::1")


def test_reading_when_letters_are_composed_differently_gives_one_spelling() -> None:
    assert read_order(document(shop="Cafe\u0301")) == read_order(document(shop="Caf\u00e9"))


def test_reading_when_a_field_is_null_takes_its_default() -> None:
    assert read_order(document(merchant=None, channel=None)).merchant == "main"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not_json"),
        (b'{"a": 1', "not_json"),
        (b'{"a": NaN}', "not_json"),
        (b"[1]", "not_an_object"),
        (b'{"id": "A", "id": "B"}', "duplicate_field"),
        (b'{"id": "\xff"}', "not_utf8"),
        (b" " * (MOST_BYTES + 1), "too_large"),
        (b'{"a": ' + b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1) + b"}", "too_deep"),
        (b"[" * 400_000, "too_deep"),
    ],
)
def test_reading_when_bytes_are_no_document_refuses_them(body: bytes, code: str) -> None:
    with pytest.raises(OrderRejected) as rejected:
        read_order(body)
    assert [fault.code for fault in rejected.value.faults] == [code]


def test_reading_when_bytes_hold_an_order_gives_it() -> None:
    assert read_order(json.dumps(document()).encode()) == an_order()


def test_reading_when_there_are_too_many_lines_says_how_many_may_be() -> None:
    wrong = document(lines=[{"quantity": 1, "unit_price": 1}] * 501)
    assert faults_of(wrong) == (Fault("/lines", "too_many", "the list is too long; use at most 500 entries"),)


def test_reading_when_a_note_holds_a_card_number_refuses_it() -> None:
    wrong = document(buyer_note="please charge 4111-1111 1111-1111", seller_note="4111 1111 1111 1112")
    assert found(wrong) == {("/buyer_note", "card_number_leaked")}


def test_reading_when_an_article_number_is_in_a_title_takes_it() -> None:
    assert faults_of(document(lines=[{"quantity": 1, "unit_price": 999, "title": "Pen 4000000000006"}])) == ()


def test_rejection_when_shown_names_pointer_sentence_and_code() -> None:
    with pytest.raises(OrderRejected, match=r"/ip: write an IPv4 or IPv6 address, without port \[wrong_form\]"):
        read_order(document(ip="10.0.0.1:80"))


@pytest.mark.parametrize("mode", ["post", "courier", "air", "sea", "road"])
def test_reading_when_the_way_of_transport_is_known_then_is_taken(mode: str) -> None:
    assert faults_of(document(shipping={"mode": mode})) == ()


def test_reading_when_the_way_of_transport_is_not_known_then_says_which_are() -> None:
    (fault,) = faults_of(document(shipping={"mode": "aeroplane"}))
    assert (fault.pointer, fault.code) == ("/shipping/mode", "unknown_value")
    assert fault.detail == "the word is not known here; use one of 'post', 'courier', 'air', 'sea' or 'road'"
