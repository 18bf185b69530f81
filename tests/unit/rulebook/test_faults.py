"""Every kind of fault, shown as the writer of a rule sees it, against tests/golden/rule_faults/*.txt."""

import os
import re
from pathlib import Path

import pytest

from engine.rulebook.lints import BY_CODE, LINTS
from engine.rulebook.lock import LOCK_FILE, check_lock, lock_text
from engine.rulebook.source import RuleFault, shown
from tests.airport_rules import RULES, SOUND, bent, checked, faults_of, read, with_condition
from tests.table_books import HEAD, SHEET, sheet, with_table

GOLDEN = Path(__file__).parents[2] / "golden" / "rule_faults"
# Found by the command: it alone sees the folder and asks the engine.
BY_THE_COMMAND = {"R084", "R087"}
# What the tests leave open is found by engine.workbench.
PROOF_CODES = {"R063", "R064", "R065", "R066", "R068", "R069"}
# Shown in tests/unit/workbench: these are found in a whole book, not by its reader.
ANALYSIS_CODES = {f"R04{last}" for last in (0, 1, 2, 3, 4, 5, 6, 8)} | {"R090", "R091"}
DATED_CODES = {"R095", "R096"}  # of suppressions on a day: see test_suppressions
LADDER_CODES = {"R097", "R098", "R099"}  # between two editions: see test_ladder
ROLLED_OUT = "    rollout: {percent: 10}\n    tests:"
SEATS = "{gt: 100}"
TWO = "{flight.delay_min: %d}, {flight.fuel_t: %d}"


def _file(path: str, text: str) -> dict[str, str]:
    return {**SOUND, path: text}


TANGLING = ("flight.seats", "flight.delay_min", "flight.cabin", "flight.country", "flight.number")
TANGLED = ("5,-,first,-,x", "6,7,-,NO,-", "-,8,business,-,y", "-,-,-,-,-")


def _suppressed(**changes: str) -> dict[str, str]:
    entry = {"id": "SUP-001", "rule": "CMF-001", "when": '{flight.number: "CW0101"}', "why": "known", "by": "ana"}
    entry |= {"approved_by": "ben", "from": "2026-11-01", "until": "2027-01-31"} | changes
    return _file(
        "suppressions.yaml",
        "".join(f"{'- ' if name == 'id' else '  '}{name}: {value}\n" for name, value in entry.items()),
    )


OWN = "- {{shop: {0}, params: {{delay.long: [{{from: 2026-02-01, value: {1}}}]}}}}\n"


def _own(what: str) -> dict[str, str]:
    return _file("overrides.yaml", f"- shop: coast-air\n  {what}\n")


def _with_policy(block: str) -> dict[str, str]:
    return _file("policy.yaml", f"{SOUND['policy.yaml']}{block}\n")


