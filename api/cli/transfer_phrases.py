"""What the command line says of transfers and differences, in English and Chinese."""

from collections.abc import Mapping

from api.cli.phrases import Language

STATES: Mapping[str, tuple[str, str]] = {
    "planned": ("planned", "已计划"),
    "packed": ("packed", "已装箱"),
    "shipped": ("in transit", "在途"),
    "received": ("received", "已收货"),
    "closed": ("closed", "已关闭"),
    "cancelled": ("cancelled", "已取消"),
    "open": ("open", "待处理"),
    "adjusted": ("adjusted", "已调整"),
    "explained": ("explained", "已说明"),
}
CARTON = ("carton", "箱")
KEPT = ("kept back", "已预留")
COME = ("received", "已收")
COSTS = ("a piece costs", "单件成本")
FOUND = ("found {found}, books {expected}", "实盘 {found}，账面 {expected}")
DAYS = ("{days:# day|# days}", "{days} 天")


def said(pair: tuple[str, str], language: Language) -> str:
    """In one of both languages."""
    return pair[language is Language.ZH]
