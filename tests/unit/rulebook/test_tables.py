"""Decision tables: a row is a rule like any other, and hit policies end as the standard's words say.

The examples are our own; they show what the suites 0004, 0006, 0007, 0106 to 0108, 0111, 0118 and 0119 of the DMN
Technology Compatibility Kit ask of UNIQUE, FIRST, PRIORITY, COLLECT and ternary logic.
"""

import pytest

from engine.lexicon.spec import Value
from engine.rulebook.normal import deciding_part
from engine.rulebook.rule import Rule, Status
from engine.rulebook.table_policy import MOST_BRANCHES, MOST_LITERALS
from engine.runtime.evaluation import RuleState
from engine.runtime.normal import MOST_CONJUNCTIONS
from engine.runtime.normal import MOST_LITERALS as MOST_OF_ENGINE
from tests.airport_rules import SOUND, bent, codes_of, faults_of, read
from tests.table_books import SHEET, endings, sheet, with_table

FIRES, UNKNOWN = RuleState.FIRES, RuleState.NOT_EVALUABLE
AGES = sheet(
    "< 100,-,ask,low,TOO_MANY,crew", ">= 100,economy,inspect,low,TOO_MANY,crew", "-,first,ask,high,TOO_MANY,crew"
)


def ending(text: str, policy: str, **facts: Value) -> dict[str, RuleState]:
    """How the rows end for a flight with these facts."""
    return endings(read(with_table(text, policy)), [{f"flight.{name}": value for name, value in facts.items()}])[0]


def rows(texts: dict[str, str]) -> list[Rule]:
    """The rules that are rows."""
    return [rule for rule in read(texts).rules if rule.id.startswith("TAB-")]


def test_row_when_read_then_decides_as_the_rule_that_says_the_same() -> None:
    table = sheet(">= 60,@strict", facts="flight.delay_min,flight.country")
    rule = bent("CMF-001", "TAB-001")["comfort/seats.yaml"].split("    when:\n")[0]
    rule += """\
    when:
      all:
        - flight.delay_min: {gte: 60}
        - flight.country: {in: "@strict"}
    then: {outcome: inspect, severity: low, reason: TOO_MANY, acts: crew}
    tests: [{name: a, given: {}, expect: fires}, {name: b, given: {}, expect: quiet}]
"""
    plain = next(each for each in read({**SOUND, "comfort/seats.yaml": rule}).rules if each.id == "TAB-001")
    assert deciding_part(rows(with_table(table))[0]) == deciding_part(plain)


def test_row_when_it_says_more_than_cells_then_the_rule_has_it() -> None:
    text = (
        "id,version,status,flight.seats,outcome,severity,score,reason,acts,ask,title,from,until,"
        "reference,false_positive,note\n"
        'TAB-001,3,shadow,> 5,ask,high,7,TOO_MANY,crew,flight.number,Many,2026-01-01,2026-12-31,"one, two; three",,x\n'
    )
    rule = rows(with_table(text))[0]
    assert (rule.version, rule.status, rule.then.score, rule.then.ask) == (3, Status.SHADOW, 7, ("flight.number",))
    assert (str(rule.from_), str(rule.until), rule.title) == ("2026-01-01", "2026-12-31", "Many")
    assert rule.references == ("airport handbook", "one, two", "three")


def test_row_when_it_says_nothing_then_has_what_the_head_says() -> None:
    rule = rows(with_table(sheet("5,-")))[0]
    assert (rule.title, rule.owner, rule.set) == ("Seats and delays", "crew", "comfort")
    assert str(rule.span) == "tables/seats.csv:2:1"


def test_table_when_its_lines_are_written_otherwise_then_the_digest_stays() -> None:
    plain = with_table(sheet("5,first", "6,-"))
    other = {**plain, SHEET: plain[SHEET].replace("5,first", '"5", first').replace("TAB-002", "\n TAB-002")}
    assert read(other).digest == read(plain).digest


