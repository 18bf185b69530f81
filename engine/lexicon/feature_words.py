"""What a model's features are called by people, and how a value stands among other orders, in words."""

import math
import re
from collections.abc import Mapping
from typing import Final

from engine.counted import filled
from engine.lexicon.spec import Fact, FactType, Value
from engine.lexicon.wording import NOT_STATED, worded

FALLBACK: Final = "en"
_GRID: Final = re.compile(r"velocity\.([a-z]+)_([a-z]+)_(\d+)([hd])")
_SINCE: Final = re.compile(r"velocity\.([a-z]+)_first_seen_days")
_MEAN: Final = re.compile(r"velocity\.([a-z]+)_over_mean_pct")

_COUNTED: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "orders": "orders",
        "amount": "amount spent",
        "declines": "declined payments",
        "cards": "different cards",
        "devices": "different devices",
        "emails": "different e-mail addresses",
        "phones": "different phone numbers",
        "addresses": "different delivery addresses",
        "names": "different consignees",
        "countries": "different delivery countries",
    },
    "zh": {
        "orders": "订单数",
        "amount": "消费金额",
        "declines": "被拒付款数",
        "cards": "不同银行卡数",
        "devices": "不同设备数",
        "emails": "不同邮箱数",
        "phones": "不同电话数",
        "addresses": "不同收货地址数",
        "names": "不同收件人数",
        "countries": "不同收货国家数",
    },
}
_SHARED: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "ip": "from this network address",
        "network": "from this network",
        "card": "on this card",
        "device": "from this device",
        "email": "with this e-mail address",
        "phone": "with this phone number",
        "address": "to this delivery address",
        "recipient": "to this consignee",
    },
    "zh": {
        "ip": "此网络地址",
        "network": "此网段",
        "card": "此银行卡",
        "device": "此设备",
        "email": "此邮箱",
        "phone": "此电话",
        "address": "此收货地址",
        "recipient": "此收件人",
    },
}
_HOURS_DAYS: Final = {"en": {"h": "{} h", "d": "{} d"}, "zh": {"h": "{} 小时", "d": "{} 天"}}
_FORMS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "grid": "{what} {kind} in {window}",
        "since": "since the first order {kind}",
        "mean": "value of the order over the mean {kind}",
        "days": "{:# day|# days}",
        "percent": "{} %",
        "higher": "{words}: {value}, higher than {share} % of orders",
        "lower": "{words}: {value}, lower than {share} % of orders",
        "same": "{words}: {value}, as in {share} % of orders",
    },
    "zh": {
        "grid": "{kind} {window}内的{what}",
        "since": "{kind}首次下单至今",
        "mean": "订单金额与{kind}平均值之比",
        "days": "{} 天",
        "percent": "{}%",
        "higher": "{words}：{value}，高于 {share}% 的订单",
        "lower": "{words}：{value}，低于 {share}% 的订单",
        "same": "{words}：{value}，与 {share}% 的订单相同",
    },
}
OTHERS: Final[Mapping[str, tuple[str, str]]] = {
    "order.value_eur_minor": ("value of the order", "订单金额"),
    "order.goods_value_eur_minor": ("value of the goods", "商品金额"),
    "order.lines_count": ("lines of the order", "商品行数"),
    "order.units_count": ("pieces in the order", "商品总件数"),
    "order.distinct_skus": ("different SKUs", "不同 SKU 数"),
    "order.max_line_quantity": ("pieces of the largest line", "单行最大件数"),
    "order.value_per_kg_eur_minor": ("value of a kilogram of goods", "每公斤商品金额"),
    "order.weight_g": ("weight in grams", "重量（克）"),
    "order.discount_pct": ("discount", "折扣"),
    "order.shipping_share_pct": ("shipping charge over the goods' value", "运费占商品金额之比"),
    "order.free_of_charge": ("nothing is paid", "免费订单"),
    "shipment.crosses_border": ("crosses a customs border", "跨越关境"),
    "customer.guest": ("bought without an account", "未注册账户购买"),
    "customer.account_age_days": ("age of the account", "账户年龄"),
    "customer.orders_before": ("orders of this account before", "此账户以往订单数"),
    "customer.returning": ("the account has ordered before", "回头客"),
    "customer.email_given": ("an e-mail address was given", "已提供邮箱"),
    "customer.email_valid": ("the e-mail address is well-formed", "邮箱格式正确"),
    "customer.email_name_similarity": ("likeness of mailbox and buyer's name", "邮箱与买家姓名的相似度"),
    "customer.email_disposable": ("throw-away mailbox", "一次性邮箱"),
    "customer.email_relay": ("relayed mailbox", "转发邮箱"),
    "customer.email_random": ("mailbox looks machine-made", "邮箱名疑似机器生成"),
    "customer.name_matches_billing": ("account and billing name agree", "账户与账单姓名一致"),
    "customer.locale_matches_country": ("the account's region fits the addresses", "账户地区与地址相符"),
    "payment.declined_attempts": ("declined attempts before this payment", "本次付款前被拒的次数"),
    "payment.gateway_risk": ("the gateway's own risk score", "支付网关给出的风险分"),
    "payment.card_holder_matches": ("card holder and buyer's name agree", "持卡人与买家姓名一致"),
    "payment.card_country_matches_billing": ("card and billing country agree", "发卡与账单国家一致"),
    "payment.card_country_matches_shipping": ("card and delivery country agree", "发卡与收货国家一致"),
    "countries.distinct": ("countries among card, network, billing and delivery", "卡、网络、账单与收货所涉国家数"),
    "ip.given": ("network address known", "网络地址已知"),
    "ip.private": ("private network address", "私有网络地址"),
    "ip.matches_billing": ("network and billing country agree", "网络与账单国家一致"),
    "ip.matches_shipping": ("network and delivery country agree", "网络与收货国家一致"),
    "ip.matches_card": ("network and card country agree", "网络与发卡国家一致"),
    "device.given": ("device known", "设备已知"),
    "device.timezone_matches": ("the device's time zone fits the addresses", "设备时区与地址相符"),
    "address.bill_ship_same_country": ("billing and delivery country agree", "账单与收货国家一致"),
    "address.bill_ship_same_name": ("billing and delivery name agree", "账单与收货姓名一致"),
    "address.forwarder_score": ("signs of a forwarder's address", "转运地址的迹象"),
    "velocity.value_over_mean_pct": ("value of the order over the customer's mean", "订单金额与此客户平均值之比"),
    "velocity.same_basket_24h": (
        "orders of the same goods by this customer in 24 h",
        "此客户 24 小时内相同商品的订单数",
    ),
    "link.orders": ("orders linked by a shared key", "共用信息的关联订单数"),
    "link.customers": ("customers linked by a shared key", "共用信息的关联客户数"),
    "link.confirmed_frauds": ("confirmed frauds among linked orders", "关联订单中已确认的欺诈数"),
    "link.component_orders": ("orders in the same cluster of shared keys", "同一关联群的订单数"),
    "link.component_customers": ("customers in the same cluster of shared keys", "同一关联群的客户数"),
    "link.frauds_two_hops": ("confirmed frauds within two links", "两步关联内已确认的欺诈数"),
}


