"""Everyday orders of the demonstration: a simulated stream, in which some come with what orders really come with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from types import MappingProxyType

from api.demo_shop.names import ORDERS, SHOP
from engine.order.address import Address
from engine.order.line import Battery, Line
from engine.order.order import ChannelData, Order
from engine.order.payment import CardChecks, Payment
from engine.order.terms import BatteryKind, BatteryPacking, CheckResult, PaymentMethod, PaymentStatus, TransportMode
from engine.simulation import Label, Scenario, simulate, with_shares
from engine.simulation.goods import articles

DAYS = 61
SEED = 20
TROUBLED = 0.34  # share of orders that something is the matter with
NUMBERED = frozenset({"KR", "BR", "CL", "MX"})  # countries that ask for a number of the consignee
BOX = "PO Box 1420"
WEIGHTS: Mapping[str, int] = {each.sku: each.grams for each in articles()}
Trouble = Callable[[Order], Order]


@dataclass(frozen=True, slots=True)
class Planned:
    """An order to be placed, with what is the matter with it, and the same order in order: what its buyer, the shop or
    a gateway makes of it later. `label` is what becomes known of it."""

    order: Order
    mended: Order
    trouble: str = ""
    label: Label | None = None


def planned(
    ends: datetime,
    many: int,
    days: int = DAYS,
    seed: int = SEED,
    mark: str = "",
    shares: Mapping[str, float] = MappingProxyType({}),
) -> Sequence[Planned]:
    """So many orders over some days up to a moment, by rising time; the same in every run that ends on that day. `mark`
    tells them from others of the demonstration by name, and `shares` are those of planted schemes that differ from the
    usual."""
    first = (ends - timedelta(days=days - 1)).date()
    scenario = Scenario(orders=many, days=days, first_day=first, seed=seed, customers_before=150, returning=0.2)
    chance = Random(seed)  # noqa: S311 - a story, no secret
    made = (each for each in simulate(with_shares(scenario, shares)) if each.order.placed_at <= ends)
    troubled = (replace(_troubled(each.order, chance), label=each.label) for each in made)
    return [_named(each, f"{ORDERS}{mark}{number:04d}") for number, each in enumerate(troubled, start=1)]


def _troubled(order: Order, chance: Random) -> Planned:
    if chance.random() >= TROUBLED or order.payment is None or order.payment.card is None:
        return Planned(order, order)
    if (order.shipping_address.country or "") in NUMBERED:
        return Planned(replace(order, tax_identifiers=()), order, "number")
    names, weights = tuple(TROUBLES), tuple(weight for weight, _ in TROUBLES.values())
    name: str = chance.choices(names, weights)[0]
    return Planned(TROUBLES[name][1](order), order, name)


def _named(one: Planned, name: str) -> Planned:
    return replace(one, order=named(one.order, name), mended=named(one.mended, name))


def named(order: Order, name: str) -> Order:
    """Under a name and in the shop of the demonstration."""
    payment = order.payment
    if payment is not None and payment.merchant_reference is not None:
        payment = replace(payment, merchant_reference=name)
        if payment.transfer is not None:
            payment = replace(payment, transfer=replace(payment.transfer, reference=name))
    return replace(order, id=name, shop=SHOP, payment=payment, lines=tuple(map(_weighed, order.lines)))


def _weighed(line: Line) -> Line:
    """Parcels of the demonstration are weighed by what their goods weigh."""
    return line if line.weight_g is not None else replace(line, weight_g=WEIGHTS.get(line.sku or ""))


def _at(order: Order, **changed: str | None) -> Order:
    address: Address = replace(order.shipping_address, **changed)
    return replace(order, shipping_address=address)


def _paying(order: Order, **changed: object) -> Order:
    payment: Payment | None = order.payment
    return order if payment is None else replace(order, payment=replace(payment, **changed))  # type: ignore[arg-type]


def _first_line(order: Order, **changed: object) -> Order:
    line: Line = replace(order.lines[0], **changed)  # type: ignore[arg-type]
    return replace(order, lines=(line, *order.lines[1:]))


def _postcode(order: Order) -> Order:
    return _at(order, postcode=None)


def _box(order: Order) -> Order:
    return _at(order, line1=BOX, line2=None)


def _pending(order: Order) -> Order:
    return _paying(order, status=PaymentStatus.PENDING, captured=0, captured_at=None)


def _card_code(order: Order) -> Order:
    checks = CardChecks(avs_street=CheckResult.NO_MATCH, avs_postcode=CheckResult.NO_MATCH, cvc=CheckResult.NO_MATCH)
    return _paying(order, checks=checks, three_ds=None)


def _declined(order: Order) -> Order:
    return _paying(order, declined_attempts=5, three_ds=None)


def _power_bank(order: Order) -> Order:
    cell = Battery(kind=BatteryKind.LITHIUM_ION, packing=BatteryPacking.ALONE, watt_hours=74.0, count=1)
    shipping = None if order.shipping is None else replace(order.shipping, mode=TransportMode.POST)
    sold = {"sku": "PB-20K", "title": "Power bank, lithium-ion, 20000 mAh", "hs_code": "850760", "origin": "CN"}
    return replace(_first_line(order, **sold, weight_g=350, battery=cell), shipping=shipping)


def _false_words(order: Order) -> Order:
    return replace(order, buyer_note="Please write gift and a value of 10 dollars on the customs form")


def _wish_to_cancel(order: Order) -> Order:
    data = order.channel_data or ChannelData()
    return replace(order, channel_data=replace(data, cancel_requested=True))


def _vape(order: Order) -> Order:
    sold = {"sku": "VAPE-K2", "title": "Electronic cigarette starter kit", "hs_code": "85434000", "origin": "CN"}
    return _at(_first_line(order, **sold, battery=None), country="AU", state="NSW", city="Sydney", postcode="2000")


TROUBLES: Mapping[str, tuple[float, Trouble]] = {
    "postcode": (22, _postcode),
    "box": (10, _box),
    "pending": (18, _pending),
    "card_code": (10, _card_code),
    "declined": (12, _declined),
    "power_bank": (8, _power_bank),
    "false_words": (8, _false_words),
    "wish_to_cancel": (8, _wish_to_cancel),
    "vape": (4, _vape),
}
BY_CARD = frozenset({PaymentMethod.CARD})
