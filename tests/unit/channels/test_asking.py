"""The message by which a marketplace's buyer is asked: in their language, without links, within what channels take."""

import re

import pytest

from engine.order.party import Customer
from fulfillment.channels.asking import MOST_LETTERS, ask_message
from fulfillment.channels.said_facts import AskFacts
from fulfillment.notify.telling import TELLING
from fulfillment.notify.texts import LANGUAGES, all_words
from tests.builders import an_order

FACTS = AskFacts("111-1", "ask_1")
POINTS = ("- Phone number", "- Postcode")
# Buyers never read that somebody took them for a fraud or looked them up in a list.
FORBIDDEN = re.compile(
    r"fraud|betrug|fraude|estafa|sanction|sanktion|sanción|embargo|blacklist|denied part|risk score|suspicio|verdächt|"
    r"soupçon|sospech|欺诈|詐欺|制裁|黑名单|ブラックリスト|风险|不正利用",
    re.IGNORECASE,
)


def written(language: str, points: tuple[str, ...] = POINTS) -> str:
    order = an_order(channel_order_id="111-1", customer=Customer(locale=language))
    return ask_message(FACTS, order, points, "confirmOrderDetails").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_message_when_written_then_it_names_the_channels_number_and_everything_asked(language: str) -> None:
    text = written(language)
    assert "111-1" in text
    assert "\n".join(POINTS) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_message_when_written_then_it_leads_nowhere_else(language: str) -> None:
    assert not re.search(r"https?:|www\.|@", written(language))


def test_message_when_there_is_too_much_to_ask_then_is_cut_between_lines() -> None:
    text = written("en", tuple(f"- point {number} {'x' * 90}" for number in range(40)))
    assert len(text) <= MOST_LETTERS
    assert text.count("- point") > 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_when_a_customer_reads_them_then_none_speaks_of_fraud_or_sanctions(language: str) -> None:
    texts = [text for words in all_words(language).values() for text in (words.subject, words.text)]
    assert [text for text in texts if FORBIDDEN.search(text)] == []
    assert len(texts) > len(TELLING)
