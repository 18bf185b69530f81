"""What trees of tests and ways to other outcomes say, in English and Chinese. Names of facts stay as they are."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.cli.phrases import Language
from engine.rulebook.condition import Operator


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceWords:
    """All texts of one language; `{0}` and the like are filled in."""

    operators: Mapping[str, str]
    of_sets: Mapping[str, str]
    nodes: Mapping[str, str]
    states: Mapping[str, str]
    statuses: Mapping[str, str]
    rolled_out: str
    test: str
    unknown: str
    unknown_facts: str
    line: str
    more: str
    to: str
    since: str
    until: str
    entries: str
    law: str
    failed: str
    milder: str
    worse: str
    no_way: str
    broken_off: str
    change: str
    declared: str
    nobodys: str
    verified: str
    by_rules: str
    blocked: str
    fires: str
    next_band: str
    adds: str
    nothing_adds: str
    in_force: str
    not_in_force: str
    no_value: str
    ends: str
    without_end: str
    not_deciding: str
    joined: str


_ENGLISH = TraceWords(
    operators={
        Operator.EQ: "is",
        Operator.NE: "is not",
        Operator.GT: "more than",
        Operator.GTE: "at least",
        Operator.LT: "less than",
        Operator.LTE: "at most",
        Operator.BETWEEN: "from",
        Operator.IN: "one of",
        Operator.NOT_IN: "none of",
        Operator.MISSING: "missing",
        Operator.PRESENT: "present",
        Operator.STARTS_WITH: "starts with",
        Operator.ENDS_WITH: "ends with",
        Operator.CONTAINS: "contains",
        Operator.MATCHES: "matches",
    },
    of_sets={Operator.IN: "has one of", Operator.NOT_IN: "has none of", Operator.CONTAINS: "has"},
    nodes={"all": "all", "any": "any", "not": "not"},
    states={
        "fires": "fires",
        "quiet": "quiet",
        "not_evaluable": "not_evaluable",
        "not_applicable": "not_applicable",
    },
    statuses={"draft": "draft", "shadow": "shadow", "live": "live", "retired": "retired"},
    rolled_out="acts on {0} % of orders; this one draws {1}, so it is only listed",
    test="{0} = {1}, wanted: {2}",
    unknown="unknown",
    unknown_facts=" (unknown: {0})",
    line=", line {0}",
    more="and {0} more",
    to=" to ",
    since="since {0}",
    until="until {0}",
    entries="{0:# entry|# entries}",
    law="law of line {0}: {1}",
    failed="the engine failed before the rules could be read; the order is held",
    milder="What would have to be otherwise (for staff; the smallest ways to a milder outcome):",
    worse="Rules that nearly fired:",
    no_way="no change of up to three facts that are in somebody's hand leads to a milder outcome",
    broken_off="the search was broken off before it had seen all possibilities",
    change="{0} were {1} (it is {2})",
    declared="{0} were declared as {1} (it is {2}; only if it is true)",
    nobodys="{0} were {1} (it is {2}; in nobody's hand)",
    verified="{0} if {1} [verified on the changed order]",
    by_rules="{0} if {1} [by the rules alone]",
    blocked="{0}{1} rests on {2}: nobody sets these, they follow from goods, law, lists or memory",
    fires="{0}{1} would fire: {2}",
    next_band="Score {0}; {1:# point is|# points are} missing to {2}, from where on it says: {3}. One change would "
    "reach it:",
    adds="{0}{1} would add {2}: {3}",
    nothing_adds="none that a rule knows of",
    in_force="in force on {0} ({1})",
    not_in_force="not in force on {0}: it counts {1}; it is tried all the same",
    no_value="a parameter of the rule has no value yet on {0}, so nothing can be tested",
    ends="from {0} until {1}",
    without_end="without end",
    not_deciding="{0}: it is tried, and decides nothing",
    joined=" and ",
)
_CHINESE = TraceWords(
    operators={
        Operator.EQ: "等于",
        Operator.NE: "不等于",
        Operator.GT: "大于",
        Operator.GTE: "至少",
        Operator.LT: "小于",
        Operator.LTE: "至多",
        Operator.BETWEEN: "介于",
        Operator.IN: "属于",
        Operator.NOT_IN: "不属于",
        Operator.MISSING: "未提供",
        Operator.PRESENT: "已提供",
        Operator.STARTS_WITH: "开头为",
        Operator.ENDS_WITH: "结尾为",
        Operator.CONTAINS: "包含",
        Operator.MATCHES: "匹配",
    },
    of_sets={Operator.IN: "含有其一", Operator.NOT_IN: "均不含", Operator.CONTAINS: "含有"},
    nodes={"all": "全部满足", "any": "任一满足", "not": "不满足"},
    states={"fires": "触发", "quiet": "未触发", "not_evaluable": "无法判定", "not_applicable": "不适用"},
    statuses={"draft": "草稿", "shadow": "影子", "live": "生效", "retired": "停用"},
    rolled_out="只对 {0}% 的订单起作用；此单抽到 {1}，因此仅列出",
    test="{0} = {1}，要求：{2}",
    unknown="未知",
    unknown_facts="（未知：{0}）",
    line="，商品行 {0}",
    more="另有 {0} 项",
    to=" 至 ",
    since="自 {0} 起",
    until="至 {0} 止",
    entries="共 {0} 项",
    law="商品行 {0} 的法规：{1}",
    failed="引擎在读取规则之前出错；订单已挂起",
    milder="需要有何不同（仅供内部人员；通向较轻结论的最小改动）：",
    worse="几乎触发的规则：",
    no_way="在可由人改变的数据中，改动至多三项都得不到较轻的结论",
    broken_off="搜索在查遍所有可能之前已中止",
    change="{0} 为 {1}（现为 {2}）",
    declared="{0} 申报为 {1}（现为 {2}；仅当属实）",
    nobodys="{0} 为 {1}（现为 {2}；无人可以改变）",
    verified="若 {1}，则{0}［已用改动后的订单验证］",
    by_rules="若 {1}，则{0}［仅按规则推算］",
    blocked="{0}{1}的依据为 {2}：这些不由人直接设定，而来自商品、法规、名单或历史记录",
    fires="{0}{1}将触发：{2}",
    next_band="分数 {0}，距 {2} 分还差 {1} 分，达到后的结论为{3}。改变一项即可达到的有：",
    adds="{0}{1}将加 {2} 分：{3}",
    nothing_adds="没有规则能凭一项变化达到",
    in_force="在 {0} 有效（{1}）",
    not_in_force="在 {0} 无效：有效期{1}；仍予试算",
    no_value="规则的某个参数在 {0} 尚无取值，无法测试",
    ends="自 {0} 至 {1}",
    without_end="无期限",
    not_deciding="{0}：只试算，不参与判定",
    joined="且 ",
)
TRACE_WORDS: Mapping[Language, TraceWords] = {Language.EN: _ENGLISH, Language.ZH: _CHINESE}
