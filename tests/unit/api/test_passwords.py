"""Passwords: their hash, and what one must be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.access.passwords import KIBIBYTES, LANES, LONGEST, PASSES, SHORTEST, Passwords, weakness
from tests.doors import CHEAP

GOOD = "four words that wander"


def test_hash_when_made_as_usual_then_names_its_cost() -> None:
    kept = Passwords().hash(GOOD)
    assert kept.startswith(f"$argon2id$v=19$m={KIBIBYTES},t={PASSES},p={LANES}$")
    assert (PASSES, KIBIBYTES, LANES) == (3, 65536, 4)


@settings(max_examples=30)
@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
def test_password_when_checked_then_is_the_one_alone(one: str, other: str) -> None:
    kept = CHEAP.hash(one)
    assert CHEAP.fits(kept, one)
    assert CHEAP.fits(kept, other) == (CHEAP.fits(CHEAP.hash(other), one))


@pytest.mark.parametrize("kept", ["", "x", "$argon2id$", "plain", "$2b$12$" + "a" * 53])
def test_password_when_nothing_that_can_be_read_is_kept_then_fits_never(kept: str) -> None:
    assert not CHEAP.fits(kept, GOOD)
    assert not CHEAP.fits(kept, "a password that nobody has")


def test_password_when_typed_on_another_keyboard_then_is_the_same() -> None:
    assert CHEAP.fits(CHEAP.hash("cafe\u0301 with four more words"), "café with four more words")


def test_hash_when_of_another_cost_then_is_outdated() -> None:
    assert not CHEAP.is_outdated(CHEAP.hash(GOOD))
    assert Passwords().is_outdated(CHEAP.hash(GOOD))


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("x" * (SHORTEST - 1), "at least"),
        ("abcde" * (LONGEST // 5 + 1), "at most"),
        ("abababababababababab", "repeats"),
        ("somewhere ANA.LISTER writes words", "name"),
        (GOOD, None),
        ("四个词四个词一二三四五六七八九十", None),
    ],
)
def test_weakness_when_asked_then_says_what_to_do(password: str, says: str | None) -> None:
    found = weakness(password, "Ana Lister", "ana.lister@shop.example", "ana.lister")
    assert (says in found) if says is not None and found is not None else found is says
