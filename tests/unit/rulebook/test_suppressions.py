"""Suppressions, roll-outs and demotions as they are read: what each may hold, and when one has had its time."""

from datetime import date

import pytest

from engine.rulebook.book import RuleBook
from engine.rulebook.demotions import demotions_text
from engine.rulebook.guard_block import GuardLimits, Then
from engine.rulebook.ladder_block import LadderTerms
from engine.rulebook.lock import lock_text
from engine.rulebook.quieting import Demotion, bucket
from engine.rulebook.rule import Status
from engine.rulebook.source import Span
from engine.rulebook.suppressions import stale_suppressions
from tests.airport_rules import RULES, SOUND, bent, codes_of, read

ENTRY = """\
- id: SUP-001
  rule: CMF-001
  when: {flight.number: "CW0101"}
  why: the shuttle is always full
  by: ana
  approved_by: ben
  from: 2026-11-01
  until: 2027-01-31
"""


def with_entry(text: str = ENTRY) -> dict[str, str]:
    return {**SOUND, "suppressions.yaml": text}


def rolled_out(percent: int) -> dict[str, str]:
    return bent("    scope: flight", f"    scope: flight\n    rollout: {{percent: {percent}}}")


def test_suppression_when_read_then_counts_from_its_first_to_its_last_day() -> None:
    (found,) = read(with_entry()).suppressions
    days = [date(2026, 10, 31), date(2026, 11, 1), date(2027, 1, 31), date(2027, 2, 1)]
    assert [found.counts_on(day) for day in days] == [False, True, True, False]
    assert str(found) == "suppression SUP-001 by ana, approved by ben, until 2027-01-31"


@pytest.mark.parametrize("key", ["id", "rule", "when", "why", "by", "approved_by", "from", "until"])
def test_suppression_when_something_is_left_out_then_is_refused(key: str) -> None:
    lines = [line for line in ENTRY.splitlines() if line.lstrip("- ").split(":")[0] != key]
    text = "\n".join(lines).replace("  rule", "- rule", 1) if key == "id" else "\n".join(lines)
    assert codes_of(with_entry(text + "\n")) == ["R005"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("SUP-001", "CMF-001", "R015"),
        ("approved_by: ben", "approved_by: '  ANA '", "R093"),
        ("approved_by: ben", "approved_by: Ａna", "R093"),
        ("until: 2027-01-31", "until: 2027-05-01", "R094"),
        ("until: 2027-01-31", "until: 2026-10-01", "R047"),
        ("flight.number", "bag.tag", "R025"),
        ("flight.number", "flight.nummer", "R020"),
        ("rule: CMF-001", "rule: SAF-001", "R074"),
    ],
)
def test_suppression_when_it_may_not_be_then_is_refused(old: str, new: str, code: str) -> None:
    assert codes_of(with_entry(ENTRY.replace(old, new))) == [code]


def test_suppressions_when_the_same_id_comes_twice_then_refused() -> None:
    assert codes_of(with_entry(ENTRY + ENTRY)) == ["R015"]


@pytest.mark.parametrize("text", ["", "[]\n", "# none\n"])
def test_suppressions_when_there_are_none_then_the_book_is_what_it_was(text: str) -> None:
    assert read(with_entry(text)).digest == read(SOUND).digest


@pytest.mark.parametrize(
    ("today", "status", "codes"),
    [
        (date(2027, 1, 31), "live", []),
        (date(2027, 2, 1), "live", ["R095"]),
        (date(2026, 12, 1), "draft", ["R096"]),
        (date(2026, 12, 1), "retired", ["R096"]),
    ],
)
def test_suppression_when_it_has_had_its_time_then_warned_of(today: date, status: str, codes: list[str]) -> None:
    texts = {**bent("    scope: flight", f"    scope: flight\n    status: {status}"), "suppressions.yaml": ENTRY}
    assert [fault.code for fault in stale_suppressions(read(texts), today)] == codes


