"""What stock, channels and transfers learn of the product file, and what they write into it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.desk.desk import Caller, Desk
from engine.desk.products import put_in
from engine.products.product import LandedUnit, Product, ProductStatus
from engine.store.products import current_products
from engine.store.sessions import ReadSession, WriteSession
from engine.store.takedowns import takedowns
from engine.takedown import Takedown, sku_key
from fulfillment.inventory.channel_stock import DELISTED, TAKEN_DOWN
from fulfillment.records import LandedCost
from fulfillment.transfers.landing import KeepCosts
from fulfillment.transfers.papers import ArticleFacts

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class SaleEyes:
    """Implements `fulfillment.inventory.channel_stock.SaleView`."""

    def unsellable(self, session: ReadSession, merchant: str, skus: Collection[str]) -> dict[str, str]:
        """Articles that are off sale, or that a notice in force is about."""
        products = _products(session, merchant, skus)
        notices = _notices(session, merchant)
        by_sku: dict[str, list[Takedown]] = {}
        for each in notices:
            by_sku.setdefault("" if each.sku is None else sku_key(each.sku), []).append(each)
        found: dict[str, str] = {}
        for sku in skus:
            product = products.get(sku)
            if product is not None and product.status is ProductStatus.DELISTED:
                found[sku] = DELISTED
            elif _is_taken_down(sku, product, by_sku):
                found[sku] = TAKEN_DOWN
        return found

    def names(self, session: ReadSession, merchant: str, channel: str, skus: Collection[str]) -> dict[str, str]:
        """What the channel calls them."""
        return {
            sku: name.sku
            for sku, product in _products(session, merchant, skus).items()
            for name in product.channel_skus
            if name.channel == channel
        }


def article_facts(session: ReadSession, merchant: str, skus: Sequence[str], country: str) -> Mapping[str, ArticleFacts]:
    """What customs of a country ask about articles; empty where the product file does not say."""
    products = _products(session, merchant, skus)
    return {sku: _facts(products.get(sku), country) for sku in skus}


def cost_keeper(desk: Desk, caller: Caller) -> KeepCosts:
    """Writes landed unit costs into the product file as a new version; articles that it does not have are left out."""

    def keep(session: WriteSession, costs: Sequence[LandedCost]) -> None:
        products = _products(session, caller.merchant, [each.sku for each in costs])
        for cost in costs:
            if cost.sku in products:
                put_in(desk, session, caller, with_cost(products[cost.sku], cost))

    return keep


def with_cost(product: Product, cost: LandedCost) -> Product:
    """The product with what a piece cost at a warehouse, in the place of what it cost there before."""
    others = [each for each in product.landed_costs if each.warehouse != cost.warehouse]
    unit = LandedUnit(warehouse=cost.warehouse, minor=cost.unit, currency=cost.currency)
    return replace(product, landed_costs=tuple(sorted([*others, unit], key=lambda each: each.warehouse)))


def worth_of(session: ReadSession, merchant: str, skus: Collection[str]) -> Mapping[str, Product]:
    """Articles with what a piece is worth and weighs, for transfers that do not say."""
    return _products(session, merchant, skus)


def _facts(product: Product | None, country: str) -> ArticleFacts:
    if product is None:
        return ArticleFacts()
    return ArticleFacts(description=product.customs_name_en or "", hs_code=product.code_for(country) or "",
                        origin=product.origin or "")  # fmt: skip


def _is_taken_down(sku: str, product: Product | None, by_sku: Mapping[str, Sequence[Takedown]]) -> bool:
    names = [sku, *(() if product is None else (each.sku for each in product.channel_skus))]
    title = None if product is None else product.customs_name_en
    return any(
        notice.concerns(name, title)
        for name in names
        for notice in (*by_sku.get(sku_key(name), ()), *by_sku.get("", ()))
    )


def _products(session: ReadSession, merchant: str, skus: Collection[str]) -> Mapping[str, Product]:
    wanted, found = sorted(set(skus)), dict[str, Product]()
    for first in range(0, len(wanted), AT_ONCE):
        part = current_products(session, merchant, wanted[first : first + AT_ONCE])
        found |= {sku: stored.product for sku, stored in part.items()}
    return found


def _notices(session: ReadSession, merchant: str) -> list[Takedown]:
    found: list[Takedown] = []
    after = ""
    while True:
        part = takedowns(session, merchant, AT_ONCE, after, active=True)
        found += [each.notice for each in part]
        if len(part) < AT_ONCE:
            return found
        after = part[-1].notice.id
