"""What kind of thing each code of a fault of rule files is, in words: English from the code, Chinese from data."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import yaml

from engine.bundled import lints_folder
from engine.rulebook.lints import LINTS

WORDS = "zh.yaml"
CHINESE = "zh"


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
