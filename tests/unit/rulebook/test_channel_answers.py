"""`answers:` of channels: read with faults in their place, and complete in the bundled book."""

import pytest

from engine.rulebook.channel_answers import CANCEL_CAUSES, REFUND_CAUSES, ChannelAnswers
from tests.desks import bundled

CHANNELS = bundled().admission.book.channels


@pytest.mark.parametrize("channel", sorted(CHANNELS))
def test_answers_when_a_channel_is_in_the_book_then_each_of_our_reasons_has_a_word(channel: str) -> None:
    answers = CHANNELS[channel].answers
    assert all(answers.cancel_word(cause) for cause in CANCEL_CAUSES)
    assert all(answers.refund_word(cause) for cause in REFUND_CAUSES)


def test_answers_when_nothing_is_written_then_nothing_is_told() -> None:
    assert ChannelAnswers().cancel_word("buyer") == ""


@pytest.mark.parametrize("channel", ["amazon", "ebay"])
def test_answers_when_it_is_a_marketplace_then_buyers_get_messages_alone(channel: str) -> None:
    answers = CHANNELS[channel].answers
    assert (answers.letters, bool(answers.asks_by)) == ("messages", True)


@pytest.mark.parametrize("channel", sorted(CHANNELS))
def test_words_when_said_to_a_channel_then_none_names_fraud_or_sanctions(channel: str) -> None:
    answers = CHANNELS[channel].answers
    words = [answers.cancel_word(each) for each in CANCEL_CAUSES]
    words += [answers.refund_word(each) for each in REFUND_CAUSES]
    assert not any(bad in word.casefold() for word in words for bad in ("fraud", "sanction", "embargo", "denied"))
