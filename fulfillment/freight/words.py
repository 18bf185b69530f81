"""What people read of freight differences, in English and Chinese: lists, letters to carriers, the command line."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fulfillment.freight.kinds import Charge, FreightDiffers, FreightState


@dataclass(frozen=True, slots=True, kw_only=True)
class FreightWords:
    """All texts of one language. `because` says in a sentence what is disputed, with the evidence filled in."""

    code: str
    title: str
    to: str
    by: str
    asks: str
    please: str
    number: str
    parcel: str
    what: str
    billed: str
    expected: str
    stake: str
    total: str
    bills: str
    day: str
    because: Mapping[str, str]
    differs: Mapping[str, str]
    charges: Mapping[str, str]
    states: Mapping[str, str]
    card: str

    def card_of(self, source: str) -> str:
        """The rate card that `fulfillment.freight.rated.Rated.source` names; what is no such name stays as it is."""
        kind, _, named = source.partition(":")
        service, _, rest = named.partition("/")
        zone, _, day = rest.partition("@")
        return self.card.format(service=service, zone=zone, day=day) if kind == "rate_card" and day else source


ENGLISH = FreightWords(
    code="en",
    title="Dispute of freight charges",
    to="To: {}, billing department",
    by="Disputed for merchant {}",
    asks="We have checked the bills named below against our packing records, tracking and the rates in force on the "
    "day of hand-over. {0:# charge|# charges} in {1:# parcel|# parcels} {0:is|are} more than was agreed, {2} in all.",
    please="Please credit these amounts, or send the records on which they rest: weighing and measuring, proof of "
    "zone, customs receipts. A table with the same lines goes with this letter.",
    number="Dispute",
    parcel="parcel",
    what="what is disputed, and why",
    billed="billed",
    expected="expected",
    stake="disputed",
    total="Total",
    bills="Bills",
    day="Day",
    because={
        FreightDiffers.WEIGHT: "billed at {billed_g} g; packed at {packed_g} g, {sides} mm, {dimensional_g} g by "
        "divisor {divisor}: {expected_g} g",
        FreightDiffers.ZONE: "billed for `{billed_zone}`; the parcel went to zone `{zone}` ({rate_card})",
        FreightDiffers.RATE: "the rate in force on {handed_over} is {rate_card}, for {expected_g} g",
        FreightDiffers.SURCHARGE: "{charge}: not agreed in this amount ({rate_card})",
        FreightDiffers.DUTY: "customs asks no such duty of the sender ({why})",
        FreightDiffers.IMPORT_TAX: "customs asks no such tax of the sender ({why})",
        FreightDiffers.ADVANCE_FEE: "fee for advancing {advanced} (minor units) that were rightly advanced",
        FreightDiffers.TWICE: "billed before, on bill {first_bill}",
        FreightDiffers.NOT_OURS: "we have handed over no parcel of this number",
        FreightDiffers.VOIDED: "the label was voided and the parcel never handed over",
        FreightDiffers.EARLY: "billed on {billed_on}, handed over on {handed_over}",
    },
    differs={
        FreightDiffers.WEIGHT: "billed weight",
        FreightDiffers.ZONE: "zone",
        FreightDiffers.RATE: "freight rate",
        FreightDiffers.SURCHARGE: "surcharge",
        FreightDiffers.DUTY: "duty",
        FreightDiffers.IMPORT_TAX: "import tax",
        FreightDiffers.ADVANCE_FEE: "advance fee",
        FreightDiffers.TWICE: "billed twice",
        FreightDiffers.NOT_OURS: "not our parcel",
        FreightDiffers.VOIDED: "voided, yet billed",
        FreightDiffers.EARLY: "billed before hand-over",
    },
    charges={
        Charge.FREIGHT: "freight",
        Charge.FUEL: "fuel",
        Charge.REGISTRATION: "registration",
        Charge.REMOTE: "remote area",
        Charge.OVERSIZE: "oversize",
        Charge.BATTERY: "battery",
        Charge.CUSTOMS: "customs handling",
        Charge.DUTY: "duty",
        Charge.IMPORT_TAX: "import tax",
        Charge.ADVANCE_FEE: "advance fee",
        Charge.SERVICE_TAX: "tax on services",
        Charge.CLAIM: "compensation",
        Charge.OTHER: "other charge",
        "": "all charges",
    },
    states={
        FreightState.OPEN: "open",
        FreightState.DISPUTED: "disputed",
        FreightState.CREDITED: "credited",
        FreightState.ACCEPTED: "accepted",
        FreightState.LOST: "lost",
    },
    card="rate card of {service}, zone {zone}, from {day}",
)
CHINESE = FreightWords(
    code="zh",
    title="运费账单争议函",
    to="致：{} 账单部",
    by="商家 {} 提出",
    asks="我方已将下列账单与包装记录、物流轨迹以及交货当日有效的报价核对。"
    "{1} 个包裹中有 {0} 项收费高于约定，合计 {2}。",
    please="请贷记上述金额，或提供收费依据：称重与量方记录、分区证明、海关税单。随函附上同样内容的明细表。",
    number="争议编号",
    parcel="运单号",
    what="争议内容与依据",
    billed="账单金额",
    expected="应收金额",
    stake="争议金额",
    total="合计",
    bills="账单",
    day="日期",
    because={
        FreightDiffers.WEIGHT: "按 {billed_g} 克计费；实际包装 {packed_g} 克，尺寸 {sides} 毫米，"
        "除以 {divisor} 得体积重 {dimensional_g} 克，应为 {expected_g} 克",
        FreightDiffers.ZONE: "按“{billed_zone}”计费；包裹实际发往分区“{zone}”（{rate_card}）",
        FreightDiffers.RATE: "{handed_over} 有效报价为 {rate_card}，计费重 {expected_g} 克",
        FreightDiffers.SURCHARGE: "{charge}：未按此金额约定（{rate_card}）",
        FreightDiffers.DUTY: "海关不向寄件人收取此关税（{why}）",
        FreightDiffers.IMPORT_TAX: "海关不向寄件人收取此税款（{why}）",
        FreightDiffers.ADVANCE_FEE: "代垫手续费；应代垫金额为 {advanced}（最小货币单位）",
        FreightDiffers.TWICE: "已在账单 {first_bill} 中收取",
        FreightDiffers.NOT_OURS: "我方未交运此单号的包裹",
        FreightDiffers.VOIDED: "面单已作废，包裹从未交运",
        FreightDiffers.EARLY: "出账日 {billed_on}，交货日 {handed_over}",
    },
    differs={
        FreightDiffers.WEIGHT: "计费重不符",
        FreightDiffers.ZONE: "分区不符",
        FreightDiffers.RATE: "运费单价不符",
        FreightDiffers.SURCHARGE: "附加费不符",
        FreightDiffers.DUTY: "关税不符",
        FreightDiffers.IMPORT_TAX: "进口税不符",
        FreightDiffers.ADVANCE_FEE: "代垫手续费不符",
        FreightDiffers.TWICE: "重复收费",
        FreightDiffers.NOT_OURS: "非我方包裹",
        FreightDiffers.VOIDED: "作废仍收费",
        FreightDiffers.EARLY: "交货前收费",
    },
    charges={
        Charge.FREIGHT: "运费",
        Charge.FUEL: "燃油费",
        Charge.REGISTRATION: "挂号费",
        Charge.REMOTE: "偏远费",
        Charge.OVERSIZE: "超尺寸费",
        Charge.BATTERY: "带电费",
        Charge.CUSTOMS: "清关费",
        Charge.DUTY: "关税",
        Charge.IMPORT_TAX: "进口税",
        Charge.ADVANCE_FEE: "代垫手续费",
        Charge.SERVICE_TAX: "服务税",
        Charge.CLAIM: "赔付",
        Charge.OTHER: "其他费用",
        "": "全部费用",
    },
    states={
        FreightState.OPEN: "未结",
        FreightState.DISPUTED: "争议中",
        FreightState.CREDITED: "已贷记",
        FreightState.ACCEPTED: "已接受",
        FreightState.LOST: "争议失败",
    },
    card="{service} 渠道 {zone} 分区 {day} 起的运价卡",
)
WORDS: Mapping[str, FreightWords] = MappingProxyType({"en": ENGLISH, "zh": CHINESE})
