"""The words of notices: every kind in every language, with places that can be filled."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from string import Formatter

import pytest

from engine.order.party import TaxHolder, TaxIdentifier
from fulfillment.desk_view import AskingLink
from fulfillment.notify.telling import LETTERS, OF_RETURNS, PART_SHIPPED, TELLING
from fulfillment.notify.texts import LANGUAGES, all_words, language_of, words_of
from fulfillment.notify.writing import message
from fulfillment.records import Notice
from fulfillment.tracking.recording import NEWS
from tests.builders import an_address, an_order

FOR_CARRIERS = {"interception", "interception_withdrawn", "redirection"}
FOR_CHANNELS = {"channel_question"}  # a message without a form
PLACES = {"name", "order", "number", "amount", "stand_in", "link", "until", "points", "address", "rma"}


LINK = AskingLink(url="https://shop.example/r/abc", until=datetime(2026, 12, 5, 9, 0, tzinfo=UTC))


def a_notice(**changes: object) -> Notice:
    notice = Notice(
        id="ntc_1",
        merchant_id="main",
        order_id="ord_1",
        kind="delivered",
        about="ord_1",
        audience="customer",
        created_at=datetime(2026, 11, 25, 12, 0, tzinfo=UTC),
        params={"number": "RX473124829CN"},
    )
    return replace(notice, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_when_a_kind_is_told_to_customers_then_every_language_has_them(language: str) -> None:
    told = (
        {effect.value.removeprefix("tell_") for effect in TELLING}
        | set(NEWS)
        | {"question", "refunded", "substitute_offered", PART_SHIPPED}
        | set(LETTERS.values())
        | OF_RETURNS
    )
    assert told == set(all_words(language)) - FOR_CARRIERS - FOR_CHANNELS


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_when_they_have_places_then_only_known_ones(language: str) -> None:
    texts = [text for words in all_words(language).values() for text in (words.subject, words.text)]
    assert {place for text in texts for _, place, _, _ in Formatter().parse(text) if place is not None} <= PLACES


def test_words_when_a_language_lacks_a_kind_then_are_english() -> None:
    assert words_of("interception", "ja") == all_words("en")["interception"]


@pytest.mark.parametrize(
    ("locale", "country", "language"),
    [("zh-Hant-TW", "DE", "zh"), ("fr_CA", "US", "fr"), ("pt-BR", "MX", "es"), (None, "JP", "ja"), (None, "NL", "en")],
)
def test_language_when_the_buyers_is_not_ours_then_that_of_the_destination(
    locale: str | None, country: str, language: str
) -> None:
    customer = replace(an_order().customer, locale=locale)  # type: ignore[type-var]
    assert language_of(an_order(customer=customer, shipping_address=an_address(country=country))) == language


def test_message_when_written_then_goes_to_the_customer_and_names_the_parcel() -> None:
    mail = message_from_bytes(message(a_notice(), an_order(), "job_1"), policy=default)
    assert mail["To"] == "erika.muster@example.com"
    assert mail["Message-ID"] == "<job_1@clearway.invalid>"
    assert "RX473124829CN" in mail.get_content()


def test_message_when_an_address_would_add_headers_then_has_no_recipient() -> None:
    customer = replace(an_order().customer, email="a@example.com\r\nBcc: b@example.com")  # type: ignore[type-var]
    mail = message_from_bytes(message(a_notice(), an_order(customer=customer), "job_1"), policy=default)
    assert mail["To"] is None
    assert mail["Bcc"] is None


def test_message_when_for_the_carrier_then_does_not_go_to_the_customer() -> None:
    notice = a_notice(kind="interception", audience="carrier")
    assert message_from_bytes(message(notice, an_order(), "job_1"), policy=default)["To"] is None


@pytest.mark.parametrize("kind", sorted(all_words("en").keys() - FOR_CHANNELS))
def test_message_when_the_order_has_tax_numbers_then_no_notice_tells_them(kind: str) -> None:
    numbers = (
        TaxIdentifier(kind="IOSS", value="IM2760000742", holder=TaxHolder.MERCHANT),
        TaxIdentifier(kind="CPF", value="52998224725"),
    )
    told = message(a_notice(kind=kind), an_order(tax_identifiers=numbers), "job_1", LINK).decode()
    assert not [number.value for number in numbers if number.value in told]


@pytest.mark.parametrize("kind", LETTERS.values())
def test_message_when_it_asks_then_names_the_link_and_its_end(kind: str) -> None:
    mail = message_from_bytes(message(a_notice(kind=kind, params={}), an_order(), "job_1", LINK), policy=default)
    assert LINK.url in mail.get_content()
    assert "2026-12-05 09:00 UTC" in mail.get_content()
