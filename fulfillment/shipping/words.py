"""What is said of services to staff, in English and Chinese."""

from collections.abc import Mapping

from fulfillment.carriers.words import Refusal as NotBooked
from fulfillment.shipping.choosing import Unmet
from fulfillment.shipping.criteria import Criterion
from fulfillment.shipping.feasible import Refusal, Why

Both = tuple[str, str]
LANGUAGES = ("en", "zh")

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
    Why.CARRIER: ("was refused by the carrier when it was to be booked", "承运商拒绝下单"),
}
UNMET: Mapping[Unmet, Both] = {
    Unmet.DAYS: ("too slow", "时效过长"),
    Unmet.COST: ("too dear", "费用过高"),
    Unmet.TRACKED: ("not tracked", "无跟踪"),
    Unmet.INSURED: ("not insured", "无保险"),
    Unmet.NOT_COMPARABLE: ("no exchange rate", "无汇率"),
    Unmet.BARRED: ("barred by house policy", "被内部政策禁用"),
    Unmet.NOT_NAMED: ("another service is named", "已指定其他渠道"),
}
CRITERIA: Mapping[Criterion, Both] = {
    Criterion.COST: ("cost", "费用"),
    Criterion.DAYS: ("days", "时效"),
    Criterion.LATE: ("late", "延误率"),
    Criterion.CUSTOMS: ("customs", "清关"),
    Criterion.DUTY: ("duty", "关税"),
    Criterion.CO2: ("CO2", "碳排放"),
}
NO_SERVICE: Both = ("no service can be used: {0}", "没有可用的渠道：{0}")
NAMED_UNUSABLE: Both = ("`{0}` is named and cannot be used: {1}", "指定的“{0}”无法使用：{1}")
BOOKING_REFUSED: Both = ("the carrier of {0} does not book it: {1}", "{0} 的承运商拒绝下单：{1}")
LABEL_LOST: Both = (
    "the carrier of {0} booked it, and the label was lost on its way here; have it booked anew",
    "{0} 的承运商已下单，但面单在返回途中丢失；请重新下单",
)
NOT_BOOKED: Mapping[str, Both] = {
    NotBooked.ADDRESS: ("it cannot deliver to the address", "地址无法派送"),
    NotBooked.GOODS: ("it does not take these goods", "不接收此类货物"),
    NotBooked.SUSPENDED: ("the service is suspended", "该渠道停运"),
    NotBooked.SIZE: ("size or weight", "尺寸或重量不符"),
    NotBooked.PRODUCT: ("it does not offer this product there", "该产品不适用"),
    NotBooked.PAPERS: ("papers or customs data", "单证或报关资料不全"),
    NotBooked.TIME: ("the time", "时间不符"),
}
OTHERWISE: Both = ("see its own words", "见承运商原文")
UNJUDGED: Both = ("the house has no shipping policy in force", "当前没有生效的发运政策")
PARCEL: Both = ("parcel", "包裹")


def said(pair: Both, language: str) -> str:
    """In Chinese, or else in English."""
    return pair[language == "zh"]


def told_of(refusal: Refusal, language: str) -> str:
    """One reason why a service cannot take it."""
    at = f"{said(PARCEL, language)} {refusal.parcel}: " if refusal.parcel else ""
    told = ", ".join(f"{name} {value}" for name, value in refusal.told.items() if value != "")
    return f"{at}{said(WHY[refusal.why], language)} ({told})"
