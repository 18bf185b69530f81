"""What people read of causes and suggestions, in English and Chinese: the page, the command line, the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fulfillment.learning.cut import Cut
from fulfillment.learning.terms import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningWords:
    """All texts of one language."""

    code: str
    title: str
    lead: str
    nothing: str
    orders: str
    cases: str
    share: str
    at_stake: str
    refund: str
    chargeback: str
    reship: str
    freight_lost: str
    recovered: str
    days: str
    causes_name: str
    by: str
    total: str
    more: str
    families_name: str
    suggestions: str
    no_suggestions: str
    monthly: str
    held_up: str
    evidence: str
    fixed: str
    rest: str
    small: str
    families: Mapping[str, str]
    causes: Mapping[str, str]
    over: Mapping[str, str]
    changes: Mapping[str, str]

    def cause(self, word: str) -> str:
        """A cause in words."""
        return self.causes.get(word, word)


ENGLISH = LearningWords(
    code="en",
    title="Causes of after-sales from {} to {}",
    lead="Orders whose life ended in this period; amounts in {}, at the desk's reference rates. Made {}.",
    nothing="Nothing is learnt of this period yet.",
    orders="orders",
    cases="with after-sales",
    share="share, 95 % interval",
    at_stake="at stake",
    refund="given back",
    chargeback="charged back",
    reship="sent again",
    freight_lost="freight lost",
    recovered="paid by carriers",
    days="days to delivery",
    causes_name="causes",
    by="By {}",
    total="all orders",
    more="{0:# more row is|# more rows are} in the table for spreadsheets.",
    families_name="Orders by who could have done otherwise",
    suggestions="Suggested changes",
    no_suggestions="Figures suggest nothing that chance could not have made as well.",
    monthly="{} a month",
    held_up="orders worth {} held up a month",
    evidence="{0} of {1:# order|# orders} ({2:.1f} %, {3:.1f} to {4:.1f} %), {5}; by chance 1 in {6}, "
    "of such findings at most 1 in {7} false",
    fixed="against {:.1f} %",
    rest="against {0:.1f} % of {1:# other|# others}",
    small="An interval says how little a few orders tell.",
    families=MappingProxyType({
        "quality": "quality", "logistics": "logistics", "customer": "customer", "payment": "payment", "other": "other",
        "none": "no case",
    }),
    causes=MappingProxyType({
        "defective": "defective", "not_as_described": "not as described", "wrong_item": "wrong item",
        "missing_part": "part missing", "damaged_on_arrival": "damaged on arrival", "late": "late", "lost": "lost",
        "destroyed": "destroyed", "sent_back": "sent back", "not_received": "not received",
        "customs_refused": "refused at customs", "wrong_address_carrier": "wrong address by the carrier",
        "changed_mind": "changed mind", "refused": "refused", "unreachable": "unreachable",
        "duplicate": "ordered twice", "wrong_address": "wrong address", "charged_back_fraud": "charged back as fraud",
        "charged_back": "charged back", "credit_missing": "credit not processed", "return_fraud": "return fraud",
        "money_back": "money back without a return", "other": "other", "sent_again": "sent again",
        "claim_paid": "claim paid", "fraud_told": "fraud told by the issuer", "measured_late": "later than promised",
    }),
    over=MappingProxyType({
        Cut.SKU: "product", Cut.SUPPLIER: "maker", Cut.GOODS: "goods and destination", Cut.CARRIER: "carrier",
        Cut.SERVICE: "service", Cut.LANE: "lane", Cut.BOX: "packaging", Cut.RULE: "rule", Cut.SHOP: "shop",
        Cut.POLICY: "rule of a policy",
        Cut.MONTH: "month",
    }),
    changes=MappingProxyType({
        Change.SERVICE: "{about}: avoid the service here, or lower the threshold of {target}",
        Change.ADDRESS: "{about}: ask for addresses more strictly before sending ({target}), or change the service",
        Change.DESCRIPTION: "{about}: correct the product description and pictures",
        Change.SUPPLIER: "{about}: have the maker answer for it, and check goods before they are shelved",
        Change.PACKAGING: "{about}: another box or more cushioning ({target})",
        Change.IMPORT_RULE: "{about}: a rule of import that holds or refuses these goods there ({target})",
        Change.RULE_STRICTER: "rule {target}: orders that it let through were charged back; let it hold, or sooner",
        Change.RULE_MILDER: "rule {target}: nearly all that it stopped was released and went well; loosen it",
    }),
)  # fmt: skip
CHINESE = LearningWords(
    code="zh",
    title="{} 至 {} 的售后原因",
    lead="此期间结束的订单；金额以 {} 计，按系统参考汇率换算。生成于 {}。",
    nothing="此期间尚无可学习的内容。",
    orders="订单",
    cases="有售后",
    share="占比及 95 % 区间",
    at_stake="损失",
    refund="退款",
    chargeback="拒付",
    reship="补发",
    freight_lost="损失运费",
    recovered="承运商赔付",
    days="送达天数",
    causes_name="原因",
    by="按{}",
    total="全部订单",
    more="其余 {} 行见电子表格。",
    families_name="按责任方划分的订单",
    suggestions="改进建议",
    no_suggestions="没有超出偶然的发现。",
    monthly="每月 {}",
    held_up="每月挂起订单价值 {}",
    evidence="{} / {} 单（{:.1f} %，{:.1f} 至 {:.1f} %），{}；偶然出现的可能 1/{}，误报至多 1/{}",
    fixed="对照 {:.1f} %",
    rest="对照其余 {1} 单的 {0:.1f} %",
    small="区间表示少量订单能说明的程度。",
    families=MappingProxyType({
        "quality": "质量", "logistics": "物流", "customer": "客户", "payment": "支付", "other": "其他",
        "none": "非售后",
    }),
    causes=MappingProxyType({
        "defective": "故障", "not_as_described": "与描述不符", "wrong_item": "发错货", "missing_part": "缺件",
        "damaged_on_arrival": "到货破损", "late": "延误", "lost": "丢失", "destroyed": "销毁", "sent_back": "退回",
        "not_received": "未收到", "customs_refused": "海关拒绝", "wrong_address_carrier": "承运商送错地址",
        "changed_mind": "改变主意", "refused": "拒收", "unreachable": "联系不上", "duplicate": "重复下单",
        "wrong_address": "地址错误", "charged_back_fraud": "欺诈拒付", "charged_back": "拒付",
        "credit_missing": "退款未到账", "return_fraud": "退货欺诈", "money_back": "仅退款", "other": "其他",
        "sent_again": "补发", "claim_paid": "已赔付", "fraud_told": "发卡行告知欺诈", "measured_late": "晚于承诺时效",
    }),
    over=MappingProxyType({
        Cut.SKU: "商品", Cut.SUPPLIER: "制造商", Cut.GOODS: "品类与目的国", Cut.CARRIER: "承运商",
        Cut.SERVICE: "服务", Cut.LANE: "线路", Cut.BOX: "包装", Cut.RULE: "规则", Cut.SHOP: "店铺",
        Cut.POLICY: "政策规则",
        Cut.MONTH: "月份",
    }),
    changes=MappingProxyType({
        Change.SERVICE: "{about}：在此线路避开该服务，或降低 {target} 的阈值",
        Change.ADDRESS: "{about}：发货前更严格地核对地址（{target}），或更换服务",
        Change.DESCRIPTION: "{about}：修正商品描述和图片",
        Change.SUPPLIER: "{about}：追究制造商责任，上架前检验",
        Change.PACKAGING: "{about}：换箱或加强缓冲（{target}）",
        Change.IMPORT_RULE: "{about}：增加进口规则，挂起或拒绝该品类（{target}）",
        Change.RULE_STRICTER: "规则 {target}：放行的订单遭拒付；改为挂起或降低阈值",
        Change.RULE_MILDER: "规则 {target}：拦下的订单几乎都已放行且正常；应放宽",
    }),
)  # fmt: skip
WORDS: Mapping[str, LearningWords] = MappingProxyType({each.code: each for each in (ENGLISH, CHINESE)})
