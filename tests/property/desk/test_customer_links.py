"""Links of customers: reading undoes making, and nothing but what was made is read."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.desk.links import LATEST, LENGTH, MOST_LINKS, CustomerLinks, LinkTerms, Opened
from engine.desk.person import Seal
from engine.store.vault import Vault

SEAL = Seal(Vault(bytes(range(32))))
LINKS = CustomerLinks(SEAL, LinkTerms("https://shop.example/a/", 2))
IDS = st.binary(min_size=16, max_size=16).map(lambda raw: f"ask_{raw.hex()}")
ENDS = st.integers(0, 4_102_444_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
NUMBERS = st.integers(1, MOST_LINKS)


def encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


@given(IDS, ENDS, NUMBERS)
def test_token_when_read_then_says_what_it_was_made_of(request: str, ends: datetime, link: int) -> None:
    token = LINKS.token(request, ends, link)
    assert len(token) == LENGTH
    assert LINKS.read(token) == Opened(request, ends, link)
    assert LINKS.url(token) == f"https://shop.example/a/r/{token}"


@given(IDS, ENDS, NUMBERS, st.integers(0, LENGTH - 1), st.characters(min_codepoint=33, max_codepoint=382))
def test_token_when_any_sign_is_another_then_is_none(
    request: str, ends: datetime, link: int, place: int, sign: str
) -> None:
    token = LINKS.token(request, ends, link)
    changed = token[:place] + sign + token[place + 1 :]
    assert (LINKS.read(changed) is None) is (changed != token)


@given(st.text(max_size=LENGTH + 5) | st.binary(min_size=56, max_size=56).map(encoded))
def test_token_when_it_is_any_text_then_is_none(text: str) -> None:
    assert LINKS.read(text) is None


@given(IDS, ENDS, NUMBERS, st.integers(1, 255), st.integers(1, 255))
def test_token_when_keys_are_renewed_then_holds_for_one_number_more(
    request: str, ends: datetime, link: int, made_with: int, now: int
) -> None:
    token = CustomerLinks(SEAL, LinkTerms(key=made_with)).token(request, ends, link)
    read = CustomerLinks(SEAL, LinkTerms(key=now)).read(token)
    assert (read is not None) is (now - made_with in (0, 1))


@given(IDS, ENDS, NUMBERS)
def test_token_when_the_installation_has_another_secret_then_is_none(request: str, ends: datetime, link: int) -> None:
    elsewhere = CustomerLinks(Seal(Vault(bytes(32))), LinkTerms(key=2))
    assert elsewhere.read(LINKS.token(request, ends, link)) is None


@given(IDS, ENDS, st.timedeltas(timedelta(microseconds=1), timedelta(microseconds=999_999)))
def test_token_when_its_end_has_fractions_then_never_opens_for_longer(
    request: str, ends: datetime, more: timedelta
) -> None:
    read = LINKS.read(LINKS.token(request, ends + more, 1))
    assert read is not None
    assert read.expires_at <= ends + more


def test_seconds_when_counted_then_fit_for_thirty_thousand_years() -> None:
    assert LATEST > 30_000 * 365 * 86_400
