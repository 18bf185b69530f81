"""Every kind of observation, shown as the writer of a rule sees it, against tests/golden/rule_analysis/*.txt."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from engine.domains import ADMISSION
from engine.rulebook.condition import Leaf, Operator
from engine.rulebook.folder import load_rulebook
from engine.workbench.analysis import analyse, observations
from tests.airport_rules import RULES, SOUND, bent, read, with_condition

GOLDEN = Path(__file__).parents[2] / "golden" / "rule_analysis"
TODAY = date(2026, 6, 1)
STRICT = "lists/strict.csv"
OF_BAGS = "safety/bags.yaml"


def _with_rule(when: str, outcome: str, *, id_: str = "CMF-002", life: str = "") -> dict[str, str]:
    """The sound texts with a second rule about flights."""
    rule = f"""\
  - id: {id_}
    version: 1
    title: Another rule
    scope: flight
    status: live
    when: {when}
    then: {{outcome: {outcome}, severity: low, reason: TOO_MANY, acts: crew}}
{life}    tests:
      - {{name: fires, given: {{flight: {{seats: 101, delay_min: 60}}}}, expect: fires}}
      - {{name: quiet, given: {{flight: {{seats: 100, delay_min: 0}}}}, expect: quiet}}
"""
    texts = bent("    scope: flight\n", "    scope: flight\n    status: live\n")
    return {**texts, RULES: texts[RULES] + rule}


LARGE = "{flight.seats: {gt: 200}}"
ANALYSED: dict[str, dict[str, str]] = {
    "R040_days_are_over": bent("{from: 2026-01-01}", "{from: 2026-01-01, until: 2026-05-31}"),
    "R041_two_bounds": with_condition("{all: [{flight.seats: {gt: 9}}, {flight.seats: {lt: 9}}]}"),
    "R041_beginning": with_condition('{all: [{flight.number: CW1}, {flight.number: {starts_with: "AB"}}]}'),
    "R042_always": with_condition("{any: [{flight.seats: {gt: 9}}, {flight.seats: {lte: 9}}]}"),
    "R043_special_case": _with_rule(LARGE, "ask"),
    "R044_other_outcome": _with_rule("{any: [{flight.seats: {lt: 50}}, {flight.delay_min: {gte: 60}}]}", "ask"),
    "R045_dead_branch": with_condition(
        "{any: [{flight.night: true}, {all: [{flight.full: true}, {flight.full: false}]}]}"
    ),
    "R045_implied": with_condition("{all: [{flight.seats: {gt: 9}}, {flight.seats: {gt: 5}}]}"),
    "R046_twice": with_condition("{any: [{flight.night: true}, {flight.full: true}, {flight.night: true}]}"),
    "R047_list_without_days": bent("NO,2026-01-01,,", "NO,2020-01-01,2020-12-31,", STRICT)
    | {OF_BAGS: SOUND[OF_BAGS].replace("    references:", "    effective: {from: 2027-01-01}\n    references:")},
    "R048_expired": {**SOUND, STRICT: "value,from,until\nNO,2025-01-01,2025-12-31\n"},
    "R048_empty": {**SOUND, STRICT: "value,from,until\n"},
    "R090_not_kept": bent(
        "[score_never_cancels]",
        "[{name: a night flight is inspected, outcome: inspect, when: {flight.night: true}}]",
        "policy.yaml",
    ),
    "R091_open": bent(
        "[score_never_cancels]",
        "[{name: late, outcome: inspect, when: {flight.number: {matches: 'x{3}y'}}}]",
        "policy.yaml",
    )
    | {OF_BAGS: SOUND[OF_BAGS]},
}


def _shown(texts: dict[str, str]) -> str:
    faults = analyse(read(texts), TODAY)
    return "\n\n".join(fault.rendered(texts.get(fault.span.path, "")) for fault in faults) + "\n"


@pytest.mark.parametrize("name", ANALYSED)
def test_observation_when_shown_then_reads_as_agreed(name: str) -> None:
    golden = GOLDEN / f"{name}.txt"
    shown = _shown(ANALYSED[name])
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN") == "1":
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ANALYSED)
def test_book_when_bent_then_nothing_else_is_observed(name: str) -> None:
    assert {fault.code for fault in analyse(read(ANALYSED[name]), TODAY)} == {name.partition("_")[0]}


def test_goldens_when_listed_then_each_belongs_to_an_observation() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(ANALYSED)


def test_sound_book_when_analysed_then_nothing_is_observed() -> None:
    assert analyse(read(SOUND), TODAY) == ()


def test_own_book_when_analysed_then_only_a_handful_of_overlaps_is_told() -> None:
    book = load_rulebook(Path(__file__).parents[3] / "rules", ADMISSION)
    faults = analyse(book, date(2026, 11, 26))
    assert {fault.code for fault in faults} <= {"R044"}
    assert 0 < len(faults) <= 12


def test_remark_when_it_meets_a_rule_that_decides_then_is_not_at_odds_with_it() -> None:
    texts = _with_rule("{any: [{flight.seats: {lt: 50}}, {flight.delay_min: {gte: 60}}]}", "load")
    assert observations(read(texts), TODAY) == ()


def test_rule_when_it_adds_points_of_its_own_then_is_not_needless() -> None:
    scoring = _with_rule(LARGE, "inspect")[RULES].replace("severity: low, reason", "severity: low, score: 40, reason")
    assert observations(read({**SOUND, RULES: scoring}), TODAY) == ()


def test_rule_when_it_holds_for_want_of_facts_then_is_not_needless_beside_one_that_does_not() -> None:
    texts = _with_rule(LARGE, "inspect", life="    on_missing: hold\n")
    assert observations(read(texts), TODAY) == ()


def test_part_when_it_decides_whether_facts_are_wanting_then_has_an_effect() -> None:
    condition = "{any: [{flight.night: true}, {all: [{flight.night: true}, {flight.full: true}]}]}"
    implied = with_condition(condition)
    strict = {**implied, RULES: implied[RULES].replace("on_missing: skip", "on_missing: hold")}
    assert [each.code for each in observations(read(implied), TODAY)] == ["R045"]
    assert [each.code for each in observations(read(strict), TODAY)] == ["R045"]
    wanting = condition.replace("flight.night: true}, {flight.full", "flight.seats: {missing: true}}, {flight.full")
    assert observations(read(with_condition(wanting)), TODAY) == ()


def test_parts_when_each_says_the_same_then_one_of_them_is_kept() -> None:
    texts = with_condition("{any: [{flight.seats: {gt: 5}}, {flight.seats: {gte: 6}}, {flight.night: true}]}")
    assert [each.message for each in observations(read(texts), TODAY)] == [
        "`flight.seats: {gt: 5}` in CMF-001 has no effect: what stands beside it says as much"
    ]


def test_part_when_what_it_repeats_has_lost_something_then_is_not_told_to_be_the_same() -> None:
    night, full = "{flight.night: true}", "{flight.full: true}"
    texts = with_condition(f"{{any: [{{any: [{night}, {full}]}}, {{any: [{night}, {full}, {night}]}}]}}")
    found = observations(read(texts), TODAY)
    assert [(each.code, each.message.partition(" in ")[0]) for each in found] == [
        ("R045", "`flight.night: {eq: true}`"),
        ("R045", "`flight.full: {eq: true}`"),
        ("R046", "`flight.night: {eq: true}`"),
    ]
    assert len({each.span.column for each in found}) == 3


def test_number_when_its_unit_states_a_range_then_lies_in_it() -> None:
    own = load_rulebook(Path(__file__).parents[3] / "rules", ADMISSION)
    rule = next(each for each in own.rules if each.id == "PAY-064")
    over = Leaf("payment.gateway_risk", Operator.GT, 100, rule.span)
    found = observations(replace(own, rules=(replace(rule, when=over),), digest=""), TODAY)
    assert [each.code for each in found] == ["R041"]


def test_rule_when_the_other_ends_before_it_then_is_not_needless() -> None:
    texts = _with_rule(LARGE, "inspect")
    ending = texts[RULES].replace("{from: 2026-01-01}", "{from: 2026-01-01, until: 2026-12-31}")
    assert "R043" not in {each.code for each in observations(read({**texts, RULES: ending}), TODAY)}


def test_rule_when_the_other_is_in_shadow_then_is_not_needless() -> None:
    texts = _with_rule(LARGE, "inspect")
    shadow = texts[RULES].replace("status: live", "status: shadow", 1)
    assert observations(read({**texts, RULES: shadow}), TODAY) == ()


def test_rule_when_it_begins_later_then_is_looked_at_on_its_first_day() -> None:
    texts = _with_rule(LARGE, "inspect", life="    effective: {from: 2026-12-01}\n")
    assert [each.code for each in observations(read(texts), TODAY)] == ["R043"]


def test_draft_when_it_would_be_needless_then_is_told_before_it_is_live() -> None:
    texts = _with_rule(LARGE, "inspect")
    head, _, tail = texts[RULES].rpartition("status: live")
    found = observations(read({**texts, RULES: f"{head}status: draft{tail}"}), TODAY)
    assert [(each.code, each.rule) for each in found] == [("R043", "CMF-002")]


def test_rules_when_equal_then_the_later_is_needless() -> None:
    texts = _with_rule("{any: [{flight.seats: {gt: 100}}, {flight.delay_min: {gte: $delay.long}}]}", "inspect")
    found = observations(read(texts), TODAY)
    assert [(each.rule, each.other) for each in found] == [("CMF-002", "CMF-001")]


def test_rule_when_it_ends_before_its_parameter_begins_then_never_counts() -> None:
    texts = bent("    effective: {from: 2026-01-01}\n", "    effective: {until: 2025-12-31}\n")
    assert {each.code for each in observations(read(texts), TODAY)} == {"R040", "R047"}


def test_list_when_it_ends_later_then_is_told_from_the_day_after() -> None:
    book = read({**SOUND, STRICT: "value,from,until\nNO,2025-01-01,2026-06-01\n"})
    assert observations(book, TODAY) == ()
    assert [each.code for each in observations(book, date(2026, 6, 2))] == ["R048"]


def test_promises_when_the_book_is_not_whole_then_are_not_judged() -> None:
    book = read(ANALYSED["R090_not_kept"])
    assert observations(replace(book, digest=""), TODAY) == ()


ONE_STEP = "{unit: minutes, values: [{from: 2026-01-01, value: 90}, {from: 2026-10-01, value: 45}]}"
NEVER_TODAY = "{all: [{flight.delay_min: {gte: $delay.long}}, {flight.delay_min: {lt: 60}}]}"


def _valued(texts: dict[str, str], values: str) -> dict[str, str]:
    return {**texts, "params.yaml": f"delay.long: {values}\n"}


def test_rule_when_a_later_value_lets_it_fire_then_is_not_told_to_be_dead() -> None:
    texts = _valued(with_condition(NEVER_TODAY), ONE_STEP)
    assert observations(read(texts), TODAY) == ()
    assert [each.code for each in observations(read(_valued(texts, ONE_STEP.replace("45", "60"))), TODAY)] == ["R041"]


def test_rule_when_cases_placed_earlier_make_it_fire_then_is_not_told_to_be_dead() -> None:
    by_placing = ONE_STEP.replace("values", "by: placed_at, values").replace("90", "30").replace("45", "90")
    assert observations(read(_valued(with_condition(NEVER_TODAY), by_placing)), date(2026, 11, 1)) == ()


def test_rule_when_cases_placed_later_make_it_fire_then_is_not_told_to_be_dead() -> None:
    by_placing = ONE_STEP.replace("values", "by: placed_at, values")
    assert observations(read(_valued(with_condition(NEVER_TODAY), by_placing)), TODAY) == ()


def test_rule_when_the_other_will_notice_less_then_is_not_needless() -> None:
    late = _with_rule("{flight.delay_min: {gte: 95}}", "inspect")
    assert [each.code for each in observations(read(_valued(late, ONE_STEP)), TODAY)] == ["R043"]
    assert observations(read(_valued(late, ONE_STEP.replace("45", "120"))), TODAY) == ()


def test_protected_rule_when_one_that_may_be_softened_covers_it_then_is_not_needless() -> None:
    texts = _with_rule(LARGE, "inspect")
    head, rule = texts[RULES].split("  - id: CMF-002")
    own = f"format: 1\nset: safety\ndefaults: {{owner: crew}}\nrules:\n  - id: SAF-002{rule}"
    own = own.replace("    tests:", '    references: ["handbook"]\n    tests:')
    assert observations(read({**texts, RULES: head, "safety/seats.yaml": own}), TODAY) == ()
