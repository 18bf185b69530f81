"""What a message is about: rules as data, read as notes of orders are, each intent with the words that say so.

Wishes to cancel or to change the address are read by data/notes/intents.yaml, all else by data/inbox/intents.yaml.
What no phrase says stays unknown: an empty answer.
"""

import re
from dataclasses import replace
from functools import cache

from engine.bundled import data_folder
from engine.facts.note_vocabulary import load_vocabulary
from engine.facts.notes import NoteIntent, NoteLanguage, NoteVocabulary, note_intents

WHERE, NOT_RECEIVED, RETURN, DAMAGED = "where_is_my_parcel", "not_received", "return", "damaged"
WRONG_ITEM, INVOICE, CUSTOMS = "wrong_item", "invoice", "customs_duty"
CANCEL, CHANGE_ADDRESS, OTHER = "cancel", "change_address", "other"
OF_NOTES = (CANCEL, CHANGE_ADDRESS)
OWN = (WHERE, NOT_RECEIVED, RETURN, DAMAGED, WRONG_ITEM, INVOICE, CUSTOMS)
INTENTS = (*OF_NOTES, *OWN)
MOST_LETTERS = 20_000  # of a message that are read
# Lines of an answer that repeat what was answered: RFC 3676, section 4.5, and what mail programs write above.
_QUOTED = re.compile(r"^\s*[>＞|].*$", re.MULTILINE)
_ABOVE = re.compile(
    r"^(?:-{2,}\s*(?:original message|ursprüngliche nachricht|message d.origine|mensaje original|原始邮件)"
    r"|(?:on|am|le|el)\s.{6,120}\s(?:wrote|schrieb|a écrit|escribió)\s*:?\s*$|在.{6,80}写道|.{6,60}のメッセージ\s*:)",
    re.IGNORECASE | re.MULTILINE,
)


def intents_of(text: str) -> tuple[NoteIntent, ...]:
    """Every intent once, in the order of their names, with the first words that say it."""
    fresh = unquoted(text)[:MOST_LETTERS]
    found = (*note_intents(fresh, _of_notes()), *note_intents(fresh, _own()))
    return tuple(sorted(found, key=lambda each: each.intent))


def unquoted(text: str) -> str:
    """What was newly written: without the lines that repeat an earlier message."""
    above = _ABOVE.search(text)
    return _QUOTED.sub("", text if above is None else text[: above.start()]).strip()


@cache
def _of_notes() -> NoteVocabulary:
    """The vocabulary of notes, as far as it is asked here."""
    read = load_vocabulary(data_folder() / "notes" / "intents.yaml")
    return NoteVocabulary(
        tuple(
            replace(each, intents=tuple(one for one in each.intents if one.intent in OF_NOTES))
            for each in read.languages
        )
    )


@cache
def _own() -> NoteVocabulary:
    """Our own, told from other languages by the usual words of notes."""
    usual = {each.code: each.usual for each in _of_notes().languages}
    read = load_vocabulary(data_folder() / "inbox" / "intents.yaml", OWN)
    return NoteVocabulary(tuple(_with(each, usual[each.code]) for each in read.languages))


def _with(language: NoteLanguage, usual: frozenset[str]) -> NoteLanguage:
    return replace(language, usual=usual)
