"""The returns policy: the law stands first, and each way of settling is judged by itself."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from engine.domains import POLICIES
from engine.explanation import policy_reasons
from engine.lexicon import return_facts
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from engine.policy_books import Judgement, PolicyBook
from engine.rulebook.folder import load_rulebook
from fulfillment.aftersales.causes import FAMILIES, Cause, Family, cause_of
from fulfillment.aftersales.comebacks import SEALS
from fulfillment.aftersales.law import EXCEPTIONS, SEALED
from fulfillment.aftersales.sealed_goods import NO_SEAL, UNKNOWN

RULES = Path(__file__).parents[3] / "rules"
NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
WITHDRAWN: dict[str, Value] = {
    "return.stage": "requested",
    "return.family": "customer",
    "return.buyer": "consumer",
    "return.delivered": True,
    "return.days_since_delivery": 9,
    "return.law_days_left": 5,
    "return.law_excepted": False,
    "return.seal": "none",
    "return.shop_days_left": -2,
}


@cache
def returns() -> PolicyBook:
    return PolicyBook(load_rulebook(RULES / "returns", POLICIES["returns"]))


def judged(whole: dict[str, Value], *ways: dict[str, Value]) -> Judgement:
    return returns().judge(Sheet(whole, ways), NOW, "ret_1")


def outcome(judgement: Judgement) -> str:
    return returns().worst(judgement.of_whole)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "grant"),
        ({"return.returns_90d": 9, "return.refund_share_pct": 100}, "grant"),
        ({"return.value_eur_minor": 99_999}, "grant"),
        ({"return.law_days_left": -1}, "decline"),
        ({"return.buyer": "business"}, "review"),
        ({"return.law_excepted": True}, "decline"),
        ({"return.seal": "whole"}, "grant"),
        ({"return.seal": "unknown"}, "grant"),
        ({"return.seal": "broken"}, "decline"),
        ({"return.seal": "broken", "return.family": "quality"}, "accept"),
    ],
)
def test_withdrawal_when_the_law_gives_it_then_no_term_of_the_shop_takes_it(
    more: dict[str, Value], expected: str
) -> None:
    assert outcome(judged(WITHDRAWN | more)) == expected


def test_fault_when_told_without_photos_then_is_asked_for_unless_the_law_gives_it_anyway() -> None:
    told: dict[str, Value] = {"return.family": "quality", "return.value_eur_minor": 2000, "return.photos": 0}
    assert outcome(judged(WITHDRAWN | told | {"return.law_days_left": -1})) == "ask_evidence"
    assert outcome(judged(WITHDRAWN | told)) == "grant"


def test_way_when_barred_then_others_stay_open() -> None:
    told: dict[str, Value] = {"return.family": "quality", "return.wish": "refund"}
    ours: dict[str, Value] = {"way.id": "a", "way.payer": "house", "way.border": False}
    theirs: dict[str, Value] = {"way.id": "b", "way.payer": "buyer", "way.border": False}
    found = judged(told, ours, theirs)
    assert [returns().worst(found.of_part(number)) for number in (1, 2)] == ["accept", "bar"]


def test_return_when_a_fact_has_the_wrong_type_then_a_person_looks() -> None:
    assert judged({"return.days_since_delivery": "some"}).outcome == "review"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_reason_when_read_then_is_a_sentence_with_its_values(language: str) -> None:
    found = judged(WITHDRAWN | {"return.country": "DE"})
    texts = [each.text for each in policy_reasons(found, returns().book, language)]
    assert any("DE" in text and "5" in text for text in texts)


def test_words_when_fulfilment_has_one_then_rules_may_name_it() -> None:
    known = {
        Family.QUALITY: return_facts.QUALITY,
        Family.LOGISTICS: return_facts.LOGISTICS,
        Family.CUSTOMER: return_facts.CUSTOMER,
        Family.OTHER: return_facts.OTHER,
    }
    assert {cause: family for family, causes in known.items() for cause in causes} == dict(FAMILIES)
    assert set(return_facts.FAMILIES) == set(Family)
    assert set(return_facts.EXCEPTIONS) == EXCEPTIONS
    assert set(return_facts.SEALS) == {*SEALS, UNKNOWN, NO_SEAL}
    assert SEALED < EXCEPTIONS


@pytest.mark.parametrize(
    ("told", "cause"),
    [
        ("changed_mind", Cause.CHANGED_MIND),
        ("Damaged on arrival", Cause.DAMAGED_ON_ARRIVAL),
        ("not-received", Cause.LOST),
        ("too small", Cause.OTHER),
        ("", Cause.OTHER),
    ],
)
def test_reason_when_a_shop_tells_it_in_its_own_words_then_is_read_or_left_to_a_person(told: str, cause: Cause) -> None:
    assert cause_of(told) is cause
