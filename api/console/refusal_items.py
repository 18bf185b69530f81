"""One item of a refusal as people read it: the field by its name, codes by their words, and what to do about it.

What the API said in English is told in Chinese where its form is known; what is not stands there in English, marked so.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from api.console.wording import Words
from api.said_words import CHINESE, chinese

STEP, GUARD, PART, GATE, EXPECTED = "possible_step", "waits_for", "possible_part", "closed_gate", "expected_"
GATES = ("gate", "model_gate")
OUTCOME = "/outcome"
_LINE = re.compile(r"(\S*): (.*) \[([a-z_]+)\]", re.DOTALL)
_QUOTED = re.compile(r"`([a-z_]+)`")
HAN = ("\u4e00", "\u9fff")


@dataclass(frozen=True, slots=True)
class Told:
    """A text, and whether it is English though its reader's language is another."""

    text: str
    is_foreign: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """`field`: what the field is called, empty where there is none or no name for it; `place`: its place."""

    field: str
    place: str
    said: Told


def item_of(item: Mapping[str, object], words: Words) -> Item:
    """An entry of `errors` of a problem."""
    code, detail = str(item.get("code") or ""), str(item.get("detail") or item.get("message") or "")
    place = str(item.get("pointer") or "")
    if place == OUTCOME:
        detail = _QUOTED.sub(lambda found: words.code("outcome", found[1]), detail)
    return Item(_field(place or f"/{item.get('parameter') or ''}", words), place, _said(code, detail, words))


def line_of(text: str, words: Words) -> Item:
    """A fault as rows of files keep it: `place: what is wrong [code]`."""
    found = _LINE.fullmatch(text)
    if found is None:
        return Item("", "", told(text, words))
    return item_of({"pointer": found[1], "code": found[3], "detail": found[2]}, words)


def told(text: object, words: Words) -> Told:
    """A sentence of the API in the reader's language."""
    said = str(text or "")
    if words.language != CHINESE or any(HAN[0] <= each <= HAN[1] for each in said):
        return Told(said)
    found = chinese(said)
    return Told(found or said, is_foreign=not found)


def _field(place: str, words: Words) -> str:
    names = [each for each in place.split("/") if each and not each.isdigit()]
    return words.code("field", names[-1]) if names and words.knows("field", names[-1]) else ""


def _said(code: str, detail: str, words: Words) -> Told:
    if code == STEP:
        return Told(words.fill("item_possible_step", what=words.code("step", detail)))
    if code == GUARD:
        return Told(words.fill("item_waits_for", what=words.code("guard", detail)))
    if code == PART:
        return Told(words.fill("item_possible_part", what=detail))
    if code.startswith(EXPECTED):
        found = told(detail, words)
        return Told(words.fill("item_expected", what=words.code("scan", code.removeprefix(EXPECTED)), value=found.text))
    if code == GATE:
        name, _, shown = detail.partition(": ")
        kind = next((each for each in GATES if words.knows(each, name)), GATES[0])
        said = told(shown, words)
        return Told(f"{words.code(kind, name)}{words['colon']}{said.text}", said.is_foreign)
    return told(detail, words)
