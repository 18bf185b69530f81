"""What products claim of others: a channel's name belongs to one product, and a kit holds no kits."""

from collections.abc import Mapping, Sequence

from engine.errors import Fault
from engine.products.product import Product
from engine.store.products import current_products, kits_with, owners_of_names
from engine.store.sessions import ReadSession

Faults = Mapping[str, Sequence[Fault]]
_KIT_IN_KIT = "a kit cannot lie in a kit; name what lies in it"


def claims_of(session: ReadSession, merchant: str, products: Sequence[Product]) -> Faults:
    """SKU -> what it may not claim, beside the file and beside the others that come with it."""
    found: dict[str, list[Fault]] = {}
    for sku, fault in (*_names(session, merchant, products), *_kits(session, merchant, products)):
        found.setdefault(sku, []).append(fault)
    return found


def _names(session: ReadSession, merchant: str, products: Sequence[Product]) -> list[tuple[str, Fault]]:
    wanted = [name.sku for each in products for name in each.channel_skus]
    coming = {each.sku for each in products}
    owners = {key: sku for key, sku in owners_of_names(session, merchant, wanted).items() if sku not in coming}
    faults = []
    for product in products:
        for place, name in enumerate(product.channel_skus):
            owner = owners.setdefault((name.channel, name.sku), product.sku)
            if owner != product.sku:
                detail = f"this name is that of product `{owner}`; take it away there first"
                faults.append((product.sku, Fault(f"/channel_skus/{place}", "name_taken", detail)))
    return faults


def _kits(session: ReadSession, merchant: str, products: Sequence[Product]) -> list[tuple[str, Fault]]:
    coming = {each.sku: each for each in products}
    kits = [each for each in products if each.components]
    if not kits:
        return []
    inside = {part.sku for each in kits for part in each.components} - coming.keys()
    known = {sku: each.product for sku, each in current_products(session, merchant, inside).items()} | coming
    used = {part.sku for each in products for part in each.components}
    lies_in = {sku for sku, holders in kits_with(session, merchant, coming).items() if holders - coming.keys()} | used
    faults = []
    for kit in kits:
        for place, part in enumerate(kit.components):
            if part.sku in known and known[part.sku].components:
                faults.append((kit.sku, Fault(f"/components/{place}", "kit_in_kit", _KIT_IN_KIT)))
        if kit.sku in lies_in:
            faults.append((kit.sku, Fault("/components", "kit_in_kit", _KIT_IN_KIT)))
    return faults
