"""What people call the codes that messages quote, where a code alone would not do in a sentence."""

from collections.abc import Mapping
from types import MappingProxyType

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
_OF: Mapping[str, Words] = MappingProxyType({"proof.kind": _PROOFS, "proof.of": _PEOPLE})


def code_word(fact: str, code: str, language: str) -> str:
    """The word for a code of a fact in a language; the code where there is none."""
    return _OF.get(fact, {}).get(language, {}).get(code, code)
