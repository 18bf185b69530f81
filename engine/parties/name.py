"""A name as the matcher sees it: words in one spelling, with what each weighs; legal forms and titles set aside."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from engine.parties import vocabulary
from engine.parties.pinyin import is_pinyin
from engine.parties.sound import sound

LONGEST = 400  # characters of a name that are read; longer ones are texts, not names
MOST_WORDS = 24
SHORTEST_ACRONYM = 3
PARTICLE_WEIGHT = 0.1
INITIAL_WEIGHT = 0.35
NUMBER_WEIGHT = 0.5
KNOWN_WEIGHT = 0.8  # of words that exist as names, but are not among the commonest
SHORT_WEIGHTS = {2: 0.6, 3: 0.85}  # at most so much weigh words of so many letters
TRADE_WEIGHT = 0.4  # at most so much weighs a word that only names of businesses use
_HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_WORD = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?){2,}(?:[^\W\d_]\b)?")
_DIGITS = re.compile(r"\d+")
_ARTICLE_AR = re.compile("\\b\u0627\u0644(?=\\w{3})")
_WAW = re.compile("\\b\u0648|\u0648(?=[\u0627\u0629\u0649])")
_ENDING = re.compile(r"(?:sk)(?:iy|ii|yy|yi|ij|aya|aia|y)$")
_ABD = frozenset(("abd", "abdul", "abdel", "abdal", "abdol", "abdoul", "abdur", "abdu", "abdool"))
_ABD_WRITTEN = ("abdul", "abdel")
_NEARLY_ABD = frozenset(("abul", "abel", "adel", "adul", "abdell", "bedel"))  # names of their own
_INSIDE = frozenset(
    ("ltd", "limited", "llc", "inc", "gmbh", "ooo", "oao", "zao", "pao", "sarl", "plc", "jsc", "pjsc", "ojsc", "cjsc")
)
_ARTICLES = frozenset(("al", "el", "ul", "ar", "er", "ur", "as", "es", "us", "at", "ad", "ed", "ud", "an", "en", "az"))


class Role(StrEnum):
    """What a word does in a name."""

    WORD = "word"
    PARTICLE = "particle"
    INITIAL = "initial"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Word:
    """One word. `head` is the spelling that stands for its variants, `sound` what is left of it by ear,
    `text_sound` the same of the word as written.

    `known` words exist: two of them that differ are two names, not one misspelt.
    """

    text: str
    head: str
    sound: str
    role: Role
    weight: float
    known: bool = False
    pinyin: bool = False
    text_sound: str = ""


@dataclass(frozen=True, slots=True)
class PartyName:
    """`words` in order; `forms` are legal forms that were taken off; `numbers` tell one of a series from the next.

    `joined` are the heads in alphabetical order, `letters` all letters and digits as written, forms included, `written`
    in how many words.
    """

    text: str
    words: tuple[Word, ...]
    forms: frozenset[str]
    numbers: tuple[str, ...]
    business: bool
    weight: float
    joined: str
    letters: str
    written: int


def fold(text: str) -> str:
    """Lower case, other scripts in Latin letters where there is a table, without accents and apostrophes."""
    text = text[:LONGEST]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).casefold()
        # In Arabic the article is written to the noun, and waw is a consonant before alif and at the beginning.
        text = _WAW.sub("w", _ARTICLE_AR.sub("al ", text)).translate(vocabulary.letters())
        text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
        text = unicodedata.normalize("NFC", text.casefold().translate(_QUOTES))
    else:
        text = text.lower()
    return text.replace("'", "").replace("`", "").replace('"', " ").replace("&", " and ")


_QUOTES = dict.fromkeys(map(ord, "’‘ʼʹʻ´ʿʾ′"), None)


@lru_cache(maxsize=65_536)
def read_name(text: str) -> PartyName:
    """The words of a name. A name of nothing but signs has none."""
    folded = _DOTTED.sub(lambda found: found[0].replace(".", "").replace(" ", "") + " ", fold(text))
    raw = _WORD.findall(folded)[:MOST_WORDS]
    bare, forms = _without_forms(raw)
    kept = [word for word in _without_titles(bare) if word] or bare
    spoken = _abd_joined(kept)
    last = len(spoken) - 1
    words = _without_acronym(tuple(_word(each, len(spoken), last=at == last) for at, each in enumerate(spoken)))
    numbers = tuple(sorted(each.head for each in words if each.role is Role.NUMBER))
    trade = any(each.head in trade_words() for each in words)
    weight = sum(each.weight for each in words)
    joined = "".join(sorted(each.head for each in words if each.role is not Role.PARTICLE))
    return PartyName(text, words, forms, numbers, bool(forms) or trade, weight, joined, "".join(raw), len(raw))


def _without_acronym(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """`Islamic Relief Society (IRS)`: a word made of the first letters of three others or more adds nothing."""
    if len(words) < SHORTEST_ACRONYM + 1:
        return words
    for at, word in enumerate(words):
        letters = "".join(each.text[0] for each in (*words[:at], *words[at + 1 :]))
        if len(word.text) >= SHORTEST_ACRONYM and word.text in letters and word.role is Role.WORD:
            short = Word(word.text, word.head, word.sound, Role.PARTICLE, PARTICLE_WEIGHT)
            return (*words[:at], short, *words[at + 1 :])
    return words


@cache
def trade_words() -> frozenset[str]:
    """Words that only names of businesses and bodies use, as heads."""
    return frozenset(word for word, weight in vocabulary.common_words().items() if weight <= TRADE_WEIGHT)


def _without_forms(words: list[str]) -> tuple[list[str], frozenset[str]]:
    """Takes legal forms off the end, then off the beginning, longest first, while a word is left; then those inside
    that can be nothing else."""
    table, longest = vocabulary.legal_forms(), 6
    forms: set[str] = set()
    words = [_han_bare(word, forms) for word in words]
    found = True
    while found:
        found = False
        for size in range(min(longest, len(words) - 1), 0, -1):
            for part, rest in ((words[-size:], words[:-size]), (words[:size], words[size:])):
                form = table.get(tuple(part))
                if form is not None and any(len(word) > 1 for word in rest):
                    words, found = rest, True
                    forms.add(form)
                    break
            if found:
                break
    inside = [word for word in words[1:-1] if word in _INSIDE]
    forms.update(table[(word,)] for word in inside if (word,) in table)
    return [word for at, word in enumerate(words) if word not in inside or at in (0, len(words) - 1)], frozenset(forms)


def _han_bare(word: str, forms: set[str]) -> str:
    """Chinese, Japanese and Korean names carry their form without a blank."""
    if word.isascii():
        return word
    for written, form in _han_forms():
        if word.endswith(written) and word != written:
            forms.add(form)
            return word.removesuffix(written)
        if word.startswith(written) and word != written:
            forms.add(form)
            return word.removeprefix(written)
    return word


@cache
def _han_forms() -> tuple[tuple[str, str], ...]:
    """Longest first."""
    written = [(words[0], form) for words, form in vocabulary.legal_forms().items() if not words[0].isascii()]
    return tuple(sorted(written, key=lambda each: -len(each[0])))


def _without_titles(words: list[str]) -> list[str]:
    titles = vocabulary.titles()
    kept = [word for word in words if word not in titles]
    return kept if any(len(word) > 1 for word in kept) else words


@lru_cache(maxsize=65_536)
def _is_abd(word: str) -> bool:
    """`abdul` in one of its spellings, or with a slip."""
    if word in _ABD:
        return True
    if not 4 <= len(word) <= 7 or word in _NEARLY_ABD or word in vocabulary.variants():
        return False
    return word not in vocabulary.known_words() and any(OSA.distance(word, each) <= 1 for each in _ABD_WRITTEN)


def _abd_joined(words: list[str]) -> list[str]:
    """`abd al rahman`, `abdul rahman` and `abdurrahman` are one given name; so the servant joins what it serves."""
    made: list[str] = []
    at = 0
    if len(words) > 1 and len(words[0]) > 2 and _is_abd(words[-1]) and not _is_abd(words[0]):
        words = [words[-1], *words[:-1]]  # `Rahman, Abdul`
    while at < len(words):
        following = at + 1
        if _is_abd(words[at]):
            while following < len(words) - 1 and words[following] in _ARTICLES:
                following += 1
            if following < len(words) and len(words[following]) > 2:
                made.append("abdul" + words[following])
                at = following + 1
                continue
        made.append(words[at])
        at += 1
    return made


@lru_cache(maxsize=131_072)
def _word(text: str, count: int, *, last: bool) -> Word:
    number = vocabulary.numerals().get(text) if count > 1 else None
    if number is not None or _DIGITS.fullmatch(text):
        value = (number or text).lstrip("0") or "0"
        return Word(text, value, value, Role.NUMBER, NUMBER_WEIGHT)
    if len(text) == 1 and text.isascii():
        return Word(text, text, text, Role.INITIAL, INITIAL_WEIGHT)
    if count > 1 and not last and text in vocabulary.particles():
        return Word(text, text, text, Role.PARTICLE, PARTICLE_WEIGHT)
    head = vocabulary.variants().get(text, text)
    known = head in vocabulary.known_words()
    weight = vocabulary.common_words().get(head, KNOWN_WEIGHT if known else 1.0)
    if not known and count > 1 and weight == 1.0:
        weight = _misspelt_weight(text)
    if text.isascii():
        weight = min(weight, SHORT_WEIGHTS.get(len(text), 1.0))
    return Word(
        text,
        head,
        sound(_ENDING.sub("ski", head)),
        Role.WORD,
        weight,
        known,
        is_pinyin(text),
        sound(_ENDING.sub("ski", text)),
    )


def _misspelt_weight(text: str) -> float:
    """A slip in a legal form, a title or a word of trade does not make it a word that weighs."""
    for edits, least in ((1, 5), (2, 7)):
        if len(text) >= least:
            found = extractOne(text, _light_words(), scorer=OSA.distance, score_cutoff=edits)
            if found is not None:
                return vocabulary.common_words().get(found[0], PARTICLE_WEIGHT)
    return 1.0


@cache
def _light_words() -> tuple[str, ...]:
    forms = {word for words in vocabulary.legal_forms() for word in words}
    light = {word for word, weight in vocabulary.common_words().items() if weight <= TRADE_WEIGHT}
    return tuple(sorted(word for word in forms | light | vocabulary.titles() if len(word) >= 4 and word.isascii()))
