"""Phones: valid, possible or not; other countries' numbers noted only; numbers nobody has noticed."""

import pytest

from engine.address.phone import PhoneStatus, check_phone, phone_example
from engine.address.verdict import Level


@pytest.mark.parametrize(
    ("phone", "country", "e164"),
    [
        ("030 1239887", "DE", "+49301239887"),
        ("+49 (0)30 1239887", "DE", "+49301239887"),
        ("＋４９３０１２３９８８７", "DE", "+49301239887"),
        ("٠١٠٠١٢٩٤٥٦٧", "EG", "+201001294567"),
        ("0049301239887", "DE", "+49301239887"),
    ],
)
def test_phone_when_written_in_many_ways_then_one_number_is_meant(phone: str, country: str, e164: str) -> None:
    verdict = check_phone(phone, country)
    assert (verdict.e164, verdict.status, verdict.result) == (e164, PhoneStatus.VALID, Level.OK)


@pytest.mark.parametrize("phone", ["", "call me", "1", "+49 1", "0" * 60, "+999999999999999999"])
def test_phone_when_no_number_can_be_that_then_it_is_an_error(phone: str) -> None:
    assert check_phone(phone, "DE").result is Level.ERROR


def test_phone_when_national_and_no_country_is_known_then_the_code_says_so() -> None:
    assert check_phone("030 1239887").findings[0].code == "phone_without_country"


@pytest.mark.parametrize(
    ("phone", "country", "shown_by"),
    [
        ("0123456789", "FR", "sequence"),
        ("+82 10 2345 6789", "KR", "sequence"),
        ("9999999999", "IN", "repeated"),
        ("212-555-0142", "US", "set_aside"),
        ("876-555-0142", "JM", "set_aside"),
        ("07700 900123", "GB", "set_aside"),
        ("07000000000", "GB", "repeated"),
        ("0491 570 156", "AU", "set_aside"),
    ],
)
def test_phone_when_nobody_can_have_it_then_says_what_shows_it(phone: str, country: str, shown_by: str) -> None:
    verdict = check_phone(phone, country)
    assert (verdict.obvious_fake, verdict.invented) == (True, shown_by)


def test_example_when_asked_for_any_country_then_has_its_own_code_or_is_none() -> None:
    assert phone_example("KR") == "+82 10-2000-0000"
    assert phone_example("BR").startswith("+55 ")
    assert phone_example("AQ") == phone_example("") == ""


@pytest.mark.parametrize(
    ("phone", "country"),
    [("030 1239887", "DE"), ("+1 617 495 1000", "US"), ("+82 10 2845 6719", "KR"), ("+82 10 3456 7812", "KR")],
)
def test_phone_when_ordinary_then_it_is_no_fake(phone: str, country: str) -> None:
    assert not check_phone(phone, country).obvious_fake


@pytest.mark.parametrize(
    ("phone", "country", "matches"),
    [
        ("+590 690 77 12 39", "BL", True),
        ("+44 1534 440123", "JE", True),
        ("+1 800 843 7926", "CA", True),
        ("+49 30 1239887", "FR", False),
        ("+49 30 1239887", None, None),
    ],
)
def test_phone_when_plans_are_shared_then_the_region_matches(
    phone: str, country: str | None, matches: bool | None
) -> None:
    assert check_phone(phone, country).region_matches is matches


def test_phone_when_of_another_country_then_it_is_noted_and_ok() -> None:
    verdict = check_phone("+49 30 1239887", "FR")
    assert (verdict.result, verdict.findings[0].code) == (Level.OK, "phone_of_other_country")


def test_phone_when_toll_free_then_it_warns() -> None:
    verdict = check_phone("+1 800 843 7926", "US")
    assert (verdict.type, verdict.result) == ("toll_free", Level.WARNING)
