"""What people call the codes that messages quote, where a code alone would not do in a sentence."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from engine.lexicon.enum_words import CODES as OF_FEW_WORDS
from engine.lexicon.enum_words import REMEDIES
from engine.lexicon.order_words import CODES as OF_ORDERS
from engine.lexicon.words_of_data import LANGUAGES, data_word
from engine.order.carrier_names import carrier_name
from engine.order.channel_names import channel_name

CARRIERS = frozenset({"claim.carrier", "service.carrier", "shipment.carrier"})
CHANNELS = frozenset({"claim.channel", "dispatch.channel", "order.channel", "return.channel"})
EVIDENCE = "party.evidence"
_LIKE = re.compile(r"(\w+): ([0-9.]+) like (.*) \((\S+), (\w+)\)", re.DOTALL)  # as `engine.facts.parties` says it
_LIKENESS = {
    "buyer": "买家",
    "consignee": "收件人",
    "sender": "发件人",
    "payer": "付款人",
    "strong": "强",
    "weak": "弱",
}
CODES = {**OF_FEW_WORDS, **OF_ORDERS}
Words = Mapping[str, Mapping[str, str]]

_PROOFS: Words = {
    "en": {
        "label": "the label", "hand_over": "proof of hand-over", "declaration": "the customs declaration",
        "invoice": "the invoice", "tracking": "tracking", "packing": "packing and weight", "photos": "photos",
        "statement": "the buyer's statement", "cost": "proof of cost",
        "non_delivery": "a statement that it never came",
    },
    "zh": {
        "label": "面单", "hand_over": "交运证明", "declaration": "报关单", "invoice": "发票", "tracking": "轨迹",
        "packing": "包装与重量证明", "photos": "照片", "statement": "买家声明", "cost": "成本证明",
        "non_delivery": "未收到声明",
    },
}  # fmt: skip
_PEOPLE: Words = {
    "en": {"buyer": "the buyer", "warehouse": "the warehouse", "shipping": "shipping", "finance": "finance"},
    "zh": {"buyer": "买家", "warehouse": "仓库", "shipping": "发运部门", "finance": "财务"},
}
_MISHAPS: Words = {
    "en": {
        "loss": "loss", "damage": "damage", "late": "delay", "silent": "silence", "wrong_delivery": "wrong delivery",
        "returned_to_sender": "return to the sender", "customs_refusal": "refusal by customs",
    },
    "zh": {
        "loss": "丢失", "damage": "破损", "late": "延误", "silent": "长时间无轨迹", "wrong_delivery": "误投",
        "returned_to_sender": "退回", "customs_refusal": "海关拒绝",
    },
}  # fmt: skip
_EXCEPTIONS: Words = {
    "en": {"custom_made": "made to order", "hygiene_seal": "sealed for hygiene", "perishable": "perishable",
           "software_seal": "sealed recording or software"},
    "zh": {"custom_made": "定制商品", "hygiene_seal": "卫生密封商品", "perishable": "易腐商品",
           "software_seal": "密封音像或软件"},
}  # fmt: skip
_GOODS: Words = {
    "en": {"kept": "the goods stay", "back_local_house": "goods to a warehouse in the country, we pay the way",
           "back_local_buyer": "goods to a warehouse in the country, the customer pays the way",
           "back_home_house": "goods back to us, we pay the way",
           "back_home_buyer": "goods back to us, the customer pays the way"},
    "zh": {"kept": "商品不退回", "back_local_house": "退至当地仓，我方付运费",
           "back_local_buyer": "退至当地仓，顾客付运费",
           "back_home_house": "退回我方，我方付运费", "back_home_buyer": "退回我方，顾客付运费"},
}  # fmt: skip
_JOINED = {"en": "{}; {}", "zh": "{}，{}"}
_WAYS: Words = {
    language: {
        f"{remedy}_{goods}": _JOINED[language].format(what[place], where)
        for remedy, what in REMEDIES.items()
        for goods, where in _GOODS[language].items()
    }
    for place, language in enumerate(LANGUAGES)
}
_OF: Mapping[str, Words] = MappingProxyType(
    {
        "proof.kind": _PROOFS,
        "proof.of": _PEOPLE,
        "claim.proofs_missing": _PROOFS,
        "claim.kind": _MISHAPS,
        "return.law_exceptions": _EXCEPTIONS,
        "way.id": _WAYS,
    }
)


def code_word(fact: str, code: str, language: str) -> str:
    """The word for a code of a fact in a language; the code where there is none."""
    if fact in CARRIERS:
        return carrier_name(code, language)
    if fact in CHANNELS:
        return channel_name(code, language)
    if fact == EVIDENCE and language == "zh":
        return _likeness(code)
    pair = CODES.get(fact, {}).get(code)
    if pair is not None and language in LANGUAGES:
        return pair[LANGUAGES.index(language)]
    return _OF.get(fact, {}).get(language, {}).get(code) or data_word(fact, code, language) or code


def _likeness(said: str) -> str:
    found = _LIKE.fullmatch(said)
    if found is None:
        return said
    role, score, listed, entry, band = found.groups()
    return f"{_LIKENESS.get(role, role)}：相似度 {score}，近似 {listed}（{entry}，{_LIKENESS.get(band, band)}）"
