"""What the page of a period says, in English and Chinese."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fulfillment.payments.settlement.kinds import Differs, Standing
from fulfillment.payments.settlement.report import LineKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """All texts of the page."""

    code: str
    title: str
    lead: str
    all_providers: str
    where: str
    nothing: str
    reserves: str
    open: str
    none_open: str
    batches: str
    totals: str
    orders: str
    provider: str
    amount: str
    difference: str
    days: str
    cases: str
    about: str
    age: str
    appeal: str
    state: str
    batch: str
    lines: str
    net: str
    paid_out: str
    kind: str
    gross: str
    fee: str
    tax: str
    order: str
    more: str
    lines_card: str
    orders_card: str
    open_card: str
    unclosed_card: str
    rungs: Mapping[str, str]
    differs: Mapping[str, str]
    states: Mapping[str, str]
    standings: Mapping[str, str]
    reached: Mapping[str, str]
    kinds: Mapping[str, str]


ENGLISH = PageWords(
    code="en",
    title="Settlements from {} to {}",
    lead="{}. Amounts as the merchant sees them: what comes is positive, what goes is negative. Made {}.",
    all_providers="All providers",
    where="Where the money went",
    nothing="Nothing in this period.",
    reserves="Kept back by providers at the end of the period",
    open="Open cases by age",
    none_open="No case is open: the reports, the bank and our books agree.",
    batches="Batches and payouts",
    totals="Lines by provider, currency and kind",
    orders="Orders, rung by rung",
    provider="provider",
    amount="amount",
    difference="difference",
    days="{:# day|# days}",
    cases="cases",
    about="about",
    age="age",
    appeal="appeal until",
    state="state",
    batch="batch",
    lines="lines",
    net="net",
    paid_out="paid out",
    kind="kind",
    gross="gross",
    fee="fee",
    tax="tax",
    order="order",
    more="{0:# more stands|# more stand} in the table in CSV.",
    lines_card="lines",
    orders_card="orders",
    open_card="open cases",
    unclosed_card="batches that do not close",
    rungs={
        "paid": "paid",
        "fees": "fees",
        "tax_withheld": "tax withheld",
        "reserve": "reserve",
        "refunded": "refunds",
        "charged_back": "chargebacks",
        "penalties": "penalties",
        "adjusted": "adjustments",
        "exchanged": "exchanged",
        "net": "left",
    },
    differs={
        Differs.MISSING: "missing in the report",
        Differs.UNKNOWN: "unknown in our books",
        Differs.PROPOSAL: "match to be confirmed",
        Differs.AMOUNT: "amount differs",
        Differs.CURRENCY: "currency differs",
        Differs.FEE: "fee differs",
        Differs.EXCHANGE: "exchange differs",
        Differs.BATCH: "batch does not close",
        Differs.PAYOUT: "payout without bank credit",
        Differs.DUPLICATE: "settled twice",
        Differs.LATE: "settled late",
        Differs.PENALTY: "penalty",
    },
    states={
        Standing.OPEN: "open",
        Standing.EXPLAINED: "explained",
        Standing.WRITTEN_OFF: "written off",
        Standing.RECOVERED: "recovered",
        Standing.APPEALED: "appealed",
        Standing.WON: "won",
        Standing.LOST: "lost",
    },
    standings={"open": "not paid out", "differs": "does not close", "paid_out": "paid out", "at_bank": "at the bank"},
    reached={"account": "not paid out", "payout": "paid out", "bank": "at the bank"},
    kinds={
        LineKind.SALE: "sale",
        LineKind.REFUND: "refund",
        LineKind.FEE: "fee",
        LineKind.TAX_WITHHELD: "tax withheld",
        LineKind.RESERVE: "reserve",
        LineKind.CHARGEBACK: "chargeback",
        LineKind.CHARGEBACK_REVERSAL: "chargeback reversed",
        LineKind.PENALTY: "penalty",
        LineKind.ADJUSTMENT: "adjustment",
        LineKind.EXCHANGE: "exchange",
        LineKind.PAYOUT: "payout",
        LineKind.BANK_CREDIT: "bank credit",
    },
)
CHINESE = PageWords(
    code="zh",
    title="结算报告 {} 至 {}",
    lead="{}。金额以商家角度表示：收入为正，支出为负。生成时间 {}。",
    all_providers="所有渠道",
    where="资金去向",
    nothing="本期没有数据。",
    reserves="期末渠道留存的准备金",
    open="未结差异（按账龄）",
    none_open="没有未结差异：渠道报告、银行和账簿一致。",
    batches="批次与打款",
    totals="按渠道、币种和类型汇总",
    orders="逐单资金明细",
    provider="渠道",
    amount="金额",
    difference="差异",
    days="{} 天",
    cases="件数",
    about="对象",
    age="账龄",
    appeal="申诉截止",
    state="状态",
    batch="批次",
    lines="行数",
    net="净额",
    paid_out="已打款",
    kind="类型",
    gross="总额",
    fee="手续费",
    tax="税",
    order="订单",
    more="另有 {} 行，见 CSV 表格。",
    lines_card="行数",
    orders_card="订单数",
    open_card="未结差异",
    unclosed_card="未轧平批次",
    rungs={
        "paid": "买家支付",
        "fees": "手续费",
        "tax_withheld": "代扣税",
        "reserve": "准备金",
        "refunded": "退款",
        "charged_back": "拒付",
        "penalties": "罚款",
        "adjusted": "调整",
        "exchanged": "换汇",
        "net": "实得",
    },
    differs={
        Differs.MISSING: "报告中缺失",
        Differs.UNKNOWN: "账簿中没有",
        Differs.PROPOSAL: "待人工确认匹配",
        Differs.AMOUNT: "金额不符",
        Differs.CURRENCY: "币种不符",
        Differs.FEE: "手续费不符",
        Differs.EXCHANGE: "汇率不符",
        Differs.BATCH: "批次未轧平",
        Differs.PAYOUT: "打款未到账",
        Differs.DUPLICATE: "重复结算",
        Differs.LATE: "结算延迟",
        Differs.PENALTY: "平台罚款",
    },
    states={
        Standing.OPEN: "未结",
        Standing.EXPLAINED: "已说明",
        Standing.WRITTEN_OFF: "已核销",
        Standing.RECOVERED: "已追回",
        Standing.APPEALED: "申诉中",
        Standing.WON: "申诉成功",
        Standing.LOST: "申诉失败",
    },
    standings={"open": "未打款", "differs": "未轧平", "paid_out": "已打款", "at_bank": "已到账"},
    reached={"account": "未打款", "payout": "已打款", "bank": "已到账"},
    kinds={
        LineKind.SALE: "销售",
        LineKind.REFUND: "退款",
        LineKind.FEE: "手续费",
        LineKind.TAX_WITHHELD: "代扣税",
        LineKind.RESERVE: "准备金",
        LineKind.CHARGEBACK: "拒付",
        LineKind.CHARGEBACK_REVERSAL: "拒付撤销",
        LineKind.PENALTY: "罚款",
        LineKind.ADJUSTMENT: "调整",
        LineKind.EXCHANGE: "换汇",
        LineKind.PAYOUT: "打款",
        LineKind.BANK_CREDIT: "银行入账",
    },
)
WORDS: Mapping[str, PageWords] = MappingProxyType({"en": ENGLISH, "zh": CHINESE})