def test_rollout_when_given_then_neither_lock_nor_digest_of_other_rules_changes() -> None:
    assert read(rolled_out(10)).rules[0].rollout == 10
    assert lock_text(read(rolled_out(10))) == lock_text(read(SOUND))
    assert read(rolled_out(10)).digest != read(SOUND).digest


def test_rollout_when_on_a_final_verdict_or_protected_then_refused() -> None:
    final = {path: text.replace("outcome: inspect", "outcome: offload") for path, text in rolled_out(10).items()}
    assert "R074" in codes_of({**final, "policy.yaml": SOUND["policy.yaml"]})


def test_bucket_when_asked_again_then_is_the_same_and_lies_within_bounds() -> None:
    drawn = [bucket("FRD-011", f"main\x1f\x1fown_shop\x1fA-{number}") for number in range(2000)]
    assert drawn == [bucket("FRD-011", f"main\x1f\x1fown_shop\x1fA-{number}") for number in range(2000)]
    assert (min(drawn), max(drawn)) == (0, 99)
    assert drawn != [bucket("FRD-012", f"main\x1f\x1fown_shop\x1fA-{number}") for number in range(2000)]
    assert 150 < sum(each < 10 for each in drawn) < 250


def demoted_book() -> tuple[RuleBook, dict[str, str]]:
    demotion = Demotion(
        rule="CMF-001", at="2026-11-26T08:00:00+00:00", why='held "many": 9 %', trip="trip_1", span=Span("x", 1, 1)
    )
    texts = {**SOUND, "demoted.yaml": demotions_text([demotion])}
    return read(texts), texts


def test_demotion_when_written_and_read_then_its_rule_stands_in_shadow() -> None:
    book, texts = demoted_book()
    assert {rule.id: rule.status for rule in book.rules} == {"CMF-001": Status.SHADOW, "SAF-001": Status.LIVE}
    assert demotions_text(book.demotions) == texts["demoted.yaml"]


def test_lock_when_a_rule_is_demoted_then_is_as_true_as_before() -> None:
    assert lock_text(demoted_book()[0]) == lock_text(read(SOUND))


def test_policy_when_it_has_terms_then_they_are_read() -> None:
    block = (
        "ladder: {shadow_orders: 100, shadow_days: 2}\n"
        "guard: {window_hours: 12, least_orders: 50, book: {hold_percent: 15, then: revert},"
        " rules: {hold_percent: 5, cancel_percent: 2, then: shadow}, of: {SAF-001: {hold_percent: 50}}}\n"
    )
    policy = read({**SOUND, "policy.yaml": SOUND["policy.yaml"] + block}).policy
    assert policy.ladder == LadderTerms(shadow_orders=100, shadow_days=2)
    assert (policy.guard.window_hours, policy.guard.book.then) == (12, Then.REVERT)
    assert policy.guard.limits_of("CMF-001") == GuardLimits(hold_percent=5, cancel_percent=2, then=Then.SHADOW)
    assert policy.guard.limits_of("SAF-001") == GuardLimits(hold_percent=50)


@pytest.mark.parametrize(
    ("block", "code"),
    [
        ("guard: {book: {hold_percent: 15, then: shadow}}", "R024"),
        ("guard: {rules: {hold_percent: 15, then: revert}}", "R024"),
        ("guard: {rules: {hold_percent: 101}}", "R008"),
        ("guard: {of: [CMF-001]}", "R006"),
        ("ladder: {shadow_order: 1}", "R004"),
    ],
)
def test_policy_when_terms_are_wrong_then_refused(block: str, code: str) -> None:
    assert codes_of({**SOUND, "policy.yaml": f"{SOUND['policy.yaml']}{block}\n"}) == [code]


def test_rules_when_the_file_moves_then_a_suppression_still_finds_its_rule() -> None:
    texts = with_entry()
    texts["comfort/other.yaml"] = texts.pop(RULES)
    assert [each.rule for each in read(texts).suppressions] == ["CMF-001"]
