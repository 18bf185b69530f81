"""An order placed before a change and decided after it: each list row and threshold goes by the clock that it names."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.admission import Admission
from engine.domains import ADMISSION
from engine.facts.context import Context
from engine.facts.knowledge import Knowledge, load_knowledge
from engine.rulebook.folder import read_rulebook
from tests.builders import a_line, an_order
from tests.tiny_rule_book import TEXTS

ROOT = Path(__file__).parents[3]
CHANGE = date(2026, 11, 10)
BEFORE, ON, AFTER = date(2026, 11, 9), CHANGE, date(2026, 11, 11)
CODES = {"decided_at": "85434000", "placed_at": "85434010"}

GOODS = """
format: 1
set: imports
defaults: {owner: customs, on_missing: skip}
rules:
  - id: IMP-002
    version: 1
    title: Goods on the list are not sent
    scope: line
    status: live
    when: {line.hs_code: {in: "@refused"}}
    then: {outcome: cancel, severity: critical, reason: IMP_VAPE, acts: product_data}
    references: ["house policy"]
    tests:
      - {name: on the list, at: 2026-11-20, given: {lines: [{hs_code: "85434000"}]}, expect: fires}
      - {name: a shirt, at: 2026-11-20, given: {lines: [{hs_code: "61091000"}]}, expect: quiet}
"""
VALUE = """
format: 1
set: fraud
defaults: {owner: risk, on_missing: skip}
rules:
  - id: FRD-002
    version: 1
    title: Worth more than we send unseen
    scope: order
    status: live
    when: {order.value_eur_minor: {gt: $most}}
    then: {outcome: hold, severity: medium, reason: FRD_BURST, acts: risk}
    tests:
      - {name: more, at: 2026-11-20, given: {order.value_eur_minor: 4001}, expect: fires}
      - {name: as much, at: 2026-11-20, given: {order.value_eur_minor: 4000}, expect: quiet}
"""
REFUSED = f"""value,from,until,reference,by
{CODES["decided_at"]},{CHANGE},2026-11-20,house policy,decided_at
{CODES["placed_at"]},{CHANGE},2026-11-20,house policy,placed_at
"""
MOST = """
most:
  unit: EUR cents
  by: {by}
  values:
    - {{from: 2020-01-01, value: 900000, reference: house policy}}
    - {{from: 2026-11-10, value: 4000, reference: house policy}}
"""


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(ROOT / "data")


@pytest.fixture(scope="module")
def books(knowledge: Knowledge) -> dict[str, Admission]:
    """The same book twice: its threshold goes by the one clock and by the other."""
    own = {path: text for path, text in TEXTS.items() if path not in {"imports/goods.yaml", "fraud/bursts.yaml"}}
    own |= {"imports/listed.yaml": GOODS, "fraud/value.yaml": VALUE, "lists/refused.csv": REFUSED}
    return {
        by: Admission(read_rulebook(own | {"params.yaml": MOST.format(by=by)}, ADMISSION), knowledge) for by in CODES
    }


def outcome(clearway: Admission, placed_on: date, decided_on: date, hs_code: str = "61091000") -> str:
    """Of the honest order, worth 44.88 EUR, at noon of both days."""
    order = an_order(placed_at=noon(placed_on), lines=(a_line(hs_code=hs_code),))
    decision = clearway.decide(order, Context(decided_at=noon(decided_on)))
    assert "ENGINE_FAULT" not in {each.reason for each in decision.findings}
    return decision.outcome


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


@pytest.mark.parametrize(
    ("by", "placed_on", "decided_on", "expected"),
    [
        ("decided_at", BEFORE, BEFORE, "admit"),
        ("decided_at", BEFORE, ON, "hold"),
        ("decided_at", ON, AFTER, "hold"),
        ("placed_at", BEFORE, BEFORE, "admit"),
        ("placed_at", BEFORE, AFTER, "admit"),
        ("placed_at", ON, AFTER, "hold"),
    ],
)
def test_threshold_when_it_changes_between_the_clocks_then_goes_by_its_own(
    books: dict[str, Admission], by: str, placed_on: date, decided_on: date, expected: str
) -> None:
    assert outcome(books[by], placed_on, decided_on) == expected


@pytest.mark.parametrize("by", CODES)
@settings(max_examples=40)
@given(first=st.integers(0, 20), waited=st.integers(0, 20))
def test_list_row_when_days_are_any_then_counts_from_its_first_to_its_last(
    books: dict[str, Admission], by: str, first: int, waited: int
) -> None:
    placed_on = date(2026, 11, 4) + timedelta(days=first)
    decided_on = placed_on + timedelta(days=waited)
    governs = {"decided_at": decided_on, "placed_at": placed_on}[by]
    cancelled = outcome(books["placed_at"], placed_on, decided_on, CODES[by]) == "cancel"
    assert cancelled == (date(2026, 11, 10) <= governs <= date(2026, 11, 20))


def test_order_when_decided_again_after_the_change_then_only_state_is_renewed(books: dict[str, Admission]) -> None:
    law, behaviour = CODES["decided_at"], CODES["placed_at"]
    assert [outcome(books["placed_at"], BEFORE, day, law) for day in (BEFORE, AFTER)] == ["admit", "cancel"]
    assert [outcome(books["placed_at"], BEFORE, day, behaviour) for day in (BEFORE, AFTER)] == ["admit", "admit"]


@pytest.mark.parametrize("by", CODES)
@pytest.mark.parametrize("hour", [20, 23])
def test_moment_when_written_in_another_zone_then_decides_alike(
    books: dict[str, Admission], by: str, hour: int
) -> None:
    """Late on the eve of the change in UTC it is the day of the change in Shanghai: the UTC day governs."""
    utc = datetime.combine(BEFORE, time(hour), UTC)
    shanghai = utc.astimezone(timezone(timedelta(hours=8)))
    outcomes = {
        books["placed_at"]
        .decide(
            an_order(placed_at=moment, lines=(a_line(hs_code=CODES[by]),)),
            Context(decided_at=moment + timedelta(minutes=5)),
        )
        .outcome
        for moment in (utc, shanghai)
    }
    assert outcomes == {"admit"}
