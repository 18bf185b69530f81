"""Own values of shops and legal entities keep the promises of the policy alone and together."""

from collections.abc import Sequence

import pytest

from engine.workbench.overridden import broken_for_sellers
from tests.airport_rules import RULES, SOUND, TODAY, read, with_condition

PROMISED = "{name: late flights, scope: flight, outcome: inspect, when: {flight.delay_min: {gte: 100}}}"
EITHER = "{any: [{flight.delay_min: {gte: $delay.long}}, {flight.delay_min: {gte: $delay.longer}}]}"
LONG = "params: {delay.long: [{from: 2026-01-01, value: 200}]}"
LONGER = "params: {delay.longer: [{from: 2026-01-01, value: 200}]}"
BOTH = "params: {delay.long: [{from: 2026-01-01, value: 50}], delay.longer: [{from: 2026-01-01, value: 200}]}"
WRONG = BOTH.replace("50", "200")
MORE = "delay.longer: {unit: minutes, values: [{from: 2026-01-01, value: 60}]}\n"


def broken(*own: str) -> Sequence[str]:
    texts = with_condition(EITHER)
    texts |= {
        RULES: texts[RULES].replace("    scope: flight\n", "    scope: flight\n    status: live\n"),
        "policy.yaml": SOUND["policy.yaml"].replace("[score_never_cancels]", f"[{PROMISED}]"),
        "params.yaml": SOUND["params.yaml"] + MORE,
        "overrides.yaml": "".join(f"- {{{each}}}\n" for each in own),
    }
    return [fault.message.partition(": not kept")[0] for fault in broken_for_sellers(read(texts), TODAY)]


@pytest.mark.parametrize("own", [f"legal_entity: north, {LONG}", f"shop: coast, {LONGER}", f"shop: coast, {BOTH}"])
def test_own_values_when_another_rule_still_keeps_the_promise_then_nothing_is_told(own: str) -> None:
    assert broken(own) == []


def test_own_values_when_shop_and_entity_break_it_together_then_the_pair_is_told() -> None:
    own = (f"legal_entity: north, {LONG}", f"shop: coast, {LONGER}")
    assert broken(*own) == ["shop:coast with legal_entity:north"]


def test_own_values_when_the_shop_has_its_own_of_all_then_the_entity_moves_nothing() -> None:
    assert broken(f"legal_entity: north, {LONG}", f"shop: coast, {BOTH}") == []


def test_own_values_when_two_shops_have_the_same_then_are_told_once() -> None:
    own = [
        f"shop: {name}, {LONG.replace('}]}', '}], delay.longer: [{from: 2026-01-01, value: 200}]}')}" for name in "ab"
    ]
    assert broken(*own) == ["shop:a"]
