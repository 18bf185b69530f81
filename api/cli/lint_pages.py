"""The pages `docs/lints/`: one about each kind of fault, and the list of all."""

from difflib import get_close_matches
from itertools import groupby

from api.cli.failing import Wrong, fail
from api.cli.lint_words import chinese_index, chinese_page
from api.cli.phrases import Language
from engine.bundled import lints_folder
from engine.rulebook.lints import BY_CODE, LINTS, Lint

INTRODUCTION = """\
# What a rule book may be faulted for

[简体中文](README.zh-CN.md)

This page is made from the code: `clearway docs lints > docs/lints/README.md`. `clearway rules lint R031` prints one of
the pages that it lists.

An *error* keeps a rule book from being used, a *warning* keeps it from being published, an *info* is worth knowing.
How to read and repair them is told in [how to write rules](../how-to-write-rules.md).
"""


def page_of(code: str, lang: Language = Language.EN) -> str:
    """The page of one code; ends the command when there is none."""
    if code not in BY_CODE:
        near = get_close_matches(code, BY_CODE, n=1, cutoff=0)
        fail(Wrong.NOT_FOUND, f"there is no lint {code}; the nearest is {near[0]}")
    if lang is Language.ZH:
        return chinese_page(code)
    return (lints_folder() / f"{code}.md").read_text(encoding="utf-8")


def summary_of(code: str) -> str:
    """The first paragraph of a page, on one line; blank when there is no page."""
    file = lints_folder() / f"{code}.md"
    if not file.is_file():
        return ""
    part = file.read_text(encoding="utf-8").partition("## Summary\n")[2].strip()
    return " ".join(part.partition("\n\n")[0].split()).replace("`", "")


def index(lang: Language = Language.EN) -> str:
    """All lints by group; in Chinese with all that is said of each."""
    if lang is Language.ZH:
        return chinese_index()
    parts = [INTRODUCTION]
    for group, lints in groupby(sorted(LINTS, key=_place), key=lambda lint: lint.group):
        rows = "".join(f"| [{lint.code}]({lint.code}.md) | {lint.level} | {lint.summary} |\n" for lint in lints)
        parts.append(f"\n## {group.capitalize()}\n\n| code | level | what it is |\n|---|---|---|\n{rows}")
    return "".join(parts)


def _place(lint: Lint) -> tuple[int, str]:
    """Groups in the order of their codes."""
    return list(type(lint.group)).index(lint.group), lint.code