def test_hit_policy_when_changed_then_the_rules_decide_otherwise() -> None:
    digests = {read(with_table(AGES, policy)).digest for policy in ("FIRST", "PRIORITY", "COLLECT")}
    assert len(digests) == 3


def test_unique_when_rows_are_apart_then_one_counts() -> None:
    text = sheet("< 100,-", ">= 100,economy", '>= 100,"first, business"')
    assert ending(text, "UNIQUE", seats=100, cabin="business") == {"TAB-003": FIRES}


def test_unique_when_rows_share_a_case_then_is_refused_with_the_case() -> None:
    found = faults_of(with_table(AGES, "UNIQUE"))
    assert [fault.code for fault in found] == ["R053"]
    assert "TAB-003 and TAB-001 both take flight.seats 99 and flight.cabin first" in found[0].message


def test_unique_when_the_rows_count_on_other_days_then_share_nothing() -> None:
    text = "id,flight.seats,outcome,severity,reason,acts,from,until\n"
    text += "TAB-001,> 5,ask,low,TOO_MANY,crew,,2026-06-30\nTAB-002,> 5,ask,low,TOO_MANY,crew,2026-07-01,\n"
    assert codes_of(with_table(text, "UNIQUE")) == []
    assert codes_of(with_table(text.replace("07-01", "06-30"), "UNIQUE")) == ["R053"]


def test_unique_when_a_parameter_moves_then_the_days_on_which_rows_meet_are_seen() -> None:
    text = sheet(">= $delay.long,-", "< 50,-", facts="flight.delay_min,flight.cabin")
    assert codes_of(with_table(text, "UNIQUE")) == ["R053"]  # 45 from October on
    assert codes_of(with_table(text.replace("< 50", "< 45"), "UNIQUE")) == []


def test_first_when_several_rows_match_then_the_upper_one_counts() -> None:
    assert ending(AGES, "FIRST", seats=50, cabin="first") == {"TAB-001": FIRES}
    assert ending(AGES, "FIRST", seats=100, cabin="first") == {"TAB-003": FIRES}


def test_first_when_the_last_row_takes_anything_then_counts_where_no_other_does() -> None:
    text = sheet("< 100,economy", "> 200,-", "-,-")
    assert ending(text, "FIRST", seats=150, cabin="economy") == {"TAB-003": FIRES}
    assert ending(text, "FIRST", seats=99, cabin="economy") == {"TAB-001": FIRES}


def test_first_when_an_upper_row_cannot_be_judged_then_no_lower_one_counts() -> None:
    assert ending(AGES, "FIRST", cabin="first") == {"TAB-001": UNKNOWN, "TAB-003": UNKNOWN}


def test_first_when_a_row_waits_for_what_is_unknown_then_counts() -> None:
    text = sheet("< 100,-", ">= 100,-", "missing,-")
    assert ending(text, "FIRST", cabin="first")["TAB-003"] is FIRES


def test_first_when_the_upper_row_is_a_shadow_then_takes_nothing_away() -> None:
    text = "id,status,flight.seats,outcome,severity,reason,acts\n"
    text += "TAB-001,shadow,> 5,ask,low,TOO_MANY,crew\nTAB-002,live,> 5,ask,low,TOO_MANY,crew\n"
    assert [rule.when for rule in rows(with_table(text, "FIRST"))] == [
        rule.when for rule in rows(with_table(text, "COLLECT"))
    ]
    assert codes_of(with_table(text.replace("shadow", "live"), "FIRST")) == ["R054"]


def test_priority_when_several_rows_match_then_the_gravest_outcome_counts() -> None:
    text = sheet("> 5,-,ask,high,TOO_MANY,crew", "> 5,first,inspect,low,TOO_MANY,crew")
    assert ending(text, "PRIORITY", seats=6, cabin="first") == {"TAB-002": FIRES}
    assert ending(text, "PRIORITY", seats=6, cabin="economy") == {"TAB-001": FIRES}


