"""One rule tried alone: whatever its status, on days on which it counts and on others."""

from dataclasses import replace
from datetime import UTC, date, datetime

from engine.lexicon.sheet import Sheet
from engine.rulebook.book import ListEntry, Param, ParamEntry, RuleBook
from engine.rulebook.condition import Leaf, ListRef, Operator, ParamRef
from engine.rulebook.rule import Rule, Status
from engine.runtime.evaluation import RuleState
from engine.workbench.trying import Basis, Tried, bases, try_rule
from tests.tiny_rule_book import tiny_rule_book
from tests.toy import NOWHERE

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
DAY = AT.date()
BOOK = tiny_rule_book()
FAILED = Sheet({"payment.status": "failed"})


def rule(name: str, **changes: object) -> Rule:
    return replace(next(each for each in BOOK.rules if each.id == name), **changes)  # type: ignore[arg-type]


def tried(book: RuleBook, one: Rule, sheet: Sheet = FAILED) -> Tried:
    found = try_rule(book, one, sheet, AT, AT)
    found.close()
    return found


def test_rule_when_live_then_is_in_force_and_decides() -> None:
    found = tried(BOOK, rule("PAY-001"))
    assert (found.state, found.in_force, found.decides) == (RuleState.FIRES, True, True)


def test_rule_when_a_draft_then_is_tried_and_does_not_decide() -> None:
    found = tried(BOOK, rule("PAY-001", status=Status.DRAFT))
    assert (found.state, found.decides, found.rule.status) == (RuleState.FIRES, False, Status.DRAFT)


def test_rule_when_its_days_are_over_then_is_tried_and_says_so() -> None:
    found = tried(BOOK, rule("PAY-001", until=date(2026, 1, 31)))
    assert (found.state, found.in_force) == (RuleState.FIRES, False)


def test_rule_when_facts_are_missing_then_is_not_evaluable() -> None:
    assert tried(BOOK, rule("PAY-001"), Sheet({})).state is RuleState.NOT_EVALUABLE


def test_rule_about_lines_when_it_fires_then_names_them_from_one() -> None:
    vape = {"line.hs_code": "85434000"}
    assert tried(BOOK, rule("IMP-001"), Sheet({}, ({"line.hs_code": "61091000"}, vape))).parts == (2,)


def test_rule_when_its_parameter_has_no_value_yet_then_nothing_can_be_tested() -> None:
    param = Param("late", (ParamEntry(date(2027, 1, 1), 100),))
    leaf = Leaf("order.value_eur_minor", Operator.GTE, ParamRef("late"), NOWHERE)
    found = tried(replace(BOOK, params={"late": param}), rule("PAY-001", when=leaf))
    assert (found.evaluation, found.state, found.decides) == (None, None, False)


def test_basis_when_a_parameter_has_several_values_then_is_the_one_in_force_and_ends_at_the_next() -> None:
    entries = tuple(ParamEntry(date(year, 1, 1), year, f"law of {year}") for year in (2025, 2026, 2027))
    book = replace(BOOK, params={"limit": Param("limit", entries)})
    (found,) = bases(book, "$limit", 1, DAY, DAY)
    assert found == Basis(source="$limit", since=date(2026, 1, 1), until=date(2027, 1, 1), reference="law of 2026")


def test_basis_when_a_value_is_on_a_list_then_its_entry_is_told() -> None:
    entries = (ListEntry("DE", date(2026, 2, 1), None, "why"), ListEntry("FR"), ListEntry("NO", date(2027, 1, 1)))
    book = replace(BOOK, lists={"places": entries})
    (on,) = bases(book, "@places", "DE", DAY, DAY)
    (off,) = bases(book, "@places", "NO", DAY, DAY)
    assert (on.since, on.reference, on.entries) == (date(2026, 2, 1), "why", 2)
    assert (off.since, off.entries) == (None, 2)


def test_rule_when_it_reads_a_list_then_the_list_of_that_day_counts() -> None:
    leaf = Leaf("ship_to.country", Operator.IN, ListRef("places"), NOWHERE)
    book = replace(BOOK, lists={"places": (ListEntry("DE"),)})
    assert tried(book, rule("PAY-001", when=leaf), Sheet({"ship_to.country": "DE"})).state is RuleState.FIRES
