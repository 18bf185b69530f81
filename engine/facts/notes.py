"""What notes ask for, in six languages. The fact is the set of intents; the evidence is the words that say so.

A note is read sentence by sentence and clause by clause: "please do not cancel" and "if it is sold out, cancel
my order" ask for no cancellation, "can you cancel the gift wrap" neither, since a phrase names its object.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from engine.facts.note_phrases import STEM, Phrase, folded, joined, spaced
from engine.facts.note_quote import quote_of
from engine.order.order import Order

SENTENCE_ENDS = re.compile(r"[.!?;\n。！？；]+(?=\s|$|[^\w.])|[。！？；\n]+")
CLAUSE_ENDS = re.compile(r"[,，、:：()（）]|\s[-–—]+\s|\s(?:but|aber|sondern|mais|pero|sino)\s")
EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
WORDS_BEFORE = 6  # a negation further off belongs to something else
CHARACTERS_BEFORE = 6


@dataclass(frozen=True, slots=True)
class NoteIntent:
    """One thing that a note asks for, the words that say so as written, and the language they were read in."""

    intent: str
    quote: str
    language: str


@dataclass(frozen=True, slots=True, eq=False)
class IntentPhrases:
    """How one language says one intent, and the phrases beside which it means something else."""

    intent: str
    says: tuple[Phrase, ...]
    unless: tuple[Phrase, ...]
    conditional: bool


@dataclass(frozen=True, slots=True, eq=False)
class NoteLanguage:
    """One language's phrases. `together`: it writes its words without spaces."""

    code: str
    together: bool
    usual: frozenset[str]
    intents: tuple[IntentPhrases, ...]
    negations: tuple[Phrase, ...]
    conditions: tuple[Phrase, ...]
    certain: tuple[Phrase, ...]
    negates_after: bool

    def prepared(self, clause: str) -> str:
        """A clause as this language's phrases expect it."""
        return joined(folded(clause)) if self.together else spaced(folded(clause))


@dataclass(frozen=True, slots=True, eq=False)
class NoteVocabulary:
    """All languages; compared by identity, since it is loaded once."""

    languages: tuple[NoteLanguage, ...]


@lru_cache(maxsize=4096)
def note_intents(text: str, vocabulary: NoteVocabulary) -> tuple[NoteIntent, ...]:
    """Every intent of a text once, with the first clause that says it."""
    found: dict[str, NoteIntent] = {}
    languages = languages_of(text, vocabulary)
    for sentence in SENTENCE_ENDS.split(text):
        if sentence.strip():
            for language in languages:
                for one in _in_sentence(sentence, language):
                    found.setdefault(one.intent, one)
    return tuple(found[intent] for intent in sorted(found))


def languages_of(text: str, vocabulary: NoteVocabulary) -> tuple[NoteLanguage, ...]:
    """The languages whose usual words the text uses most; those written together where it has their characters.

    `Not urgent` must not be read as French, where nothing negates it.
    """
    words = spaced(folded(text)).split()
    together = EAST_ASIAN.search(text) is not None
    counts = [sum(word in language.usual for word in words) for language in vocabulary.languages]
    enough = max(counts, default=0) / 2
    return tuple(
        language
        for language, count in zip(vocabulary.languages, counts, strict=True)
        if (together if language.together else count >= enough)
    )


def _in_sentence(sentence: str, language: NoteLanguage) -> Iterator[NoteIntent]:
    whole = language.prepared(sentence)
    if not _may_speak(whole, language):
        return
    for clause in CLAUSE_ENDS.split(sentence):
        text = language.prepared(clause)
        starts = _starts(text, language)
        for phrases in language.intents:
            at = _said_at(phrases, text, starts, language)
            if at is not None and not (phrases.conditional and _conditional(whole, language)):
                yield NoteIntent(phrases.intent, quote_of(clause, at, language.prepared), language.code)


def _starts(text: str, language: NoteLanguage) -> frozenset[str]:
    return frozenset(text) if language.together else frozenset(word[:STEM] for word in text.split())


def _may_speak(whole: str, language: NoteLanguage) -> bool:
    starts = _starts(whole, language)
    return any(not starts.isdisjoint(said.anchors) for phrases in language.intents for said in phrases.says)


def _said_at(phrases: IntentPhrases, text: str, starts: frozenset[str], language: NoteLanguage) -> int | None:
    """Where the clause says it: a phrase stands there, is not negated, and nothing gives it another meaning."""
    for said in phrases.says:
        if starts.isdisjoint(said.anchors):
            continue
        for match in said.pattern.finditer(text):
            if not _negated(match, said, language):
                return None if any(other.pattern.search(text) for other in phrases.unless) else match.start()
    return None


def _negated(match: re.Match[str], said: Phrase, language: NoteLanguage) -> bool:
    """A negation shortly before the phrase turns it round, or in a gap of it; in some languages one after it, too."""
    text, start, end = match.string, match.start(), match.end()
    if language.together:
        before = text[max(0, start - CHARACTERS_BEFORE) : start]
        after = text[end : end + CHARACTERS_BEFORE] if language.negates_after else ""
    else:
        before = " ".join(text[:start].split()[-WORDS_BEFORE:]) + " "
        after = text[end:] if language.negates_after else ""
    own = language.prepared(said.source) if "~" in said.source else match[0]
    for word in language.negations:
        # 不是 reaches into a phrase that begins with 是, so the phrase's first character is looked at as well.
        found = word.pattern.search(before + text[start] if language.together else before)
        if found is not None and found.start() < len(before):
            return True
        if word.pattern.search(after) or (word.pattern.search(match[0]) and not word.pattern.search(own)):
            return True
    return False


def _conditional(whole: str, language: NoteLanguage) -> bool:
    """A wish "if it is sold out" asks nothing yet; "if it has not shipped" and "if possible" do."""
    if any(phrase.pattern.search(whole) for phrase in language.certain):
        return False
    return any(phrase.pattern.search(whole) for phrase in language.conditions)


def buyer_texts(order: Order) -> tuple[str, ...]:
    """The buyer's note, and what the buyer wrote to the channel."""
    messages = order.channel_data.customer_messages if order.channel_data is not None else ()
    return ((order.buyer_note,) if order.buyer_note is not None else ()) + messages


def buyer_intents(order: Order, vocabulary: NoteVocabulary) -> frozenset[str]:
    """`order.note_intents`: empty when nothing was written, since then nothing is asked."""
    return frozenset(one.intent for text in buyer_texts(order) for one in note_intents(text, vocabulary))


def seller_intents(order: Order, vocabulary: NoteVocabulary) -> frozenset[str]:
    """`order.seller_note_intents`."""
    return frozenset(one.intent for one in note_intents(order.seller_note or "", vocabulary))


def note_evidence(order: Order, vocabulary: NoteVocabulary) -> dict[str, dict[str, str]]:
    """For the facts of the notes, the words to quote for each intent; a note that asks nothing is left out."""
    texts = {
        "order.note_intents": buyer_texts(order),
        "order.seller_note_intents": () if order.seller_note is None else (order.seller_note,),
    }
    found = {fact: _first_quotes(written, vocabulary) for fact, written in texts.items() if written}
    return {fact: quotes for fact, quotes in found.items() if quotes}


def _first_quotes(texts: tuple[str, ...], vocabulary: NoteVocabulary) -> dict[str, str]:
    return {one.intent: one.quote for text in reversed(texts) for one in note_intents(text, vocabulary)}
