"""Facts of papers: which of those that the destination asks for are handed in, and which an analyst has verified."""

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256

from engine.lexicon.spec import Value
from engine.order.line import Line
from engine.order.order import Order
from engine.paper import Paper, PaperState

MISSING, CLAIMED = "line.law_documents_missing", "line.law_documents_claimed"
_STANDS_FOR_GOODS = ("sku", "title", "description", "hs_code", "origin", "quantity")


def subject(order: Order, line: int | None) -> str:
    """A digest of the goods a paper is about and where they go. `line` counts from 1; None is all of them."""
    lines = order.lines if line is None else order.lines[line - 1 : line]
    told = [order.shipping_address.country or "", *(_told(each) for each in lines)]
    return sha256("\x1e".join(told).encode()).hexdigest()


def papers_of(order: Order, papers: Iterable[Paper], on: date) -> tuple[tuple[Paper, ...], ...]:
    """For each line the papers that speak of it as it is now, and are in force on that day."""
    whole = subject(order, None)
    found: list[tuple[Paper, ...]] = []
    valid = [each for each in papers if each.in_force(on)]
    for number in range(1, len(order.lines) + 1):
        own = subject(order, number) if valid else ""
        found.append(tuple(each for each in valid if (each.line, each.about) in {(None, whole), (number, own)}))
    return tuple(found)


def with_papers(facts: dict[str, Value], papers: Sequence[Paper]) -> dict[str, Value]:
    """A line's facts with what its papers settle: missing is what nobody handed in, claimed what waits for a look."""
    claimed = frozenset(each.kind for each in papers if each.state is PaperState.CLAIMED)
    verified = frozenset(each.kind for each in papers if each.state is PaperState.VERIFIED)
    stated: dict[str, Value] = facts | {"line.documents_claimed": claimed, "line.documents_verified": verified}
    asked = facts.get(MISSING)
    if isinstance(asked, frozenset):
        stated |= {MISSING: asked - verified - claimed, CLAIMED: (asked & claimed) - verified}
    return stated


def _told(line: Line) -> str:
    return "\x1f".join(str(getattr(line, name)) for name in _STANDS_FOR_GOODS)
