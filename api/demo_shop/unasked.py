"""A true pattern in the two months: by an old checkout some European cards pay without strong authentication, and more
of these orders are charged back as fraud than chance would have it. Nobody tells the shop: what it learns by night says
so, and names the rule that lets them through (PAY-063).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from random import Random

from api.demo_shop.buyers import Buyers
from api.demo_shop.chargebacks import Complained, fits_dispute, tell_dispute
from api.demo_shop.desks import Desks
from api.demo_shop.lives import Lives
from api.demo_shop.orders import Planned, planned
from api.demo_shop.town import Town
from engine.order.order import Order
from engine.order.payment import ThreeDSecure
from engine.order.terms import LiabilityShift, PaymentMethod
from engine.simulation.payments import STRONG_AUTHENTICATION
from fulfillment.payments.gateways.vocabulary import Kind

MARK, SEED = "OLD-CHECKOUT-", 43
STREAM = 400  # orders that are simulated, of which those that fit are taken
# Old ones end within the story, so that something is learnt of them; new ones are what a draft is tried on.
OLD, NEW, OLD_DAYS, NEW_DAYS = 16, 5, 19, 24
EVERY = 2  # of the old ones is charged back
TOLD_AFTER, LOST_AFTER = timedelta(days=20), timedelta(days=12)
FRAUD = {"visa": "10.4", "mastercard": "4837"}  # card-absent fraud, by scheme
UNASKED = ThreeDSecure(status="not_supported", liability_shift=LiabilityShift.NO)


def unasked(ends: datetime) -> Sequence[Planned]:
    """Orders of the old checkout, by rising time; nothing else is the matter with them."""
    made = [_without(each) for each in planned(ends, STREAM, seed=SEED, mark=MARK) if _is_plain(each)]
    first = made[0].order.placed_at
    old = [each for each in made if each.order.placed_at < first + timedelta(days=OLD_DAYS)]
    new = [each for each in made if each.order.placed_at > ends - timedelta(days=NEW_DAYS)]
    return (*old[:OLD], *new[:NEW])


def plan_unasked(town: Town, orders: Sequence[Planned]) -> None:
    """Has them placed and followed as all others are, by chances of their own; and the old ones charged back."""
    chance = Random(SEED)  # noqa: S311 - a story, no secret
    buyers = Buyers(town, chance)
    desks = Desks(town, buyers, Lives(town, buyers, chance), chance)
    for number, each in enumerate(orders):
        town.at(each.order.placed_at, partial(desks.place, each))
        if number < OLD and number % EVERY == 0:
            town.at(each.order.placed_at + TOLD_AFTER, partial(_charge_back, town, each.order))


def _is_plain(one: Planned) -> bool:
    """A card of a place where the law asks for authentication, of a scheme whose word for fraud is known."""
    paid = one.order.payment
    if paid is None or paid.card is None or paid.method is not PaymentMethod.CARD or one.trouble or one.label:
        return False
    return paid.card.issuing_country in STRONG_AUTHENTICATION and paid.card.brand in FRAUD


def _without(one: Planned) -> Planned:
    return replace(one, order=_unasked(one.order), mended=_unasked(one.mended))


def _unasked(order: Order) -> Order:
    paid = order.payment
    return order if paid is None else replace(order, payment=replace(paid, three_ds=UNASKED))


def _charge_back(town: Town, order: Order) -> None:
    """The card holder knows nothing of it, and the shop has no proof that they do."""
    order_id, paid = fits_dispute(town, order), order.payment
    if order_id and paid is not None and paid.card is not None and paid.card.brand is not None:
        told = partial(tell_dispute, town, order_id, order, why=Complained(paid.card.brand, FRAUD[paid.card.brand]))
        told(Kind.DISPUTE)
        town.at(town.now + LOST_AFTER, partial(told, Kind.LOSE))
