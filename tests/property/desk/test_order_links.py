"""Links by which orders are followed: reading undoes making, nothing else is read, and forms' links are others."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.desk.links import CustomerLinks, LinkTerms
from engine.desk.order_links import LENGTH, OrderLinks, OrderOpened
from engine.desk.person import Seal
from engine.store.vault import Vault

SEAL = Seal(Vault(bytes(range(32))))
LINKS = OrderLinks(SEAL, LinkTerms("https://shop.example/a/", 2))
FORMS = CustomerLinks(SEAL, LinkTerms(key=2))
IDS = st.binary(min_size=16, max_size=16).map(lambda raw: f"ord_{raw.hex()}")
ENDS = st.integers(0, 4_102_444_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode()


@given(IDS, ENDS)
def test_token_when_read_then_says_what_it_was_made_of(order: str, ends: datetime) -> None:
    token = LINKS.token(order, ends)
    assert len(token) == LENGTH
    assert LINKS.read(token) == OrderOpened(order, ends)
    assert LINKS.url(order, ends) == f"https://shop.example/a/t/{token}"


@given(IDS, ENDS, st.integers(0, LENGTH - 1), st.characters(min_codepoint=33, max_codepoint=382))
def test_token_when_any_sign_is_another_then_is_none(order: str, ends: datetime, place: int, sign: str) -> None:
    token = LINKS.token(order, ends)
    changed = token[:place] + sign + token[place + 1 :]
    assert (LINKS.read(changed) is None) is (changed != token)


@given(st.text(max_size=LENGTH + 5) | st.binary(min_size=54, max_size=54).map(encoded))
def test_token_when_it_is_any_text_then_is_none(text: str) -> None:
    assert LINKS.read(text) is None


@given(IDS, ENDS, st.integers(1, 255), st.integers(1, 255))
def test_token_when_keys_are_renewed_then_holds_for_one_number_more(
    order: str, ends: datetime, made_with: int, now: int
) -> None:
    token = OrderLinks(SEAL, LinkTerms(key=made_with)).token(order, ends)
    assert (OrderLinks(SEAL, LinkTerms(key=now)).read(token) is not None) is (now - made_with in (0, 1))


@given(IDS, ENDS)
def test_token_when_of_another_secret_or_of_a_form_then_is_none(order: str, ends: datetime) -> None:
    token = LINKS.token(order, ends)
    assert OrderLinks(Seal(Vault(bytes(32))), LinkTerms(key=2)).read(token) is None
    assert FORMS.read(token) is None
    assert LINKS.read(FORMS.token(order.replace("ord_", "ask_"), ends, 1)) is None


def test_token_when_of_no_order_then_is_refused() -> None:
    with pytest.raises(ValueError, match="no id of an order"):
        LINKS.token("ord_1", datetime(2026, 11, 25, tzinfo=UTC))
