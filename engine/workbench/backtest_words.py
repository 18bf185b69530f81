"""What the page of a backtest and its charts say, in English and Chinese. Texts with tags are our own HTML."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartWords:
    """All texts of the charts. `days` are the forms in which an axis of days is labelled, as
    matplotlib.dates.ConciseDateFormatter takes them: years, months, days, hours, minutes, seconds."""

    outcomes: Mapping[str, str]
    before: str
    after: str
    unknown: str
    listed: str
    outcomes_title: str
    outcomes_axis: str
    outcomes_says: str
    outcome_says: str
    rules_title: str
    rules_axis: str
    rules_says: str
    only_before: str
    only_after: str
    slices_title: str
    slices_axis: str
    slices_says: str
    by: Mapping[str, str]
    work_title: str
    work_axis: str
    work_says: str
    days: tuple[str, ...]
    day_of_month: str
    month_of_year: str
    day_of_year: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """All texts of the page. `code` is the language as HTML names it."""

    code: str
    charts: ChartWords
    between: str
    window: str
    heading: str
    lead: str
    candidate: str
    against: str
    law: str
    law_then: str
    law_of: str
    only: str
    filters: Mapping[str, str]
    run: str
    reported: str
    nothing: str
    flipped: str
    admitted: str
    held: str
    orders: str
    admitted_value: str
    censored: str
    left_out: str
    why_left_out: Mapping[str, str]
    once_otherwise: str
    without_rate: str
    dead: str
    outcomes: str
    outcomes_caption: str
    outcomes_columns: tuple[str, ...]
    moved: str
    moved_caption: str
    rules: str
    rules_caption: str
    rules_columns: tuple[str, ...]
    more_rules: str
    no_rules: str
    work: str
    work_by_days: str
    work_by_orders: str
    work_columns: tuple[str, ...]
    load: Mapping[str, str]
    judged_title: str
    judged: str
    unclear: str
    judged_columns: tuple[str, ...]
    quality: Mapping[str, str]
    quality_values: Mapping[str, str]
    quality_shares: Mapping[str, str]
    not_judged: str
    slices: str
    slices_titles: Mapping[str, str]
    slices_caption: str
    slices_columns: tuple[str, ...]
    more_parts: str
    flips: str
    flips_all: str
    flips_first: str
    flips_columns: tuple[str, ...]
    no_flips: str
    made: str
    made_of: str
    made_intervals: str


ENGLISH = PageWords(
    code="en",
    charts=ChartWords(
        outcomes={
            "admit": "admit",
            "ask_customer": "ask customer",
            "hold": "hold",
            "cancel": "cancel",
            "shadow": "shadow",
        },
        before="before",
        after="after",
        unknown="unknown",
        listed=", ",
        outcomes_title="Outcomes before and after",
        outcomes_axis="share of {0:,# order|,# orders}",
        outcomes_says="Outcomes: {0}.",
        outcome_says="{0} {1:,} before and {2:,} after",
        rules_title="Rules that speak otherwise",
        rules_axis="orders on which the rule speaks on one side only",
        rules_says="{0:# rule speaks|# rules speak} otherwise; most of all {1}, on {2:,# order|,# orders}.",
        only_before="only before",
        only_after="only after",
        slices_title="Orders not admitted, by {0} (of how many)",
        slices_axis="orders held, cancelled, or asked about",
        slices_says="Share of orders not admitted by {0}, before and after; it differs in {1} of {2}.",
        by={"country": "destination", "channel": "channel", "shop": "shop", "month": "month"},
        work_title="Work a day, by the day of placing",
        work_axis="orders held or asked about",
        work_says="Orders held or asked about over {0:# day|# days}: {1:,} before and {2:,} after.",
        days=("%Y", "%b", "%d", "%H:%M", "%H:%M", "%S.%f"),
        day_of_month="%d %b",
        month_of_year="%b %Y",
        day_of_year="%d %b %Y",
    ),
    between="{0} to {1}",
    window="{0} ({1})",
    heading="Backtest of a rule book",
    lead="{0:# stored order|# stored orders}, each decided by two editions on the same facts. Money is in {1}.",
    candidate="Candidate",
    against="Against",
    law="Rules and law",
    law_then="of each decision's own day; facts as they were recorded",
    law_of="of {0}; facts as they were recorded",
    only="Only",
    filters={
        "since": "placed since",
        "until": "placed before",
        "shop": "shop",
        "channel": "channel",
        "country": "to",
        "sample": "a sample of",
    },
    run="Run",
    reported="reported {0}",
    nothing="No stored order is like this; nothing was compared.",
    flipped="orders that would end otherwise",
    admitted="admitted",
    held="held",
    orders="{0:# order|# orders}",
    admitted_value="admitted value",
    censored="<strong>What is known speaks for the old rules.</strong> {0:,# order|,# orders} without a label "
    "{0:was stopped when it|were stopped when they} came, so nobody will know what {0:it|they} would have become; "
    "the candidate lets {1} of them through. Precision "
    "and recall "
    "below are of judged orders only.",
    left_out="{0:# order is left out, since it cannot be decided as it was|# orders are left out, since they cannot "
    "be decided as "
    "they were}: {1}.",
    why_left_out={"erased": "values of persons were erased", "numbers forgotten": "customs numbers were forgotten"},
    once_otherwise="{0:# order was decided otherwise when it|# orders were decided otherwise when they} came than "
    "<em>before</em> says: other rules, "
    "lists or "
    "data were in force then.",
    without_rate="{0:# order is in a currency without a rate; it counts as an order|# orders are in currencies "
    "without a rate; they "
    "count as orders}, and as nothing in {1}.",
    dead="{0:# part of the run was|# parts of the run were} given up; all figures are of the rest.",
    outcomes="Outcomes",
    outcomes_caption="Orders and their value by outcome; the change of value with its 95 % interval (bootstrap over "
    "orders).",
    outcomes_columns=("outcome", "before", "after", "change", "value before", "value after", "change of value"),
    moved="How they moved",
    moved_caption="Rows are outcomes before, columns after; in each cell orders, and below their value.",
    rules="Rules",
    rules_caption="Rules by how often they speak on one side only; a rule that lacks facts it must have counts "
    "with the "
    "hold it makes.",
    rules_columns=("rule", "verdict", "before", "after", "only before", "only after"),
    more_rules="{0:# more rule|# more rules} moved less; the JSON has them all.",
    no_rules="Every rule speaks on the same orders, with the same verdict.",
    work="Work",
    work_by_days="On average of days: {0}; with 95 % intervals (percentile bootstrap over days).",
    work_by_orders="On average of days: {0}; with 95 % intervals (percentile bootstrap over orders, as there "
    "are too few "
    "days).",
    work_columns=("a day", "before", "after", "change"),
    load={"hold": "orders held", "ask_customer": "customers asked"},
    judged_title="Was stopping right?",
    judged="Of {0:# order|# orders} it is known by now. Chargebacks and confirmed fraud are bad; what a reviewer "
    "released or "
    "called legitimate is good. Stopped means held or cancelled.",
    unclear="{0:# label says|# labels say} neither.",
    judged_columns=("judged orders", "before", "after"),
    quality={
        "caught": "bad, stopped",
        "missed": "bad, let through",
        "disturbed": "good, stopped",
        "spared": "good, let through",
    },
    quality_values={
        "caught_value": "value of bad orders stopped",
        "missed_value": "value of bad orders let through",
        "disturbed_value": "value of good orders stopped",
    },
    quality_shares={
        "precision": "Precision, with Wilson's 95 % interval",
        "recall": "Recall, with Wilson's 95 % interval",
    },
    not_judged="No order has a label by now, so it cannot be told. Labels come from reviews and from "
    "chargebacks that "
    "are reported.",
    slices="Where it differs",
    slices_titles={"country": "By destination", "channel": "By channel", "shop": "By shop", "month": "By month"},
    slices_caption="Orders by outcome before and after, and their admitted value.",
    slices_columns=(
        "orders",
        "differ",
        "held or cancelled before",
        "after",
        "asked before",
        "after",
        "admitted value before",
        "after",
    ),
    more_parts="{0:# more differs|# more differ} less; the JSON has them all.",
    flips="Orders that would end otherwise",
    flips_all="All {0} of {1}; <code>flips.jsonl</code> and <code>flips.csv</code> have every one. To see why one of "
    "them was decided so, open its order in the console, or run <code>clearway explain</code> with its decision, for "
    "instance <code>clearway explain {2}</code>.",
    flips_first="The first {0} of {1}; <code>flips.jsonl</code> and <code>flips.csv</code> have every one. To "
    "see why one of them was decided so, open its order in the console, or run <code>clearway explain</code> with its "
    "decision, for instance <code>clearway explain {2}</code>.",
    flips_columns=("order", "before", "after", "rules that made it", "value", "to", "decision"),
    no_flips="None: both editions decide every order alike.",
    made="How this was made",
    made_of="Of each order the decision counts that was made last on what buyer or shop had sent, before people "
    "worked "
    "on it: releases, papers and re-screenings do not show here. Its order version and recorded context (memory "
    "of other "
    "orders as it was then, papers, registrations, hits on lists, products, notices) are decided again by both "
    "editions, "
    "so what differs is due to the rules.",
    made_intervals="Shares carry the interval of E. B. Wilson (1927); all other intervals are percentile "
    "bootstraps with "
    "a fixed seed (B. Efron and R. J. Tibshirani, <cite>An Introduction to the Bootstrap</cite>, 1993).",
)
CHINESE = PageWords(
    code="zh-Hans",
    charts=ChartWords(
        outcomes={"admit": "放行", "ask_customer": "询问买家", "hold": "挂起", "cancel": "取消", "shadow": "影子"},
        before="之前",
        after="之后",
        unknown="未知",
        listed="，",
        outcomes_title="之前与之后的结论",
        outcomes_axis="占 {0:,} 个订单的比例",
        outcomes_says="结论：{0}。",
        outcome_says="{0}之前 {1:,} 个、之后 {2:,} 个",
        rules_title="触发情况有变化的规则",
        rules_axis="规则仅在一侧触发的订单数",
        rules_says="{0} 条规则的触发情况有变化，变化最大的是 {1}，涉及 {2:,} 个订单。",
        only_before="仅之前",
        only_after="仅之后",
        slices_title="未放行订单的比例，按{0}（括号内为订单总数）",
        slices_axis="挂起、取消或询问买家的订单",
        slices_says="按{0}统计的未放行比例，之前与之后；{2} 项中有 {1} 项不同。",
        by={"country": "目的地", "channel": "渠道", "shop": "店铺", "month": "月份"},
        work_title="每日工作量，按下单日期",
        work_axis="挂起或询问买家的订单",
        work_says="{0} 天内挂起或询问买家的订单：之前 {1:,} 个，之后 {2:,} 个。",
        days=("%Y年", "%m月", "%d日", "%H:%M", "%H:%M", "%S.%f"),
        day_of_month="%m月%d日",
        month_of_year="%Y年%m月",
        day_of_year="%Y年%m月%d日",
    ),
    between="{0} 至 {1}",
    window="{0}（{1}）",
    heading="规则库回测",
    lead="共 {0} 个已存订单，均由两个规则版本按相同事实判定。金额单位为 {1}。",
    candidate="候选版本",
    against="对比版本",
    law="规则与法规",
    law_then="取各判定当日；事实取当时记录",
    law_of="取 {0}；事实取当时记录",
    only="仅限",
    filters={
        "since": "下单不早于",
        "until": "下单早于",
        "shop": "店铺",
        "channel": "渠道",
        "country": "目的地",
        "sample": "抽样数",
    },
    run="运行编号",
    reported="报告时间 {0}",
    nothing="没有符合条件的已存订单，未作比较。",
    flipped="结论会不同的订单",
    admitted="放行",
    held="挂起",
    orders="{0} 个订单",
    admitted_value="放行金额",
    censored="<strong>已知数据偏向旧规则。</strong>{0} 个无标签订单当时已被拦下，无人知道它们本会如何；"
    "候选版本会放过其中 {1} 个。下文的精确率和召回率只针对已知好坏的订单。",
    left_out="{0} 个订单因无法按当时情况判定而略去：{1}。",
    why_left_out={"erased": "个人资料已删除", "numbers forgotten": "清关号码已到期清除"},
    once_otherwise="{0} 个订单当时的结论与<em>之前</em>不同：当时生效的规则、名单或数据不同。",
    without_rate="{0} 个订单的币种没有汇率：计入订单数，{1} 金额按零计。",
    dead="运行中有 {0} 部分被放弃，所有数字来自其余部分。",
    outcomes="结论",
    outcomes_caption="各结论的订单数与金额；金额变化附 95 % 区间（对订单自助抽样）。",
    outcomes_columns=("结论", "之前", "之后", "变化", "之前金额", "之后金额", "金额变化"),
    moved="如何变动",
    moved_caption="行为之前的结论，列为之后的结论；每格为订单数，下方为金额。",
    rules="规则",
    rules_caption="按仅在一侧触发的次数排列；因缺少必需事实而挂起的规则也计入。",
    rules_columns=("规则", "结论", "之前", "之后", "仅之前", "仅之后"),
    more_rules="另有 {0} 条规则变化较小，JSON 中含全部。",
    no_rules="所有规则在相同的订单上触发，结论也相同。",
    work="工作量",
    work_by_days="{0} 天的平均值，附 95 % 区间（对天数自助抽样的百分位区间）。",
    work_by_orders="{0} 天的平均值，附 95 % 区间（天数过少，改为对订单自助抽样的百分位区间）。",
    work_columns=("每日", "之前", "之后", "变化"),
    load={"hold": "挂起订单", "ask_customer": "询问买家"},
    judged_title="拦截是否正确？",
    judged="其中 {0} 个订单目前已知好坏。拒付和确认的欺诈为坏单；审核员放行或判为正常的为好单。“拦下”指挂起或取消。",
    unclear="{0} 个标签两者都不是。",
    judged_columns=("已知好坏的订单", "之前", "之后"),
    quality={
        "caught": "坏单，已拦下",
        "missed": "坏单，已漏过",
        "disturbed": "好单，被误拦",
        "spared": "好单，已放过",
    },
    quality_values={
        "caught_value": "拦下的坏单金额",
        "missed_value": "漏过的坏单金额",
        "disturbed_value": "误拦的好单金额",
    },
    quality_shares={"precision": "精确率，附 Wilson 95 % 区间", "recall": "召回率，附 Wilson 95 % 区间"},
    not_judged="目前没有订单带标签，无法判断。标签来自人工审核和上报的拒付。",
    slices="差异所在",
    slices_titles={"country": "按目的地", "channel": "按渠道", "shop": "按店铺", "month": "按月份"},
    slices_caption="之前与之后各结论的订单数，以及放行金额。",
    slices_columns=(
        "订单",
        "不同",
        "之前挂起或取消",
        "之后",
        "之前询问",
        "之后",
        "之前放行金额",
        "之后",
    ),
    more_parts="另有 {0} 项差异较小，JSON 中含全部。",
    flips="结论会不同的订单",
    flips_all="共 {1} 个，全部列出 {0} 个；<code>flips.jsonl</code> 和 <code>flips.csv</code> 含全部。"
    "要看某个订单当时为何如此判定，"
    "请在控制台打开该订单，或用其判定编号运行 <code>clearway explain</code>，例如 <code>clearway explain {2}</code>。",
    flips_first="共 {1} 个，列出前 {0} 个；<code>flips.jsonl</code> 和 <code>flips.csv</code> 含全部。"
    "要看某个订单当时为何如此判定，"
    "请在控制台打开该订单，或用其判定编号运行 <code>clearway explain</code>，例如 <code>clearway explain {2}</code>。",
    flips_columns=("订单", "之前", "之后", "起因规则", "金额", "目的地", "判定编号"),
    no_flips="没有：两个版本对所有订单的判定相同。",
    made="计算方法",
    made_of="每个订单取最后一次依据买家或店铺所提交内容、且尚无人工介入的判定：放行、证明文件和复筛不在此列。"
    "两个版本用当时的订单内容和记录的背景（当时对其他订单的记忆、证明文件、注册信息、名单命中、商品、通知）重新判定，"
    "因此差异只来自规则。",
    made_intervals="比例采用 E. B. Wilson（1927）的区间；其余区间均为固定种子的自助法百分位区间（B. Efron、R. "
    "J. Tibshirani，"
    "<cite>An Introduction to the Bootstrap</cite>，1993）。",
)
WORDS: Mapping[str, PageWords] = {"en": ENGLISH, "zh": CHINESE}
