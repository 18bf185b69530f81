"""Sentences of ours by how they read: what is English on one side, and how it is told in another language.

A form is a sentence with `$1`, `$2` … in the places where values stand, or `#1` where a number does, which `$1` on the
other side tells as they stand. `@1` there tells the value of place 1 in that language itself, where it has a form too.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import yaml

LONGEST = 4_000  # characters; what is longer is no sentence, and lazy places would take long to fit it
_TEXT, _NUMBER = re.compile(r"\\\$[1-9]"), re.compile(r"\\\#[1-9]")
_PLACE = re.compile(r"[$#@][1-9]")


@dataclass(frozen=True, slots=True)
class Form:
    """One sentence: how it reads, and how it is told."""

    reads: re.Pattern[str]
    told: str

    def fill(self, found: re.Match[str], inner: Callable[[str], str]) -> str:
        """The sentence told, with the values of `found` in its places."""
        return _PLACE.sub(lambda at: _value(at[0], found, inner), self.told)


def forms_of(text: str, first: str = "") -> Sequence[Form]:
    """What a file of forms holds: those that hold the words `first`, those without places, those whose own words are
    most."""
    read: Mapping[str, str] = yaml.safe_load(text)

    def place(form: str) -> tuple[bool, bool, int]:
        own = _PLACE.sub("", form)
        return not (first and first in form), own != form, -len(own)

    return tuple(Form(_reading(form), read[form]) for form in sorted(read, key=place))


def told_by(forms: Sequence[Form], sentence: str, inner: Callable[[str], str]) -> str:
    """The sentence by the first form that it fits; nothing where it fits none."""
    if len(sentence) > LONGEST:
        return ""
    for form in forms:
        if (found := form.reads.fullmatch(sentence)) is not None:
            return form.fill(found, inner)
    return ""


def _reading(form: str) -> re.Pattern[str]:
    return re.compile(_NUMBER.sub(r"([0-9][0-9.,]*)", _TEXT.sub("(.+?)", re.escape(form))), re.DOTALL)


def _value(place: str, found: re.Match[str], inner: Callable[[str], str]) -> str:
    value = found[int(place[1])]
    return inner(value) if place[0] == "@" else value
