"""What the command line says of tracking, in English and Chinese."""

from collections.abc import Mapping

from api.cli.phrases import Language
from engine.counted import filled

Words = tuple[str, str]

STATES: Mapping[str, Words] = {
    "off": ("off", "已关闭"),
    "on": ("on", "已开启"),
    "stopped": ("stopped", "已停止"),
}
KINDS: Mapping[str, Words] = {
    "silent": ("without news", "轨迹停滞"),
    "late": ("late", "运输超时"),
    "customs_held": ("held by customs", "海关扣留"),
    "attempt_failed": ("delivery failed", "派送失败"),
    "pickup_waiting": ("waits to be fetched", "待自提"),
    "unknown_number": ("number unknown to the carrier", "单号未上网"),
    "ship_by_near": ("must leave soon", "临近发货时限"),
    "return_silent": ("return without news", "退货包裹无轨迹更新"),
}
NOBODY: Words = (
    "no source yet; add one with `clearway tracking sources add`",
    "尚无轨迹来源；请用 `clearway tracking sources add` 添加",
)
ADDED: Words = ("added: {name} ({id}); switched off", "已添加：{name}（{id}），尚未开启")
CHANGED: Words = ("{name} is changed", "{name} 已修改")
STANDS: Words = ("{name} is {state}", "{name} {state}")
DELETED: Words = ("{name} is deleted", "{name} 已删除")
ACCOUNT: Words = ("{name}: {account}", "{name}：{account}")
FAILING: Words = ("{failures:# try|# tries} failed in a row: {error}", "连续失败 {failures} 次：{error}")
WHY: Words = ("why: {why}", "原因：{why}")
WEBHOOKS: Words = ("webhooks: {path}", "Webhook 地址：{path}")
NO_EVENTS: Words = ("nothing was told of {number} yet", "{number} 暂无轨迹")
PARCEL: Words = ("{number}: {status}", "{number}：{status}")
VOID: Words = ("taken back", "已撤销")
ASSUMED: Words = ("zone assumed", "时区为推定")
UNKNOWN_CODE: Words = ("unknown code", "未知代码")
NOTHING_OPEN: Words = ("nothing to see to", "没有需要处理的包裹")
DUE: Words = ("since {since}, act by {due}", "自 {since} 起，请于 {due} 前处理")
CLOSED: Words = ("{id} is closed", "{id} 已关闭")
NO_LANE: Words = ("no service goes from {origin} to {country}", "没有从 {origin} 到 {country} 的线路")
SEEN: Words = ("{parcels:# parcel|# parcels}", "{parcels} 件")
STATED: Words = ("{parcels:# parcel|# parcels}: as stated", "{parcels} 件：按线路标称")
DAYS: Words = (
    "half within {p50:# day|# days}, 90 % within {p90}, 95 % within {p95}",
    "50% 在 {p50} 天内、90% 在 {p90} 天内、95% 在 {p95} 天内送达",
)
SHARES: Words = (
    "on time {on_time} %, lost {lost} %, held by customs {held} %",
    "准时 {on_time}%，丢失 {lost}%，海关扣留 {held}%",
)
NO_UNKNOWN: Words = ("every code is known", "没有未知代码")
REREAD: Words = (
    "{events:# event|# events} read again, {changed:# means|# mean} something else now",
    "已重读 {events} 条轨迹，其中 {changed} 条含义有变",
)
TAKEN: Words = (
    "{events:# event|# events} of {parcels:# parcel|# parcels}, taken by a worker",
    "{parcels} 个包裹共 {events} 条轨迹，由 worker 处理",
)
BACK: Words = ("the event is taken back; the parcel is at {status}", "该轨迹已撤销；包裹当前状态：{status}")


def said(words: Words, language: Language, **values: object) -> str:
    """A text in a language, with its values."""
    return filled(words[language is Language.ZH], **values)
