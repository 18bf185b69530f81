"""`clearway rules hits` and `rules guard`, over an installation with a few orders."""

import json
from pathlib import Path

import pytest

from engine.desk.guarding import begin_guarding
from tests.desks import an_honest_order, an_unpaid_order
from tests.integration.cli.conftest import Clearway, written
from tests.tiny_rule_book import PROVED, written_to

GUARD = """
format: 1
guard:
  least_orders: 2
  book: {hold_percent: 10, then: alarm}
  rules: {hold_percent: 10, then: shadow}
"""


@pytest.fixture(autouse=True)
def _house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clearway: Clearway) -> None:
    """An installation whose guard has seen two orders, one of them unpaid."""
    from api.cli.clerk import at_home  # noqa: PLC0415 - as the commands do

    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    rules = written_to(tmp_path / "rules", PROVED)
    (rules / "policy.yaml").write_text(GUARD)
    orders = written(tmp_path / "orders.jsonl", an_honest_order(), an_unpaid_order())
    assert clearway("rules", "publish", rules).code == 0
    clearway("order", "submit", orders, "--quiet")
    assert clearway("worker", "--once").code == 0
    with at_home() as house:
        begin_guarding(house.desk)
    assert clearway("worker", "--once").code == 0


def test_hits_when_orders_came_in_then_shows_each_rule_and_those_that_never_spoke(clearway: Clearway) -> None:
    said = clearway("rules", "hits")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("2 new orders since ")
    (row,) = [line.split() for line in said.out.splitlines() if line.startswith("PAY-001")]
    assert row[:5] == ["PAY-001", "shadow", "1", "50.0", "%"]  # the guard has put it there
    assert said.out.endswith("never spoke: ADR-001, FRD-001, IMP-001\n")


def test_hits_when_asked_for_json_then_has_shares_and_the_same_rules(clearway: Clearway) -> None:
    document = json.loads(clearway("rules", "hits", "PAY-001", "--since", "12h", "--json").out)
    (row,) = document["rules"]
    assert (document["orders"], row["share"], row["held"], row["never_spoke"]) == (2, 0.5, 1, False)
    silent = json.loads(clearway("rules", "hits", "IMP-001", "--json").out)["rules"]
    assert [(each["rule"], each["never_spoke"]) for each in silent] == [("IMP-001", True)]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [(("--since", "soon"), 2, "30d or 12h"), (("NO-001",), 1, "there is no rule NO-001")],
)
def test_hits_when_asked_for_nonsense_then_one_clear_line(
    clearway: Clearway, arguments: tuple[str, ...], code: int, says: str
) -> None:
    said = clearway("rules", "hits", *arguments)
    assert (said.code, said.err.count("\n"), says in said.err) == (code, 1, True)


def test_guard_when_it_tripped_then_shows_both_trips_until_they_are_seen(clearway: Clearway) -> None:
    trips = json.loads(clearway("rules", "guard", "--json").out)["trips"]
    assert {(each["rule"], each["done"], each["state"]) for each in trips} == {
        ("PAY-001", "shadow", "open"),
        (None, "alarm", "open"),
    }
    for each in trips:
        assert clearway("rules", "guard", "acknowledge", each["trip_id"], "--by", "ana").code == 0
    page = clearway("rules", "guard").out
    assert (page.count("seen by ana"), page.count("OPEN")) == (2, 0)
    again = clearway("rules", "guard", "acknowledge", trips[0]["trip_id"])
    assert (again.code != 0, "acknowledged this trip already" in again.err) == (True, True)


def test_pages_when_asked_for_chinese_then_are(clearway: Clearway) -> None:
    assert "共 2 个新订单" in clearway("rules", "hits", "--lang", "zh").out
    assert "规则已转为影子状态" in clearway("rules", "guard", "--lang", "zh").out
