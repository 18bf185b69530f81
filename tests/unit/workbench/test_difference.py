"""What differs between two rule books, and whether one person may change it alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.workbench.difference import condition_lines, difference
from tests.airport_rules import SOUND, bent, read
from tests.small_editions import BARRED, MILDER, MORE_BARRED, MORE_WATCHED, SMALL, small_book

AIRPORT_BOOK = read(SOUND)
PAYMENT = SMALL["payment/status.yaml"]
SUPPRESSION = """\
- {{id: SUP-001, rule: PAY-001, when: {{ship_to.country: BR}}, why: {why}, by: ana, approved_by: ben,
   from: 2026-11-01, until: 2027-01-31}}
"""
CHANGES = {
    "list": MORE_WATCHED,
    "protected list": MORE_BARRED,
    "rule": MILDER,
    "param": {"params.yaml": SMALL["params.yaml"].replace("value: 5", "value: 6")},
    "policy": {"policy.yaml": SMALL["policy.yaml"].replace("cap: 100", "cap: 50")},
    "bar": {"policy.yaml": "format: 1\n"},
    "channel": {"channels.yaml": SMALL["channels.yaml"].replace("[]", "[phone.*]")},
    "message": {"messages/de.yaml": 'PAY_FAILED: {customer: "Bitte noch einmal."}\n'},
    "protected rule": {"imports/barred.yaml": BARRED.replace("Not sent there", "Never sent there")},
}


def test_difference_when_nothing_changed_then_is_empty() -> None:
    found = difference(small_book(), small_book())
    assert (found.is_empty, found.only_lists, found.touches_protected) == (True, False, False)


@pytest.mark.parametrize(("change", "alone", "protected"), [
    ("list", True, False),
    ("protected list", False, True),
    ("rule", False, False),
    ("param", False, False),
    ("policy", False, False),
    ("bar", False, True),
    ("channel", False, True),
    ("message", False, False),
    ("protected rule", False, True),
])  # fmt: skip
def test_difference_when_one_thing_changed_then_says_who_may(change: str, alone: bool, protected: bool) -> None:
    found = difference(small_book(), small_book(CHANGES[change]))
    assert (found.is_empty, found.only_lists, found.touches_protected) == (False, alone, protected)


def test_difference_when_a_rule_no_longer_holds_without_its_facts_then_nobody_may_alone() -> None:
    held = {"payment/status.yaml": PAYMENT.replace("on_missing: skip", "on_missing: hold")}
    assert difference(small_book(held), small_book()).touches_protected


def test_difference_when_a_promise_of_the_policy_reads_the_list_then_nobody_may_alone() -> None:
    promise = "  - {name: watched, when: {ship_to.country: {in: '@watched'}}, outcome: hold}\n"
    policy = {"policy.yaml": f"{SMALL['policy.yaml']}invariants:\n{promise}"}
    found = difference(small_book(policy), small_book(policy | MORE_WATCHED))
    assert (found.only_lists, found.touches_protected) == (False, True)


def test_difference_when_a_value_got_other_days_then_it_neither_came_nor_went() -> None:
    ends = {"lists/watched.csv": SMALL["lists/watched.csv"].replace("AQ,,,", "AQ,,2027-01-31,")}
    (change,) = difference(small_book(), small_book(ends)).lists
    assert (change.entered, change.left) == ((), ())
    assert [(old.until, new.until) for old, new in change.other_days] == [(None, date(2027, 1, 31))]


def test_difference_when_a_rule_changed_then_tells_each_part_before_and_after() -> None:
    other = PAYMENT.replace("[failed, voided]", "[failed]").replace("version: 1", "version: 2")
    (change,) = difference(small_book(), small_book({"payment/status.yaml": other})).changed
    assert {each.what: (each.before, each.after) for each in change.parts} == {
        "version": ("1", "2"),
        "when": ("payment.status in [failed, voided]", "payment.status in [failed]"),
    }


def test_difference_when_a_rule_is_retired_or_gone_then_it_counts_as_gone() -> None:
    retired = difference(small_book(), small_book({"payment/status.yaml": PAYMENT.replace("live", "retired")}))
    assert [rule.id for rule in retired.gone] == ["PAY-001"]
    gone = difference(small_book(), small_book({"imports/barred.yaml": "format: 1\nset: imports\nrules: []\n"}))
    assert ([rule.id for rule in gone.gone], gone.touches_protected) == (["IMP-002"], True)


def test_difference_when_a_test_of_a_rule_changed_then_says_so() -> None:
    other = {"payment/status.yaml": PAYMENT.replace("payment.status: failed}", "payment.status: voided}")}
    (change,) = difference(small_book(), small_book(other)).changed
    assert [each.what for each in change.parts] == ["tests"]


def test_difference_when_a_parameter_gets_a_value_later_then_only_that_day_is_told() -> None:
    later = SMALL["params.yaml"].replace("value: 5}", "value: 5}, {from: 2027-01-01, value: 7}")
    (change,) = difference(small_book(), small_book({"params.yaml": later})).params
    assert [(step.from_, step.before, step.after) for step in change.steps] == [(date(2027, 1, 1), None, 7)]


def test_difference_when_files_differ_then_data_and_cases_are_named() -> None:
    paths = ("data/customs/x.yaml", "rules/cases/y.yaml", "rules/lists/watched.csv")
    found = difference(small_book(), small_book(), paths)
    assert (found.data, found.files, found.touches_protected) == (("customs/x.yaml",), ("cases/y.yaml",), True)


def test_difference_when_a_suppression_comes_then_is_told_in_words_and_its_place_is_not() -> None:
    entry = SUPPRESSION.format(why="buys for all schools")
    before, after = small_book(), small_book({"suppressions.yaml": entry})
    (told,) = difference(before, after).others
    assert (told.what, told.before, told.after.splitlines()) == (
        "SUP-001",
        "",
        [
            "quiets PAY-001 from 2026-11-01 until 2027-01-31: buys for all schools",
            "by ana, approved by ben",
            "ship_to.country eq BR",
        ],
    )
    assert difference(after, small_book({"suppressions.yaml": f"# moved down\n{entry}"})).is_empty


def test_condition_lines_when_parts_are_nested_then_each_is_indented() -> None:
    rule = next(rule for rule in small_book().rules if rule.id == "FRD-003")
    assert condition_lines(rule.when) == (
        "all:",
        "  velocity.ip_orders_24h gte $fraud.many",
        "  not:",
        "    ship_to.country eq DE",
    )


@given(st.sets(st.sampled_from(sorted(CHANGES))), st.sets(st.sampled_from(sorted(CHANGES))))
def test_difference_when_turned_round_then_it_touches_the_same(one: set[str], other: set[str]) -> None:
    books = [small_book({k: v for name in sorted(names) for k, v in CHANGES[name].items()}) for names in (one, other)]
    there, back = difference(books[0], books[1]), difference(books[1], books[0])
    assert (there.is_empty, there.only_lists, there.touches_protected) == (
        back.is_empty, back.only_lists, back.touches_protected,
    )  # fmt: skip
    assert [rule.id for rule in there.added] == [rule.id for rule in back.gone]


@pytest.mark.parametrize(
    ("old", "new", "path", "touches"),
    [
        ("gt: 100", "gt: 99", "comfort/seats.yaml", False),
        ("value: 60", "value: 61", "params.yaml", False),
        ("bag.contents: battery", "bag.contents: paint", "safety/bags.yaml", True),
        ("status: live", "status: shadow", "safety/bags.yaml", True),
        ("NO,2026-01-01", "NO,2026-02-01", "lists/strict.csv", True),
        ("never_supplies: [flight.full, bag.*]", "never_supplies: [flight.full]", "channels.yaml", True),
    ],
)
def test_difference_when_of_any_domain_then_touches_what_nothing_may_soften(
    old: str, new: str, path: str, *, touches: bool
) -> None:
    assert difference(AIRPORT_BOOK, read(bent(old, new, path))).touches_protected is touches


def test_difference_when_a_rule_held_for_want_of_facts_then_it_is_guarded() -> None:
    holding = read(bent("on_missing: skip", "on_missing: hold"))
    assert difference(holding, AIRPORT_BOOK).touches_protected


def test_difference_when_a_shop_gets_a_value_of_its_own_then_tells_whose() -> None:
    own = "- {shop: cyclery, params: {fraud.many: [{from: 2026-01-01, until: 2026-01-31, value: 8}]}}\n"
    found = difference(small_book(), small_book({"overrides.yaml": own}))
    (change,) = found.params
    assert (change.name, change.is_protected, found.only_lists) == ("fraud.many of shop:cyclery", False, False)
    assert [(str(step.from_), step.after) for step in change.steps] == [("2026-01-01", 8), ("2026-02-01", "inherited")]


def test_difference_when_a_shop_words_a_reason_otherwise_then_tells_whose() -> None:
    own = '- {shop: cyclery, messages: {en: {FRD_BURST: {fix: "Ask the cyclists."}}}}\n'
    (change,) = difference(small_book(), small_book({"overrides.yaml": own})).messages
    assert (change.locale, change.reason, change.how) == ("en", "FRD_BURST of shop:cyclery", "added")


def test_difference_when_the_value_is_read_by_a_protected_rule_then_nobody_may_alone() -> None:
    barred = SMALL["imports/barred.yaml"].replace(
        '    when: {ship_to.country: {in: "@barred"}}\n',
        '    when:\n      all:\n        - ship_to.country: {in: "@barred"}\n'
        "        - order.lines_count: {gte: $fraud.many}\n",
    )
    files = {
        "imports/barred.yaml": barred.replace("ship_to.country: BV}", "ship_to.country: BV, order.lines_count: 9}")
    }
    own = "- {shop: cyclery, params: {fraud.many: [{from: 2026-01-01, value: 8}]}}\n"
    found = difference(small_book(files), small_book({**files, "overrides.yaml": own}))
    assert found.touches_protected
