"""What the command line says of shipping services, in English and Chinese."""

from collections.abc import Mapping

from api.cli.phrases import Language
from fulfillment.shipping.choosing import Unmet
from fulfillment.shipping.criteria import Criterion
from fulfillment.shipping.feasible import Why

Both = tuple[str, str]

WHY: Mapping[Why, Both] = {
    Why.LAW: ("no parcel may go there by law", "依法不得发往该地"),
    Why.LANE: ("does not serve this lane", "不覆盖该线路"),
    Why.DESTINATION: ("does not go to this country", "不发往该国"),
    Why.NOT_OFFERED: ("is not offered on this day", "当日不提供"),
    Why.SUSPENDED: ("is suspended", "停运"),
    Why.GOODS: ("does not take these goods", "不接收此类货物"),
    Why.WEIGHT: ("is too heavy", "超重"),
    Why.SIZE: ("is too large", "超尺寸"),
    Why.PARCELS: ("takes one parcel only", "仅限单件"),
    Why.VALUE: ("is worth too much", "超过价值上限"),
    Why.VALUE_UNKNOWN: ("has a value limit, and the value is not known", "有价值上限，但货值未知"),
    Why.TERMS: ("does not offer these duty terms", "不支持该税费条款"),
    Why.IDENTIFIER: ("needs a number that is not at hand", "缺少所需号码"),
    Why.NO_RATE: ("has no rate for it", "无适用运价"),
}
UNMET: Mapping[Unmet, Both] = {
    Unmet.DAYS: ("too slow", "时效过长"),
    Unmet.COST: ("too dear", "费用过高"),
    Unmet.TRACKED: ("not tracked", "无跟踪"),
    Unmet.INSURED: ("not insured", "无保险"),
    Unmet.NOT_COMPARABLE: ("no exchange rate", "无汇率"),
}
CRITERIA: Mapping[Criterion, Both] = {
    Criterion.COST: ("cost", "费用"),
    Criterion.DAYS: ("days", "时效"),
    Criterion.LATE: ("late", "延误率"),
    Criterion.CUSTOMS: ("customs", "清关"),
    Criterion.DUTY: ("duty", "关税"),
    Criterion.CO2: ("CO2", "碳排放"),
}
CHOSEN: Both = ("chosen", "选择")
NONE_LEFT: Both = ("no service is left", "没有可用的渠道")
DECIDED_BY: Both = ("decided by", "决定因素")
DAYS: Both = ("days", "天")
FELT: Both = ("felt as", "综合成本")
LEAST: Both = ("at least", "至少")
OWN: Both = ("own rates", "自有运价")
REFUSED: Both = ("cannot", "不可用")
PARCEL: Both = ("parcel", "包裹")
MADE_UP: Both = ("figures are made-up examples; import your own rates", "所有数字均为虚构示例，请导入自己的运价")
TAKEN: Both = ("cards new", "张新运价卡")
KNOWN: Both = ("known already", "张已存在")
SERVICES_NEW: Both = ("services new or changed", "个渠道新增或变更")
WITHDRAWN: Both = ("withdrawn", "已撤下")
LIVE: Both = ("live", "实时")
NOTES: Mapping[str, Both] = {
    "no_answer": ("the carrier did not answer in time, so by the card", "承运商未及时应答，按运价卡"),
    "no_product": ("the carrier named no price for its product, so by the card", "承运商未给出该产品价格，按运价卡"),
    "refused": ("the carrier refused to name a price, so by the card", "承运商拒绝报价，按运价卡"),
}
KEPT_NONE: Both = ("nothing was kept", "未保存任何内容")
WOULD: Both = ("only looked", "仅检查")


def said(pair: Both, language: Language) -> str:
    """In one of both languages."""
    return pair[language is Language.ZH]
