"""What the command line says of ways out of a shortage, in English and Chinese."""

from collections.abc import Mapping

from api.cli.phrases import Language

WAYS: Mapping[str, tuple[str, str]] = {
    "wait": ("wait", "等待补货"),
    "other_warehouse": ("send from another warehouse", "改由其他仓库发货"),
    "split": ("split", "拆分发货"),
    "substitute": ("send another article, if the customer consents", "征得客户同意后替换商品"),
    "cancel": ("cancel", "取消"),
}
COST = ("costs", "费用")
SHIPS_BY = ("ships by", "最晚发货")
NO_DAY = ("nobody knows when", "日期未知")
NOTHING_SHORT = ("nothing is short", "没有缺货")
PART = ("part", "分单")


def said(pair: tuple[str, str], language: Language) -> str:
    """In one of both languages."""
    return pair[language is Language.ZH]
