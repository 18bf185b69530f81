"""The words of notices: every kind in every language, with places that can be filled, and the letters made of them."""

import re
from dataclasses import fields, replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from string import Formatter

import pytest

from engine.facts.customer import buyer_email
from engine.order.order import Order
from engine.order.party import TaxHolder, TaxIdentifier
from fulfillment.desk_view import AskingLink
from fulfillment.notify.kinds import OTHER, kind_book
from fulfillment.notify.letter import Letter, carrier_letter, letter_of
from fulfillment.notify.message import mailbox_of, message
from fulfillment.notify.on_the_way import NEWS, WATCHES
from fulfillment.notify.phrases import phrases_of, reason_phrase
from fulfillment.notify.post_room import recipient_of
from fulfillment.notify.telling import CARRIER, LETTERS, OF_RETURNS, PART_SHIPPED, TELLING
from fulfillment.notify.texts import LANGUAGES, all_words, language_of, words_of
from fulfillment.records import Notice
from fulfillment.tracking.vocabulary import Word
from tests.builders import an_address, an_order

FOR_CARRIERS = {"interception", "interception_withdrawn", "redirection"}
FOR_CHANNELS = {"channel_question"}  # a message without a form
PLACES = {
    "name",
    "order",
    "number",
    "amount",
    "stand_in",
    "link",
    "until",
    "points",
    "address",
    "reason",
    "pays",
    "rma",
}
PAGE = "https://shop.example/t/abc"
# Of what nobody is told, in the six languages.
NEVER = re.compile(
    r"fraud|betrug|fraude|escroc|estafa|欺诈|诈骗|詐欺|不正|sanction|sanktion|sanción|制裁|denied|blocked|"
    r"gesperrt|suspect|suspicious|verdächtig|sospech|可疑|疑わ|embargo|terror",
    re.IGNORECASE,
)


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


def letter(notice: Notice, order: Order, page: str = "", link: AskingLink | None = None) -> Letter:
    return (
        carrier_letter(notice, order) if notice.audience == CARRIER else letter_of(notice, order, page=page, link=link)
    )


def a_mail(notice: Notice, order: Order, *, to: str = "", link: AskingLink | None = None, **more: str) -> EmailMessage:
    written = letter(notice, order, more.pop("page", ""), link)
    return message_from_bytes(message(written, notice, "job_1", to=to, **more), policy=default)  # type: ignore[arg-type]


