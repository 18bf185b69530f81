"""Goods that shops send abroad every day, and goods that some country does not let in: all invented for tests."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from engine.goods.law import Applied, Goods, Journey
from engine.goods.restriction import Kind, Trust
from engine.order.line import Battery, Line
from engine.order.terms import BatteryKind, BatteryPacking
from tests.unit.goods.builders import TODAY, knowledge

SAMPLES = Path(__file__).parents[2] / "samples" / "restrictions"
STOPPING = frozenset({Kind.PROHIBITED, Kind.LICENCE_REQUIRED, Kind.CERTIFICATE_REQUIRED})


# The vocabulary of categories takes these for other goods: coir and bulbs for plants, walnut and rice for food.
def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a sample, by the names of its columns."""
    with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


def line_of(row: dict[str, str], *, coded: bool = True) -> Line:
    """One piece of ordinary goods, as an honest seller describes it."""
    battery = None
    if row["battery_wh"]:
        battery = Battery(
            kind=BatteryKind.LITHIUM_ION,
            packing=BatteryPacking.IN_EQUIPMENT,
            watt_hours=float(row["battery_wh"]),
            count=1,
        )
    return Line(
        sku="ORD-1",
        quantity=1,
        unit_price=int(row["cents"]),
        title=row["title"],
        hs_code=row["hs"] if coded else None,
        origin="CN",
        weight_g=400,
        battery=battery,
    )


@cache
def ordinary() -> tuple[Goods, ...]:
    """Every ordinary article that is read for what it is, with its HS code and without."""
    lines = [line_of(row, coded=coded) for row in rows("ordinary.tsv") for coded in (True, False)]
    return tuple(Goods(line, knowledge().classifier.classify(line), line.unit_price) for line in lines)


@cache
def destinations() -> tuple[str, ...]:
    """Every country with law on file."""
    return tuple(sorted(code for code in knowledge().law.files if not code.startswith("_")))


def applied(goods: Goods, destination: str, mode: str, carrier: str | None = None) -> tuple[Applied, ...]:
    """What law says of goods on their way from China today."""
    journey = Journey(
        destination=destination,
        ship_from="CN",
        movement="import",
        mode=mode,
        carrier=carrier,
        decided_on=TODAY,
        placed_on=TODAY,
    )
    return knowledge().law.screen_line(goods, journey)


def stops(one: Applied) -> bool:
    """A rule cancels, holds or asks because of it."""
    return one.restriction.trust is not Trust.LOW and one.bites and one.restriction.kind in STOPPING
