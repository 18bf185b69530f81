"""What is wrong with a declaration, in the words of whoever stands at the printer. `{…}` takes what was found."""

from collections.abc import Mapping

from engine.lexicon.code_words import code_word

TEXTS: Mapping[str, Mapping[str, str]] = {
    "hs_code_short": {
        "en": "tariff code `{found}` has fewer than {least} digits",
        "zh": "税则编码“{found}”不足 {least} 位",
    },
    "hs_code_missing": {"en": "there is no tariff code", "zh": "缺少税则编码"},
    "description_missing": {"en": "there is no description", "zh": "缺少品名"},
    "description_foreign": {"en": "`{found}` is not in English letters", "zh": "“{found}”不是英文"},
    "description_refused": {"en": "`{found}` alone says nothing to customs", "zh": "海关不接受笼统品名“{found}”"},
    "description_vague": {"en": "`{found}` is too vague", "zh": "品名“{found}”过于笼统"},
    "origin_missing": {"en": "there is no country of origin", "zh": "缺少原产国"},
    "net_weight_missing": {"en": "the goods have no weight", "zh": "缺少净重"},
    "gross_weight_missing": {"en": "the parcel was not weighed", "zh": "缺少毛重"},
    "net_over_gross": {
        "en": "goods of {net} g do not go into a parcel of {gross} g",
        "zh": "净重 {net} 克大于毛重 {gross} 克",
    },
    "value_missing": {"en": "the value is 0", "zh": "申报价值为零"},
    "value_over_limit": {"en": "{found} is more than {limit}", "zh": "{found} 超过 {limit}"},
    "quantity_missing": {"en": "there are no pieces", "zh": "缺少件数"},
    "sender_incomplete": {"en": "the sender lacks: {found}", "zh": "寄件人缺少：{found}"},
    "consignee_incomplete": {"en": "the consignee lacks: {found}", "zh": "收件人缺少：{found}"},
    "contact_missing": {"en": "there is neither phone nor mail of the consignee", "zh": "缺少收件人电话或邮箱"},
    "consignee_id_missing": {"en": "the consignee's {found} is missing", "zh": "缺少收件人的 {found}"},
    "consignee_id_wrong": {"en": "the consignee's {found} cannot exist", "zh": "收件人的 {found} 无效"},
    "regime_number_missing": {"en": "no number of regime `{found}` goes with it", "zh": "缺少“{found}”税号"},
    "eori_missing": {"en": "there is no EORI number", "zh": "缺少 EORI 号"},
    "sku_missing": {"en": "there is no product number of the seller", "zh": "缺少卖家商品编号"},
    "manufacturer_id_missing": {"en": "there is no product number of the maker", "zh": "缺少制造商商品编号"},
    "gtin_missing": {"en": "there is no GTIN", "zh": "缺少 GTIN"},
    "responsible_person_missing": {"en": "no responsible person is named", "zh": "缺少欧盟责任人"},
    "licence_missing": {"en": "the paper `{found}` is not verified", "zh": "证件“{found}”尚未核验"},
    "licence_number_missing": {"en": "the paper `{found}` has no number", "zh": "证件“{found}”缺少编号"},
    "dangerous_refused": {"en": "{found} does not travel so", "zh": "{found} 不能以此方式运输"},
    "dangerous_incomplete": {
        "en": "{found}: name, class or instruction is not known",
        "zh": "{found}：缺少名称、类别或包装说明",
    },
    "invoice_missing": {"en": "the invoice has no number", "zh": "发票缺少编号"},
    "reason_missing": {"en": "the category `other` needs a word of explanation", "zh": "类别“其他”缺少说明"},
    "packaging_unregistered": {
        "en": "no packaging registration is in force ({found})",
        "zh": "没有有效的包装登记（{found}）",
    },
    "packaging_untreated": {"en": "wood without treatment mark: {found}", "zh": "木质包装缺少处理标识：{found}"},
    "packaging_forbidden": {"en": "packaging that is not let in: {found}", "zh": "禁止入境的包装材料：{found}"},
    "packaging_marks": {"en": "packaging has to show {found}", "zh": "包装须印有 {found}"},
    "value_row_weak": {
        "en": "what the value contains here (row `{found}`) rests on a weak source",
        "zh": "该目的地的价值规则（“{found}”）来源可靠性低",
    },
    "dangerous_row_weak": {
        "en": "marks and papers of dangerous goods (row `{found}`) rest on a weak source",
        "zh": "危险品的标记和单据（“{found}”）来源可靠性低",
    },
}
LANGUAGES = ("en", "zh")
FOUND = "found"
LACKING = ("sender_incomplete", "consignee_incomplete")
_JOINER = {"en": ", ", "zh": "、"}
_PARTS = {
    "name": ("name", "姓名"), "company": ("company", "公司"), "street": ("street", "街道"), "city": ("city", "城市"),
    "country": ("country", "国家"),
}  # fmt: skip
# Facts whose codes these faults name; their words are those of reasons.
_FACTS = {
    "licence_missing": "line.law_documents_missing", "licence_number_missing": "line.law_documents_missing",
    "regime_number_missing": "tax.regime",
}  # fmt: skip
# What to do about faults that no row of the data asks for.
REMEDIES: Mapping[str, Mapping[str, str]] = {
    "value_row_weak": {"en": "Ask the carrier whether freight belongs to it.", "zh": "请向承运商确认是否计入运费。"},
    "dangerous_row_weak": {
        "en": "Ask the carrier which marks and papers it wants.",
        "zh": "请向承运商确认所需标记和单据。",
    },
}


def told(code: str, language: str, found: Mapping[str, str]) -> str:
    """The sentence of a code; English where the language has none."""
    texts = TEXTS[code]
    spoken = language if language in LANGUAGES else "en"
    return texts.get(spoken, texts["en"]).format_map({**found, FOUND: _named(code, found.get(FOUND, ""), spoken)})


def _named(code: str, found: str, language: str) -> str:
    """What was found, where it is a code: parts of an address, a paper, a tax regime."""
    if code in LACKING:
        return _JOINER[language].join(_PARTS.get(each, (each, each))[language == "zh"] for each in found.split(", "))
    return code_word(_FACTS[code], found, language) if code in _FACTS else found
