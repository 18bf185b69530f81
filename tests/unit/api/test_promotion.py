"""A rule's status set to live in the text of its file, and nothing else with it."""

from api.console.screens.rule_performance import made

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