def feature_words(name: str, fact: Fact | None, language: str) -> str:
    """What a feature is called; in a language without words in English, and else by the lexicon's meaning."""
    language = language if language in _FORMS else FALLBACK
    told = _of_earlier_orders(name, language)
    if told:
        return told
    if name in OTHERS:
        english, chinese = OTHERS[name]
        return chinese if language == "zh" else english
    return name if fact is None else fact.meaning


def _of_earlier_orders(name: str, language: str) -> str:
    kinds, counted, forms = _SHARED[language], _COUNTED[language], _FORMS[language]
    if (grid := _GRID.fullmatch(name)) and grid[1] in kinds and grid[2] in counted:
        window = filled(_HOURS_DAYS[language][grid[4]], grid[3])
        return forms["grid"].format(what=counted[grid[2]], kind=kinds[grid[1]], window=window)
    for pattern, form in ((_SINCE, "since"), (_MEAN, "mean")):
        if (found := pattern.fullmatch(name)) and found[1] in kinds:
            return forms[form].format(kind=kinds[found[1]])
    return ""


def standing_words(
    name: str,
    value: float | None,
    share: tuple[float | None, float],
    fact: Fact | None,
    language: str,
) -> str:
    """A feature, its value, and how it stands among orders. `share` is the percent of orders that lie below, none
    where the value is not known, and the percent that are the same."""
    language = language if language in _FORMS else FALLBACK
    below, same = share
    form, percent = _standing(below, same, is_flag=fact is not None and fact.type is FactType.BOOLEAN)
    told = NOT_STATED[language] if value is None else _value(value, fact, language)
    shown = f"{math.floor(max(percent, 0) * 10 + 1e-6) / 10:g}"  # never rounded up: 99.97 is not "all"
    return _FORMS[language][form].format(words=feature_words(name, fact, language), value=told, share=shown)


def _standing(below: float | None, same: float, *, is_flag: bool) -> tuple[str, float]:
    if below is None or is_flag:
        return "same", same
    above = 100 - below - same
    if below >= max(same, above):
        return "higher", below
    return ("lower", above) if above > same else ("same", same)


def _value(value: float, fact: Fact | None, language: str) -> str:
    plain: Value = int(value) if float(value).is_integer() else value
    if fact is not None and fact.type is FactType.BOOLEAN:
        plain = bool(value)
    told = worded(plain, fact, language)
    unit = "" if fact is None or fact.unit is None else fact.unit
    return filled(_FORMS[language][unit], told) if unit in {"days", "percent"} else told
