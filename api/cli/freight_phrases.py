"""What `clearway freight` and `clearway profit` say, in English and Chinese."""

from collections.abc import Mapping

from api.cli.phrases import Language
from engine.counted import filled

SAYINGS: Mapping[str, tuple[str, str]] = {
    "kept": (
        (
            "kept as {0}: {1} of {2:# line|# lines} {1:is|are} new; {3:# difference|# differences} opened, {4} ended, "
            "{5} credited"
        ),
        "已入账 {0}：{2} 行中 {1} 行为新；新开差异 {3} 件，自动结清 {4} 件，贷记 {5} 件",
    ),
    "known": (
        (
            "known as {0}: {1} of {2:# line|# lines} {1:was|were} new then; {3:# difference|# differences} opened, {4} "
            "ended, {5} credited"
        ),
        "账单已入账 {0}，当时 {2} 行中 {1} 行为新；新开差异 {3} 件，自动结清 {4} 件，贷记 {5} 件",
    ),
    "looked": (
        "only looked: {0} of {1:# line|# lines} {0:is|are} new, {2:# is|# are} of parcels of ours",
        "仅检查：{1} 行中 {0} 行为新，{2} 行属于我方包裹",
    ),
    "unchecked": ("not looked at: {0}", "未核对：{0}"),
    "spare": ("given back though no difference asked for it: {0}", "贷记但无对应差异：{0}"),
    "stake": ("at stake", "争议金额"),
    "age": ("{0:# day|# days}", "{0} 天"),
    "none": ("no difference", "没有差异"),
    "no_bills": ("no bill was taken in", "尚无账单"),
    "recovered": (
        "{0} {1}: {2} at stake in {3:# difference|# differences}, {4} credited{5}",
        "{0} {1}：{3} 件差异，争议金额 {2}，已贷记 {4}{5}",
    ),
    "rate": (", {0} % of what is decided", "，占已决金额 {0} %"),
    "written": ("written to {0}", "已写入 {0}"),
    "disputed": ("{0:# difference is|# differences are} disputed", "{0} 件差异已提出争议"),
    "terms": ("{0:# term|# terms} kept", "已保存 {0} 项"),
    "left_out": (
        "{0:# order left out: its buyer was|# orders left out: their buyers were} erased",
        "{0} 个订单未计入：买家数据已删除",
    ),
    "expected": ("expected", "预计"),
    "actual": ("by now", "实际"),
}


def saying(name: str, language: Language, *values: object) -> str:
    """One of the texts by its name."""
    return filled(SAYINGS[name][language is Language.ZH], *values)
