"""What people call a carrier whose code stands in an order or on a label: `dhl_express` is DHL Express."""

from collections.abc import Mapping

_ABBREVIATED = frozenset({"cne", "dhl", "dpd", "ems", "gls", "jd", "sf", "sto", "tnt", "ups", "usps", "yto", "zto"})
_WORDS: Mapping[str, str] = {"fedex": "FedEx"}  # alone, or within a longer name
# As they write themselves, where the words of their code do not show it.
_WRITTEN: Mapping[str, str] = {
    "4px": "4PX", "novapost": "Nova Post", "own": "Own carrier", "own_carrier": "Own carrier",
    "yunexpress": "YunExpress",
}  # fmt: skip
_CHINESE: Mapping[str, str] = {
    "4px": "递四方", "australia_post": "澳大利亚邮政", "cainiao": "菜鸟", "canada_post": "加拿大邮政",
    "china_post": "中国邮政", "deutsche_post": "德国邮政", "dhl_express": "DHL 快递", "dpd_parcel": "DPD 包裹",
    "fedex": "联邦快递",
    "ups_express": "UPS 快递", "hongkong_post": "香港邮政", "japan_post": "日本邮政",
    "korea_post": "韩国邮政", "la_poste": "法国邮政", "own": "自有物流", "own_carrier": "自有物流", "post": "邮政",
    "postal_parcel": "邮政包裹", "small_packet": "邮政小包",
    "royal_mail": "英国皇家邮政", "sf": "顺丰", "sf_express": "顺丰速运", "sf_international": "顺丰国际",
    "singapore_post": "新加坡邮政", "swiss_post": "瑞士邮政", "usps": "美国邮政", "yanwen": "燕文", "yto": "圆通",
    "yunexpress": "云途", "zto": "中通",
}  # fmt: skip


def carrier_name(code: str, language: str = "en") -> str:
    """In Chinese where one is usual, else as the carrier writes itself, else made of the code's words."""
    key = code.strip().lower().replace("-", "_").replace(" ", "_")
    found = (_CHINESE.get(key) if language == "zh" else None) or _WRITTEN.get(key)
    return found or " ".join(_written(each) for each in key.split("_") if each)


def _written(word: str) -> str:
    return word.upper() if word in _ABBREVIATED else _WORDS.get(word, word.capitalize())
