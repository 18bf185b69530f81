"""What the command line says of shipping services, in English and Chinese."""

from api.cli.phrases import Language
from fulfillment.shipping.words import Both

CHOSEN: Both = ("chosen", "选择")
NONE_LEFT: Both = ("no service is left", "没有可用的渠道")
DECIDED_BY: Both = ("decided by", "决定因素")
DAYS: Both = ("days", "天")
FELT: Both = ("felt as", "综合成本")
LEAST: Both = ("at least", "至少")
OWN: Both = ("own rates", "自有运价")
REFUSED: Both = ("cannot", "不可用")
MADE_UP: Both = ("figures are made-up examples; import your own rates", "所有数字均为虚构示例，请导入自己的运价")
TAKEN: Both = ("cards new", "张新运价卡")
KNOWN: Both = ("known already", "张已存在")
KEPT_NONE: Both = ("nothing was kept", "未保存任何内容")
WOULD: Both = ("only looked", "仅检查")


def said(pair: Both, language: Language) -> str:
    """In one of both languages."""
    return pair[language is Language.ZH]
