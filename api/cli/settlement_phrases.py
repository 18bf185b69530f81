"""What the command line says of settlements, in English and Chinese."""

from collections.abc import Mapping

from api.cli.phrases import Language
from engine.counted import filled
from fulfillment.payments.settlement.page_words import WORDS

SAYINGS: Mapping[str, tuple[str, str]] = {
    "matched": (
        "{0} of {1:# line|# lines} matched with {2:# order|# orders}; what differs:",
        "{1} 行中 {0} 行匹配到 {2} 个订单；差异：",
    ),
    "kept": (
        (
            "kept as {0}: {1} of {2:# line|# lines} {1:is|are} new; {3:# case|# cases} opened, {4} ended; {5:# is|# "
            "are} open"
        ),
        "已入账 {0}：{2} 行中 {1} 行为新；新开差异 {3} 件，自动结清 {4} 件；未结 {5} 件",
    ),
    "known": (
        "known as {0}: nothing changed; {5:# case is|# cases are} open",
        "文件已入账 {0}，没有变化；未结差异 {5} 件",
    ),
    "more": ("  and {0} more; --json has all of them", "  另有 {0} 件，--json 列出全部"),
    "none": ("no case", "没有差异"),
    "age": ("{0:# day|# days}", "{0} 天"),
    "appeal": ("appeal until {0}", "申诉截止 {0}"),
    "written": ("written to {0}", "已写入 {0}"),
}


def saying(name: str, language: Language, *values: object) -> str:
    """One of the texts by its name."""
    return filled(SAYINGS[name][language is Language.ZH], *values)


def differs_word(kind: str, language: Language) -> str:
    """What a kind of difference is called."""
    return WORDS[language.value].differs[kind]


def state_word(state: str, language: Language) -> str:
    """What a state of a case is called."""
    return WORDS[language.value].states[state]
