"""How many pieces each channel may sell: what is free, less a buffer, and nothing at all of what must not be sold."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import NotFound
from fulfillment.inventory.errors import ChannelRuleRefused
from fulfillment.records import ChannelRule
from fulfillment.store.channel_stock import drop_rule, put_rule, rules_of
from fulfillment.store.stock import shelves
from fulfillment.store.warehouses import warehouses

WHOLE = 100  # per cent
MOST = 1_000_000
DELISTED, TAKEN_DOWN = "delisted", "takedown"


class SaleView(Protocol):
    """What the desk knows of articles that keeps them from being sold."""

    def unsellable(self, session: ReadSession, merchant: str, skus: Collection[str]) -> dict[str, str]:
        """Article -> why it must not be sold: `delisted` or `takedown`."""
        ...

    def names(self, session: ReadSession, merchant: str, channel: str, skus: Collection[str]) -> dict[str, str]:
        """Article -> what the channel calls it, where that is another name."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sellable:
    """`pieces` that a channel may sell of an article; `free` is what lies there unreserved. `why` says why none."""

    sku: str
    name: str
    free: int
    pieces: int
    why: str = ""


def sellable_in(
    session: ReadSession, view: SaleView, merchant: str, channel: str, skus: Collection[str] | None = None
) -> tuple[Sellable, ...]:
    """Every tracked article (or those of `skus`), by SKU. Raises NotFound for a channel without a rule."""
    rules = {each.sku: each for each in rules_of(session, merchant, channel)}
    if not rules:
        raise NotFound("channel with a stock rule", channel)
    closed = {each.code for each in warehouses(session, merchant) if not each.is_open}
    free: dict[str, Counter[str]] = {}
    for shelf in shelves(session, merchant):
        if skus is None or shelf.sku in skus:
            free.setdefault(shelf.sku, Counter())[shelf.warehouse] += 0 if shelf.warehouse in closed else shelf.free
    listed = sorted(sku for sku in free if sku in rules or "" in rules)
    stopped, names = view.unsellable(session, merchant, listed), view.names(session, merchant, channel, listed)
    return tuple(_sellable(sku, names.get(sku, sku), free[sku], rules.get(sku) or rules[""], stopped.get(sku, ""))
                 for sku in listed)  # fmt: skip


def shown_pieces(rule: ChannelRule, free: int) -> int:
    """What a rule makes of so many free pieces; never less than 0, never more than are free."""
    left = max(free - rule.buffer, 0) * rule.percent // WHOLE
    return left if rule.cap is None else min(left, rule.cap)


def keep_rule(session: WriteSession, rule: ChannelRule) -> ChannelRule:
    """Keeps a rule. Raises ChannelRuleRefused with what to change."""
    if not rule.channel or not 0 <= rule.percent <= WHOLE:
        raise ChannelRuleRefused("a rule names a channel, and shows 0 to 100 per cent")
    if not 0 <= rule.buffer <= MOST or (rule.cap is not None and not 0 <= rule.cap <= MOST):
        raise ChannelRuleRefused(f"buffer and cap are 0 to {MOST} pieces")
    put_rule(session, rule)
    return rule


def remove_rule(session: WriteSession, merchant: str, channel: str, sku: str) -> None:
    """Raises NotFound."""
    if not drop_rule(session, merchant, channel, sku):
        raise NotFound("rule", f"{channel} {sku}".strip())


def _sellable(sku: str, name: str, by_warehouse: Counter[str], rule: ChannelRule, why: str) -> Sellable:
    served = rule.warehouses.split()
    free = sum(many for code, many in by_warehouse.items() if not served or code in served)
    pieces = 0 if why else shown_pieces(rule, free)
    return Sellable(sku=sku, name=name, free=free, pieces=pieces, why=why)
