"""Slips that people make when they write a name, by kind: what screening must see through.

Every slip takes a name and a source of chance, and answers the name misspelt, or None where it has no place for it.
"""

from collections.abc import Callable, Mapping
from random import Random

Slip = Callable[[str, Random], str | None]
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# Letters that sound alike in one language or another.
_ALIKE = "ck kc sz zs dt td bp pb vw wv vf fv gj jg mn nm iy yi ei ie oa ao ou uo"
# As romanisations of Arabic, Cyrillic, Greek, Hebrew, Persian and Chinese differ.
_SPELT = (
    "kh:h ph:f y:i ou:u u:ou q:k w:v v:w ee:i i:ee ya:ia iy:y ii:y dj:j j:dj ev:eff ov:off sch:sh tch:ch ks:x x:ks "
    "ts:tz zh:j gh:g th:t oo:u ei:ey ay:ai ai:ay ae:a oe:o ue:u dh:d aa:a hs:s ie:ye mohammed:muhammad sky:skiy"
)


def neighbours(letter: str) -> str:
    """Keys beside a letter on the same row of a keyboard."""
    for row in _ROWS:
        at = row.find(letter)
        if at >= 0:
            return row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    return ""


def _insertion(name: str, random: Random) -> str | None:
    at = random.choice(_letters(name))
    letter = random.choice(neighbours(name[at].lower()) or "e")
    return name[: at + 1] + _cased(letter, name[at]) + name[at + 1 :]


def _deletion(name: str, random: Random) -> str | None:
    at = random.choice(_letters(name))
    return name[:at] + name[at + 1 :]


def _neighbour_key(name: str, random: Random) -> str | None:
    at = random.choice(_letters(name))
    beside = neighbours(name[at].lower())
    return name[:at] + _cased(random.choice(beside), name[at]) + name[at + 1 :] if beside else None


def _similar_sound(name: str, random: Random) -> str | None:
    places = [(at, pair[1]) for at in _letters(name) for pair in _ALIKE.split() if name[at].lower() == pair[0]]
    if not places:
        return None
    at, letter = random.choice(places)
    return name[:at] + _cased(letter, name[at]) + name[at + 1 :]


def _transposition(name: str, random: Random) -> str | None:
    places = [at for at in range(len(name) - 1) if name[at : at + 2].isalpha() and name[at] != name[at + 1]]
    if not places:
        return None
    at = random.choice(places)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _doubled(name: str, random: Random) -> str | None:
    at = random.choice(_letters(name))
    return name[:at] + name[at] + name[at:]


def _missing_vowel(name: str, random: Random) -> str | None:
    places = [at for at in range(1, len(name)) if name[at].lower() in "aeiou" and name[at - 1].isalpha()]
    if not places:
        return None
    at = random.choice(places)
    return name[:at] + name[at + 1 :]


def _transliteration(name: str, random: Random) -> str | None:
    lower = name.lower()
    fitting = [(old, new) for old, new in (each.split(":") for each in _SPELT.split()) if old in lower]
    if not fitting:
        return None
    old, new = random.choice(fitting)
    at = lower.index(old)
    return name[:at] + _cased(new, name[at]) + name[at + len(old) :]


def _swapped_words(name: str, random: Random) -> str | None:
    words = name.replace(",", "").split()
    if len(words) < 2:
        return None
    at = random.randrange(1, len(words))
    return " ".join(words[at:] + words[:at])


def _missing_middle(name: str, random: Random) -> str | None:
    """A second given name, or the patronymic, left out; companies keep theirs."""
    family, comma, given = name.partition(", ")
    words = given.split() if comma else []
    if len(words) < 2:
        return None
    return f"{words[0]} {family}"


def _two_slips(name: str, random: Random) -> str | None:
    first, second = random.sample(list(ONE_LETTER.values()), 2)
    once = first(name, random)
    return None if once is None else second(once, random)


def _order_and_slip(name: str, random: Random) -> str | None:
    swapped = _swapped_words(name, random)
    return None if swapped is None else random.choice(list(ONE_LETTER.values()))(swapped, random)


ONE_LETTER: Mapping[str, Slip] = {
    "insertion": _insertion,
    "deletion": _deletion,
    "neighbour key": _neighbour_key,
    "similar sound": _similar_sound,
    "transposition": _transposition,
    "doubled letter": _doubled,
    "missing vowel": _missing_vowel,
    "transliteration": _transliteration,
}
SLIPS: Mapping[str, Slip] = {
    **ONE_LETTER,
    "swapped words": _swapped_words,
    "missing middle name": _missing_middle,
    "two slips": _two_slips,
    "swapped words and a slip": _order_and_slip,
}


def _letters(name: str) -> list[int]:
    return [at for at, char in enumerate(name) if char.isalpha()]


def _cased(letters: str, like: str) -> str:
    return letters.upper() if like.isupper() else letters
