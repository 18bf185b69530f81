"""What is in a parcel and how it travels: lines, totals, carriage, and the numbers that customs ask for."""

from random import Random

from engine.order.line import Line
from engine.order.order import Order, ShippingChoice, Totals
from engine.order.party import TaxHolder, TaxIdentifier
from engine.order.terms import Incoterm, TransportMode
from engine.simulation.identities import COMPANY_IDENTITIES, IDENTITIES
from engine.simulation.places import EU
from tests.synthetic.catalogue import NO_LITHIUM_BY_POST, Product
from tests.synthetic.shops import HAMBURG, SHENZHEN, Warehouse, priced

IDENTITY_GIVEN = 0.94
_VIA = {TransportMode.POST: ("post", "airmail packet", 16), TransportMode.COURIER: ("express", "worldwide", 6)}


def line_of(product: Product, currency: str, chance: Random) -> Line:
    """A line as the product file states it; some files lack the origin or the weight."""
    return Line(
        sku=product.sku,
        title=product.title,
        hs_code=_hs_code(product, chance),
        origin=product.origin if chance.random() < 0.9 else None,
        quantity=chance.choices((1, 2, 3, 4, 6), (80, 13, 4, 2, 1))[0],
        unit_price=priced(product.eur_cents, currency),
        weight_g=product.grams if chance.random() < 0.97 else None,
        battery=product.battery(),
        liquid_ml=product.amount if product.kind == "cosmetic" and product.amount else None,
    )


def _hs_code(product: Product, chance: Random) -> str | None:
    """Mostly given, in eight digits or in six; 15 % of product files lack it."""
    draw = chance.random()
    return None if draw < 0.15 else product.hs_code[:6] if draw < 0.55 else product.hs_code


def totals_of(lines: tuple[Line, ...], currency: str, country: str, channel: str, chance: Random) -> Totals:
    """Goods, shipping free from 60 euros on, a discount code at times, sales tax where it comes on top."""
    goods = sum(line.quantity * line.unit_price for line in lines)
    shipping = 0 if goods > priced(6000, currency) else priced(chance.choice((490, 690, 990)), currency)
    discount = goods // 10 if channel == "own_shop" and chance.random() < 0.12 else 0
    tax = round((goods - discount) * 0.07) if country == "US" and currency == "USD" else 0
    return Totals(
        total=goods + shipping + tax - discount, goods=goods, shipping=shipping, tax=tax, duty=0, discount=discount
    )


def mode_of(products: list[Product], country: str, chance: Random) -> TransportMode:
    """Post for light parcels, seldom with lithium and never where the post refuses it; couriers else."""
    lithium = any(product.lithium for product in products)
    light = sum(product.grams for product in products) < 2000
    share = 0.2 if lithium else 0.5
    refused = lithium and country in NO_LITHIUM_BY_POST
    by_post = light and country != "AE" and not refused and chance.random() < share
    return TransportMode.POST if by_post else TransportMode.COURIER


def shipping_of(
    mode: TransportMode, country: str, warehouse: Warehouse, channel: str, chance: Random
) -> ShippingChoice | None:
    """What the buyer chose; marketplaces often tell no more than a service."""
    if channel != "own_shop" and chance.random() < 0.3:
        return ShippingChoice(service="standard")
    carrier, service, days = _VIA[mode]
    paid_duty = channel != "own_shop" or country in EU | {"US", "GB", "NO", "CA", "AU"}
    near = warehouse is HAMBURG and country in EU
    return ShippingChoice(
        carrier=carrier,
        service="domestic" if near else service,
        mode=mode,
        incoterm=Incoterm.DDP if paid_duty else Incoterm.DAP,
        promised_days=4 if near else days,
    )


def tax_identifiers_of(country: str, warehouse: Warehouse, channel: str, chance: Random) -> tuple[TaxIdentifier, ...]:
    """The consignee's number where customs ask for one, and the seller's or marketplace's own."""
    numbers = []
    if country in IDENTITIES and chance.random() < IDENTITY_GIVEN:
        kind, maker = IDENTITIES[country]
        numbers.append(TaxIdentifier(kind=kind, value=maker(chance), country=country))
    holder = TaxHolder.MERCHANT if channel == "own_shop" else TaxHolder.MARKETPLACE
    if country in EU and warehouse is SHENZHEN:
        numbers.append(TaxIdentifier(kind="IOSS", value="IM2760000742", holder=holder))
    if country == "NO":
        numbers.append(TaxIdentifier(kind="VOEC", value="2024512", holder=holder))
    return tuple(numbers)


def company_identifiers(order: Order, chance: Random) -> tuple[TaxIdentifier, ...]:
    """The order's numbers, the consignee's exchanged for the company's where companies have one of their own."""
    country = order.shipping_address.country or ""
    if country not in COMPANY_IDENTITIES:
        return order.tax_identifiers
    kind, maker = COMPANY_IDENTITIES[country]
    others = (each for each in order.tax_identifiers if each.holder is not TaxHolder.CONSIGNEE)
    return (TaxIdentifier(kind=kind, value=maker(chance), country=country), *others)
