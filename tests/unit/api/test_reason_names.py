"""What the console calls reasons where there is room for a few words."""

import pytest
import yaml

from api.console.reasons import LONGEST, Reasons
from api.console.wording import LANGUAGES, of_file, pairs
from engine.bundled import rules_folder
from fulfillment.shipping.waits import NAMED_CANNOT, NO_SERVICE_LEFT, REFUSED, UNMEASURED

NAMES = pairs("reasons")
WAITS = {NO_SERVICE_LEFT, NAMED_CANNOT, UNMEASURED, REFUSED}  # of parts: no book has a text for them


def texts(language: str) -> dict[str, str]:
    read = yaml.safe_load((rules_folder() / "messages" / f"{language}.yaml").read_text(encoding="utf-8"))
    return {code: each["text"] for code, each in read.items() if isinstance(each, dict)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_reason_when_its_text_has_values_or_is_long_then_has_a_name(language: str) -> None:
    nameless = {code: text for code, text in texts(language).items() if code not in NAMES}
    assert [code for code, text in nameless.items() if "{" in text] == []
    assert [code for code in nameless if Reasons(nameless, {}).short(code).endswith("…")] == []


def test_names_when_shown_then_fit_and_belong_to_a_reason() -> None:
    assert [code for code, pair in NAMES.items() if max(map(len, pair)) > LONGEST] == []
    assert set(NAMES) - set(texts("en")) == WAITS


def test_reason_when_a_merchant_wrote_it_then_its_text_is_cut() -> None:
    reasons = Reasons({"SHOP_OWN": "Too dear: {order.value_eur_minor}. Ask the buyer."}, of_file("reasons", "en"))
    assert reasons.short("SHOP_OWN") == "Too dear"
    assert reasons.short("SHOP_NONE") == "SHOP_NONE"
