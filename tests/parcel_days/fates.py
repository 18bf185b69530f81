"""What becomes of a parcel on its way, and when a source tells of it: late, twice, in disorder, or never."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fulfillment.tracking.told import Told

# How many of a thousand parcels.
FATES = {
    "plain": 858, "customs_held": 30, "attempt": 40, "fetched": 15, "slow": 10, "never_again": 8, "unscanned": 3,
    "lost": 6, "found_again": 3, "damaged": 8, "sent_back": 10, "refused": 4, "back_and_lost": 2, "corrected": 3,
}  # fmt: skip
TABLE, THERE = "17track", "there"
ACCEPTED, HUB = ("InTransit_PickedUp", ""), ("InTransit_Other", "")
RELEASED, LEFT = ("InTransit_CustomsReleased", ""), ("InTransit_Departure", "")
ARRIVED, AT_CUSTOMS = ("InTransit_Arrival", THERE), ("InTransit_CustomsProcessing", THERE)
HELD, CLEARED = ("InTransit_CustomsRequiringInformation", THERE), ("InTransit_CustomsReleased", THERE)
OUT, TRIED = ("OutForDelivery_Other", THERE), ("DeliveryFailure_NoBody", THERE)
WAITS, DELIVERED = ("AvailableForPickup_Other", THERE), ("Delivered_Other", THERE)
TURNED, BACK = ("Exception_Returning", THERE), ("Exception_Returned", "")
LOST, DAMAGED = ("Exception_Lost", THERE), ("Exception_Damage", THERE)
Word = tuple[str, str]
Steps = list[tuple[Word, float]]


@dataclass(frozen=True, slots=True)
class Heard:
    """One event, and when it is told."""

    told: Told
    at: datetime


@dataclass(frozen=True, slots=True)
class Way:
    """All that is told of a parcel in the order in which it comes. `arrives`, `is_back`: when that really happens."""

    fate: str
    heard: Sequence[Heard]
    arrives: datetime | None = None
    is_back: datetime | None = None


def way_of(left: datetime, country: str, dice: random.Random, fate: str = "") -> Way:
    """The way of a parcel that leaves now; its fate is drawn unless it is named."""
    drawn = dice.choices(tuple(FATES), tuple(FATES.values()))[0]
    fate = fate or drawn
    steps = _steps(fate, dice)
    happened: list[tuple[datetime, Word]] = []
    at = left
    for word, days in steps:
        at += timedelta(days=days * dice.uniform(0.6, 1.3), minutes=dice.randint(1, 50))
        happened.append((at, word))
    heard = [_heard(each, country, dice) for each in happened]
    if fate == "corrected":  # the first delivery was somebody else's
        wrong = next(each for each in heard if each.told.code == DELIVERED[0])
        heard.append(Heard(replace(wrong.told, voids=True), wrong.at + timedelta(hours=dice.randint(1, 30))))
    heard += [replace(each, at=each.at + timedelta(hours=dice.randint(0, 60))) for each in heard if dice.random() < 0.1]
    ends = {word: at for at, word in happened}
    return Way(fate, sorted(heard, key=lambda each: each.at), ends.get(DELIVERED), ends.get(BACK))


def _heard(event: tuple[datetime, Word], country: str, dice: random.Random) -> Heard:
    at, (code, side) = event
    where = country if side == THERE else "CN"
    told = Told(table=TABLE, code=code, stated=at.isoformat(timespec="seconds"), country=where)
    delay = dice.choices((0.5, 4, 20, 60), (60, 34, 5, 1))[0]
    return Heard(told, at + timedelta(hours=delay))


START: Steps = [(ACCEPTED, 0.3), (RELEASED, 0.7), (LEFT, 0.4)]
THERE_NOW: Steps = [(ARRIVED, 2.5), (AT_CUSTOMS, 0.2), (CLEARED, 0.5)]
DOOR: Steps = [(OUT, 1.0), (DELIVERED, 0.3)]
TRIED_ONCE: Steps = [(OUT, 1.0), (TRIED, 0.2)]
TURNED_BACK: Steps = [(TURNED, 1.0), (BACK, 9.0)]


def _steps(fate: str, dice: random.Random) -> Steps:
    """Words, with days since the one before."""
    held, fetched, slow, found = dice.uniform(2, 9), dice.uniform(1, 8), dice.uniform(12, 22), dice.uniform(1, 9)
    ways: dict[str, Steps] = {
        "plain": [*START, *THERE_NOW, *DOOR],
        "customs_held": [*START, (ARRIVED, 2.5), (HELD, 0.3), (HELD, 1.0), (CLEARED, held), *DOOR],
        "attempt": [*START, *THERE_NOW, *TRIED_ONCE, *TRIED_ONCE, *DOOR],
        "fetched": [*START, *THERE_NOW, (WAITS, 1.0), (DELIVERED, fetched)],
        "slow": [*START, (HUB, 1.0), (ARRIVED, slow), *THERE_NOW[1:], *DOOR],
        "never_again": START,
        "unscanned": [],
        "lost": [*START, (ARRIVED, 2.5), (LOST, 6.0)],
        "found_again": [*START, (ARRIVED, 2.5), (LOST, 3.0), (OUT, found), (DELIVERED, 0.3)],
        "damaged": [*START, *THERE_NOW, (DAMAGED, 0.5), *DOOR],
        "sent_back": [*START, *THERE_NOW, *TRIED_ONCE, *TURNED_BACK],
        "refused": [*START, (ARRIVED, 2.5), (HELD, 0.3), *TURNED_BACK],
        "back_and_lost": [*START, *THERE_NOW, *TRIED_ONCE, (TURNED, 1.0)],
        "corrected": [*START, *THERE_NOW, *DOOR, (OUT, 1.5), (DELIVERED, 0.4)],
    }
    return ways[fate]
