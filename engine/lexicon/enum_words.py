"""What people call the codes of facts that few words may fill, beside those of an order's own (`order_words`)."""

from collections.abc import Mapping

from engine.lexicon.order_words import Pairs

LEVELS: Pairs = {"ok": ("in order", "正常"), "warning": ("a warning", "警告"), "error": ("an error", "错误")}
KINDS: Pairs = {
    "retail": ("retail", "零售"),
    "b2b": ("between companies", "企业采购"),
    "sample": ("a sample", "样品"),
    "gift": ("a gift", "礼品"),
    "pre_order": ("a pre-order", "预售"),
    "reship": ("sent again", "补发"),
    "warranty": ("under warranty", "保修"),
}
GOODS: Pairs = {
    "general": ("general goods", "普货"),
    "battery_inside": ("battery inside", "内置电"),
    "battery_with": ("battery beside", "配套电"),
    "battery_alone": ("battery alone", "纯电"),
    "liquid": ("liquid", "液体"),
    "paste": ("paste", "膏体"),
    "powder": ("powder", "粉末"),
    "magnetic": ("magnetic", "带磁"),
    "blade": ("blade", "刀具"),
    "cosmetics": ("cosmetics", "化妆品"),
}
SELLERS: Pairs = {
    "seller": ("the seller", "卖家"),
    "marketplace": ("the marketplace", "平台"),
    "importer": ("the importer", "进口方"),
}
REMEDIES: Pairs = {
    "refund": ("the money back", "全额退款"),
    "part_refund": ("a part of the money", "部分退款"),
    "replacement": ("the goods again", "换货补发"),
}
BUYERS: Pairs = {"consumer": ("a consumer", "个人"), "business": ("a company", "企业")}
CODES: Mapping[str, Pairs] = {
    **dict.fromkeys(
        (
            "address.result",
            *(f"address.{part}_level" for part in ("city", "country", "name", "postcode", "state", "street")),
        ),
        LEVELS,
    ),
    "address.po_box": {
        "none": ("none", "无"),
        "box_only": ("only a box", "仅有邮政信箱"),
        "street_and_box": ("street and box", "街道与信箱并存"),
    },
    "claim.state": {
        "opened": ("opened", "已登记"),
        "evidence_pending": ("waits for evidence", "待补证据"),
        "filed": ("filed", "已提交"),
        "acknowledged": ("acknowledged", "已受理"),
        "approved": ("approved", "已批准"),
        "denied": ("denied", "已驳回"),
        "appealed": ("appealed", "已申诉"),
        "paid": ("paid", "已赔付"),
        "time_barred": ("too late", "已过时效"),
        "withdrawn": ("withdrawn", "已撤回"),
        "closed": ("closed", "已关闭"),
    },
    "customer.type": BUYERS,
    "return.buyer": BUYERS,
    "dispatch.goods": GOODS,
    "return.goods": GOODS,
    "dispatch.order_kind": KINDS,
    "order.kind": KINDS,
    "duties.flat_scope": {"certain": ("certain", "确定"), "disputed": ("read differently", "有争议")},
    "goods.coverage": {"rich": ("rich", "充分"), "thin": ("thin", "不足"), "no_data": ("no data", "无数据")},
    "line.classification": {
        "classified": ("classified", "已归类"),
        "probable": ("probable", "可能"),
        "vague": ("vague", "含糊"),
        "unclassified": ("not classified", "未归类"),
    },
    "line.classification_basis": {
        "hs": ("by the HS code", "海关编码"),
        "attribute": ("by an attribute", "属性"),
        "phrase": ("by a phrase", "短语"),
        "keyword": ("by a keyword", "关键词"),
        "none": ("none", "无"),
    },
    "line.hs_status": {
        "valid": ("valid", "有效"),
        "unknown_heading": ("no such heading", "品目不存在"),
        "unknown_subheading": ("no such subheading", "子目不存在"),
        "too_short": ("too short", "位数不足"),
        "absent": ("not given", "未提供"),
    },
    "line.lithium_band": {
        "tiny": ("tiny", "微量"),
        "small": ("small", "小"),
        "medium": ("medium", "中"),
        "large": ("large", "大"),
    },
    "line.product_ids_missing": {
        "merchant": ("the seller's number", "卖家编号"),
        "manufacturer": ("the maker's number", "厂商编号"),
        "standard": ("the GTIN", "GTIN 条码"),
    },
    "line.product_numbers": {
        "seller": ("the seller's number", "卖家编号"),
        "maker": ("the maker's number", "厂商编号"),
        "gtin": ("the GTIN", "GTIN 条码"),
    },
    "line.product_status": {
        "joined": ("found in the product file", "已匹配"),
        "unknown_sku": ("unknown SKU", "SKU 不存在"),
        "delisted": ("delisted", "已下架"),
        "no_product_file": ("no product file", "无商品资料"),
    },
    "line.us_entry_missing": {
        "code": ("the tariff code", "税号"),
        "origin": ("the origin", "原产国"),
        "value": ("the value", "价值"),
    },
    "order.fulfilled_by": SELLERS,
    "tax.collector": SELLERS,
    "payment.card_funding": {
        "credit": ("credit", "信用卡"),
        "debit": ("debit", "借记卡"),
        "prepaid": ("prepaid", "预付卡"),
        "other": ("other", "其他"),
    },
    "payment.liability_shift": {
        "yes": ("the issuer bears it", "已转移至发卡行"),
        "no": ("the seller bears it", "由卖家承担"),
        "possible": ("possible", "可能转移"),
        "unknown": ("not known", "未知"),
    },
    "payment.method": {
        "card": ("card", "银行卡"),
        "wallet": ("wallet", "电子钱包"),
        "bank_transfer": ("bank transfer", "银行转账"),
        "bnpl": ("pay later", "先买后付"),
        "cash_on_delivery": ("cash on delivery", "货到付款"),
        "voucher": ("voucher", "代金券"),
        "marketplace": ("through the marketplace", "平台代收"),
        "invoice": ("on invoice", "账期付款"),
        "none": ("none", "无"),
    },
    "phone.status": {"valid": ("valid", "有效"), "possible": ("possible", "可能有效"), "invalid": ("invalid", "无效")},
    "return.family": {
        "quality": ("quality", "质量"),
        "logistics": ("logistics", "物流"),
        "customer": ("the customer", "买家"),
        "other": ("other", "其他"),
    },
    "return.reason": {
        "defective": ("defective", "质量问题"),
        "not_as_described": ("not as described", "与描述不符"),
        "wrong_item": ("wrong item", "发错货"),
        "missing_part": ("a part is missing", "缺件"),
        "damaged_on_arrival": ("damaged on arrival", "到货破损"),
        "late": ("late", "延误"),
        "lost": ("lost", "丢失"),
        "customs_refused": ("refused by customs", "海关拒绝"),
        "wrong_address_carrier": ("carried to a wrong address", "承运商送错地址"),
        "changed_mind": ("changed the mind", "改变主意"),
        "refused": ("refused", "拒收"),
        "unreachable": ("nobody reached", "联系不上"),
        "duplicate": ("ordered twice", "重复下单"),
        "other": ("other", "其他"),
    },
    "return.seal": {
        "none": ("no seal", "无封条"),
        "whole": ("whole", "完好"),
        "unknown": ("not known", "未知"),
        "broken": ("broken", "已拆封"),
    },
    "return.stage": {"requested": ("asked for", "已申请"), "inspected": ("inspected", "已检验")},
    "return.wish": {
        "refund": ("the money back", "退款"),
        "replacement": ("the goods again", "换货"),
        "keep": ("to keep it", "保留商品"),
    },
    "service.kind": {
        "express": ("express", "国际快递"),
        "postal": ("post", "邮政"),
        "special_line": ("special line", "专线"),
        "sea_lcl": ("sea, shared container", "海运拼箱"),
        "sea_fcl": ("sea, whole container", "海运整柜"),
        "domestic": ("domestic", "国内快递"),
        "hand_over": ("hand-over", "自提交付"),
    },
    "shipment.movement": {
        "import": ("import", "进口"),
        "domestic": ("domestic", "国内"),
        "intra_union": ("inside the Union", "欧盟境内"),
    },
    "tax.number_shown": {
        "data": ("in the data", "预报数据"),
        "invoice": ("on the invoice", "发票"),
        "package": ("on the package", "包裹上"),
    },
    "way.goods": {"back": ("come back", "退回"), "kept": ("stay", "不退回")},
    "way.payer": {"house": ("we", "我方"), "buyer": ("the buyer", "买家"), "none": ("nobody", "无")},
    "way.remedy": REMEDIES,
    "way.to": {
        "local": ("a warehouse in the country", "当地仓"),
        "home": ("home", "国内仓"),
        "none": ("nowhere", "无"),
    },
}
