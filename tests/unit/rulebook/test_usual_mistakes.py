"""Mistakes that people make day by day: each is told once, with what to write instead."""

import pytest

from engine.rulebook.folder import read_sound
from engine.rulebook.lock import check_lock, lock_text
from tests.airport_rules import RULES, SOUND, read
from tests.toy import AIRPORT

MISTAKES = (
    ("{gt: 100}", '{">": 100}', "R012", "write gt"),
    ("{gt: 100}", "{'==': 100}", "R012", "write eq"),
    ("{gt: 100}", "{in_list: big}", "R012", 'write in: "@name"'),
    ("{gt: 100}", "{between_: [1, 2]}", "R012", "did you mean `between`?"),
    ("flight.seats: {gt: 100}", "and: [{flight.seats: {gt: 100}}]", "R020", "write all"),
    ("flight.seats: {gt: 100}", "flight.country: UK", "R033", "write GB"),
    ("flight.seats: {gt: 100}", "flight.country: [DE, EL]", "R033", "write GR"),
)


@pytest.mark.parametrize(("before", "after", "code", "hint"), MISTAKES)
def test_rule_when_a_usual_mistake_is_in_it_then_says_what_to_write(
    before: str, after: str, code: str, hint: str
) -> None:
    faults = read_sound({**SOUND, RULES: SOUND[RULES].replace(before, after)}, AIRPORT).errors
    assert [(each.code, each.hint) for each in faults] == [(code, hint)]


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_messages_when_the_file_cannot_be_read_then_nobody_misses_what_is_in_it(locale: str) -> None:
    path = f"messages/{locale}.yaml"
    faults = read_sound({**SOUND, path: SOUND[path] + "\nBROKEN\n  text: a\n"}, AIRPORT).errors
    assert [(each.code, each.span.path) for each in faults] == [("R001", path)]


def test_lock_when_an_editor_wrote_a_byte_order_mark_then_is_read() -> None:
    book = read(SOUND)
    assert check_lock(book, "\ufeff" + lock_text(book)) == ()
