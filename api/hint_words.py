"""What to write instead of a fault of rule files, in the reader's language.

Hints are English, with what is written in a file in its places; Chinese forms are data (`docs/lints/hints.zh.yaml`).
"""

import re
from collections.abc import Sequence
from functools import cache

from api.said_forms import Form, forms_of, told_by
from engine.bundled import lints_folder

FORMS = "hints.zh.yaml"
CHINESE = "zh"
CASE = "; a case: "
# Forms that many words fit. A hint that explains at length fits none of them.
_SHORT = tuple(
    (re.compile(form), told)
    for form, told in (
        (r"did you mean `?([^`]+?)`?\?", r"是否应为 \1"),
        (r"the nearest (?:is|are): (.+)", r"最接近的有：\1"),
        (r"use one of:? (.+)", r"可用：\1"),
        (r"there are none yet", "目前还没有"),
        (r"indent with blanks: this is a tab", "请用空格缩进，不要用制表符"),
        (r"add one with (expect: \w+)", r"请加一个测试，写 \1"),
        (r"write a (?:whole )?number(?: of [\w ]+)?, without quotes", "请写数字，不加引号"),
        (r"write two capitals, such as NO or DE", "请写两个大写字母，如 NO、DE"),
        (r"write (\d+|cancel) or (\d+|escalate)", r"请写 \1 或 \2"),
        (r"write (\w+: \S.*)", r"请写 \1"),
        (r"write (`[^`]+`|\"[^\"]*\"|[\[{].+[\]}]|[\w.,-]+)", r"请写 \1"),
    )
)


def hint_in(hint: str, language: str) -> str:
    """In Chinese where its form is known, else as it is."""
    return (chinese_hint(hint) or hint) if language == CHINESE else hint


def chinese_hint(hint: str) -> str:
    """In Chinese; nothing for a hint of no known form."""
    if told := told_by(_forms(), hint, _within):
        return told
    return next((found.expand(told) for form, told in _SHORT if (found := form.fullmatch(hint)) is not None), "")


def _within(hint: str) -> str:
    """A hint before the case that shows it is a hint itself."""
    return chinese_hint(hint) or hint


@cache
def _forms() -> Sequence[Form]:
    return forms_of((lints_folder() / FORMS).read_text(encoding="utf-8"), CASE)
