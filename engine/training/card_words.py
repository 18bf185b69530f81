"""What the card of a model says, in English and Chinese: on a page, in its charts, and on a terminal."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartWords:
    """All texts of the charts."""

    models: Mapping[str, str]
    curve_title: str
    curve_x: str
    curve_y: str
    curve_model: str
    curve_base: str
    curve_budget: str
    curve_says: str
    calibration_title: str
    calibration_x: str
    calibration_y: str
    calibration_ideal: str
    calibration_bin: str
    calibration_none: str
    calibration_says: str
    scores_title: Mapping[str, str]
    scores_x: Mapping[str, str]
    scores_y: str
    scores_fraud: str
    scores_other: str
    scores_says: str
    drift_title: str
    drift_x: str
    drift_score: str
    drift_watch: str
    drift_act: str
    drift_says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWords:
    """All texts of the card. `code` is the language as HTML names it."""

    code: str
    charts: ChartWords
    title: str
    lead: str
    artefact: str
    as_of: str
    trained_on: str
    rows: str
    until: str
    classifier: str
    classifiers: Mapping[str, str]
    calibration: str
    calibrated: str
    uncalibrated: str
    seed: str
    data: str
    schema: str
    libraries: str
    parameters: str
    labels: str
    states: Mapping[str, str]
    sources: str
    reasons: str
    maturity: str
    delay: str
    bias: str
    bias_none: str
    tested: str
    tested_on: str
    untested: str
    simulated: str
    figures: Mapping[str, str]
    models: Mapping[str, str]
    what_figures: str
    segments: str
    by: Mapping[str, str]
    segment_columns: tuple[str, ...]
    features: str
    feature_columns: tuple[str, ...]
    percentiles: str
    percentiles_says: str
    reproduce: str
    reproduce_says: str
    none: str


_CHARTS_EN = ChartWords(
    models={"anomaly": "anomaly percentile", "fraud": "fraud probability"},
    curve_title="Precision and recall as the threshold falls",
    curve_x="recall: share of the frauds that is found",
    curve_y="precision: share of the alerts that is fraud",
    curve_model="{0}, average precision {1:.3f}",
    curve_base="chance: {0:.2%} of the orders are fraud",
    curve_budget="reviewing {0:.1%} of the orders",
    curve_says="Precision over recall. {0}.",
    calibration_title="Calibration: what was told, and what came",
    calibration_x="told: mean probability of orders that are told about the same",
    calibration_y="found: share that was fraud",
    calibration_ideal="what was told came",
    calibration_bin="such orders, with the 95 % interval",
    calibration_none="no fraud among them",
    calibration_says="Calibration of the fraud probability in {0:# group|# groups}; the mean distance is {1:.4f}.",
    scores_title={"anomaly": "Anomaly percentiles by what the orders were",
                  "fraud": "Fraud probabilities by what the orders were"},
    scores_x={"anomaly": "anomaly percentile among the training orders", "fraud": "calibrated probability of fraud"},
    scores_y="orders (logarithmic)",
    scores_fraud="fraud ({0:,})",
    scores_other="honest, or without a label ({0:,})",
    scores_says="Scores of {0:,# fraud|,# frauds} and {1:,# other order|,# other orders}.",
    drift_title="Drift: how far the test weeks lie from the training",
    drift_x="population stability index",
    drift_score="anomaly score",
    drift_watch="watch (0.1)",
    drift_act="act (0.25)",
    drift_says="Drift of the features; most of all {0} with {1:.3f}.",
)  # fmt: skip
_CHARTS_ZH = ChartWords(
    models={"anomaly": "异常百分位", "fraud": "欺诈概率"},
    curve_title="阈值下降时的精确率与召回率",
    curve_x="召回率：被发现的欺诈占比",
    curve_y="精确率：预警中欺诈的占比",
    curve_model="{0}，平均精确率 {1:.3f}",
    curve_base="随机水平：欺诈占订单 {0:.2%}",
    curve_budget="复核 {0:.1%} 的订单",
    curve_says="精确率-召回率曲线。{0}。",
    calibration_title="校准：预测与实际",
    calibration_x="预测：概率相近的订单的平均概率",
    calibration_y="实际：其中欺诈的占比",
    calibration_ideal="预测与实际一致",
    calibration_bin="这些订单及 95 % 区间",
    calibration_none="其中没有欺诈",
    calibration_says="欺诈概率按 {0} 组校准，平均偏差 {1:.4f}。",
    scores_title={"anomaly": "各类订单的异常百分位", "fraud": "各类订单的欺诈概率"},
    scores_x={"anomaly": "在训练订单中的异常百分位", "fraud": "校准后的欺诈概率"},
    scores_y="订单数（对数）",
    scores_fraud="欺诈（{0:,}）",
    scores_other="正常或无标签（{0:,}）",
    scores_says="{0:,} 个欺诈订单与 {1:,} 个其他订单的分数。",
    drift_title="漂移：测试周与训练期的差距",
    drift_x="群体稳定性指数（PSI）",
    drift_score="异常分数",
    drift_watch="关注（0.1）",
    drift_act="处理（0.25）",
    drift_says="各特征的漂移，最大为 {0}：{1:.3f}。",
)
ENGLISH = CardWords(
    code="en",
    charts=_CHARTS_EN,
    title="Model {0}",
    lead="What this model was made of, what it came to, and all that makes the same one again.",
    artefact="artefact",
    as_of="knows until",
    trained_on="trained on",
    rows="{0:,# order|,# orders}, {1}",
    until="{0} to {1}",
    classifier="models",
    classifiers={
        "none": "isolation forest alone; there are too few known frauds for a probability",
        "linear": "isolation forest, and logistic regression",
        "boosting": "isolation forest, and gradient boosting",
    },
    calibration="calibration",
    calibrated="log-odds times {0:.3f}, plus {1:.3f}",
    uncalibrated="none; what the classifier says stands, as too few frauds are known to correct it",
    seed="seed",
    data="digest of the rows",
    schema="schema of the features",
    libraries="made with",
    parameters="parameters",
    labels="What was known of the orders",
    states={
        "fraud": "known frauds",
        "honest": "known to be honest",
        "assumed_honest": "without a label, old enough to be taken for honest",
        "unclear": "disputed by their own buyers, left out",
        "too_young": "too young to say, left out",
        "refused": "refused, so nobody will know, left out",
    },
    sources="labels by source",
    reasons="labels by reason",
    maturity="An order without a label counts as honest {0:# day|# days} after it was placed.",
    delay="Half of the frauds were known {0:# day|# days} after the order, or earlier.",
    bias="Careful: {0:.1%} of the orders were refused and carry no label. What is known speaks of orders that were let "
    "go; {1:,# of them was|,# of them were} let go by chance to learn what refused ones are.",
    bias_none="No order of the training was refused.",
    tested="How good it is",
    tested_on="Models of the same kind, fitted on orders before {0} with what was known then, and tested on the "
    "{1:,# order|,# orders} of {2}, of which {3:,# is|,# are} fraud by what was known on {4}.",
    untested="There are too few orders to set weeks aside for a test, so nothing is known of how good the model is.",
    simulated="Figures tell of these orders alone. Of simulated ones they show that the parts work together, no more.",
    figures={
        "average_precision": "average precision",
        "roc_auc": "area under the ROC curve",
        "recall_at_budget": "recall when {0:.1%} of the orders are reviewed",
        "precision_at_budget": "precision of these reviews",
        "card_precision": "precision of the 100 most suspect cards of a day",
        "brier": "Brier score",
        "calibration_error": "calibration error",
    },
    models={"anomaly": "anomaly", "fraud": "fraud probability"},
    what_figures="figure",
    segments="Part by part",
    by={"destination": "destination", "customer": "customer", "currency": "currency"},
    segment_columns=("part", "orders", "frauds", "alerts", "AP of the anomaly", "AP of the probability"),
    features="Features",
    feature_columns=("feature", "unknown in", "drift in the test weeks (PSI)"),
    percentiles="Scores and percentiles",
    percentiles_says="The forest's score from which on an order is stranger than this percentage of the training.",
    reproduce="Make it again",
    reproduce_says="With the same orders, labels, rules and data, this command comes to the same bytes:",
    none="—",
)
CHINESE = CardWords(
    code="zh-Hans",
    charts=_CHARTS_ZH,
    title="模型 {0}",
    lead="该模型由什么训练而成、效果如何，以及重新得到同一模型所需的一切。",
    artefact="模型文件",
    as_of="知识截至",
    trained_on="训练数据",
    rows="{0:,} 个订单，{1}",
    until="{0} 至 {1}",
    classifier="模型",
    classifiers={
        "none": "仅孤立森林；已知欺诈过少，无法给出概率",
        "linear": "孤立森林与逻辑回归",
        "boosting": "孤立森林与梯度提升",
    },
    calibration="校准",
    calibrated="对数几率乘以 {0:.3f}，再加 {1:.3f}",
    uncalibrated="无；已知欺诈过少，无法校正，直接采用分类器的输出",
    seed="随机种子",
    data="数据摘要",
    schema="特征版本",
    libraries="软件版本",
    parameters="参数",
    labels="对订单的了解",
    states={
        "fraud": "已知欺诈",
        "honest": "已知正常",
        "assumed_honest": "无标签，时间已久，视为正常",
        "unclear": "买家自行争议，不计入",
        "too_young": "时间尚短，不计入",
        "refused": "已拒绝，无从得知，不计入",
    },
    sources="按来源的标签",
    reasons="按原因的标签",
    maturity="无标签订单在下单 {0:g} 天后视为正常。",
    delay="半数欺诈在下单后 {0:g} 天内得知。",
    bias="注意：{0:.1%} 的订单被拒绝，没有标签。已知情况只反映被放行的订单；"
    "其中 {1:,} 个是为了解被拒订单而随机放行的。",
    bias_none="训练订单中没有被拒绝的。",
    tested="效果",
    tested_on="同类模型用 {0} 之前的订单及当时所知训练，在 {2} 的 {1:,} 个订单上测试；"
    "截至 {4} 已知其中 {3:,} 个为欺诈。",
    untested="订单过少，无法留出测试周，因此模型效果未知。",
    simulated="数字仅说明这些订单。在模拟订单上，它们只表明各部分能协同工作。",
    figures={
        "average_precision": "平均精确率",
        "roc_auc": "ROC 曲线下面积",
        "recall_at_budget": "复核 {0:.1%} 订单时的召回率",
        "precision_at_budget": "上述复核的精确率",
        "card_precision": "每日最可疑 100 张卡的精确率",
        "brier": "Brier 分数",
        "calibration_error": "校准误差",
    },
    models={"anomaly": "异常", "fraud": "欺诈概率"},
    what_figures="指标",
    segments="分组",
    by={"destination": "目的地", "customer": "客户", "currency": "币种"},
    segment_columns=("分组", "订单", "欺诈", "预警", "异常平均精确率", "概率平均精确率"),
    features="特征",
    feature_columns=("特征", "未知占比", "测试周漂移（PSI）"),
    percentiles="分数与百分位",
    percentiles_says="达到该分数的订单比这一百分比的训练订单更异常。",
    reproduce="重新得到",
    reproduce_says="用相同的订单、标签、规则和数据，以下命令得到逐字节相同的模型：",
    none="—",
)
WORDS: Mapping[str, CardWords] = {"en": ENGLISH, "zh": CHINESE}
