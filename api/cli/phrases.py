"""What the command line itself says, in English and Chinese. Reasons speak through the rule book's messages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.decision import Quote


class Language(StrEnum):
    """Languages of the command line."""

    EN = "en"
    ZH = "zh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """All texts of one language. Words that the engine gives (outcomes, actors, quoted facts) stand in tables."""

    outcomes: Mapping[str, str]
    actors: Mapping[str, str]
    order: str
    outcome: str
    score: str
    reasons: str
    line: str
    lines: str
    acts: str
    fix: str
    missing: str
    quotes: Mapping[str, str]
    remark: str
    buyer_reads: str
    waived: str
    decided: str
    skipped: str
    unread: str
    top_reasons: str
    held_by: str
    left_out: str
    read: str
    states: Mapping[str, str]
    marks: Mapping[str, str]
    mark_kinds: Mapping[str, str]
    mark_reasons: Mapping[str, str]
    mark_sources: Mapping[str, str]
    mark_since: str
    mark_until: str
    mark_endless: str
    receipt: str
    correct_record: str
    model: str
    model_fraud: str
    joiner: str
    separator: str
    colon: str

    def quoted(self, quotes: "Iterable[Quote]") -> tuple[str, ...]:
        """Who wrote what; words in which several wishes were read are quoted once."""
        return tuple(dict.fromkeys(self.quotes[each.fact].format(each.text) for each in quotes))


_ENGLISH = Phrases(
    outcomes={"admit": "admit", "ask_customer": "ask customer", "hold": "hold", "cancel": "cancel"},
    actors={
        "buyer": "buyer",
        "product_data": "product data",
        "finance": "finance",
        "risk": "risk",
        "warehouse": "warehouse",
    },
    order="order",
    outcome="outcome",
    score="score",
    reasons="reasons",
    line="line {0}",
    lines="lines {0}",
    acts="{0} acts",
    fix="next: {0}",
    missing="not stated: {0}",
    quotes={"order.note_intents": "the buyer wrote: “{0}”", "order.seller_note_intents": "the seller wrote: “{0}”"},
    remark="remark",
    buyer_reads="the buyer reads: {0}",
    waived="released by {0}",
    decided="orders decided: {0}",
    skipped="records skipped: {0}",
    unread="nothing is read from these columns, since no column profile knows their headers: {0}",
    top_reasons="most frequent reasons",
    held_by="not admitted, by who acts",
    left_out="rows not shown: {0}; --json and --out have them all",
    read="read these values:",
    states={
        "not_evaluable": "not checked, since something is not stated:",
        "not_applicable": "not checked, since this channel never tells:",
    },
    marks={"block": "blocked is the {0}: {1}", "trust": "trusted is the {0}: {1}"},
    mark_kinds={
        "email": "e-mail address",
        "phone": "phone number",
        "address": "delivery address",
        "card": "card",
        "customer": "account",
    },
    mark_reasons={
        "fraud": "fraud",
        "chargeback": "a chargeback",
        "account_taken": "the account was taken over",
        "refund_abuse": "abuse of refunds",
        "reshipping": "reshipping",
        "reselling": "reselling",
        "threats": "threats",
        "known_customer": "a known customer",
        "verified": "verified by people",
        "business": "a business partner",
        "staff": "one of our own",
        "false_alarm": "a false alarm before",
        "other": "another reason",
    },
    mark_sources={
        "order": "from order",
        "return": "from return",
        "dispute": "from dispute",
        "import": "from a file",
        "hand": "by hand",
    },
    mark_since="since {0}",
    mark_until="until {0}",
    mark_endless="without end",
    receipt="receipt",
    correct_record="Correct the record, then screen it again.",
    model="model {0}: more unusual than {1:g} % of orders",
    model_fraud="probability of fraud {0:.1%}",
    joiner=", ",
    separator="; ",
    colon=": ",
)
_CHINESE = Phrases(
    outcomes={"admit": "放行", "ask_customer": "询问买家", "hold": "挂起", "cancel": "取消"},
    actors={
        "buyer": "买家",
        "product_data": "商品资料",
        "finance": "财务",
        "risk": "风控",
        "warehouse": "仓库",
    },
    order="订单",
    outcome="结论",
    score="分数",
    reasons="原因",
    line="商品行 {0}",
    lines="商品行 {0}",
    acts="由{0}处理",
    fix="下一步：{0}",
    missing="未提供：{0}",
    quotes={"order.note_intents": "买家写道：“{0}”", "order.seller_note_intents": "卖家写道：“{0}”"},
    remark="备注",
    buyer_reads="买家看到：{0}",
    waived="已由 {0} 放行",
    decided="已判定 {0} 个订单",
    skipped="跳过 {0} 条记录",
    unread="以下列未读取（列名对照中没有这些表头）：{0}",
    top_reasons="最常见的原因",
    held_by="未放行订单的处理方",
    left_out="另有 {0} 行未显示；--json 和 --out 含全部结果",
    read="所依据的数据：",
    states={
        "not_evaluable": "因数据未提供而未检查：",
        "not_applicable": "因该渠道不提供数据而未检查：",
    },
    marks={"block": "已拉黑{0}：{1}", "trust": "已信任{0}：{1}"},
    mark_kinds={"email": "邮箱", "phone": "电话", "address": "收货地址", "card": "银行卡", "customer": "账户"},
    mark_reasons={
        "fraud": "欺诈",
        "chargeback": "拒付",
        "account_taken": "账户被盗用",
        "refund_abuse": "滥用退款",
        "reshipping": "转运骗局",
        "reselling": "倒卖",
        "threats": "威胁",
        "known_customer": "老客户",
        "verified": "已人工核实",
        "business": "商业伙伴",
        "staff": "内部员工",
        "false_alarm": "此前误报",
        "other": "其他原因",
    },
    mark_sources={
        "order": "来自订单",
        "return": "来自退货",
        "dispute": "来自争议",
        "import": "来自文件",
        "hand": "人工录入",
    },
    mark_since="自 {0} 起",
    mark_until="至 {0}",
    mark_endless="无期限",
    receipt="判定凭据",
    correct_record="请更正该记录后重新筛查。",
    model="模型 {0}：比 {1:g}% 的订单更不寻常",
    model_fraud="欺诈概率 {0:.1%}",
    joiner="、",
    separator="；",
    colon="：",
)
PHRASES: Mapping[Language, Phrases] = {Language.EN: _ENGLISH, Language.ZH: _CHINESE}
