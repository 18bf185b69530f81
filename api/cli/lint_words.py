"""The pages of `docs/lints` in Chinese: their words are data, their examples are those of the English pages."""

import re
from collections.abc import Sequence
from itertools import groupby

from api.fault_words import CHINESE, chinese, sentence
from api.hint_words import hint_in
from engine.bundled import lints_folder
from engine.rulebook.lints import LINTS, Group, Level, Lint
from engine.rulebook.source import RuleFault

LEVELS = {Level.ERROR: "错误", Level.WARNING: "警告", Level.INFO: "提示"}
GROUPS = {
    Group.SCHEMA: "格式",
    Group.NAMES: "名称",
    Group.TYPES: "类型",
    Group.LOGIC: "逻辑",
    Group.TABLES: "决策表",
    Group.TESTS: "测试",
    Group.GOVERNANCE: "治理",
    Group.ENGINE: "引擎",
}
HEADINGS = {"## Avoid": "## 避免", "## Prefer": "## 推荐"}
INTRODUCTION = """\
# 规则库可能有的错误

[English](README.md)

本页由程序生成：`clearway docs lints --lang zh > docs/lints/README.zh-CN.md`。
`clearway rules lint R031 --lang zh` 显示其中一项，连同应避免和推荐的写法。

**错误**使规则库不能使用，**警告**使它不能发布，**提示**只是值得知道。怎样阅读和改正，见[编写规则](../how-to-write-rules.md)。
"""
_EXAMPLES = re.compile(r"^## Avoid$.*?(?=^## Rationale$)", re.MULTILINE | re.DOTALL)
_OTHER_PAGE = re.compile(r"\(R(\d{3})\.md\)")


def chinese_page(code: str) -> str:
    """The page of one code, with the examples of the English one."""
    words = chinese()[code]
    found = _EXAMPLES.search((lints_folder() / f"{code}.md").read_text(encoding="utf-8"))
    examples = found[0] if found is not None else ""
    for english, heading in HEADINGS.items():
        examples = examples.replace(english, heading)
    return f"# {code}：{words.title}\n\n## 概要\n\n{words.what}\n\n{examples}## 原因\n\n{words.why}\n"


def chinese_index() -> str:
    """All codes by group, each with its words, and a link to its examples."""
    order = list(Group)
    lints = sorted(LINTS, key=lambda lint: (order.index(lint.group), lint.code))
    parts = [INTRODUCTION]
    for group, found in groupby(lints, key=lambda lint: lint.group):
        parts += [f"\n## {GROUPS[group]}\n", *(_entry(lint) for lint in found)]
    return "".join(parts)


def _entry(lint: Lint) -> str:
    words = chinese()[lint.code]
    why = _OTHER_PAGE.sub(r"(#r\1)", words.why)
    return (
        f"\n### {lint.code}\n\n**{words.title}**（{LEVELS[lint.level]}）\n\n"
        f"{words.what}\n\n{why}\n\n[示例]({lint.code}.md#avoid)\n"
    )


def chinese_faults(faults: Sequence[RuleFault]) -> str:
    """Each fault in Chinese: its place, what it is with its values, what to write instead; and how to read more."""
    if not faults:
        return ""
    lines = "".join(f"{_in_chinese(fault)}\n" for fault in faults)
    return f"{lines}详见：clearway rules lint {min(fault.code for fault in faults)} --lang zh\n"


def _in_chinese(fault: RuleFault) -> str:
    hint = hint_in(fault.hint, CHINESE)
    return f"{fault.span}  {fault.code}  {sentence(fault.code, fault.message, CHINESE)}{hint and f'{hint}。'}"
