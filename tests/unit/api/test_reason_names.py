"""What the console calls reasons where there is room for a few words."""

import pytest
import yaml

from api.console.reasons import LONGEST, Reasons
from api.console.wording import LANGUAGES, of_file, pairs
from engine.bundled import rules_folder
from fulfillment.shipping.waits import LOST, NAMED_CANNOT, NO_SERVICE_LEFT, REFUSED, UNMEASURED

NAMES = pairs("reasons")
WAITS = {NO_SERVICE_LEFT, NAMED_CANNOT, UNMEASURED, REFUSED, LOST}  # of parts: no book has a text for them


def texts(language: str) -> dict[str, str]:
    """Those of the book by code, with places for values."""
    read = yaml.safe_load((rules_folder() / "messages" / f"{language}.yaml").read_text(encoding="utf-8"))
    return {code: each["text"] for code, each in read.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_reason_when_its_text_has_values_or_is_long_then_has_a_name(language: str) -> None:
    nameless = {code: text for code, text in texts(language).items() if code not in NAMES}
    assert [code for code, text in nameless.items() if "{" in text] == []
    assert [code for code in nameless if Reasons(nameless, {}).short(code).endswith("…")] == []


def test_names_when_shown_then_fit_and_belong_to_a_reason() -> None:
    assert [code for code, pair in NAMES.items() if max(map(len, pair)) > LONGEST] == []
    assert set(NAMES) - set(texts("en")) == WAITS


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Too dear: {order.value_eur_minor}. Ask the buyer.", "Too dear"),
        ("Parcel is too heavy ({shipment.weight_g} g)", "Parcel is too heavy"),
        ("{line.title} is not sold to {ship_to.country}", "… is not sold to …"),
        ("买家 {aftersale.refunds} 次退款；请人工审核", "买家 … 次退款"),
        ("商品过重（{shipment.weight_g} 克）", "商品过重"),
        ("x" * 50, f"{'x' * (LONGEST - 1)}…"),
    ],
)
def test_reason_when_a_merchant_wrote_it_then_its_text_is_cut(text: str, wanted: str) -> None:
    assert Reasons({"SHOP_OWN": text}, of_file("reasons", "en")).short("SHOP_OWN") == wanted


def test_reason_when_the_book_has_no_text_then_tells_the_code() -> None:
    assert Reasons({}, {}).short("SHOP_NONE") == "SHOP_NONE"
