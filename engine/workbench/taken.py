"""Which ids of a set are taken, by rules that are there and by those that once were, and which files they stand in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engine.rulebook.domain import Domain

_ID = re.compile(r"^\s*- (?:\{\s*)?id:\s*[\"']?(?P<id>[A-Z]+-[0-9]+)", re.MULTILINE)
_LEAST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Taken:
    """`letters` begin the ids of the set; `numbers` are its ids by file; `ids` are all, also those of the lock."""

    set: str
    letters: str
    numbers: dict[str, tuple[int, ...]]
    ids: frozenset[str]

    def next_id(self, theme: str) -> str:
        """The first free id above those of the theme's file; without a theme, above all."""
        own = self.numbers.get(f"{self.set}/{theme}.yaml", ()) if theme else ()
        number = max(own or (number for numbers in self.numbers.values() for number in numbers), default=0) + 1
        while self._written(number) in self.ids:
            number += 1
        return self._written(number)

    def file_of(self, id_: str) -> str:
        """The file of the nearest id below, as themes are blocks of numbers; blank when there is none."""
        number = int(id_.rpartition("-")[2])
        below = [(max(low), path) for path, every in self.numbers.items() if (low := [n for n in every if n < number])]
        return max(below)[1] if below else ""

    def _written(self, number: int) -> str:
        return f"{self.letters}-{number:0{_LEAST_DIGITS}}"


def taken(texts: Mapping[str, str], domain: Domain, set_: str, lock: str) -> Taken:
    """What is taken. Ids are looked for in the texts themselves, since faulty rules have theirs as well."""
    letters = domain.prefixes.get(set_) or set_[:3].upper()
    numbers: dict[str, tuple[int, ...]] = {}
    ids = {line.split(" ", 1)[0] for line in lock.splitlines() if not line.startswith("#")}
    for path, text in sorted(texts.items()):
        found = [match["id"] for match in _ID.finditer(text)]
        ids.update(found)
        own = tuple(int(each.rpartition("-")[2]) for each in found if each.startswith(f"{letters}-"))
        if own and path.startswith(f"{set_}/"):
            numbers[path] = own
    return Taken(set_, letters, numbers, frozenset(ids))
