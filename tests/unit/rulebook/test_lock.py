"""The lock: an id never quietly comes to mean something else."""

import pytest

from engine.rulebook.lock import check_lock, lock_text
from engine.rulebook.source import RuleBookRejected
from tests.airport_rules import RULES, SOUND, bent, read

LOCK = lock_text(read(SOUND))


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
