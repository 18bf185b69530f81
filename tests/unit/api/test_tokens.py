"""How keys look, and what is kept of them."""

import zlib

from hypothesis import given
from hypothesis import strategies as st

from api.access.tokens import BASE62, CHECK, PREFIX, RANDOM, SHOWN, checksum, new_token, read_token

SECRET = b"0" * 32


def test_token_when_new_then_has_its_form_and_reads_back() -> None:
    token = new_token()
    assert token.text.startswith(PREFIX)
    assert len(token.text) == len(PREFIX) + RANDOM + CHECK
    assert read_token(token.text) == token


def test_token_when_printed_then_does_not_show_itself() -> None:
    token = new_token()
    assert token.text not in repr(token) + str(token)
    assert len(token.shown) == SHOWN < len(PREFIX) + RANDOM


@given(st.integers(0, len(PREFIX) + RANDOM + CHECK - 1), st.sampled_from(BASE62 + "_-é "))
def test_token_when_one_character_is_wrong_then_is_none(place: int, character: str) -> None:
    text = "cw_live_" + "k" * RANDOM
    text += checksum(text)
    wrong = text[:place] + character + text[place + 1 :]
    assert (read_token(wrong) is None) == (wrong != text)


@given(st.text(st.characters(codec="ascii")))
def test_checksum_when_read_as_base_62_then_is_crc32(body: str) -> None:
    value = 0
    for digit in checksum(body):
        value = value * len(BASE62) + BASE62.index(digit)
    assert value == zlib.crc32(body.encode())


def test_hash_when_secrets_differ_then_differs() -> None:
    token = new_token()
    assert token.hash(SECRET) == token.hash(SECRET) != token.hash(b"1" * 32)
    assert token.text not in token.hash(SECRET)
