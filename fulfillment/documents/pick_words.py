"""The words of papers that our own staff read, in English and Chinese: pick lists and count sheets."""

from collections.abc import Mapping
from typing import Literal

from fulfillment.picking.routing import Policy

Both = tuple[str, str]
Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")

WORDS: Mapping[str, Both] = {
    "pick_list": ("Pick list", "拣货单"),
    "count_sheet": ("Count sheet", "盘点单"),
    "warehouse": ("Warehouse", "仓库"),
    "wave": ("Wave", "波次"),
    "method": ("Method", "方式"),
    "made": ("Made", "创建时间"),
    "stops": ("Stops", "库位数"),
    "pieces": ("Pieces", "件数"),
    "route": ("Route", "路线"),
    "bin": ("Bin", "库位"),
    "article": ("Article", "商品"),
    "done": ("Done", "完成"),
    "lot": ("Lot", "批次"),
    "counted": ("Counted", "实盘"),
    "again": ("Again", "复盘"),
    "counted_by": ("Counted by", "盘点人"),
    "date": ("Date", "日期"),
}
METHODS: Mapping[str, Both] = {
    "single": ("order by order", "按单拣货"),
    "batch": ("several orders", "批量拣货"),
    "zone": ("by zone", "分区拣货"),
}
POLICIES: Mapping[str, Both] = {
    Policy.EXACT: ("shortest walk", "最短路线"),
    Policy.S_SHAPE: ("S shape", "S 形路线"),
    Policy.LARGEST_GAP: ("largest gap", "最大间隙"),
    Policy.RETURN: ("return in each aisle", "逐巷折返"),
    Policy.COMBINED: ("combined", "组合路线"),
}
METRES: Both = ("{0} m", "{0} 米")
LONGER: Both = ("{0} m, {1} % above the shortest", "{0} 米，比最短路线长 {1}%")
SHORTEST: Both = ("{0} m, the shortest", "{0} 米，已是最短")
OF_LOT: Both = ("lot {0}", "批次 {0}")
IN_TOTE: Both = ("tote {0}", "周转箱 {0}")
BETWEEN: Both = (", ", "，")


def said(pair: Both, language: Language, *values: object) -> str:
    """In the reader's language, with values in its places."""
    return pair[LANGUAGES.index(language)].format(*values)


def route_words(policy: str, distance_mm: int, best_mm: int, language: Language) -> str:
    """How one walks and how far, in metres; nothing of lengths where no route was planned."""
    named = said(POLICIES[policy], language) if policy in POLICIES else policy
    return " ".join(each for each in (named, _length(distance_mm, best_mm, language)) if each)


def _length(distance_mm: int, best_mm: int, language: Language) -> str:
    if not distance_mm:
        return ""
    metres = f"{distance_mm / 1000:.0f}"
    longer = round(100 * (distance_mm / best_mm - 1)) if best_mm else 0
    if longer:
        return said(LONGER, language, metres, longer)
    return said(SHORTEST if best_mm else METRES, language, metres)
