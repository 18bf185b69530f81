"""What the command line says of an order's life, in English and Chinese: a row for every step that the tables know.

Keys are machine and event; what carriers tell is under `tracking`. States stay the words that the API uses.
"""

from collections.abc import Mapping

from api.cli.phrases import Language
from fulfillment.states import Guard

MACHINES: Mapping[str, tuple[str, str]] = {
    "order": ("order", "订单"),
    "payment": ("payment", "付款"),
    "fulfilment": ("warehouse", "仓库"),
    "shipment": ("parcel", "包裹"),
    "return": ("return", "退货"),
    "claim": ("claim", "索赔"),
    "tracking": ("tracking", "物流"),
}
ACTORS: Mapping[str, tuple[str, str]] = {
    "system": ("system", "系统"),
    "carrier": ("carrier", "承运商"),
    "marketplace": ("marketplace", "平台"),
    "picker": ("picker", "拣货员"),
    "packer": ("packer", "打包员"),
    "command line": ("command line", "命令行"),
}
STEPS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("order", "decided"): ("received and decided", "收到订单并判定"),
    ("order", "admit"): ("admitted", "放行"),
    ("order", "reject"): ("refused", "拒绝"),
    ("order", "cancel"): ("cancelled", "取消"),
    ("order", "pay"): ("paid; the warehouse may start", "已付款，可以备货"),
    ("order", "delegate"): ("left to the marketplace, which ships by itself", "由平台自行发货"),
    ("order", "ship"): ("shipped", "发货"),
    ("order", "move"): ("on its way", "运输中"),
    ("order", "recall"): ("called back; the carrier is asked to stop the parcel", "召回，请承运商拦截包裹"),
    ("order", "proceed"): ("may go on to the customer", "继续派送"),
    ("order", "turn_back"): ("turned back", "退回途中"),
    ("order", "deliver"): ("delivered; the return window begins", "签收，退货期开始"),
    ("order", "lose"): ("lost", "丢失"),
    ("order", "take_back"): ("ended as returned", "已全部退回"),
    ("order", "close"): ("completed; the return window is over", "完成，退货期已过"),
    ("order", "allocated"): ("shared out among warehouses", "分配发货仓库"),
    ("order", "stock_kept"): ("stock kept until it is paid", "为未付款订单预留库存"),
    ("order", "stock_lapsed"): ("not paid in time; its stock was given back", "超时未付款，库存已释放"),
    ("order", "shortage_choice"): ("a way out of the shortage was chosen", "已选择缺货处理方式"),
    ("order", "substitute_answered"): ("the customer answered about the substitute", "客户已答复替换商品"),
    ("order", "refund_asked"): ("a refund was asked for", "申请退款"),
    ("order", "return_requested"): ("the customer wants to send goods back", "客户申请退货"),
    ("order", "claim_opened"): ("a claim was opened", "发起索赔"),
    ("order", "scanned_while_blocked"): ("the carrier scanned it while it was kept", "暂扣期间被承运商扫描"),
    ("payment", "authorise"): ("money promised", "已授权"),
    ("payment", "capture"): ("money received", "已收款"),
    ("payment", "underpay"): ("too little money came", "付款不足"),
    ("payment", "overpay"): ("too much money came", "付款过多"),
    ("payment", "pay_other_currency"): ("money came in another currency", "付款币种不符"),
    ("payment", "accept"): ("taken as it is", "人工接受付款"),
    ("payment", "balance"): ("what was too much went back", "多付部分已退"),
    ("payment", "refund_part"): ("a part went back", "部分退款"),
    ("payment", "waive"): ("nothing to pay", "无需付款"),
    ("payment", "guarantee"): ("the marketplace pays", "平台担保付款"),
    ("payment", "defer"): ("paid later", "货后付款"),
    ("payment", "settle"): ("settled", "已结算"),
    ("payment", "reconcile"): ("found on the account", "已对账"),
    ("payment", "fail"): ("failed", "付款失败"),
    ("payment", "void"): ("the promise was given up", "撤销授权"),
    ("payment", "refund"): ("all money went back", "全额退款"),
    ("payment", "capture_late"): ("money came when nothing was owed", "收到无需支付的款项"),
    ("payment", "dispute"): ("disputed", "发生争议"),
    ("payment", "win"): ("the dispute was won", "争议胜诉"),
    ("payment", "lose"): ("charged back", "拒付"),
    ("fulfilment", "reserve"): ("stock reserved", "已占用库存"),
    ("fulfilment", "run_short"): ("short of stock; the order waits", "缺货，等待补货"),
    ("fulfilment", "pick"): ("pick list made", "生成拣货单"),
    ("fulfilment", "finish_pick"): ("picked", "拣货完成"),
    ("fulfilment", "come_up_short"): ("too few were found; the order waits", "拣货缺件，等待补货"),
    ("fulfilment", "pack"): ("packed and weighed", "打包称重"),
    ("fulfilment", "label"): ("label made", "生成面单"),
    ("fulfilment", "relabel"): ("the label is made anew", "重新生成面单"),
    ("fulfilment", "hand_over"): ("handed over to the carrier", "交接给承运商"),
    ("fulfilment", "delegate"): ("left to the marketplace", "由平台处理"),
    ("fulfilment", "cancel"): ("work stopped", "停止作业"),
    ("shipment", "void"): ("label voided", "面单作废"),
    ("shipment", "hand_over"): ("with the carrier", "承运商已揽收"),
    ("shipment", "move"): ("moves", "运输中"),
    ("shipment", "get_stuck"): ("is stuck", "运输受阻"),
    ("shipment", "turn_back"): ("turned back", "退回途中"),
    ("shipment", "vanish"): ("cannot be found", "找不到包裹"),
    ("shipment", "come_back"): ("came back", "已退回"),
    ("shipment", "deliver"): ("is with the customer", "已送达"),
    ("return", "authorise"): ("may come", "同意退货"),
    ("return", "decline"): ("may not come", "拒绝退货"),
    ("return", "send"): ("on its way back", "退货途中"),
    ("return", "expire"): ("never came", "逾期未退"),
    ("return", "resolve"): ("settled", "处理完毕"),
    ("return", "receive"): ("arrived", "收到退货"),
    ("return", "lose"): ("lost on its way back", "退货丢失"),
    ("return", "withdraw"): ("does not come after all", "退货取消"),
    ("return", "restock"): ("back on the shelf", "重新入库"),
    ("return", "write_off"): ("written off", "报废"),
    ("return", "close"): ("closed", "退货结束"),
    ("claim", "gather"): ("evidence is gathered", "收集证据"),
    ("claim", "file"): ("filed", "已提交"),
    ("claim", "expire"): ("too late to file", "逾期失效"),
    ("claim", "withdraw"): ("withdrawn", "撤回索赔"),
    ("claim", "acknowledge"): ("taken up by the carrier", "承运商已受理"),
    ("claim", "approve"): ("approved", "索赔通过"),
    ("claim", "deny"): ("denied", "索赔被拒"),
    ("claim", "appeal"): ("appealed", "申诉"),
    ("claim", "pay"): ("paid", "赔付到账"),
    ("claim", "close"): ("closed", "索赔结束"),
    ("tracking", "no_news"): ("no news", "暂无消息"),
    ("tracking", "delayed"): ("delayed", "延误"),
    ("tracking", "damaged"): ("damaged", "破损"),
    ("tracking", "label_created"): ("announced", "已录单"),
    ("tracking", "cancelled"): ("announcement withdrawn", "录单取消"),
    ("tracking", "accepted"): ("accepted by the carrier", "已揽收"),
    ("tracking", "origin_hub"): ("at a hub of origin", "到达始发分拨"),
    ("tracking", "export_customs"): ("at export customs", "出口报关"),
    ("tracking", "export_held"): ("kept by export customs", "出口查验"),
    ("tracking", "export_released"): ("released by export customs", "出口放行"),
    ("tracking", "departed_origin"): ("left the country of origin", "离开始发国"),
    ("tracking", "transit_hub"): ("at a hub on the way", "到达中转"),
    ("tracking", "arrived_destination"): ("arrived in the country of destination", "到达目的国"),
    ("tracking", "import_customs"): ("at import customs", "进口清关"),
    ("tracking", "import_held"): ("kept by import customs", "进口查验"),
    ("tracking", "customs_cleared"): ("cleared by customs", "清关完成"),
    ("tracking", "delivery_hub"): ("at a hub of delivery", "到达派送网点"),
    ("tracking", "out_for_delivery"): ("out for delivery", "派送中"),
    ("tracking", "ready_for_pickup"): ("ready to be fetched", "待自提"),
    ("tracking", "attempt_failed"): ("could not be delivered", "派送失败"),
    ("tracking", "returning"): ("on its way back", "退回中"),
    ("tracking", "lost"): ("lost", "丢失"),
    ("tracking", "returned"): ("given back to the sender", "已退回寄件人"),
    ("tracking", "destroyed"): ("destroyed", "已销毁"),
    ("tracking", "delivered"): ("delivered", "已签收"),
}
GUARDS: Mapping[str, str] = {  # in Chinese; in English they are told as the tables have them
    Guard.CLEAR: "没有未解除的暂扣，且当前结论为放行",
    Guard.PAID: "付款已确认或无需付款",
    Guard.CURRENT: "面单对应订单的当前版本",
    Guard.NOTHING_OPEN: "没有未结束的退货或索赔",
}
SAYINGS: Mapping[str, tuple[str, str]] = {
    "timeline": ("the life of {0}, times in UTC", "{0} 的履约过程（UTC 时间）"),
    "id": ("id", "编号"),
    "stage": ("stage", "阶段"),
    "payment": ("payment", "付款"),
    "work": ("warehouse", "仓库"),
    "parcel": ("parcel", "包裹"),
    "window": ("returns until", "可退货至"),
    "hold": ("hold", "暂扣"),
    "refund": ("refund", "退款"),
    "return": ("return", "退货"),
    "next": ("next", "下一步"),
    "of": ("{0} of {1}", "{0} / 应付 {1}"),
    "waits": ("{0}; waits for: {1}", "{0}；条件：{1}"),
    "untaken": ("not taken over by a worker yet", "尚未进入履约"),
    "released": ("{0}, ended: {1}", "{0}，已结束：{1}"),
    "ended": ("went on to: completed {0}; waiting {1} ({2}); cancelled {3}",
              "后续：完成 {0}；等待处理 {1}（{2}）；取消 {3}"),
    "other": ("stopped on the way {0}", "中途停下 {0}"),
}  # fmt: skip


def said(row: tuple[str, str], language: Language) -> str:
    """The text of a row."""
    return row[language is Language.ZH]


def condition(guard: Guard, language: Language) -> str:
    """What keeps a step waiting."""
    return GUARDS[guard] if language is Language.ZH else guard.value


def saying(name: str, language: Language, *values: object) -> str:
    """One of the texts by its name."""
    return said(SAYINGS[name], language).format(*values)
