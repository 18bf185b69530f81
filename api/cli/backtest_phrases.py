"""What `clearway backtest` says, in English and Chinese."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.cli.phrases import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """All texts of one language."""

    head: str
    then: str
    law_of: str
    narrowed: str
    flipped: str
    nothing: str
    columns: tuple[str, ...]
    shadow: str
    flow: str
    rules: str
    rule: str
    more: str
    load: Mapping[str, str]
    by_days: str
    by_orders: str
    slices: str
    slice_: str
    judged: str
    quality: str
    euros: str
    not_judged: str
    censored: str
    left_out: str
    why_left_out: Mapping[str, str]
    once_otherwise: str
    unvalued: str
    dead: str
    unknown: str
    between: str


_ENGLISH = Texts(
    head="candidate {0} against {1}, {2}",
    then="law and rules of each decision's own day",
    law_of="law and rules of {0}",
    narrowed="only {0}",
    flipped="{0:,# order|,# orders}, of which {1:,} would end otherwise: {2}",
    nothing="no stored order is like this; nothing was compared",
    columns=("outcome", "before", "after", "change", "EUR before", "EUR after", "change of EUR, 95 %"),
    shadow="shadow",
    flow="before (rows) to after (columns)",
    rules="rules that speak otherwise",
    rule="{0:,} -> {1:,}, {2:,} only before, {3:,} only after",
    more="… and {0:,} more; --json has them all",
    load={"hold": "orders held a day", "ask_customer": "customers asked a day"},
    by_days="95 % intervals from drawing days again, of {0}",
    by_orders="95 % intervals from drawing orders again, as there {0:is only # day|are only # days}",
    slices="where it differs most, by destination",
    slice_="{0:,} of {1:,# order|,# orders}, EUR admitted {2}",
    judged="of {0:,# order it became known whether it was|,# orders it became known whether they were} good",
    quality="{0}: {1:,} bad stopped and {2:,} let through, {3:,} good stopped; precision {4}, recall {5}",
    euros="EUR of bad orders stopped {0} -> {1}, of good orders stopped {2} -> {3}",
    not_judged="no order has a label by now, so it cannot be told whether stopping was right; labels come from reviews "
    "and from chargebacks that are reported",
    censored="Careful: {0:,# order|,# orders} without a label {0:was stopped when it|were stopped when they} came. "
    "Nobody will know what "
    "{0:it|they} would have become, and the candidate lets {1:,} of them through; what is known speaks for the old "
    "rules.",
    left_out="left out, since they cannot be decided as they were: {0}",
    why_left_out={"erased": "erased persons", "numbers forgotten": "forgotten numbers"},
    once_otherwise="{0:,# order was decided otherwise when it|,# orders were decided otherwise when they} came: "
    "other rules, lists or data were in force then",
    unvalued="{0:,# order is in a currency without a rate and counts|,# orders are in currencies without a rate and "
    "count} as nothing in EUR",
    dead="{0:,# part of the run was|,# parts of the run were} given up; figures are of the rest",
    unknown="unknown",
    between="{0} to {1}",
)
_CHINESE = Texts(
    head="候选 {0} 对比 {1}，{2}",
    then="法规与规则取各判定当日",
    law_of="法规与规则取 {0}",
    narrowed="仅限 {0}",
    flipped="共 {0:,} 个订单，其中 {1:,} 个结论会不同：{2}",
    nothing="没有符合条件的已存订单，未作比较",
    columns=("结论", "之前", "之后", "变化", "之前欧元", "之后欧元", "欧元变化，95 % 区间"),
    shadow="影子",
    flow="之前（行）到之后（列）",
    rules="触发情况有变化的规则",
    rule="{0:,} -> {1:,}，仅之前 {2:,}，仅之后 {3:,}",
    more="…… 另有 {0:,} 条，--json 含全部",
    load={"hold": "每日挂起订单", "ask_customer": "每日询问买家"},
    by_days="95 % 区间由对 {0} 天重抽样得出",
    by_orders="仅有 {0} 天，95 % 区间由对订单重抽样得出",
    slices="差异最大的目的地",
    slice_="{1:,} 个订单中 {0:,} 个，放行欧元 {2}",
    judged="其中 {0:,} 个订单已知好坏",
    quality="{0}：拦下坏单 {1:,}，漏过坏单 {2:,}，误拦好单 {3:,}；精确率 {4}，召回率 {5}",
    euros="拦下的坏单欧元 {0} -> {1}，误拦的好单欧元 {2} -> {3}",
    not_judged="目前没有订单带标签，无法判断拦截是否正确；标签来自人工审核和上报的拒付",
    censored="注意：{0:,} 个无标签订单当时已被拦下，无人知道它们本会如何，候选会放过其中 {1:,} 个；"
    "已知数据偏向旧规则。",
    left_out="因无法按当时情况判定而略去：{0}",
    why_left_out={"erased": "买家资料已删除", "numbers forgotten": "证件号码已遗忘"},
    once_otherwise="{0:,} 个订单当时的结论与“之前”不同：当时生效的规则、名单或数据不同",
    unvalued="{0:,} 个订单的币种没有汇率，欧元金额按零计",
    dead="运行中有 {0:,} 部分被放弃，数字来自其余部分",
    unknown="未知",
    between="{0} 至 {1}",
)
TEXTS: Mapping[Language, Texts] = {Language.EN: _ENGLISH, Language.ZH: _CHINESE}