def plain(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_when_a_kind_is_told_to_customers_then_every_language_has_them(language: str) -> None:
    told = (
        {effect.value.removeprefix("tell_") for effect in TELLING}
        | set(NEWS)
        | {"question", "refunded", "substitute_offered", PART_SHIPPED}
        | set(LETTERS.values())
        | set(WATCHES.values())
        | {kind for told in kind_book().kind_by_reason.values() for kind in told.values()}
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


def test_kinds_when_compared_with_the_words_then_are_the_same() -> None:
    assert set(kind_book().kinds) == set(all_words("en")) - FOR_CARRIERS - FOR_CHANNELS


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_when_compared_with_english_then_none_is_missing_and_places_are_the_same(language: str) -> None:
    own, english = phrases_of(language), phrases_of("en")
    for each in fields(own):
        ours, theirs = getattr(own, each.name), getattr(english, each.name)
        assert ours.keys() == theirs.keys(), each.name
        for name, text in ours.items():
            places = [{each[1] for each in Formatter().parse(found)} - {None} for found in (text, theirs[name])]
            # A month is written as a word or as a number.
            assert places[0] == places[1] or name == "date", name


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_when_tracking_has_a_word_then_have_one_for_customers(language: str) -> None:
    assert phrases_of(language).words.keys() == set(Word)
    assert phrases_of(language).reasons.keys() == {*kind_book().reasons.values(), OTHER}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_when_read_by_a_customer_then_never_speak_of_suspicion(language: str) -> None:
    phrases = phrases_of(language)
    told = [text for words in all_words(language).values() for text in (words.subject, words.text)]
    told += [text for each in fields(phrases) for text in getattr(phrases, each.name).values()]
    assert [text for text in told if NEVER.search(text)] == []


def test_reason_when_the_carrier_uses_its_own_words_then_they_are_not_handed_on() -> None:
    assert reason_phrase("neighbour Mr Smith refused", "en") == phrases_of("en").reasons[OTHER]
    assert reason_phrase("absent", "de") == "Es war niemand zu Hause."


def test_message_when_written_then_goes_to_the_customer_and_names_the_parcel() -> None:
    mail = a_mail(a_notice(), an_order(), to="erika.muster@example.com")
    assert mail["To"] == "erika.muster@example.com"
    assert mail["Message-ID"] == "<job_1@clearway.invalid>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "RX473124829CN" in plain(mail)


def test_message_when_made_twice_then_is_the_same_to_the_byte() -> None:
    made = [message(letter(a_notice(), an_order(), PAGE), a_notice(), "job_1", to="a@example.com") for _ in range(2)]
    assert made[0] == made[1]


def test_message_when_a_topic_may_be_turned_off_then_one_click_does_it() -> None:
    mail = a_mail(a_notice(), an_order(), page=PAGE, off=f"{PAGE}?off=progress", sender="Shop <shop@shop.example>")
    assert mail["List-Unsubscribe"] == f"<{PAGE}?off=progress>"
    assert mail["Content-Language"] == "de"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Message-ID"] == "<job_1@shop.example>"


def test_message_when_its_links_are_long_then_headers_hold_them_as_they_are_and_bodies_seven_bits() -> None:
    page = f"https://shop.example/clearway/t/{'A' * 72}"
    off = f"{page}?off=progress"
    raw = message(letter(a_notice(), an_order(), page), a_notice(), f"job_{'0' * 32}", to="a@example.com", off=off)
    assert f"\r\nList-Unsubscribe: <{off}>\r\n".encode() in raw
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) < 998


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: set[str] = set()
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.add(tag)
        self.links |= {str(value) for name, value in attrs if name in ("href", "src")}
        self.language = self.language or told.get("lang") or ""


@pytest.mark.parametrize("kind", sorted(kind_book().kinds))
def test_page_of_mail_when_written_then_fetches_nothing_and_says_what_the_text_says(kind: str) -> None:
    written = letter_of(a_notice(kind=kind), an_order(), language="fr", page=PAGE, link=LINK)
    seen = _Seen()
    seen.feed(written.html)
    assert seen.tags & {"img", "script", "link", "iframe", "form"} == set()
    assert seen.links <= {PAGE, f"{PAGE}#choices", LINK.url}
    assert seen.language == "fr"
    assert PAGE in written.text


def test_page_of_mail_when_a_name_is_markup_then_shows_it_as_text() -> None:
    customer = replace(an_order().customer, name="<b>x</b>")  # type: ignore[type-var]
    assert "<b>x" not in letter_of(a_notice(), an_order(customer=customer)).html


def test_message_when_an_address_would_add_headers_then_has_no_recipient() -> None:
    customer = replace(an_order().customer, email="a@example.com\r\nBcc: b@example.com")  # type: ignore[type-var]
    order = an_order(customer=customer)
    mail = a_mail(a_notice(), order, to=mailbox_of(order))
    assert mail["To"] is None
    assert mail["Bcc"] is None


@pytest.mark.parametrize(
    "email", ["a@example.com, b@example.com", "a@example.com b@example.com", "<a@example.com>", "a@b", "ä@example.com"]
)
def test_recipient_when_a_server_would_take_it_for_another_then_is_none(email: str) -> None:
    customer = replace(an_order().customer, email=email)  # type: ignore[type-var]
    assert recipient_of(an_order(customer=customer)) == ""


def test_recipient_when_the_account_has_no_address_then_is_whom_answers_go_to() -> None:
    billing, shipping = (an_address(email=f"{each}@shop.example") for each in ("billing", "gift"))
    order = an_order(customer=None, billing_address=billing, shipping_address=shipping)
    assert recipient_of(order) == buyer_email(order) == "billing@shop.example"


@pytest.mark.parametrize("kind", sorted(all_words("en").keys() - FOR_CHANNELS))
def test_message_when_the_order_has_tax_numbers_then_no_notice_tells_them(kind: str) -> None:
    numbers = (
        TaxIdentifier(kind="IOSS", value="IM2760000742", holder=TaxHolder.MERCHANT),
        TaxIdentifier(kind="CPF", value="52998224725"),
    )
    audience = CARRIER if kind in FOR_CARRIERS else "customer"
    written = letter(a_notice(kind=kind, audience=audience), an_order(tax_identifiers=numbers), PAGE, LINK)
    assert not [number.value for number in numbers if number.value in written.text + written.html]


@pytest.mark.parametrize("kind", LETTERS.values())
def test_message_when_it_asks_then_names_the_link_and_its_end(kind: str) -> None:
    told = plain(a_mail(a_notice(kind=kind, params={}), an_order(), link=LINK))
    assert LINK.url in told
    assert "5. Dezember 2026, 10:00 Uhr (Europe/Berlin)" in told


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ("2026-12-20T04:30:00+00:00", "by 19 December 2026, 23:30 (America/New York)"),
        ("2026-12-20", "by 20 December 2026."),  # as notices were noted before
    ],
)
def test_deadline_when_it_is_a_moment_then_is_told_by_the_clock_of_the_destination(stated: str, read: str) -> None:
    notice = a_notice(kind="return_reminder", params={"rma": "RMA-1", "until": stated})
    order = an_order(shipping_address=an_address(country="US", state="NY"))
    assert read in letter_of(notice, order, language="en").text


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"pays": "seller", "pay_link": ""}, "We pay this."),
        ({"pays": "customer", "pay_number": "MRN 1", "pay_link": "https://duty.example/1"}, "https://duty.example/1"),
        ({}, "tell you how much"),
    ],
)
def test_duty_when_due_then_says_who_pays_and_how(params: dict[str, object], expected: str) -> None:
    assert expected in letter_of(a_notice(kind="duty_due", params=params), an_order(), language="en").text
