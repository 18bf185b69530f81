"""Notes of an order: those of the staff, and those that are mailed to the buyer."""

import html
import re
from dataclasses import dataclass

from fulfillment.channels.errors import SayingRefused
from fulfillment.channels.node import Node
from fulfillment.channels.woocommerce.calling import BAD, Store


@dataclass(frozen=True, slots=True)
class Notes:
    """Reads and adds notes of one store's orders."""

    store: Store

    def add(self, ref: str, text: str, *, to_buyer: bool, told_by: str = "") -> tuple[str, bool]:
        """The note's number, and whether it was there before: one of the same kind with the same words, or with
        `told_by` in it. Raises SayingRefused."""
        for each in self._all(ref):
            words = _plain(each.maybe("note"))
            told = words == _plain(text) or (bool(told_by) and _has_word(words, told_by))
            if told and each.flag("customer_note") is to_buyer:
                return each.text("id"), True
        made = self.store.tell("POST", f"orders/{ref}/notes", {"note": text, "customer_note": to_buyer})
        return made.text("id"), False

    def _all(self, ref: str) -> list[Node]:
        got = self.store.ask("GET", f"orders/{ref}/notes")
        if got.status >= BAD:
            raise SayingRefused(got.code or str(got.status), got.body.maybe("message"))
        return got.body.each()


def _has_word(words: str, word: str) -> bool:
    """Whether it stands there by itself: the number A1 is not told by a note about A12."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", words) is not None


def _plain(text: str) -> str:
    """Words as they compare: the store may write `&` and line ends in its own way."""
    return " ".join(html.unescape(text).split())