BROKEN: dict[str, dict[str, str]] = {
    "R001_not_yaml": bent("scope: flight", "scope: [flight"),
    "R001_not_csv": _file("lists/strict.csv", 'value\n"NO" and more\n'),
    "R002_anchor": bent(SEATS, "&limit {gt: 100}"),
    "R002_alias": _file("channels.yaml", "charter: *other\n"),
    "R002_tag": bent("title: Many", "title: !!str Many"),
    "R002_merge_key": bent("    scope: flight", "    scope: flight\n    <<: {status: live}"),
    "R002_two_documents": _file("channels.yaml", "a: {}\n---\nb: {}\n"),
    "R003_key_twice": bent("    scope: flight", "    scope: flight\n    scope: bag"),
    "R004_unknown_key": bent("title:", "titel:"),
    "R004_unknown_column": _file("lists/strict.csv", "value,form\nNO,2026-01-01\n"),
    "R004_softener": bent("    scope: flight", "    scope: flight\n    snooze: 10"),
    "R005_missing_key": bent(", severity: low", ""),
    "R006_list_wanted": bent('["airport handbook, chapter 4"]', "handbook"),
    "R007_number_for_text": bent("title: Many seats at night, or a long delay", "title: 747"),
    "R008_id_form": bent("CMF-001", "CMF_1"),
    "R008_score_too_high": bent("score: 10", "score: 101"),
    "R008_blank": bent("owner: crew", 'owner: " "'),
    "R009_not_a_day": bent("from: 2026-01-01", "from: 2026-02-30"),
    "R010_two_tests_in_one": with_condition("{flight.night: true, flight.full: true}"),
    "R010_expression": with_condition("flight.seats > 100"),
    "R010_two_operators": with_condition("{flight.seats: {gt: 1, lt: 9}}"),
    "R011_no_parts": with_condition("{all: []}"),
    "R012_unknown_test": with_condition("{flight.seats: {gtt: 1}}"),
    "R013_list_without_in": with_condition('{flight.country: "@strict"}'),
    "R013_between_one": with_condition("{flight.seats: {between: [1]}}"),
    "R013_missing_false": with_condition("{flight.seats: {missing: false}}"),
    "R013_null": with_condition("{flight.number: null}"),
    "R014_nothing_to_correct": bent("outcome: inspect", "outcome: ask"),
    "R015_id_twice": bent("CMF-001", "SAF-001"),
    "R015_value_twice": _file("lists/strict.csv", "value\nNO\nNO\n"),
    "R015_test_twice": bent("name: few", "name: many"),
    "R016_nothing_reads_it": _file("polcy.yaml", "bands: []\n"),
    "R016_other_folder": bent("set: comfort", "set: safety"),
    "R017_letters": bent("CMF-001", "SAF-002"),
    "R018_number_too_large": with_condition("{flight.seats: {gt: 9007199254740992}}"),
    "R018_not_normal": bent("title: Many seats", "title: Cafe\u0301"),
    "R019_format": bent("format: 1", "format: 2"),
    "R020_unknown_fact": with_condition("{flight.seat: 1}"),
    "R020_unknown_fact_in_test": bent("{seats: 101", "{saets: 101"),
    "R021_unknown_list": with_condition('{flight.country: {in: "@strikt"}}'),
    "R022_unknown_parameter": bent("$delay.long", "$delay.lang"),
    "R023_no_message": bent("reason: TOO_MANY", "reason: TO_MANY"),
    "R024_unknown_word": bent("outcome: inspect", "outcome: inspekt"),
    "R024_precedence": bent("offload, inspect", "inspect, offload", "policy.yaml"),
    "R025_fact_of_a_part": with_condition("{bag.fragile: true}"),
    "R025_part_fact_beside_parts": bent("{flight: {seats: 101", "{bag.fragile: true, flight: {seats: 101"),
    "R026_not_askable": bent("acts: crew}", "acts: crew, ask: [flight.seats]}"),
    "R027_placeholder": bent("{flight.seats}", "{flight.seat}", "messages/en.yaml"),
    "R028_no_such_prefix": bent("flight.full", "flihgt.*", "channels.yaml"),
    "R029_no_translation": bent("SCORE: {text: 小问题较多, fix: 仔细查看}\n", "", "messages/zh.yaml"),
    "R030_number_for_text": with_condition("{flight.number: 747}"),
    "R030_text_for_number": with_condition('{flight.seats: "100"}'),
    "R030_word_for_flag": with_condition("{flight.night: yes}"),
    "R031_order_of_text": with_condition("{flight.number: {gt: 5}}"),
    "R031_order_of_words": with_condition("{flight.cabin: {gt: economy}}"),
    "R032_unknown_word": with_condition("{flight.cabin: [first, bussiness]}"),
    "R033_not_a_country": with_condition("{flight.country: Norway}"),
    "R034_fraction": with_condition("{flight.seats: {gt: 1.5}}"),
    "R035_list_does_not_fit": bent("NO,", "Norway,", "lists/strict.csv"),
    "R035_parameter_does_not_fit": with_condition("{flight.number: $delay.long}"),
    "R035_list_among_values": with_condition('{flight.number: {in: ["@strict"]}}'),
    "R036_bounds": with_condition("{flight.seats: {between: [9, 1]}}"),
    "R037_list": _file("lists/idle.csv", "value\nNO\n"),
    "R037_parameter": _file("params.yaml", SOUND["params.yaml"] + "idle: {values: [{from: 2026-01-01, value: 1}]}\n"),
    "R038_blank": with_condition('{flight.number: ""}'),
    "R039_message": bent("BATTERY:", "BATERY: {text: old, fix: none}\nBATTERY:", "messages/en.yaml"),
    "R047_ends_before": bent("{from: 2026-01-01}", "{from: 2026-01-01, until: 2025-01-01}"),
    "R049_no_value_yet": bent("{from: 2026-01-01}", "{from: 2025-12-31}"),
    "R050_no_head": _file(SHEET, sheet("5,-")),
    "R050_no_sheet": _file(HEAD, with_table(sheet("5,-"))[HEAD]),
    "R050_tests_of_no_row": {**with_table(sheet("5,-", "6,-")), SHEET: sheet("5,-")},
    "R051_unknown_column": with_table(sheet("5,-", facts="flight.seats,flight.cabbin")),
    "R051_no_fact": with_table(sheet("x", facts="note")),
    "R052_cell": with_table(sheet("[1..5,first")),
    "R053_share_a_case": with_table(sheet(">= 60,-", "[30..60],first"), "UNIQUE"),
    "R054_never_counts": with_table(sheet(">= 60,-", ">= 70,first"), "FIRST"),
    "R055_formula": with_table(sheet("=B2+1,-")),
    "R055_number_for_a_code": with_table(sheet("= 101,-", facts="flight.number,flight.cabin")),
    "R056_gap": with_table(sheet(">= 60,-", "< 60,first"), more="complete: true\n"),
    "R057_tangled": with_table(sheet(*TANGLED, facts=",".join(TANGLING)), "FIRST"),
    "R058_other_days": with_table(sheet(">= 60,2026-06-30", ">= 50,", facts="flight.seats,until"), "FIRST"),
    "R060_never_fires": bent("expect: fires", "expect: quiet"),
    "R061_never_quiet": bent("expect: quiet", "expect: not_evaluable"),
    "R062_no_such_part": bent("bags: [2]", "bags: [3]", "safety/bags.yaml"),
    "R062_parts_of_the_whole": bent("expect: fires", "expect: fires, bags: [1]"),
    "R070_no_owner": bent("owner: crew, ", ""),
    "R071_no_reference": bent('    references: ["airport handbook, chapter 2"]\n', "", "safety/bags.yaml"),
    "R072_review": bent("owner: crew", "owner: crew, review_by: 2026-11-25"),
    "R073_nobody": bent('    false_positives: ["charter flights"]\n', ""),
    "R074_softened": bent("    status: live", "    rollout: 10", "safety/bags.yaml"),
    "R075_not_summed": bent("severity: critical", "severity: critical, score: 5", "safety/bags.yaml"),
    "R076_score_decides": bent("outcome: inspect", "outcome: offload", "policy.yaml"),
    "R080_look_ahead": with_condition("{flight.number: {matches: 'CW(?=1)'}}"),
    "R006_roll_out": bent("    scope: flight", "    scope: flight\n    rollout: 10"),
    "R008_roll_out": bent("    scope: flight", "    scope: flight\n    rollout: {percent: 101}"),
    "R074_rolled_out_and_holding": _file(
        RULES, SOUND[RULES].replace("on_missing: skip", "on_missing: hold").replace("    tests:", ROLLED_OUT)
    ),
    "R074_suppressed": _suppressed(rule="SAF-001"),
    "R074_demoted": _file("demoted.yaml", "- {rule: SAF-001, at: 2026-11-01T08:00Z, why: many, trip: trip_1}\n"),
    "R074_guarded": _with_policy("guard: {of: {SAF-001: {hold_percent: 5, then: shadow}}}"),
    "R092_suppressed": _suppressed(rule="CMF-002"),
    "R092_guarded": _with_policy("guard: {of: {CMF-010: {hold_percent: 5}}}"),
    "R093_same_person": _suppressed(approved_by="Ana"),
    "R094_too_long": _suppressed(until="2027-07-01"),
    "R082_too_many_tests": with_condition("\n      any:" + "\n        - flight.night: true" * 65),
    "R083_branches": with_condition(
        "\n      all:" + "".join(f"\n        - any: [{TWO % (n, n)}, {{flight.seats: {n}}}]" for n in range(3))
    ),
    "R083_literals": with_condition("\n      all:" + "".join(f"\n        - flight.seats: {n}" for n in range(17))),
    "R085_placeholder": bent("title: Many", 'status: draft\n    title: "<fill in: what>" # Many'),
    "R086_live": bent("title: Many", 'title: "<fill in: what>" # Many'),
    "R086_message": bent("customer: Please wait.", 'customer: "<fill in: what>"', "messages/en.yaml"),
    "R022_own_parameter": _own("params: {delay.lang: [{from: 2026-02-01, value: 30}]}"),
    "R035_own_value": _own("params: {delay.long: [{from: 2026-02-01, value: long}]}"),
    "R100_reason": _own("messages: {en: {TO_MANY: {customer: Please wait.}}}"),
    "R101_bounds": _file(
        "params.yaml", SOUND["params.yaml"].replace("{unit: minutes,", "{unit: minutes, least: 50, most: 90,")
    ),
    "R101_own_bounds": {
        **_own("params: {delay.long: [{from: 2026-02-01, value: 91}]}"),
        "params.yaml": SOUND["params.yaml"].replace("{unit: minutes,", "{unit: minutes, most: 90,"),
    },
    "R102_too_many": _file("overrides.yaml", "".join(OWN.format(f"airline-{n:02}", n) for n in range(33))),
    "R104_country": {**_file("lists.yaml", "strict: {kind: country}\n"), "lists/strict.csv": "value\nno\n"},
    "R103_before": _own("params: {delay.long: [{from: 2025-12-31, value: 30}]}"),
    "R089_final": bent("outcome: inspect", "outcome: offload"),
}
LOCK = lock_text(read(SOUND))
BAGS = "safety/bags.yaml"
AGAINST_THE_LOCK: dict[str, tuple[dict[str, str], str]] = {
    "R001_lock": (SOUND, LOCK + "SAF-002 one\n"),
    "R077_decides_otherwise": (bent("gt: 100", "gt: 99"), LOCK),
    "R078_back_again": (SOUND, "".join(f"{line} retired\n" for line in LOCK.splitlines())),
    "R079_new_version": (bent("version: 1", "version: 2"), LOCK),
    "R079_gone": ({path: text for path, text in SOUND.items() if path != RULES}, LOCK),
    "R088_shadow": (bent("status: live", "status: shadow", BAGS), LOCK),
    "R088_draft": (bent("status: live", "status: draft", BAGS), LOCK),
}
CASES = (*BROKEN, *AGAINST_THE_LOCK)


