"""What the API says in English about a document, a field, a parameter or a gate, in the reader's language.

The Chinese forms are data, `said/*.zh.yaml`: sentences of the API's own, found by how they read (`api.said_forms`).
What stands in a rule file is told by the code of its fault (`api.fault_words`), with its hint (`api.hint_words`).
"""

import re
from collections.abc import Callable, Sequence
from functools import cache, partial
from importlib.resources import files

from api.console.wording import GLOSSARY, of_file
from api.fault_words import sentence
from api.hint_words import chinese_hint
from api.said_forms import Form, forms_of, told_by

CHINESE = "zh"
NAMED = ("outcome", "cause")
FILES = ("faults.zh.yaml", "gates.zh.yaml")
DEEPEST = 3  # sentences within sentences; what goes deeper is nothing of ours, and could go on for ever
_OF_RULES = re.compile(r"(\S+:\d+:\d+) ([A-Z]\d{3}) (.+?)(?:; ([^;]+))?", re.DOTALL)  # place, code, message, hint
_BEHIND = re.compile(r"(.+) \(([^()]+)\)", re.DOTALL)
_CHOICE = re.compile(r"(?:'[^']*', )*'[^']*' or '[^']*'")  # as pydantic lists what a word may be


def said_in(text: str, language: str) -> str:
    """In Chinese where its form is known, else as it is."""
    return (chinese(text) or text) if language == CHINESE else text


def chinese(text: str, within: int = 0) -> str:
    """In Chinese; nothing for a sentence of no known form. `within`: of how many sentences it is a part."""
    if within > DEEPEST:
        return ""
    inner = partial(_inner, within + 1)
    return told_by(_forms(), text, inner) or _of_rules(text) or _about(text, inner)


def _inner(within: int, text: str) -> str:
    """A value within a sentence: told in Chinese where it is a sentence or a choice itself."""
    if _CHOICE.fullmatch(text) is not None:
        return text.replace("'", "").replace(" or ", "、").replace(", ", "、")
    return chinese(text, within) or chinese_hint(text) or _named(text)


def _named(code: str) -> str:
    """What the glossary calls the outcome or the cause of a decision; another text as it is."""
    words = of_file(GLOSSARY, CHINESE)
    return next((words[name] for kind in NAMED if (name := f"{kind}.{code}") in words), code)


def _about(text: str, inner: Callable[[str], str]) -> str:
    """A sentence with what it is about in brackets behind it."""
    found = _BEHIND.fullmatch(text)
    told = told_by(_forms(), found[1], inner) if found is not None else ""
    return f"{told}（{found[2]}）" if found is not None and told else ""


def _of_rules(text: str) -> str:
    """A fault of a rule file with its place and code before it, and what to write behind."""
    found = _OF_RULES.fullmatch(text)
    if found is None:
        return ""
    place, code, message, hint = found.groups()
    told = f"{place} {sentence(code, message, CHINESE)}".rstrip("。")
    return f"{told}；{chinese_hint(hint) or hint}" if hint else told


@cache
def _forms() -> Sequence[Form]:
    folder = files("api") / "said"
    return tuple(each for name in FILES for each in forms_of((folder / name).read_text(encoding="utf-8")))
