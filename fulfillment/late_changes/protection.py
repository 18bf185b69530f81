"""Who protects the seller only where the parcel goes to the order's own address, from data/channels/protection.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import yaml

from engine.bundled import data_folder
from engine.errors import DataRejected
from engine.order.order import Order
from fulfillment.channels.port import BY


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionLost:
    """What is lost by a change, in words for staff; `code` is stable."""

    code: str
    text: str
    text_zh: str
    source: str

    def told(self, language: str) -> str:
        """In this language."""
        return self.text_zh if language.startswith("zh") else self.text


def warnings_for(order: Order, teller: str) -> tuple[ProtectionLost, ...]:
    """What is lost by another address; nothing of what the protecting party changed itself."""
    book = _book()
    found: list[ProtectionLost] = []
    if order.channel in book["channel"] and not teller.startswith(BY):
        found.append(book["channel"][order.channel])
    gateway = (order.payment.gateway if order.payment is not None else None) or ""
    known = next((name for name in book["gateway"] if name in gateway.lower()), None)
    if known is not None:
        found.append(book["gateway"][known])
    return tuple(found)


@cache
def _book() -> Mapping[str, Mapping[str, ProtectionLost]]:
    path = data_folder() / "channels" / "protection.yaml"
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    match read:
        case {"channel": dict(channels), "gateway": dict(gateways)}:
            return {"channel": _entries(str(path), channels), "gateway": _entries(str(path), gateways)}
    raise DataRejected(str(path), "write `channel` and `gateway`")


def _entries(path: str, entries: Mapping[str, object]) -> Mapping[str, ProtectionLost]:
    return {str(name): _entry(path, entry) for name, entry in entries.items()}


def _entry(path: str, entry: object) -> ProtectionLost:
    match entry:
        case {"code": str(code), "text": str(text), "text_zh": str(text_zh), "source": str(source)}:
            return ProtectionLost(code=code, text=text, text_zh=text_zh, source=source)
    raise DataRejected(path, "each entry needs code, text, text_zh and source")
