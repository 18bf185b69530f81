"""What the command line says of live carriers, in English and Chinese."""

from collections.abc import Mapping

from api.cli.phrases import Language
from engine.counted import filled
from fulfillment.carriers.errors import ADVICE
from fulfillment.carriers.words import BookingState, PickupState, Refusal

Words = tuple[str, str]

STATES: Mapping[str, Words] = {
    "off": ("off", "已关闭"),
    "on": ("on", "已开启"),
    "stopped": ("stopped", "已停止"),
}
BOOKINGS: Mapping[str, Words] = {
    BookingState.WAITING: ("waiting", "待预订"),
    BookingState.BOOKED: ("booked", "已预订"),
    BookingState.REFUSED: ("refused", "被拒绝"),
    BookingState.LOST: ("label lost", "面单丢失"),
    BookingState.UNWANTED: ("to be voided", "待作废"),
    BookingState.VOIDED: ("voided", "已作废"),
    BookingState.VOID_REFUSED: ("cannot be voided", "无法作废"),
}
PICKUPS: Mapping[str, Words] = {
    PickupState.WAITING: ("waiting", "待预约"),
    PickupState.BOOKED: ("booked", "已预约"),
    PickupState.REFUSED: ("refused", "被拒绝"),
    PickupState.CANCELLING: ("being called off", "取消中"),
    PickupState.CANCELLED: ("called off", "已取消"),
}
ADVICES: Mapping[Refusal, Words] = {
    Refusal.ADDRESS: (ADVICE[Refusal.ADDRESS], "请更正订单地址，之后会重新预订"),
    Refusal.GOODS: (ADVICE[Refusal.GOODS], "请改用接收此类货物的渠道，或如实申报"),
    Refusal.SUSPENDED: (ADVICE[Refusal.SUSPENDED], "请改用其他渠道，或待恢复收寄后重试"),
    Refusal.SIZE: (ADVICE[Refusal.SIZE], "请重新包装，或改用接收该尺寸重量的渠道"),
    Refusal.PRODUCT: (ADVICE[Refusal.PRODUCT], "请检查连接中的产品代码，或改用其他渠道"),
    Refusal.PAPERS: (ADVICE[Refusal.PAPERS], "请补全订单的申报资料后重试"),
    Refusal.TIME: (ADVICE[Refusal.TIME], "请另选日期或时段"),
    Refusal.TOO_LATE: (ADVICE[Refusal.TOO_LATE], "包裹已在承运商处，请要求退回"),
    Refusal.UNKNOWN: (ADVICE[Refusal.UNKNOWN], "承运商查无此单，请到其后台查看"),
    Refusal.LABEL_LOST: (ADVICE[Refusal.LABEL_LOST], "请在承运商后台打印面单，或重新预订"),
    Refusal.UNSURE: (ADVICE[Refusal.UNSURE], "请向承运商确认是否已预约，再重试或关闭"),
    Refusal.OTHER: (ADVICE[Refusal.OTHER], "请按承运商所述处理后重试"),
}
NOBODY: Words = (
    "no connection yet; add one with `clearway carriers add`",
    "尚无承运商连接；请用 `clearway carriers add` 添加",
)
NOTHING: Words = ("nothing to show", "没有可显示的内容")
ADDED: Words = (
    "added: {name} ({id}), off; switch it on with `clearway carriers on {name}`",
    "已添加：{name}（{id}），未开启；请用 `clearway carriers on {name}` 开启",
)
CHANGED: Words = ("{name} is changed", "{name} 已更改")
STANDS: Words = ("{name} is {state}", "{name} {state}")
ACCOUNT: Words = ("{name} is {account} there", "{name} 在承运商处的身份：{account}")
DELETED: Words = ("{name} is deleted", "{name} 已删除")
WHY: Words = ("why: {why}", "原因：{why}")
BOOKING: Words = (
    "{id}  {state}  order {order}  {service}  {number}",
    "{id}  {state}  订单 {order}  {service}  {number}",
)
SAYS: Words = ("    the carrier says `{code}`: {words}; {advice}", "    承运商答复 `{code}`：{words}；{advice}")
PICKUP: Words = (
    "{id}  {state}  {day} {ready}-{closes}  {warehouse}  {parcels:# parcel|# parcels}, {weight} g  {remote}",
    "{id}  {state}  {day} {ready}-{closes}  {warehouse}  {parcels} 件，{weight} 克  {remote}",
)
AGAIN: Words = ("{id} is tried again", "{id} 将重试")
SCANNED: Words = ("scanned: {many}", "已扫描：{many}")
MISSING: Words = ("without a scan: {numbers}", "清单上未扫描：{numbers}")
STRAYS: Words = ("scanned and on no manifest: {numbers}", "已扫描但不在任何清单上：{numbers}")


def said(pair: Words, language: Language, **told: object) -> str:
    """In one of both languages."""
    return filled(pair[language is Language.ZH], **told)


def advice(why: str, language: Language) -> str:
    """What to do about a refusal; nothing where there is none."""
    return said(ADVICES[Refusal(why)], language) if why else ""
