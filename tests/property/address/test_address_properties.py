"""What holds for any text: no exception, repairing twice is repairing once, spelling changes no verdict."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.address.check import check_address
from engine.address.countries import country_codes
from engine.address.phone import check_phone
from engine.address.postcode import read_postcode
from engine.address.spelling import fold, tidy
from engine.address.table import country_table
from engine.address.verdict import SEVERITY, Level, worst
from engine.order.address import Address

COUNTRIES = st.sampled_from(["DE", "US", "GB", "FR", "JP", "KN", "AE", "IE", "SG", "LV", "CA", "XK", "PT"])
TEXTS = st.one_of(st.none(), st.text(max_size=30), st.from_regex(r"[A-Z0-9 -]{0,10}", fullmatch=True))
ADDRESSES = st.builds(
    Address,
    name=TEXTS,
    line1=TEXTS,
    line2=TEXTS,
    city=TEXTS,
    state=TEXTS,
    postcode=TEXTS,
    country=st.one_of(COUNTRIES, TEXTS),
)
HONEST = [
    Address(line1="12 Château Lane", city="Montréal", state="Québec", postcode="H2X 1Y4", country="CA"),
    Address(line1="Rua Exemplo 4", city="São Paulo", state="São Paulo", postcode="01310-100", country="BR"),
    Address(line1="Musterweg 5", city="Düsseldorf", postcode="40210", country="DE"),
    Address(line1="Calle Ejemplo 8", city="León", state="León", postcode="24001", country="ES"),
    Address(line1="1 Sample Street", city="London", postcode="EC1A 1BB", country="GB"),
]


@settings(max_examples=120, deadline=None)
@given(ADDRESSES)
def test_check_when_text_is_arbitrary_then_it_answers_with_the_worst_of_its_fields(address: Address) -> None:
    verdict = check_address(address)
    assert verdict.result is worst(verdict.fields.values())
    assert all(SEVERITY[verdict.fields[one.field]] >= SEVERITY[one.level] for one in verdict.findings)
    assert 0 <= verdict.signals.forwarder_score <= 100


@settings(max_examples=120, deadline=None)
@given(COUNTRIES, st.from_regex(r"[A-Za-z0-9 -]{1,10}", fullmatch=True))
def test_postcode_when_repaired_twice_then_it_stays(country: str, written: str) -> None:
    once = read_postcode(country_table(country), written)
    if once.fits:
        again = read_postcode(country_table(country), once.value)
        assert (again.value, again.fits, again.sure) == (once.value, True, True)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(country_codes())), st.data())
def test_postcode_when_an_example_loses_its_spelling_then_it_is_found_again(country: str, data: st.DataObject) -> None:
    table = country_table(country)
    if table.postcodes.templates:
        example = data.draw(st.sampled_from(sorted(table.postcodes.templates.values())))
        bare = "".join(char for char in example if char.isalnum()).lower()
        assert read_postcode(table, bare).value == read_postcode(table, example).value


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(HONEST), st.sampled_from([str.upper, str.lower, str.title]), st.booleans(), st.integers(0, 3))
def test_check_when_case_accents_and_spaces_change_then_an_honest_address_stays_ok(
    address: Address, recase: type[str], plain: bool, spaces: int
) -> None:
    def respelt(text: str | None) -> str | None:
        if text is None:
            return None
        bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
        return " " * spaces + recase(bare if plain else text).replace(" ", " " * (spaces + 1))

    changed = Address(
        line1=respelt(address.line1),
        city=respelt(address.city),
        state=respelt(address.state),
        postcode=respelt(address.postcode),
        country=address.country,
    )
    assert check_address(changed).result is Level.OK, check_address(changed).findings
    assert check_address(changed).normalised.postcode == address.postcode


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_spelling_when_done_twice_then_it_is_as_when_done_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert fold(fold(text)) == fold(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=25), st.one_of(st.none(), COUNTRIES))
def test_phone_when_text_is_arbitrary_then_it_answers(phone: str, country: str | None) -> None:
    verdict = check_phone(phone, country)
    assert (verdict.e164 is None) == (verdict.status == "invalid")
