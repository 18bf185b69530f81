"""What people read of profits, in English and Chinese: the page, the command line."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fulfillment.profit.figure import Known, Part
from fulfillment.profit.tables import Over


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfitWords:
    """All texts of one language."""

    code: str
    title: str
    lead: str
    as_expected: str
    as_booked: str
    nothing: str
    orders: str
    pieces: str
    revenue: str
    profit: str
    margin: str
    incomplete: str
    careful: str
    where: str
    by: str
    losses: str
    no_losses: str
    order: str
    more: str
    erased: str
    pending: str
    unknown: str
    total: str
    parts: Mapping[str, str]
    known: Mapping[str, str]
    over: Mapping[str, str]
    why: Mapping[str, str]
    sources: Mapping[str, str]

    def whence(self, source: str) -> str:
        """Where a figure is from, without the number of what it names."""
        word = source.partition(":")[0]
        return self.sources.get(word, word)

    def because(self, source: str) -> str:
        """Why a part is not known."""
        word, _, detail = source.partition(":")
        told = self.why.get(word, word)
        return f"{told}: {detail}" if detail else told


ENGLISH = ProfitWords(
    code="en",
    title="Profit from {} to {}",
    lead="{}, in {}. What comes is positive, what goes is negative; exchanged at the desk's reference rates. Made {}.",
    as_expected="As expected before shipping",
    as_booked="As bills, reports and the ledger say, and as expected where none has come",
    nothing="No order in this period.",
    orders="orders",
    pieces="pieces",
    revenue="revenue without tax",
    profit="profit",
    margin="margin",
    incomplete="incomplete",
    careful="In {0} of {1:# order|# orders} a part is not known. Their sums say less than the profit: a cost that "
    "nobody knows is "
    "not nothing.",
    where="Where the money goes",
    by="Profit by {}",
    losses="Orders at a loss",
    no_losses="No order whose parts are all known is at a loss.",
    order="order",
    more="{0:# more stands|# more stand} in the table in CSV.",
    erased="{0:# order was left out: its buyer was|# orders were left out: their buyers were} erased.",
    pending="{0:# order is|# orders are} still to be counted, or to be counted again: the sums are not yet whole.",
    unknown="unknown",
    total="all together",
    parts={
        Part.REVENUE: "paid by buyers",
        Part.TAX: "tax",
        Part.GOODS: "goods",
        Part.PAYMENT_FEE: "payment fees",
        Part.CHANNEL_FEE: "channel fees",
        Part.PACKING: "packing",
        Part.LABOUR: "labour",
        Part.FREIGHT: "freight",
        Part.DUTY: "duty borne",
        Part.REFUND: "refunds",
        Part.CHARGEBACK: "chargebacks",
        Part.PENALTY: "penalties",
        Part.ADJUSTMENT: "adjustments",
        Part.CLAIM: "claims paid",
    },
    known={Known.EXPECTED: "expected", Known.BILLED: "billed", Known.UNKNOWN: "unknown"},
    over={
        Over.SKU: "article",
        Over.LANE: "lane",
        Over.SHOP: "shop",
        Over.CHANNEL: "channel",
        Over.MONTH: "month of order",
    },
    why={
        "goods.no_cost": "no cost is kept of the article",
        "tax.not_stated": "the tax within the price is not stated",
        "fee.not_agreed": "no fee is agreed with the provider",
        "payment.not_stated": "how it is paid is not stated",
        "duty.rate_not_known": "duty is due, and its rate is not known",
        "no_rate": "no exchange rate is stored",
        "freight.goods_unmeasured": "the weight of goods is not known",
        "freight.no_service": "no service can take it",
        "freight.refused": "the service cannot take it",
        "freight.service_unknown": "the service is not known",
        "freight.lane_not_served": "the service does not go there",
        "freight.no_rate_card": "no rate card is in force",
        "freight.weight_unrated": "the rate card has no price for the weight",
        "claim.not_in_a_bill_yet": "the carrier has granted a claim and not paid it",
    },
    sources={
        "order.totals.total": "as the order states it",
        "order.totals.tax": "tax as the order states it",
        "order.totals.duty": "duty as the order states it",
        "terms.tax": "the seller's own share of tax",
        "terms.material": "material, as agreed",
        "terms.parcel": "work on a parcel, as agreed",
        "terms.piece": "work on a piece, as agreed",
        "customs.charges": "duties by law",
        "fee_table": "agreed fees",
        "product.landed_costs": "cost at the warehouse",
        "product.purchase_cost": "purchase cost",
        "box": "cost of the box",
        "quote": "quote of the service",
        "rate_card": "rate card",
        "freight_bill": "freight bill",
        "settlement": "settlement report",
        "settlement.fee": "fee of the settlement report",
        "ledger": "payments of the order",
    },
)
CHINESE = ProfitWords(
    code="zh",
    title="利润报告 {} 至 {}",
    lead="{}，币种 {}。收入为正，支出为负；按风控台参考汇率折算。生成时间 {}。",
    as_expected="发货前的预计",
    as_booked="以账单、结算报告和订单账为准，尚未到账的部分按预计",
    nothing="本期没有订单。",
    orders="订单数",
    pieces="件数",
    revenue="不含税收入",
    profit="利润",
    margin="利润率",
    incomplete="不完整",
    careful="{1} 个订单中有 {0} 个存在未知项，其合计不等于利润：未知的成本不是零。",
    where="资金去向",
    by="利润（按{}）",
    losses="亏损订单",
    no_losses="各项已知的订单中没有亏损。",
    order="订单",
    more="另有 {} 行，见 CSV 表格。",
    erased="{} 个订单未计入：买家数据已删除。",
    pending="还有 {} 个订单待计算或待重新计算，合计尚不完整。",
    unknown="未知",
    total="合计",
    parts={
        Part.REVENUE: "买家支付",
        Part.TAX: "税",
        Part.GOODS: "货物成本",
        Part.PAYMENT_FEE: "支付手续费",
        Part.CHANNEL_FEE: "渠道佣金",
        Part.PACKING: "包装",
        Part.LABOUR: "人工",
        Part.FREIGHT: "运费",
        Part.DUTY: "承担的关税",
        Part.REFUND: "退款",
        Part.CHARGEBACK: "拒付",
        Part.PENALTY: "罚款",
        Part.ADJUSTMENT: "调整",
        Part.CLAIM: "物流赔付",
    },
    known={Known.EXPECTED: "预计", Known.BILLED: "已入账", Known.UNKNOWN: "未知"},
    over={
        Over.SKU: "商品",
        Over.LANE: "线路",
        Over.SHOP: "店铺",
        Over.CHANNEL: "渠道",
        Over.MONTH: "下单月份",
    },
    why={
        "goods.no_cost": "商品没有成本",
        "tax.not_stated": "价内税额未注明",
        "fee.not_agreed": "未约定手续费",
        "payment.not_stated": "付款方式未注明",
        "duty.rate_not_known": "应缴关税，税率未知",
        "no_rate": "没有汇率",
        "freight.goods_unmeasured": "货物重量未知",
        "freight.no_service": "没有可用的渠道",
        "freight.refused": "渠道不可用",
        "freight.service_unknown": "渠道未知",
        "freight.lane_not_served": "渠道不到目的地",
        "freight.no_rate_card": "没有有效运价卡",
        "freight.weight_unrated": "运价卡没有该重量的价格",
        "claim.not_in_a_bill_yet": "物流商已同意赔付，尚未入账",
    },
    sources={
        "order.totals.total": "订单所载金额",
        "order.totals.tax": "订单所载税款",
        "order.totals.duty": "订单所载关税",
        "terms.tax": "卖家自定税率",
        "terms.material": "约定的包材成本",
        "terms.parcel": "约定的单包作业费",
        "terms.piece": "约定的单件作业费",
        "customs.charges": "法定税费",
        "fee_table": "约定费率",
        "product.landed_costs": "入仓成本",
        "product.purchase_cost": "采购成本",
        "box": "包装箱成本",
        "quote": "渠道报价",
        "rate_card": "运价卡",
        "freight_bill": "运费账单",
        "settlement": "结算报告",
        "settlement.fee": "结算报告中的费用",
        "ledger": "订单收付款",
    },
)
WORDS: Mapping[str, ProfitWords] = MappingProxyType({"en": ENGLISH, "zh": CHINESE})
