"""Processor time of a packing plan, and its quality: `python -m tests.benchmarks.packing_speed [DATA]`.

1,000 orders made here always; with a folder DATA that holds `packing_dev`, the 2,114 real orders and the container
instances of Bischoff and Ratcliff (1995) in it, as the README of DATA describes them. Every plan is judged by the
independent validator.
"""

import csv
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

from fulfillment.packing.articles import Article
from fulfillment.packing.boxes import Box
from fulfillment.packing.filling import Outline, fullest
from fulfillment.packing.plan import Arrangement, Terms, arrange
from fulfillment.packing.searching import best_filling
from fulfillment.packing.tables import read_boxes, read_items
from fulfillment.packing.validating import faults
from tests.benchmarks.report import write

Figures = dict[str, float]
MADE = 1_000
INSTANCES = 100  # of each file
SIZES = ((210, 297, 8), (150, 210, 25), (90, 60, 30), (160, 120, 80), (120, 120, 120), (320, 240, 60), (45, 45, 150))


def measure(folder: Path | None = None) -> dict[str, Figures]:
    """By source of orders: milliseconds of processor time an order, boxes, and what is wrong with the plans."""
    found = {"made orders": _planned(made_orders(MADE), made_boxes())}
    data = None if folder is None else folder / "packing_dev"
    if data is not None and data.is_dir():
        found["packing_dev"] = _of_data(data)
        for name in ("thpack1", "thpack2", "thpack3"):
            found[name] = _utilisation(data / f"{name}.txt")
    return found


def table(figures: Mapping[str, Figures]) -> str:
    """One line a source."""
    return "\n".join(
        f"packing, {name}: " + ", ".join(f"{what} {value:g}" for what, value in each.items())
        for name, each in figures.items()
    )


def made_orders(many: int) -> Mapping[str, tuple[Article, ...]]:
    """Orders of one to forty pieces of seven sizes, from a seed."""
    random = Random(7)
    orders = {}
    for number in range(many):
        pieces = []
        for _ in range(random.choice((1, 1, 2, 3, 4, 6, 8, 12, 20, 40))):
            sides = SIZES[random.randrange(len(SIZES))]
            weight = sides[0] * sides[1] * sides[2] // random.randint(900, 4_000)
            pieces.append(
                Article(sku=str(sides), length_mm=sides[1], width_mm=sides[0], height_mm=sides[2], weight_g=weight)
            )
        orders[f"order{number}"] = tuple(pieces)
    return orders


def made_boxes() -> tuple[Box, ...]:
    """Four boxes of a usual station."""
    return read_boxes(
        "flat,250,350,40,60,244,344,36,2000\nsmall,230,310,130,120,222,302,122,8000\n"
        "medium,330,430,230,260,322,422,222,15000\nlarge,430,630,330,480,420,620,320,25000\n"
    )[0]


def _of_data(folder: Path) -> Figures:
    boxes, _ = read_boxes((folder / "boxes.csv").read_text(encoding="utf-8"))
    orders, _ = read_items((folder / "items.csv").read_text(encoding="utf-8"))
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as file:
        expected = {row[0]: int(row[4]) for row in csv.reader(file) if row}
    planned: dict[str, int] = {}
    figures = _planned(orders, boxes, planned)
    figures["boxes expected"] = sum(expected.values())
    figures["orders worse"] = sum(1 for name, many in planned.items() if many > expected[name])
    figures["worse by, most"] = max(many - expected[name] for name, many in planned.items())
    return figures


def _planned(
    orders: Mapping[str, Sequence[Article]], boxes: Sequence[Box], counts: dict[str, int] | None = None
) -> Figures:
    best_filling.cache_clear()
    start = time.process_time()
    plans: dict[str, Arrangement] = {name: arrange(pieces, boxes) for name, pieces in orders.items()}
    spent = time.process_time() - start
    if counts is not None:
        counts.update({name: len(each.packed) for name, each in plans.items()})
    return {
        "orders": len(orders),
        "ms an order": round(1000 * spent / len(orders), 2),
        "boxes": sum(len(each.packed) for each in plans.values()),
        "pieces left out": sum(len(each.unpacked) for each in plans.values()),
        "faults": sum(len(faults(orders[name], boxes, each, Terms())) for name, each in plans.items()),
    }


def _utilisation(file: Path) -> Figures:
    """Mean share of one container that is filled, in percent; pieces stand only on the sides that the file allows."""
    start, shares = time.process_time(), []
    for container, pieces in _instances(file.read_text(encoding="utf-8"), INSTANCES):
        spots = fullest(pieces, container).spots
        shares.append(sum(pieces[spot.piece].volume_mm3 for spot in spots) / container.inner_volume_mm3)
    return {
        "instances": len(shares),
        "filled, %": round(100 * sum(shares) / len(shares), 2),
        "ms an instance": round(1000 * (time.process_time() - start) / len(shares)),
    }


def _instances(text: str, many: int) -> Iterator[tuple[Box, tuple[Outline, ...]]]:
    words = iter(text.split())
    for _ in range(min(int(next(words)), many)):
        next(words), next(words)  # number and seed
        length, width, height = (int(next(words)) for _ in range(3))
        pieces: list[Outline] = []
        for _ in range(int(next(words))):
            row = [int(next(words)) for _ in range(8)]
            ups = tuple(axis for axis in range(3) if row[2 + 2 * axis])
            pieces += [Outline(row[1], row[3], row[5], 0, ups)] * row[7]
        yield _container(length, width, height), tuple(pieces)


def _container(length: int, width: int, height: int) -> Box:
    return Box(
        name="container",
        inner_length_mm=length,
        inner_width_mm=width,
        inner_height_mm=height,
        outer_length_mm=length,
        outer_width_mm=width,
        outer_height_mm=height,
        empty_g=0,
        max_g=1,
    )


def main() -> None:
    """Measures, prints and writes."""
    figures = measure(Path(sys.argv[1]) if sys.argv[1:] else None)
    print(table(figures))
    write({"packing": figures})


if __name__ == "__main__":
    main()
