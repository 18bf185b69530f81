"""Product documents: strict, with every fault at its place."""

import pytest

from engine.bundled import data_folder
from engine.goods.hs import load_headings
from engine.products.reading import ProductRejected, gtin_holds, read_product

HEADINGS = load_headings(data_folder() / "restricted_goods" / "hs_headings.yaml")


def faults(**parts: object) -> set[tuple[str, str]]:
    with pytest.raises(ProductRejected) as caught:
        read_product({"sku": "A", **parts}, HEADINGS)
    return {(each.pointer, each.code) for each in caught.value.faults}


@pytest.mark.parametrize("number", ["4006381333931", "73513537", "036000291452", "10614141000415"])
def test_gtin_when_its_check_digit_fits_then_holds(number: str) -> None:
    assert gtin_holds(number)
    assert not gtin_holds(number[:-1] + str((int(number[-1]) + 1) % 10))


@pytest.mark.parametrize(("parts", "fault"), [
    ({"hs6": "85076"}, ("/hs6", "wrong_form")),
    ({"hs6": "009910"}, ("/hs6", "unknown_heading")),
    ({"gtin": "4006381333930"}, ("/gtin", "check_digit")),
    ({"gtin": "12345"}, ("/gtin", "wrong_form")),
    ({"colour": "red"}, ("/colour", "unknown_field")),
    ({"weight_g": "350"}, ("/weight_g", "wrong_type")),
    ({"declared_value": {"minor": 12.5, "currency": "EUR"}}, ("/declared_value/minor", "wrong_type")),
    ({"origin": "China"}, ("/origin", "wrong_form")),
    ({"battery": {"packing": "alone"}}, ("/battery/kind", "missing")),
    ({"brand_licence": {"licensor": "X", "until": "soon"}}, ("/brand_licence/until", "wrong_form")),
    ({"hs6": "850760", "national_codes": [{"country": "US", "code": "9503000000"}]},
     ("/national_codes/0/code", "code_differs")),
    ({"has_battery": False, "battery": {"kind": "nickel"}}, ("/has_battery", "contradicts")),
    ({"components": [{"sku": "A"}]}, ("/components", "holds_itself")),
    ({"components": [{"sku": "B"}, {"sku": "B", "quantity": 2}]}, ("/components/1", "twice")),
])  # fmt: skip
def test_product_when_something_is_wrong_then_says_where(parts: dict[str, object], fault: tuple[str, str]) -> None:
    assert fault in faults(**parts)


def test_product_when_several_things_are_wrong_then_all_are_told() -> None:
    assert faults(hs6="1", origin="cn", weight_g=-1) == {
        ("/hs6", "wrong_form"), ("/origin", "wrong_form"), ("/weight_g", "out_of_range"),
    }  # fmt: skip
