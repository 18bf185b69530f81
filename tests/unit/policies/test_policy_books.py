"""A policy judges facts with reasons, and fails towards a person."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import orjson
import pytest

from engine.domains import POLICIES
from engine.explanation import policy_reasons
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from engine.policy_books import Judgement, PolicyBook, as_values, facts_as_values
from engine.rulebook.folder import load_rulebook

RULES = Path(__file__).parents[3] / "rules"
NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


@cache
def shipping() -> PolicyBook:
    return PolicyBook(load_rulebook(RULES / "shipping", POLICIES["shipping"]))


def judged(whole: dict[str, Value], *parts: dict[str, Value]) -> Judgement:
    return shipping().judge(Sheet(whole, parts), NOW, "ord_1")


def test_service_when_a_rule_bars_it_then_others_stay_allowed() -> None:
    untracked: dict[str, Value] = {"service.id": "post-plain", "service.tracked": False}
    tracked: dict[str, Value] = {"service.id": "line-4px", "service.tracked": True}
    found = judged({"dispatch.value_eur_minor": 5000}, untracked, tracked)
    assert [shipping().worst(found.of_part(number)) for number in (1, 2)] == ["bar", "allow"]


def test_dispatch_when_it_loses_money_then_a_person_looks() -> None:
    found = judged({"dispatch.expected_profit_eur_minor": -900, "dispatch.order_kind": "retail"})
    assert (found.outcome, [each.reason for each in found.of_whole]) == ("review", ["DEP_LOSS"])


def test_dispatch_when_what_was_lost_is_sent_again_then_its_loss_holds_nothing() -> None:
    assert judged({"dispatch.expected_profit_eur_minor": -900, "dispatch.order_kind": "reship"}).outcome == "allow"


def test_judgement_when_a_fact_has_the_wrong_type_then_a_person_looks() -> None:
    found = judged({"dispatch.value_eur_minor": "a lot"}, {"service.tracked": False})
    assert (found.outcome, [each.reason for each in found.findings]) == ("review", ["SHIPPING_ENGINE_FAULT"])


@pytest.mark.parametrize(("language", "says"), [("en", "is not tracked"), ("zh", "不可追踪")])
def test_reason_when_read_then_is_a_sentence_with_its_values(language: str, says: str) -> None:
    found = judged({"dispatch.value_eur_minor": 5000}, {"service.id": "post-plain", "service.tracked": False})
    (reason,) = policy_reasons(found, shipping().book, language)
    assert says in reason.text
    assert "post-plain" in reason.text


def test_judgement_when_written_down_then_can_be_kept_as_json() -> None:
    found = judged({"dispatch.goods": frozenset({"paste", "liquid"})}, {"service.tracked": False})
    assert orjson.loads(orjson.dumps(as_values(found)))["edition"] == shipping().book.digest
    assert facts_as_values(found.facts, "service")["dispatch.goods"] == ["liquid", "paste"]
