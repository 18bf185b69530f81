"""Words of the page of what else would have been chosen, in English and Chinese."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfWords:
    """Every text of the page in one language."""

    code: str
    title: str
    lead: str
    choices: str
    same: str
    other: str
    could_not: str
    looked_at: str
    money: str
    days: str
    left_out: str
    by_lane: str
    shop: str
    lane: str
    moves: str
    move: str
    times: str
    why_not: str
    nothing: str
    note: str
    policies: Mapping[str, str]


ENGLISH = WhatIfWords(
    code="en",
    title="If other services had been used, {0} to {1}",
    lead="{0}. Differences are against what was chosen then; less than nothing is cheaper, or faster.",
    choices="choices made again",
    same="the same again",
    other="another service",
    could_not="none could take it",
    looked_at="a person would look",
    money="difference in money",
    days="days a choice",
    left_out="left out",
    by_lane="By lane",
    shop="shop",
    lane="lane",
    moves="From which service to which",
    move="service",
    times="choices",
    why_not="Why none could take it",
    nothing="No choice was made in these days.",
    note="Days are those seen on the lane, or else those that services state. Left out are parcels of carriers that "
    "none of our services has.",
    policies={"live": "The policy in force", "draft": "The draft"},
)
CHINESE = WhatIfWords(
    code="zh",
    title="假如使用其他渠道，{0} 至 {1}",
    lead="{0}。差额均与当时的选择相比；负数表示更便宜或更快。",
    choices="重新选择",
    same="结果相同",
    other="改用其他渠道",
    could_not="无渠道可用",
    looked_at="需人工查看",
    money="金额差",
    days="每次天数差",
    left_out="未计入",
    by_lane="按线路",
    shop="店铺",
    lane="线路",
    moves="渠道变化",
    move="渠道",
    times="次数",
    why_not="不可用的原因",
    nothing="此期间没有选择记录。",
    note="天数取该线路的实际数据，没有则取渠道标称值。未计入的是不属于我们渠道的承运商包裹。",
    policies={"live": "现行政策", "draft": "草案"},
)
WORDS: Mapping[str, WhatIfWords] = {"en": ENGLISH, "zh": CHINESE}
