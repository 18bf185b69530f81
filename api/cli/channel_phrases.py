"""What the command line says of channels, in English and Chinese."""

from collections.abc import Mapping

from api.cli.phrases import Language
from engine.counted import filled

Words = tuple[str, str]

STATES: Mapping[str, Words] = {
    "off": ("off", "已关闭"),
    "on": ("on", "已开启"),
    "stopped": ("stopped", "已停止"),
}
TAKEN: Mapping[str, Words] = {
    "decided": ("decided", "已判定"),
    "waiting": ("waiting", "等待中"),
    "recorded": ("recorded", "仅登记"),
    "refused": ("refused", "无法读取"),
    "passed_over": ("passed over", "已略过"),
}
SAID: Mapping[str, Words] = {
    "waiting": ("waiting", "待告知"),
    "said": ("said", "已告知"),
    "refused": ("refused", "被拒绝"),
    "dropped": ("dropped", "不再告知"),
}
NOBODY: Words = (
    "no connection yet; add one with `clearway channels add`",
    "尚无渠道连接；请用 `clearway channels add` 添加",
)
NOTHING: Words = ("nothing to show", "没有可显示的内容")
ADDED: Words = (
    "added: {name} ({id}), off; switch it on with `clearway channels on {name}`",
    "已添加：{name}（{id}），未开启；请用 `clearway channels on {name}` 开启",
)
CHANGED: Words = ("{name} is changed", "{name} 已更改")
STANDS: Words = ("{name} is {state}", "{name} {state}")
ACCOUNT: Words = ("{name} is {account} there", "{name} 在渠道上的身份：{account}")
DELETED: Words = ("{name} is deleted", "{name} 已删除")
WHY: Words = ("why: {why}", "原因：{why}")
READ: Words = (
    (
        "read until {until}, {behind} s ago; {shown:# order|# orders} on {pages:# page|# pages}, {hour} new or changed "
        "in the last hour"
    ),
    "已读取至 {until}（{behind} 秒前）；共 {pages} 页 {shown} 单，最近一小时新增或变更 {hour} 单",
)
FAILING: Words = ("failed {failures:# time|# times} in a row: {error}", "连续失败 {failures} 次：{error}")
ORDERS: Words = ("orders: {counts}", "订单：{counts}")
SAYINGS: Words = ("told: {counts}", "告知渠道：{counts}")
WEBHOOKS: Words = ("webhooks: {path}", "Webhook 地址：{path}")
BACKFILL: Words = (
    "reads {since} to {until} once more: {percent} %, {shown:# order|# orders} on {pages:# page|# pages}",
    "正在补读 {since} 至 {until}：{percent}%，{pages} 页 {shown} 单",
)
BACKFILLED: Words = (
    "read {since} to {until}: {shown:# order|# orders} on {pages:# page|# pages}",
    "已补读 {since} 至 {until}：{pages} 页 {shown} 单",
)
LATER: Words = (
    "not read to its end; go on with the same command, or let a worker do so",
    "尚未读完；再次运行同一命令可继续，或由 worker 继续",
)
BEGUN: Words = ("{many:# order is|# orders are} read again by a worker", "{many} 单将由 worker 重新读取")
COUNTING: Words = ("{many:# day is|# days are} counted by a worker", "{many} 天将由 worker 核对")
COUNTED: Words = (
    "{day}: {listed} listed, {known} known, missing: {missing}",
    "{day}：渠道列出 {listed} 单，已知 {known} 单，缺失：{missing}",
)
NONE: Words = ("none", "无")
PARTLY: Words = ("not to its end", "尚未核对完")
CLOSED: Words = ("{id} is said no more", "{id} 不再告知渠道")
AGAIN: Words = ("{id} is said again by a worker", "{id} 将由 worker 再次告知渠道")
SECRET: Words = ("{name} (not shown)", "{name}（不显示）")


def said(words: Words, language: Language, **values: object) -> str:
    """A text in a language, with its values."""
    return filled(words[language is Language.ZH], **values)
