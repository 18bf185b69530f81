"""Lists, parameters, messages, the policy and the channels: what each may leave out, and what not."""

from datetime import date

import pytest

from engine.rulebook.book import ListEntry, Message, ParamEntry
from engine.rulebook.faults import Faults
from engine.rulebook.lists import read_list
from tests.airport_rules import SOUND, bent, codes_of, faults_of, read


def test_list_when_it_has_only_values_then_all_days_count() -> None:
    assert read_list("lists/x.csv", "value\nNO\nDE\n", Faults()) == (ListEntry("DE"), ListEntry("NO"))


def test_list_when_columns_stand_in_another_order_then_says_the_same() -> None:
    entries = read_list("lists/x.csv", 'reference,value,until\n"a, b",NO,2026-01-31\n', Faults())
    assert entries == (ListEntry("NO", None, date(2026, 1, 31), "a, b"),)


def test_list_when_a_cell_is_wrong_then_points_at_the_cell() -> None:
    faults = faults_of({**SOUND, "lists/other.csv": 'value,from,until,reference\nNO,,2026-13-01,"a, b"\n'})
    assert [(fault.code, fault.span.line, fault.span.column) for fault in faults] == [("R009", 2, 5)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "R005"),
        ("from,until\n2026-01-01,\n", "R005"),
        ("value,value\nNO,DE\n", "R003"),
        ("value,by\nNO,now\n", "R024"),
        ("value,from\n,2026-01-01\n", "R008"),
        ("value\nNO,DE\n", "R006"),
        ("value,from,until\nNO,2026-02-01,2026-01-01\n", "R047"),
        ("value,from,until\nNO,,2026-02-01\nNO,2026-02-01,\n", "R015"),
    ],
)
def test_list_when_malformed_then_is_refused(text: str, code: str) -> None:
    assert code in codes_of({**SOUND, "lists/other.csv": text})


def test_list_when_a_value_comes_back_later_then_stands_twice() -> None:
    text = "value,from,until\nNO,,2026-01-31\nNO,2026-02-01,\n"
    assert len(read({**SOUND, "lists/other.csv": text}).lists["other"]) == 2


def test_parameter_when_values_stand_in_any_order_then_ascend() -> None:
    text = (
        "format: 1\ndelay.long:\n  values:\n    - {from: 2026-10-01, value: 45}\n    - {from: 2026-01-01, value: 60}\n"
    )
    entries = read({**SOUND, "params.yaml": text}).params["delay.long"].entries
    assert entries == (ParamEntry(date(2026, 1, 1), 60), ParamEntry(date(2026, 10, 1), 45))


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ("[]", "R005"),
        ("[{from: 2026-01-01, value: 1}, {from: 2026-01-01, value: 2}]", "R015"),
        ("[{from: 2026-01-01, value: 1}, {from: 2026-02-01, value: many}]", "R035"),
        ("[{from: 2026-01-01, value: [1]}]", "R006"),
        ("[{from: 2026-01-01}]", "R005"),
    ],
)
def test_parameter_when_malformed_then_is_refused(values: str, code: str) -> None:
    assert code in codes_of({**SOUND, "params.yaml": f"{SOUND['params.yaml']}other: {{values: {values}}}\n"})


def test_message_when_a_language_speaks_to_the_buyer_only_then_is_read() -> None:
    assert read(SOUND).messages["de"] == {"TOO_MANY": Message("", "", "Bitte warten Sie.")}


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_message_when_a_complete_language_lacks_a_text_then_is_refused(locale: str) -> None:
    path = f"messages/{locale}.yaml"
    assert "R005" in codes_of({**SOUND, path: SOUND[path] + "OTHER: {text: a}\n"})


@pytest.mark.parametrize(
    "text", ["{flight.seats", "flight.seats}", "{}", "{flight.seats|# seat}", "{flight.seats|# seat|}"]
)
def test_message_when_a_brace_is_alone_then_is_refused(text: str) -> None:
    assert codes_of(bent('"{flight.seats} seats"', f'"{text} seats"', "messages/en.yaml")) == ["R027"]


@pytest.mark.parametrize("text", ["{flight.seats|# seat|# seats}", "{flight.seats|no seat|# seat|# seats}"])
def test_message_when_it_says_one_and_many_then_is_read(text: str) -> None:
    assert codes_of(bent('"{flight.seats} seats"', f'"{text}"', "messages/en.yaml")) == []


def _band(points: int, outcome: str) -> str:
    return f"{{at_least: {points}, outcome: {outcome}, reason: SCORE, acts: crew}}"


@pytest.mark.parametrize(
    ("bands", "code"),
    [
        ([_band(60, "ask"), _band(60, "ask")], "R015"),
        ([_band(60, "inspect"), _band(80, "ask")], "R076"),
        ([_band(0, "inspect")], "R008"),
        (["{outcome: inspect, reason: SCORE, acts: crew}"], "R005"),
    ],
)
def test_band_when_it_makes_no_sense_then_is_refused(bands: list[str], code: str) -> None:
    assert code in codes_of({**SOUND, "policy.yaml": f"bands: [{', '.join(bands)}]\n"})


@pytest.mark.parametrize("path", ["policy.yaml", "channels.yaml", "lists/unused.csv", "messages/de.yaml"])
def test_book_when_an_optional_file_is_absent_then_is_read(path: str) -> None:
    assert codes_of({key: text for key, text in SOUND.items() if key != path}) == []


def test_book_when_there_are_no_files_then_wants_those_of_the_complete_languages() -> None:
    assert [(fault.code, fault.message) for fault in faults_of({})] == [
        ("R023", "there is no messages/en.yaml"),
        ("R029", "there is no messages/zh.yaml"),
    ]


def test_book_when_its_messages_are_empty_then_wants_the_two_reasons_of_the_domain() -> None:
    assert [fault.message for fault in faults_of({"messages/en.yaml": "", "messages/zh.yaml": ""})] == [
        "the reason `NOT_KNOWN` has no message",
        "the reason `BELT_FAULT` has no message",
    ]