def _found(name: str) -> tuple[tuple[RuleFault, ...], dict[str, str]]:
    """The faults, and the texts in which they stand."""
    if name in BROKEN:
        return checked(BROKEN[name]), BROKEN[name]
    texts, lock = AGAINST_THE_LOCK[name]
    return check_lock(read(texts), lock), {**texts, LOCK_FILE: lock}


@pytest.mark.parametrize("name", CASES)
def test_fault_when_shown_then_reads_as_agreed(name: str) -> None:
    golden = GOLDEN / f"{name}.txt"
    said = shown(*_found(name)) + "\n"
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN") == "1":
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CASES)
def test_fault_when_found_then_has_the_code_of_its_kind(name: str) -> None:
    assert name.partition("_")[0] in {fault.code for fault in _found(name)[0]}


def test_lints_when_listed_then_each_has_an_example() -> None:
    elsewhere = BY_THE_COMMAND | PROOF_CODES | ANALYSIS_CODES | DATED_CODES | LADDER_CODES
    assert {name.partition("_")[0] for name in CASES} | elsewhere == {lint.code for lint in LINTS}


def test_book_when_sound_then_has_no_fault() -> None:
    assert checked(SOUND) == ()


def test_faults_when_shown_then_are_snippets_that_say_what_to_do() -> None:
    faults = [fault for name in CASES for fault in _found(name)[0]]
    assert all(fault.code in BY_CODE for fault in faults)
    assert not [fault for fault in faults if fault.message.endswith(".") or re.match("[A-Z][a-z]", fault.message)]
    assert not [fault for fault in faults if not fault.hint]


def test_goldens_when_listed_then_each_belongs_to_a_fault() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(CASES)


def test_defaults_when_wrong_then_are_reported_once_for_all_rules() -> None:
    texts = bent("on_missing: skip", "on_missing: skipp", RULES)
    again = texts[RULES].split("rules:\n")[1].replace("CMF-001", "CMF-002")
    assert [fault.code for fault in faults_of({**texts, RULES: texts[RULES] + again})] == ["R024"]


def test_defaults_when_wrong_and_no_rule_falls_back_then_are_reported() -> None:
    assert [fault.code for fault in faults_of(bent("owner: crew", "owner: crew, scope: crew"))] == ["R024"]


def test_reader_when_several_things_are_wrong_then_shows_all_at_once() -> None:
    text = SOUND[RULES].replace("title:", "titel:").replace("gt: 100", "gt: many").replace("acts: crew", "acts: cook")
    codes = re.findall(r"error\[(R\d+)\]", shown(faults_of({**SOUND, RULES: text}), {}))
    assert sorted(codes) == ["R004", "R005", "R024", "R030"]
