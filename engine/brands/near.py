"""Words one letter away from a name: one letter more, less, other, or two neighbours exchanged.

Found by what both leave when one letter is taken out (as in W. Garbe's symmetric delete), then measured.
"""

from collections.abc import Iterable, Mapping

SHORTEST = 6  # of shorter names too many ordinary words are one letter away


def one_apart(one: str, other: str) -> bool:
    """Whether one edit (insert, delete, replace, or exchange of neighbours) makes one word the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    shortest = min(len(one), len(other))
    while start < shortest and one[start] == other[start]:
        start += 1
    rest, left = one[start:], other[start:]
    if len(one) == len(other):
        exchanged = len(rest) > 1 and rest[0] == left[1] and rest[1] == left[0] and rest[2:] == left[2:]
        return rest[1:] == left[1:] or exchanged
    return rest[1:] == left if len(one) > len(other) else rest == left[1:]


class NearNames:
    """Names of six letters and more, by what is left when one letter is taken out."""

    __slots__ = ("_by_rest", "_lengths")

    def __init__(self, names: Iterable[str]) -> None:
        found: dict[str, list[str]] = {}
        long = {name for name in names if len(name) >= SHORTEST and name.isascii() and name.isalpha()}
        for name in sorted(long):
            for rest in {name, *_rests(name)}:
                found.setdefault(rest, []).append(name)
        self._by_rest: Mapping[str, tuple[str, ...]] = {rest: tuple(names) for rest, names in found.items()}
        self._lengths = frozenset(len(name) + more for name in long for more in (-1, 0, 1))

    def of(self, word: str) -> str | None:
        """A name one letter away that begins with the same letter; those who imitate keep the first."""
        if len(word) not in self._lengths:
            return None
        by_rest = self._by_rest
        for rest in (word, *_rests(word)):
            for name in by_rest.get(rest, ()):
                if name[0] == word[0] and one_apart(word, name):
                    return name
        return None


def _rests(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]
