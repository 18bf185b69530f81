"""What kind of thing each code of a fault of rule files is, in words: English from the code, Chinese from data.

A fault's own message is English. Its values stand in it as they stand in the file, between backticks or quotation
marks, so that a Chinese sentence can be told with them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import yaml

from engine.bundled import lints_folder
from engine.rulebook.lints import LINTS

WORDS = "zh.yaml"
CHINESE = "zh"


_VALUE = re.compile(r"`([^`]+)`|\b([A-Z]{2,4}-[0-9]{2,4})\b")  # as written, or the id of a rule


@dataclass(frozen=True, slots=True)
class LintWords:
    """What one page says: its title, what the fault is, and why it is one."""

    title: str
    what: str
    why: str


@cache
def chinese() -> Mapping[str, LintWords]:
    """The Chinese words of all codes, from `docs/lints/zh.yaml`."""
    found = yaml.safe_load((lints_folder() / WORDS).read_text(encoding="utf-8"))
    return {code: LintWords(**each) for code, each in found.items()}


def kinds(language: str) -> Mapping[str, str]:
    """One short line for each code, in Chinese or English."""
    if language == CHINESE:
        return {code: words.title for code, words in chinese().items()}
    return {lint.code: lint.summary for lint in LINTS}


def sentence(code: str, message: str, language: str) -> str:
    """The fault in words. In Chinese: its title, its values, and what it is; the message itself in English, and where
    the code is not known."""
    words = chinese().get(code) if language == CHINESE else None
    if words is None:
        return message
    values = list(dict.fromkeys(found[1] or found[2] for found in _VALUE.finditer(message)))
    what = words.what.replace("`", "")
    return f"{words.title}：{'、'.join(values)}。{what}" if values else f"{words.title}。{what}"
