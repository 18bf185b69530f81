"""Reasons of models in words: every feature has a name in both languages, and no share is made larger than it is."""

from dataclasses import replace
from itertools import product

import pytest

from api.cli.listing import Listing
from api.cli.phrases import Language
from api.decision_document import decision_document
from api.schemas.shown import ModelShown
from engine.anomaly.features import FEATURES
from engine.decision import Decision
from engine.lexicon.admission import LEXICON
from engine.lexicon.feature_words import OTHERS, feature_words, has_words, standing_words
from engine.lexicon.scored import Scored
from tests.tiny_rule_book import decided, tiny_rule_book

DETAIL = {
    "version": "9c1e" * 16,
    "anomaly": {
        "score": 0.61,
        "percentile": 99.97,
        "reasons": [
            {"feature": "velocity.device_orders_24h", "value": 9.0, "percentile": 99.871, "equal": 0.02, "bits": 0.31},
            {"feature": "customer.guest", "value": 1.0, "percentile": 97.5, "equal": 2.5, "bits": 0.2},
        ],
    },
    "fraud": {
        "probability": 0.1234,
        "reasons": [
            {"feature": "customer.account_age_days", "value": None, "percentile": None, "equal": 12.34, "bits": 1.5}
        ],
    },
}


def scored() -> Decision:
    """A held order that a model has scored."""
    decision = decided({"payment.status": "failed"})
    assert decision.evaluation is not None
    sheet = replace(decision.evaluation.sheet, scored=Scored({"model.status": "ok"}, DETAIL))
    evaluation = replace(decision.evaluation, sheet=replace(sheet, whole={**sheet.whole, "model.status": "ok"}))
    return replace(decision, evaluation=evaluation)


def told(name: str, value: float | None, below: float | None, same: float, language: str = "en") -> str:
    return standing_words(name, value, (below, same), LEXICON.get(name), language)


@pytest.mark.parametrize(("name", "language"), list(product(FEATURES, ("en", "zh"))))
def test_feature_when_people_read_of_it_then_has_words_in_their_language(name: str, language: str) -> None:
    assert has_words(name, language)


def test_words_when_in_the_table_then_of_facts_that_are() -> None:
    assert {name for name in OTHERS if not name.startswith("link.")} <= set(LEXICON)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (
            ("velocity.device_orders_24h", 9.0, 99.87, 0.02),
            "orders from this device in 24 h: 9, higher than 99.8 % of orders",
        ),
        (("velocity.card_orders_7d", 40.0, 100.0, 0.0), "orders on this card in 7 d: 40, higher than 100 % of orders"),
        (("order.value_eur_minor", 15999.0, 98.0, 0.1), "value of the order: EUR 159.99, higher than 98 % of orders"),
        (("customer.account_age_days", 0.0, 0.0, 3.0), "age of the account: 0 days, lower than 97 % of orders"),
        (("order.max_line_quantity", 1.0, 0.0, 90.0), "pieces of the largest line: 1, as in 90 % of orders"),
        (("customer.guest", 1.0, 97.5, 2.5), "bought without an account: yes, as in 2.5 % of orders"),
        (("ip.matches_card", None, None, 40.0), "network and card country agree: not stated, as in 40 % of orders"),
    ],
)  # fmt: skip
def test_reason_when_put_into_words_then_says_where_the_value_stands(
    reason: tuple[str, float | None, float | None, float], words: str
) -> None:
    assert told(*reason) == words


def test_reason_when_chinese_is_asked_for_then_is_chinese() -> None:
    assert (
        told("velocity.device_orders_24h", 9.0, 99.87, 0.02, "zh") == "此设备 24 小时内的订单数：9，高于 99.8% 的订单"
    )
    assert told("customer.guest", 1.0, 97.5, 2.5, "zh") == "未注册账户购买：是，与 2.5% 的订单相同"


def test_reason_when_the_language_has_no_words_then_is_english() -> None:
    assert told("customer.guest", 0.0, 0.0, 97.5, "de").startswith("bought without an account: no")


def test_feature_when_nobody_named_it_then_the_lexicon_says_what_it_is() -> None:
    assert (
        feature_words("goods.vague_lines", LEXICON["goods.vague_lines"], "zh") == LEXICON["goods.vague_lines"].meaning
    )
    assert feature_words("amount_7d", None, "en") == "amount_7d"


@pytest.mark.parametrize("name", ["velocity.card_first_seen_days", "velocity.card_over_mean_pct"])
def test_velocity_of_a_kind_when_named_then_is_made_from_its_parts(name: str) -> None:
    assert feature_words(name, None, "en").endswith("on this card")
    assert "此银行卡" in feature_words(name, None, "zh")


def test_listing_when_a_model_has_scored_then_says_how_unusual_and_why() -> None:
    shown = "\n".join(Listing(tiny_rule_book(), Language.EN).order(scored(), None, detailed=True))
    assert "model 9c1e9c1e9c1e: more unusual than 99.9 % of orders; probability of fraud 12.3%" in shown
    assert "· orders from this device in 24 h: 9, higher than 99.8 % of orders" in shown


def test_listing_when_no_model_has_scored_then_says_nothing_of_it() -> None:
    decision = decided({"payment.status": "failed"})
    shown = "\n".join(Listing(tiny_rule_book(), Language.EN).order(decision, None, detailed=True))
    assert "model" not in shown


def test_document_when_a_model_has_scored_then_has_version_shares_and_reasons_in_words() -> None:
    document = decision_document(scored(), tiny_rule_book(), "zh", None, 1)
    model = ModelShown.model_validate(document["model"], strict=True)
    assert (model.version, model.percentile, model.probability) == ("9c1e" * 16, 99.97, 0.1234)
    assert [each.model for each in model.reasons] == ["anomaly", "anomaly", "fraud"]
    assert model.reasons[2].text == "账户年龄：未提供，与 12.3% 的订单相同"


def test_document_when_no_model_has_scored_then_null() -> None:
    assert decision_document(decided(), tiny_rule_book(), "en", None, 1)["model"] is None
