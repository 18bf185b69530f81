"""Makes the demonstration: plays two months up to now, by the real code, and lets its people in at the end."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from api.composition.house import House, furnished
from api.demo_shop import scene_orders
from api.demo_shop.buyers import Buyers
from api.demo_shop.carrier_bill import plan_carrier_bill
from api.demo_shop.chargebacks import plan_chargebacks
from api.demo_shop.costs import state_costs, with_duty
from api.demo_shop.desks import Desks
from api.demo_shop.dock import plan_dock
from api.demo_shop.figures import let_in
from api.demo_shop.furnishing import furnish
from api.demo_shop.letters import plan_letters
from api.demo_shop.lives import Lives
from api.demo_shop.nights import plan_nights
from api.demo_shop.orders import DAYS, SEED, planned
from api.demo_shop.payout import plan_payout
from api.demo_shop.pickup import plan_pickup, with_played_carrier
from api.demo_shop.scenes import plan_scenes, prepare
from api.demo_shop.standing import Standing, remove, standing_of
from api.demo_shop.town import Town
from api.demo_shop.trial import put_on_trial
from api.demo_shop.unasked import plan_unasked, unasked
from api.demo_shop.ways import open_ways
from engine.clock import Clock
from fulfillment.walkthrough import PlayedClock

ORDERS_MADE = 260
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Seeded:
    """How many orders there are, and what the house refused while they were played, by code; `lacking` says what the
    shop has to do without for it: `model: …`, `services: …`."""

    orders: int
    refused: Counter[str]
    lacking: tuple[str, ...] = ()


def seed(
    house: House,
    clock: Clock,
    many: int | None = None,
    told: Callable[[int], None] = lambda _: None,
    learning: Callable[[Town], None] = lambda _: None,
) -> Seeded:
    """Makes it anew, whatever a process that was ended left of it. `told` hears of each day that is over; `learning`
    gives it a model before its first order, which is `api.demo_shop.learning` where anything that trains may be."""
    if standing_of(house.database) is not Standing.NONE:
        remove(house.database)
    with TemporaryDirectory(prefix="clearway-demo-") as outbox:
        played = _play(_town(house, clock.now(), Path(outbox)), many, told, learning)
    let_in(house.door, house.secret)
    return played


def _play(town: Town, many: int | None, told: Callable[[int], None], learning: Callable[[Town], None]) -> Seeded:
    """The two months."""
    ends = town.ends
    orders = [with_duty(each) for each in planned(ends, ORDERS_MADE if many is None else many)]
    by_old_checkout = [with_duty(each) for each in unasked(ends)] if many is None else []
    placed = [each.order for each in orders]
    furnish(town, [*placed, *(each.order for each in by_old_checkout)])
    prepare(town)
    open_ways(town)
    state_costs(town)
    town.furnished("trial", partial(put_on_trial, town))
    town.furnished("model", partial(learning, town))
    plan_scenes(town)
    plan_unasked(town, by_old_checkout)
    plan_letters(town, placed)
    plan_chargebacks(town, placed)
    plan_payout(town, [*placed, *scene_orders.risky(ends)])
    plan_carrier_bill(town)
    plan_dock(town)
    plan_pickup(town)
    plan_nights(town)
    desks = _everybody(town)
    for each in orders:
        town.at(each.order.placed_at, partial(desks.place, each))
    for day in range(1, DAYS + 1):
        town.go_on(min(ends, ends - (DAYS - day) * DAY))
        told(day)
    return Seeded(len(orders), town.refused, tuple(town.lacking))


def _town(house: House, ends: datetime, outbox: Path) -> Town:
    """The house once more, with a clock that is played; what it would send lies in a folder that is gone afterwards."""
    clock = PlayedClock(ends - DAYS * DAY)
    alone = {"folder": outbox, "secret": SecretStr(house.secret.hex()), "smtp_host": "", "sms_url": ""}
    played = furnished(house.settings.model_copy(update=alone), house.database, clock)
    return Town(with_played_carrier(played, clock), clock, ends)


def _everybody(town: Town) -> Desks:
    chance = Random(SEED)  # noqa: S311 - a story, no secret
    buyers = Buyers(town, chance)
    return Desks(town, buyers, Lives(town, buyers, chance), chance)
