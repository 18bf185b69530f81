"""What `clearway model` says beside the card, in English and Chinese."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.cli.phrases import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """All texts of one language."""

    written: str
    unread: str
    drawn: str


TEXTS: Mapping[Language, Texts] = {
    Language.EN: Texts(
        written="{0} is what is published, {1} its card; `clearway model card` shows all of it",
        unread="{0:,# record|,# records} could not be read and {0:is|are} left out",
        drawn="written: {0}",
    ),
    Language.ZH: Texts(
        written="{0} 是可发布的模型，{1} 是其卡片；用 `clearway model card` 查看全部内容",
        unread="有 {0:,} 条记录无法读取，已略去",
        drawn="已写入：{0}",
    ),
}