def test_priority_when_outcomes_are_equal_then_severity_and_then_the_upper_row_counts() -> None:
    assert ending(AGES, "PRIORITY", seats=50, cabin="first") == {"TAB-003": FIRES}
    same = AGES.replace("high", "low")
    assert ending(same, "PRIORITY", seats=50, cabin="first") == {"TAB-001": FIRES}


def test_priority_when_a_graver_row_cannot_be_judged_then_the_milder_one_counts() -> None:
    text = sheet("-,first,ask,low,TOO_MANY,crew", "> 5,-,inspect,low,TOO_MANY,crew")
    assert ending(text, "PRIORITY", cabin="first") == {"TAB-001": FIRES, "TAB-002": UNKNOWN}


def test_collect_when_several_rows_match_then_all_count() -> None:
    assert ending(AGES, "COLLECT", seats=50, cabin="first") == {"TAB-001": FIRES, "TAB-003": FIRES}


@pytest.mark.parametrize(
    ("night", "full", "expected"),
    [
        (True, True, {"TAB-001": FIRES}),
        (True, None, {"TAB-001": UNKNOWN}),
        (False, None, {}),
        (None, False, {}),
        (None, None, {"TAB-001": UNKNOWN}),
    ],
)
def test_cells_of_a_row_when_some_are_unknown_then_one_false_decides(
    night: bool | None, full: bool | None, expected: dict[str, RuleState]
) -> None:
    known = {name: value for name, value in (("night", night), ("full", full)) if value is not None}
    assert ending(sheet("true,true", facts="flight.night,flight.full"), "COLLECT", **known) == expected


@pytest.mark.parametrize(("cell", "expected"), [("not(first)", UNKNOWN), ("missing", FIRES), ("present", None)])
def test_cell_when_its_fact_is_unknown_then_not_is_unknown_too(cell: str, expected: RuleState | None) -> None:
    text = sheet(f"{cell},-", facts="flight.cabin,flight.seats")
    assert ending(text, "COLLECT").get("TAB-001") is expected


def test_rows_when_they_take_cases_from_others_on_fewer_days_then_are_refused() -> None:
    text = "id,flight.seats,flight.night,outcome,severity,reason,acts,until\n"
    text += "TAB-001,> 5,true,ask,low,TOO_MANY,crew,2026-06-30\nTAB-002,> 3,-,ask,low,TOO_MANY,crew,\n"
    assert codes_of(with_table(text, "FIRST")) == ["R058"]
    assert codes_of(with_table(text, "COLLECT")) == []


def test_bounds_when_rows_are_measured_then_are_those_of_the_engine() -> None:
    assert (MOST_BRANCHES, MOST_LITERALS) == (MOST_CONJUNCTIONS, MOST_OF_ENGINE)


def test_complete_when_a_case_is_left_then_says_which() -> None:
    text = sheet("< 100,-", "> 100,first")
    found = faults_of(with_table(text, more="complete: true\n"))
    assert [fault.message.split(" (")[0] for fault in found] == [
        "no row takes flight.seats 100",
        "no row takes flight.seats >= 101 and flight.cabin economy, business",
    ]


def test_rows_when_retired_then_take_nothing_and_stay_in_the_book() -> None:
    text = "id,status,flight.seats,outcome,severity,reason,acts\n"
    text += "TAB-001,retired,> 5,ask,low,TOO_MANY,crew\nTAB-002,live,> 5,ask,low,TOO_MANY,crew\n"
    found = rows(with_table(text, "UNIQUE"))
    assert [rule.status for rule in found] == [Status.RETIRED, Status.LIVE]


def test_columns_when_they_tell_too_many_cases_apart_then_only_tables_that_must_be_looked_at_are_refused() -> None:
    text = sheet(*(f"item{number}" for number in range(13)), facts="bag.contents")
    found = {
        policy: {path: part.replace("scope: flight", "scope: bag") for path, part in with_table(text, policy).items()}
        for policy in ("UNIQUE", "COLLECT")
    }
    assert "R057" in codes_of(found["UNIQUE"])
    assert "R057" not in codes_of(found["COLLECT"])
