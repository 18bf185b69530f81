"""Words of `clearway hold` and `clearway review`, in English and Chinese."""

from collections.abc import Mapping

from api.cli.phrases import Language
from engine.counted import filled
from engine.desk.deadlines import Clock
from engine.rulebook.holds_block import Expiry

Texts = Mapping[str, tuple[str, str]]
CLOCKS: Texts = {
    Clock.AUTHORISATION: ("authorisation ends", "授权到期"),
    Clock.HONOUR: ("honour period ends", "授权保证期结束"),
    Clock.SHIP_BY: ("work must begin to ship in time", "须开始处理才能按时发货"),
    Clock.AUTO_CANCEL: ("the channel would cancel", "平台将自动取消"),
    Clock.PERSON: ("set by a person", "由人工设定"),
    Clock.GIVE_UP: ("given up", "放弃处理"),
}
THEN: Texts = {
    Expiry.CANCEL: ("then cancelled", "到期取消"),
    Expiry.REAUTHORISE: ("then renewed", "到期重新授权"),
    Expiry.ESCALATE: ("then escalated", "到期升级处理"),
    Expiry.RELEASE: ("then released", "到期放行"),
}
WORDS: Texts = {
    "nobody": ("nobody", "无人负责"),
    "none": ("nothing is held", "没有挂起"),
    "no_review": ("nothing waits", "没有待处理的复核"),
    "urgency": ("urgency {}", "紧急程度 {}"),
    "changed": ("held again: {}", "再次挂起：{}"),
}


def told(texts: Texts, name: str, language: Language, *values: object) -> str:
    """A word in a language; a name that is not listed stays as it is."""
    english, chinese = texts.get(name, (name, name))
    return filled(chinese if language is Language.ZH else english, *values)
