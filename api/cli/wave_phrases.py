"""What the command line says of waves, in English and Chinese."""

from collections.abc import Mapping

STATES: Mapping[str, tuple[str, str]] = {
    "planned": ("planned", "已计划"),
    "released": ("released", "已释放"),
    "done": ("done", "已完成"),
    "cancelled": ("cancelled", "已取消"),
    "open": ("open", "待拣"),
    "pulled": ("taken back", "已撤回"),
    "in": ("in it", "在波次中"),
    "left": ("has left", "已移出"),
}
METHODS: Mapping[str, tuple[str, str]] = {
    "single": ("single orders", "按单拣货"),
    "batch": ("batches", "批量拣货"),
    "zone": ("zones", "分区拣货"),
}
WHY: Mapping[str, tuple[str, str]] = {
    "hold": ("held", "已挂起"),
    "held": ("held", "已挂起"),
    "ask_customer": ("the customer is asked", "等待客户答复"),
    "cancel": ("cancelled", "已取消"),
    "pulled": ("cancelled", "已取消"),
    "cancelled": ("the wave was given up", "波次已取消"),
    "short": ("too little was found", "库存不足"),
    "picked": ("picked by itself", "已单独拣货"),
    "not_reserved": ("not reserved any more", "不再预留"),
}
NOTHING = ("nothing waits that is in no wave yet", "没有等待归入波次的订单")
PLANNING = ("gathering what is reserved", "正在归集已预留的订单")
ORDERS, LISTS = ("orders", "订单"), ("pick lists", "拣货单")
LEAVES, SHORTEST = ("leaves", "截单"), ("the shortest", "最短路程")
ABOVE, NO_LAYOUT = ("% above the shortest", "% 长于最短路程"), ("no layout", "未设布局")
PRINTED = ("pick lists in", "份拣货单已写入")
