"""What `clearway simulate` says, in English and Chinese."""

from collections.abc import Mapping

from api.cli.phrases import Language
from engine.counted import filled

_TEXTS: Mapping[str, tuple[str, str]] = {
    "progress": ("orders", "订单"),
    "made": ("{0:# order|# orders} from {1}, {2:# day|# days}, seed {3}", "已生成 {} 个订单，自 {} 起 {} 天，种子 {}"),
    "planted": (
        "planted: {0}, of which {1:# ever becomes|# ever become} known",
        "其中植入欺诈 {} 个，最终为人所知 {} 个",
    ),
    "card_testing": ("card testing", "盗卡测试"),
    "account_takeover": ("account take-over", "账户盗用"),
    "reshipping": ("reshipping rings", "转运团伙"),
    "triangulation": ("triangulation", "三角欺诈"),
    "refund_abuse": ("refund abuse", "退款滥用"),
    "forwarder_fraud": ("fraud through forwarders", "借转运公司欺诈"),
    "friendly_fraud": ("friendly fraud", "友好欺诈（恶意拒付）"),
    "no_evidence": (
        "These orders are invented: no figure on them is evidence of how well fraud is found for real.",
        "这些订单纯属虚构：基于它们的任何数字都不能证明真实场景中的识别效果。",
    ),
}


def saying(key: str, language: Language, *values: object) -> str:
    """A text with its values."""
    english, chinese = _TEXTS[key]
    return filled(chinese if language is Language.ZH else english, *values)
