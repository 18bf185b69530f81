"""The corpus is decided as ever and replays byte for byte; CLEARWAY_UPDATE_GOLDEN=1 writes the file again."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from engine.desk.deciding import Decided
from engine.desk.desk import Caller, Desk
from engine.desk.replaying import replay
from tests.desks import a_desk
from tests.golden_corpus import Line, decisions, line_of

GOLDEN = Path(__file__).parents[2] / "golden" / "corpus.jsonl"
LEAST, LEAST_RULES = 300, 120
Made = tuple[Desk, list[Decided]]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def made(request: pytest.FixtureRequest) -> Iterator[Made]:
    """A desk that has made them all, and the decisions; on both kinds of database they are the same."""
    source = request.getfixturevalue("sqlite_files" if request.param == "sqlite" else "postgres")
    with source.fresh() as database:
        desk = a_desk(database)
        yield desk, list(decisions(desk))


def stored(text: str) -> list[Line]:
    rows = [json.loads(each) for each in text.splitlines()]
    return [Line(**(row | {"reasons": tuple(row["reasons"])})) for row in rows]


def differences(expected: list[Line], found: list[Line]) -> list[str]:
    """Which decision differs, and in what."""
    then, now = ({each.order: each for each in lines} for lines in (expected, found))
    told = [f"{name}: not made any more" for name in then.keys() - now.keys()]
    told += [f"{name}: new" for name in now.keys() - then.keys()]
    for name in then.keys() & now.keys():
        parts = [each.name for each in fields(Line) if getattr(then[name], each.name) != getattr(now[name], each.name)]
        if parts:
            told.append(f"{name}: {', '.join(parts)} differ ({then[name].outcome} -> {now[name].outcome})")
    return sorted(told)


def test_corpus_when_decided_then_is_as_the_golden_file_says(made: Made) -> None:
    lines = [line_of(each) for each in made[1]]
    if os.environ.get("CLEARWAY_UPDATE_GOLDEN") == "1":
        GOLDEN.write_text("".join(f"{each.json()}\n" for each in lines), encoding="utf-8")
    told = differences(stored(GOLDEN.read_text(encoding="utf-8")), lines)
    assert not told, "\n".join(told)


def test_corpus_when_replayed_then_every_decision_is_the_same_byte_for_byte(made: Made) -> None:
    desk, all_ = made
    again = (replay(desk, Caller(merchant=each.row.merchant, name="ana"), each.row.id) for each in all_)
    odd = [f"{each.row.id}: {each.differs} {each.ingredients}" for each in again if not each.is_same]
    assert odd == []


def test_corpus_when_counted_then_covers_outcomes_sets_rules_and_what_people_add(made: Made) -> None:
    made_ = made[1]
    findings = [each for decided in made_ for each in decided.decision.findings]
    assert len(made_) >= LEAST
    assert set(Counter(each.row.outcome for each in made_)) == {"admit", "ask_customer", "hold", "cancel"}
    assert {each.set for each in findings} >= {"address", "payment", "imports", "fraud"}
    assert len({each.rule for each in findings}) >= LEAST_RULES
    assert any(each.waived_by for each in findings)


def test_differences_when_a_decision_changed_then_say_which_and_in_what() -> None:
    was = Line("main/A#1", "hold", ("X",), "c1", "t1")
    told = differences([was], [Line("main/A#1", "admit", (), "c2", "t1")])
    assert told == ["main/A#1: outcome, reasons, content differ (hold -> admit)"]
