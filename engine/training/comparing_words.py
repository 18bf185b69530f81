"""What the report says that compares rules and models, in English and Chinese: on a page and in its charts."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.training.comparing import BEST, FIRST, HALF, RULES, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparingChartWords:
    """All texts of the charts."""

    sources: Mapping[str, str]
    hows: Mapping[str, str]
    title: str
    x: str
    y: str
    chosen: str
    says: str

    def way(self, way: Way) -> str:
        """A way of choosing, in words."""
        model = self.sources.get(way.model, way.model)
        if not way.model:
            return self.sources[RULES]
        return self.hows[way.how].format(self.sources[RULES], model) if way.rules else model


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparingWords:
    """All texts of the page. `code` is the language as HTML names it."""

    code: str
    charts: ComparingChartWords
    heading: str
    lead: str
    data: str
    rules: str
    trained: str
    compared: str
    workload: str
    workload_is: str
    reported: str
    simulated: str
    ways: str
    ways_says: str
    ways_columns: tuple[str, ...]
    overlap: str
    overlap_says: str
    rules_only: str
    both: str
    model_only: str
    neither: str
    schemes: str
    schemes_column: str
    weeks: str
    weeks_column: str
    orders: str
    frauds: str
    others: str
    notes: str
    said: tuple[str, ...]
    no_model: str
    nothing: str
    between: str
    unknown: str


ENGLISH = ComparingWords(
    code="en",
    charts=ComparingChartWords(
        sources={RULES: "rules", "forest": "forest", "classifier": "classifier"},
        hows={
            HALF: "{0} and {1}, half the workload each",
            BEST: "{0} and {1}, by the better rank",
            FIRST: "what {0} stop, the rest by {1}",
        },
        title="Fraud caught by how many orders people look at",
        x="share of each week's orders that people look at",
        y="share of frauds caught",
        chosen="the workload of this report",
        says="At {0} of the orders looked at, {1}.",
    ),
    heading="Rules and models, compared",
    lead="{0:# order|# orders}, of which {1:# was|# were} fraud, worth {2}.",
    data="data",
    rules="rules",
    trained="learned from",
    compared="compared on",
    workload="workload",
    workload_is="{0} of each week's orders, {1} in all",
    reported="written",
    simulated="These orders are simulated. They show that the parts work together, and say nothing about real fraud.",
    ways="What each catches",
    ways_says=(
        "Every way of choosing has the same workload: as many orders as people have time to look at. Rules may name "
        "fewer than that, and with half the workload each an order that both name is looked at once."
    ),
    ways_columns=("chosen by", "looked at", "frauds caught", "share of frauds", "worth", "share of worth", "precision"),
    overlap="Who catches what",
    overlap_says="Rules and a model, each with the whole workload: frauds, and below them what they are worth.",
    rules_only="rules only",
    both="both",
    model_only="model only",
    neither="neither",
    schemes="By scheme",
    schemes_column="scheme",
    weeks="By week",
    weeks_column="week from",
    orders="orders",
    frauds="frauds",
    others="other fraud",
    notes="How to read this",
    said=(
        "Models learned from earlier weeks only, with labels as they were known when the first compared week began.",
        "Rules saw the facts that the models saw, and no score of a model.",
        "The workload is a share of each week's orders: a week full of alarms does not spend the time of a quiet one.",
        "Among equal scores a fixed draw decides.",
        "Shares stand with 95 % intervals (Wilson), which do not count that frauds of one scheme are alike.",
    ),
    no_model="There were too few frauds to learn from for a classifier.",
    nothing="There is no order to compare on.",
    between="{0} to {1}",
    unknown="unknown",
)
CHINESE = ComparingWords(
    code="zh-Hans",
    charts=ComparingChartWords(
        sources={RULES: "规则", "forest": "孤立森林", "classifier": "分类模型"},
        hows={
            HALF: "{0}与{1}，各占一半工作量",
            BEST: "{0}与{1}，取较优名次",
            FIRST: "先看{0}拦下的，其余按{1}",
        },
        title="人工查看比例与查出的欺诈",
        x="每周订单中人工查看的比例",
        y="查出的欺诈比例",
        chosen="本报告的工作量",
        says="查看 {0} 的订单时，{1}。",
    ),
    heading="规则与模型对比",
    lead="共 {0} 个订单，其中欺诈 {1} 个，金额 {2}。",
    data="数据",
    rules="规则",
    trained="训练数据",
    compared="对比数据",
    workload="工作量",
    workload_is="每周订单的 {0}，共 {1} 个",
    reported="生成时间",
    simulated="这些订单是模拟的，只说明各部分能协同工作，不能说明真实欺诈的情况。",
    ways="各自查出多少",
    ways_says=(
        "每种选法的工作量相同，即人工有时间查看的订单数。规则点名的订单可能少于工作量；"
        "各占一半时，双方都点名的订单只看一次。"
    ),
    ways_columns=("选法", "查看", "查出欺诈", "占欺诈比例", "金额", "占金额比例", "精确率"),
    overlap="谁查出了什么",
    overlap_says="规则与模型各用全部工作量：欺诈数，下方为金额。",
    rules_only="仅规则",
    both="两者",
    model_only="仅模型",
    neither="都没有",
    schemes="按手法",
    schemes_column="手法",
    weeks="按周",
    weeks_column="起始日",
    orders="订单",
    frauds="欺诈",
    others="其他欺诈",
    notes="如何阅读",
    said=(
        "模型只从更早的几周学习，标签以第一个对比周开始时已知的为准。",
        "规则看到的事实与模型相同，看不到模型的分数。",
        "工作量是每周订单的固定比例：警报多的一周不会占用清静一周的时间。",
        "分数相同时由固定的抽签决定。",
        "比例附 95% 区间（Wilson），未计入同一手法的欺诈彼此相似。",
    ),
    no_model="可学习的欺诈太少，没有分类模型。",
    nothing="没有可对比的订单。",
    between="{0} 至 {1}",
    unknown="未知",
)
