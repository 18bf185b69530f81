"""What becomes of a parcel on its way, told as a carrier's source tells it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from fulfillment.tracking.told import Told

TABLE, THERE = "17track", "there"
# How many of a hundred parcels.
FATES: Mapping[str, int] = {
    "plain": 77, "customs": 5, "attempt": 5, "slow": 3, "lost": 2, "damaged": 2, "sent_back": 3, "silent": 3,
}  # fmt: skip
ACCEPTED, RELEASED, LEFT = ("InTransit_PickedUp", ""), ("InTransit_CustomsReleased", ""), ("InTransit_Departure", "")
ARRIVED, HELD = ("InTransit_Arrival", THERE), ("InTransit_CustomsRequiringInformation", THERE)
CLEARED, OUT = ("InTransit_CustomsReleased", THERE), ("OutForDelivery_Other", THERE)
TRIED, DELIVERED = ("DeliveryFailure_NoBody", THERE), ("Delivered_Other", THERE)
LOST, DAMAGED = ("Exception_Lost", THERE), ("Exception_Damage", THERE)
TURNED, BACK = ("Exception_Returning", THERE), ("Exception_Returned", "")
Word = tuple[str, str]
Steps = Sequence[tuple[Word, float]]  # with days since the one before
START: Steps = ((ACCEPTED, 0.3), (RELEASED, 0.7), (LEFT, 0.4))
OVER: Steps = ((ARRIVED, 2.0), (CLEARED, 0.6))
DOOR: Steps = ((OUT, 0.8), (DELIVERED, 0.2))
WAYS: Mapping[str, Steps] = {
    "plain": (*START, *OVER, *DOOR),
    "customs": (*START, (ARRIVED, 2.0), (HELD, 0.4), (CLEARED, 3.0), *DOOR),
    "attempt": (*START, *OVER, (OUT, 0.8), (TRIED, 0.2), *DOOR),
    "slow": (*START, (ARRIVED, 13.0), (CLEARED, 0.6), *DOOR),
    "lost": (*START, (ARRIVED, 2.0), (LOST, 6.0)),
    "damaged": (*START, *OVER, (DAMAGED, 0.5), *DOOR),
    "sent_back": (*START, *OVER, (OUT, 0.8), (TRIED, 0.2), (TURNED, 1.0), (BACK, 8.0)),
    "silent": START,
}


TOGETHER = timedelta(hours=22)  # a source that is asked once a day tells of a day at once
TROUBLE = frozenset({"lost", "damaged", "silent"})


@dataclass(frozen=True, slots=True)
class Way:
    """The events of a parcel, by when they are told. `arrives`: when its buyer has it."""

    fate: str
    told: Sequence[tuple[datetime, Sequence[Told]]]
    arrives: datetime | None


def way_of(left: datetime, country: str, chance: Random, *, is_recent: bool) -> Way:
    """The way of a parcel that leaves now. Carriers answer within weeks for what they lose, damage or are silent of, so
    only recent parcels meet that: nobody plays their claims to the end."""
    fate: str = chance.choices(tuple(FATES), tuple(FATES.values()))[0]
    fate = "plain" if fate in TROUBLE and not is_recent else fate
    at, arrives = left, None
    told: list[tuple[datetime, Told]] = []
    for (code, side), days in WAYS[fate]:
        at += timedelta(days=days * chance.uniform(0.7, 1.3), minutes=chance.randint(1, 50))
        where = country if side == THERE else "CN"
        told.append((at, Told(table=TABLE, code=code, stated=at.isoformat(timespec="seconds"), country=where)))
        arrives = at if (code, side) == DELIVERED else arrives
    return Way(fate, tuple(_days(told)), arrives)


def _days(told: Sequence[tuple[datetime, Told]]) -> Iterator[tuple[datetime, Sequence[Told]]]:
    """Those that are told together, with when: at the last of them."""
    group: list[tuple[datetime, Told]] = []
    for each in told:
        if group and each[0] - group[0][0] > TOGETHER:
            yield group[-1][0], [one for _, one in group]
            group = []
        group.append(each)
    yield group[-1][0], [one for _, one in group]
