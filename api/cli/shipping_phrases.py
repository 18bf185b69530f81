"""What the command line says of shipping services, in English and Chinese."""

from collections.abc import Mapping

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
