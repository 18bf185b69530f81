"""A rule's status, or a threshold, set in the text of its file, and nothing else with it."""

from api.console.screens.rule_performance import made
from api.console.screens.thresholds import with_row
from engine.bundled import rules_folder

FILE = """\
rules:
  - id: FRD-001
    status: shadow
    tests: []
  - id: FRD-002
    title: no shadow here
    status: shadow  # for a while
  - id: FRD-003
    title: by default
"""


def test_status_when_stated_then_only_that_of_the_rule_is_live() -> None:
    assert made("live", FILE, 5) == FILE.replace("status: shadow  #", "status: live  #")


def test_status_when_not_stated_then_is_left_to_people() -> None:
    assert made("live", FILE, 8) is None


def test_threshold_when_a_row_is_added_then_stands_behind_its_others_and_nowhere_else() -> None:
    text = (rules_folder() / "params.yaml").read_text(encoding="utf-8")
    row = '{from: 2026-12-01, value: 40, reference: "house policy"}'
    found = with_row(text, "payment.gateway_risk_highest", row)
    assert found is not None
    assert found.replace(f", {row}", "", 1) == text
    assert f'Radar risk evaluation"}}, {row}]}}' in found
    assert with_row(text, "payment.gateway_risk", row) is None
    assert with_row("a.b:\n  values:\n    - {from: 2026-01-01, value: [1]}\n", "a.b", row) is None
