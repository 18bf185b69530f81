"""What the command line says of webhooks, in English and Chinese."""

from collections.abc import Mapping

from api.cli.phrases import Language
from engine.counted import filled

Words = tuple[str, str]

STATES: Mapping[str, Words] = {
    "enabled": ("enabled", "已启用"),
    "disabled": ("disabled", "已停用"),
    "by_hand": ("by hand", "人工停用"),
    "gone": ("it answered 410", "对方返回 410"),
    "failing": ("nothing came through for days", "连续数日未能送达"),
    "pending": ("pending", "待发送"),
    "delivered": ("delivered", "已送达"),
    "failed": ("failed", "已失败"),
    "dropped": ("dropped", "已放弃"),
}
NOBODY: Words = ("no endpoint yet; add one with `clearway webhooks add`", "尚无端点；请用 `clearway webhooks add` 添加")
NOTHING: Words = ("no deliveries", "没有投递记录")
SECRET: Words = ("secret, shown this once: {secret}", "密钥（仅显示这一次）：{secret}")
ADDED: Words = ("added: {id}", "已添加：{id}")
ROTATED: Words = (
    "a new secret signs for {id}; those before it do so until {until}",
    "{id} 已启用新密钥；旧密钥有效至 {until}",
)
CHANGED: Words = ("{id} is {state}", "{id} {state}")
ON_ITS_WAY: Words = ("on its way: {id}; a worker sends it", "正在投递：{id}；由 worker 发送")
REPLAYING: Words = (
    "sending again to {id} what stands behind {after}, up to {until}",
    "正在向 {id} 重发事件流中 {after} 之后、至 {until} 的事件",
)
FAILURES: Words = ("{failures:# failure|# failures} in a row", "连续失败 {failures} 次")
RESTS: Words = ("rests until {until}", "暂停至 {until}")
ATTEMPTS: Words = ("{attempts:# attempt|# attempts}", "已尝试 {attempts} 次")
NEXT: Words = ("next {at}", "下次 {at}")


def said(words: Words, language: Language, **values: object) -> str:
    """A text in a language, with its values."""
    return filled(words[language is Language.ZH], **values)
