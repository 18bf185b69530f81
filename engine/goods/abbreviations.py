"""Short forms of words as parcel texts write them: without vowels, and often without a consonant or two.

`cndtnr`, `shmp`, `fndtn`: a label of thirty characters keeps the consonants. The words that may be shortened are data
(`words.yaml`, `abbreviated`); forms that could mean two of them mean neither. A form
that ends in `s` could be a plural, and is none.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

_VOWELS = re.compile("(?<!^)[aeiou]")
_DOUBLED = re.compile(r"(.)\1+")
_SHORTEST = 3
_SHORTEST_PART = 4
_DROPPED = 2


def skeleton(word: str) -> str:
    """The word without vowels but for a leading one, and without doubled letters: `bttr` is `btr`."""
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", word))


def short_forms(words: Iterable[str], taken: Iterable[str] = ()) -> Mapping[str, str]:
    """Which word each short form stands for. `taken` are forms that mean something else already."""
    listed = list(words)
    full: dict[str, set[str]] = {}
    partial: dict[str, set[str]] = {}
    for word in listed:
        bones = skeleton(word)
        for form in {bones, _VOWELS.sub("", word)}:
            full.setdefault(form, set()).add(word)
        for form in _parts(bones):
            partial.setdefault(form, set()).add(word)
    refused = {*taken, *listed}
    sure = _single(full, refused)
    return {**_single(partial, refused | full.keys()), **sure}


def _single(forms: Mapping[str, set[str]], refused: set[str]) -> dict[str, str]:
    return {
        form: min(words)
        for form, words in forms.items()
        if len(words) == 1 and len(form) >= _SHORTEST and not form.endswith("s") and form not in refused
    }


def _parts(bones: str) -> Iterator[str]:
    """Beginnings of the skeleton, and the skeleton without one or two letters between its ends."""
    yield from (bones[:size] for size in range(_SHORTEST_PART, len(bones)))
    inner = range(1, len(bones) - 1)
    for count in range(1, _DROPPED + 1):
        if len(bones) - count >= _SHORTEST_PART:
            for gone in combinations(inner, count):
                yield "".join(letter for at, letter in enumerate(bones) if at not in gone)
