"""The words of the customer's form: all there in every language, and none that a customer must not read."""

import re
from dataclasses import replace
from string import Formatter

import pytest
import yaml

from api.access.tries import Tries
from api.customer_page.words import language_for, words_of
from engine.bundled import data_folder
from engine.desk.request_errors import AnswerRefused, FieldFault
from fulfillment.notify.texts import LANGUAGES
from tests.builders import an_address, an_order
from tests.desks import bundled

PLACES = {
    "title": {"order"}, "until": {"day"}, "number": {"kind"}, "paper_for": {"title"}, "return_title": {"order"},
    "return_until": {"day"}, "return_step_decide": {"days"}, "return_pieces": {"title"}, "return_photo": {"number"},
    "return_number": {"number"}, "return_is_photos": {"day"}, "return_is_label": {"day"}, "return_is_own": {"day"},
    "return_is_settled": {"amount"}, "number_called": {"kind", "name"}, "number_like": {"like"}, "phone_hint": {"like"},
}  # fmt: skip
# Of what nobody is told, in the six languages.
NEVER = re.compile(
    r"fraud|betrug|fraude|escroc|estafa|欺诈|诈骗|詐欺|不正|sanction|sanktion|sanción|sanciones|制裁|denied|blocked|"
    r"gesperrt|suspect|suspicious|verdächtig|sospech|可疑|疑わ|embargo|terror",
    re.IGNORECASE,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_when_compared_with_english_then_none_is_missing_and_places_are_the_same(language: str) -> None:
    words, english = words_of(language), words_of("en")
    assert words.says.keys() == english.says.keys()
    for name, text in words.says.items():
        places = {place for _, place, _, _ in Formatter().parse(text) if place is not None}
        assert places == PLACES.get(name, set()), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_papers_when_the_law_asks_for_them_then_each_has_a_name(language: str) -> None:
    known = yaml.safe_load((data_folder() / "restricted_goods" / "documents.yaml").read_text(encoding="utf-8"))
    assert words_of(language).papers.keys() == {each["id"] for each in known["documents"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_when_read_by_a_customer_then_never_speak_of_suspicion(language: str) -> None:
    book = bundled().admission.book
    asking = {rule.then.reason for rule in book.rules if rule.then.verdict == book.domain.asking_verdict}
    told = [message.customer for reason, message in book.messages[language].items() if reason in asking]
    assert len(told) > 10
    assert [text for text in (*told, *words_of(language).says.values()) if NEVER.search(text)] == []


@pytest.mark.parametrize("code", ["required", "too_long", "country_unknown", "email_form", "still", "phone_sequence",
                                  "phone_repeated", "phone_set_aside", "file_missing",
                                  "file_too_large", "file_form", "not_asked"])  # fmt: skip
def test_faults_when_a_field_has_one_then_page_and_problem_have_words_for_it(code: str) -> None:
    assert words_of("ja").says[code]
    (fault,) = AnswerRefused([FieldFault("address.postcode", code)]).faults
    assert (fault.pointer, fault.code) == ("/address/postcode", code)


@pytest.mark.parametrize(
    ("locale", "accepted", "chosen", "country", "language"),
    [
        ("de-DE", "fr", "", "JP", "de"),
        ("de-DE", "fr", "zh", "JP", "zh"),
        ("pt-BR", "nl, fr-CA;q=0.8, es;q=0.5", "", "JP", "fr"),
        (None, "es;q=0, ja;q=0.1", "", "FR", "ja"),
        (None, "", "", "FR", "fr"),
        (None, "pt", "xx", "BR", "en"),
    ],
)
def test_language_when_several_could_be_meant_then_the_customers_comes_first(
    locale: str | None, accepted: str, chosen: str, country: str, language: str
) -> None:
    customer = replace(an_order().customer, locale=locale)  # type: ignore[type-var]
    order = an_order(customer=customer, shipping_address=an_address(country=country))
    assert language_for(order, accepted, chosen) == language


def test_tries_when_used_up_then_wait_for_a_while_and_neighbours_of_a_subscriber_wait_too() -> None:
    now = [0.0]
    tries = Tries(most=2, within_s=60, ticks=lambda: now[0])
    for tail in ("1", "2"):
        assert not tries.are_used_up("2001:db8::9")
        tries.note(f"2001:db8::{tail}")
    assert tries.are_used_up("2001:db8::9")
    assert not tries.are_used_up("2001:db8:1::9")
    assert not tries.are_used_up("192.0.2.1")
    now[0] = 60.0
    assert not tries.are_used_up("2001:db8::9")
