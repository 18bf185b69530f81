"""Notes of honest and of other buyers, in six languages: what is asked for, and what only looks like it."""

from pathlib import Path

import pytest

from engine.errors import DataRejected
from engine.facts.note_vocabulary import load_vocabulary
from engine.facts.notes import NoteIntent, buyer_intents, note_evidence, note_intents, seller_intents
from engine.lexicon.order_facts import NOTE_INTENTS
from engine.order.order import ChannelData
from tests.builders import an_order
from tests.sample_notes import QUIET, SAYS

VOCABULARY = load_vocabulary(Path(__file__).parents[3] / "data" / "notes" / "intents.yaml")


def cases(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(intent, note.strip()) for intent, notes in table.items() for note in notes.strip().splitlines()]


def intents(note: str) -> set[str]:
    return {one.intent for one in note_intents(note, VOCABULARY)}


@pytest.mark.parametrize(("intent", "note"), cases(SAYS))
def test_note_when_it_asks_then_intent_is_read(intent: str, note: str) -> None:
    assert intent in intents(note)


@pytest.mark.parametrize(("intent", "note"), cases(QUIET))
def test_note_when_it_only_looks_like_it_then_quiet(intent: str, note: str) -> None:
    assert intent not in intents(note)


@pytest.mark.parametrize(
    "note",
    [
        "Thank you!",
        "Please call before delivery",
        "Third floor, left door",
        "Grüße aus Berlin",
        "Merci beaucoup",
        "Muchas gracias",
        "谢谢老板",
        "よろしくお願いします",
        "Love your shop, second order already",
        "Please use the side entrance, the bell is broken",
        "Can you send it with the blue ribbon?",
        "",
        "   ",
        "🎉🎉🎉",
    ],
)
def test_note_when_it_asks_nothing_then_no_intent(note: str) -> None:
    assert intents(note) == set()


def test_intents_when_all_tested_then_none_is_forgotten() -> None:
    assert set(SAYS) == set(NOTE_INTENTS) == set(QUIET)


def test_intent_when_read_then_clause_is_quoted_as_written() -> None:
    found = note_intents("Hello! Please  CANCEL my order, thanks. Bye", VOCABULARY)
    assert found == (NoteIntent("cancel", "Please CANCEL my order", "en"),)


@pytest.mark.parametrize(
    ("note", "quote"),
    [
        (
            "I have thought about it for days now and so I would ask you to cancel my order and to tell me when it is",
            "…for days now and so I would ask you to cancel my order and to tell me when it is",
        ),
        (
            "cancel my order and please tell me when that has been done because I am going to be away from Monday on",
            "cancel my order and please tell me when that has been done because I am going to…",
        ),
        ("我" * 70 + "请取消订单" + "谢" * 70, "…" + "我" * 19 + "请取消订单" + "谢" * 56 + "…"),
        ("\ufb01" * 30 + " " + "x" * 200 + " please cancel my order", "…please cancel my order"),
    ],
)
def test_quote_when_the_clause_is_long_then_shows_what_stands_around_the_hit(note: str, quote: str) -> None:
    assert {one.quote for one in note_intents(note, VOCABULARY) if one.intent == "cancel"} == {quote}


def test_evidence_when_notes_ask_then_quotes_by_fact_and_intent() -> None:
    order = an_order(
        buyer_note="It's a birthday gift",
        seller_note="please ship asap",
        channel_data=ChannelData(customer_messages=("urgent please", "a gift, you know")),
    )
    assert note_evidence(order, VOCABULARY) == {
        "order.note_intents": {"gift": "It's a birthday gift", "urgent": "urgent please"},
        "order.seller_note_intents": {"urgent": "please ship asap"},
    }


def test_evidence_when_nothing_is_asked_then_empty() -> None:
    assert note_evidence(an_order(buyer_note="Thank you!"), VOCABULARY) == {}


def test_intents_when_note_and_messages_ask_then_both_are_read() -> None:
    order = an_order(buyer_note="It's a birthday gift", channel_data=ChannelData(customer_messages=("urgent please",)))
    assert buyer_intents(order, VOCABULARY) == {"gift", "urgent"}


def test_intents_when_nothing_was_written_then_empty() -> None:
    assert buyer_intents(an_order(), VOCABULARY) == frozenset()
    assert seller_intents(an_order(), VOCABULARY) == frozenset()


def test_seller_note_when_it_asks_then_kept_apart() -> None:
    order = an_order(seller_note="please ship asap")
    assert seller_intents(order, VOCABULARY) == {"urgent"}
    assert not buyer_intents(order, VOCABULARY)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("languages: {en: {intents: {dance: {says: [dance]}}}}", "no such intent"),
        ("languages: {en: {intents: {cancel: {says: ['[maybe]']}}}}", "has no word"),
        ("languages: {en: {intents: {cancel: {says: ['ca* it']}}}}", "too short a stem"),
        ("languages: {en: {intents: {cancel: {says: cancel}}}}", "write a list"),
        ("languages: []", "write a mapping"),
        ("languages: [", "not YAML"),
    ],
)
def test_vocabulary_when_a_phrase_cannot_be_used_then_rejected(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "intents.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataRejected, match=message):
        load_vocabulary(path)
