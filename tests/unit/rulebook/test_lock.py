"""The lock: an id never quietly comes to mean something else."""

import pytest

from engine.rulebook.lock import check_lock, lock_text
from engine.rulebook.source import RuleBookRejected
from tests.airport_rules import RULES, SOUND, bent, read

LOCK = lock_text(read(SOUND))
BAGS = "safety/bags.yaml"


def _codes(texts: dict[str, str], lock: str = LOCK) -> list[str]:
    return [fault.code for fault in check_lock(read(texts), lock)]


def test_lock_when_just_written_then_is_true() -> None:
    assert _codes(SOUND) == []
    assert [line.split()[:2] for line in LOCK.splitlines()[1:]] == [["CMF-001", "1"], ["SAF-001", "1"]]


@pytest.mark.parametrize("change", [("gt: 100", "gt: 99"), ("acts: crew", "acts: ground"), ("score: 10", "score: 11")])
def test_lock_when_a_rule_decides_otherwise_then_wants_a_new_version(change: tuple[str, str]) -> None:
    assert _codes(bent(*change)) == ["R077"]


@pytest.mark.parametrize("change", [("Many seats", "Too many seats"), ("chapter 4", "chapter 5"), ("few", "fewer")])
def test_lock_when_only_words_change_then_stays_true(change: tuple[str, str]) -> None:
    assert _codes(bent(*change)) == []


def test_lock_when_the_version_rises_then_is_only_out_of_date() -> None:
    texts = bent("gt: 100", "gt: 99")
    texts[RULES] = texts[RULES].replace("version: 1", "version: 2")
    assert _codes(texts) == ["R079"]
    assert "CMF-001 2 " in lock_text(read(texts), LOCK)


def test_lock_when_a_rule_goes_then_its_id_stays_for_ever() -> None:
    without = {path: text for path, text in SOUND.items() if path != RULES}
    later = lock_text(read(without), LOCK)
    assert _codes(without) == ["R079"]
    assert _codes(without, later) == []
    assert _codes(SOUND, later) == ["R078"]


def test_lock_when_a_retired_id_comes_back_then_cannot_be_written() -> None:
    retired = lock_text(read(bent("    scope: flight", "    scope: flight\n    status: retired")), LOCK)
    with pytest.raises(RuleBookRejected, match="its id is not used again"):
        lock_text(read(SOUND), retired)


def test_lock_when_a_line_is_damaged_then_says_where() -> None:
    faults = check_lock(read(SOUND), LOCK + "SAF-002 one\n")
    assert [(fault.code, fault.span.line) for fault in faults] == [("R001", 4)]


def test_lock_when_rules_stand_elsewhere_in_their_life_then_says_so_of_all_but_the_live() -> None:
    lock = lock_text(read(bent("version: 1", "version: 1\n    status: shadow")))
    assert [line.split()[3:] for line in lock.splitlines()[1:]] == [["shadow"], []]


def test_rule_when_it_goes_back_to_being_a_draft_then_keeps_its_line() -> None:
    draft = bent("version: 1", "version: 1\n    status: draft")
    assert _codes(draft) == []
    assert lock_text(read(draft), LOCK) == LOCK


@pytest.mark.parametrize("status", ["shadow", "draft"])
def test_protected_rule_when_it_leaves_life_then_wants_a_new_version(status: str) -> None:
    softer = bent("status: live", f"status: {status}", BAGS)
    risen = {**softer, BAGS: softer[BAGS].replace("version: 1", "version: 2")}
    assert _codes(softer) == ["R088"]
    assert "R088" not in _codes(risen)
    assert lock_text(read(risen), LOCK)


def test_rule_with_a_final_verdict_when_it_leaves_life_then_wants_a_new_version() -> None:
    final = bent("outcome: inspect", "outcome: offload")
    shadow = {**final, RULES: final[RULES].replace("version: 1", "version: 1\n    status: shadow")}
    assert _codes(shadow, lock_text(read(final))) == ["R088"]


def test_rule_when_it_leaves_life_and_nothing_protects_it_then_the_lock_is_only_out_of_date() -> None:
    assert _codes(bent("version: 1", "version: 1\n    status: shadow")) == ["R079"]


def test_protected_rule_when_retired_then_may_keep_its_version_since_it_shows_for_ever() -> None:
    assert _codes(bent("status: live", "status: retired", BAGS)) == ["R079"]
