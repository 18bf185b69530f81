"""A wave of 1,000 orders from shelves to walks: `python -m tests.benchmarks.wave_speed`.

Allocation and reservation over three warehouses run on a real SQLite database, an order a transaction; boxes, batches
and walks then in two processes. Beside the seconds stands how good it is: parts against the fewest warehouses that
could have sent each order, boxes against the volume of the goods, walks against lengths that no walk can beat.
"""

import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from math import ceil
from multiprocessing import get_context
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from api.storage import BRANCHES
from engine.ids import TimeOrderedIds
from engine.order.order import Order
from engine.store.database import Database
from engine.store.migrating import upgrade
from engine.store.opening import open_database
from engine.store.sessions import WriteSession
from fulfillment.inventory.allocating import Part, allocate
from fulfillment.inventory.booking import Books
from fulfillment.inventory.holding import keep_back
from fulfillment.inventory.keeping import keep_bin, keep_terms, keep_warehouse
from fulfillment.inventory.reasons import Reason, Voucher
from fulfillment.packing.articles import Article
from fulfillment.packing.boxes import Box
from fulfillment.packing.plan import plan
from fulfillment.picking.batching import Batching, Load, Wanted, batches
from fulfillment.picking.stop_table import stop_of
from fulfillment.records import Bin, SharingTerms, Warehouse
from fulfillment.store.stock import make_shelf
from tests.benchmarks.packing_speed import SIZES, made_boxes
from tests.benchmarks.report import write
from tests.builders import a_line, an_order
from tests.fulfilment_site import NOON
from tests.warehouses import warehouse

Figures = dict[str, float]
MERCHANT, WAVE, ARTICLES, PROCESSES = "main", 1_000, 400, 2
WHOSE = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
COUNTRIES = {"SZX-1": "CN", "HAM-1": "DE", "POZ-2": "PL"}
HALL = warehouse(20, 60)
STOCK = 120  # enough for this wave, so that what is short does not look like fewer parts
CART = Load(totes=12, weight_g=150_000)
ALWAYS_GOOD = "0001-01-01"  # nothing here spoils


@dataclass(frozen=True, slots=True)
class Sent:
    """A part of an order with the bins that its pieces were kept in; `short` lines could not be kept."""

    order: Order
    part: Part
    bins: tuple[str, ...]
    short: int


def measure(wave: int = WAVE) -> Figures:
    """Seconds by part, and quality."""
    random = Random(7)
    goods = made_goods(random)
    orders = [_order(number, random, goods) for number in range(wave)]
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'wave.db'}")
        try:
            upgrade(database, BRANCHES)
            free = _stocked(database, random, goods)
            before, start = _processor(), time.perf_counter()
            sent = [each for order in orders for each in _kept(database, order)]
            allocated = time.perf_counter() - start
        finally:
            database.close()
    start = time.perf_counter()
    walks, boxes = _planned(sent, goods)
    planned = time.perf_counter() - start
    return {
        "processor seconds": round(_processor() - before, 1),
        "seconds": round(allocated + planned, 1),
        "seconds of allocation": round(allocated, 1),
        "seconds of boxes, batches and walks": round(planned, 1),
        "parts": len(sent),
        "lines short": sum(each.short for each in sent),
        "parts at least": fewest_parts(orders, free),
        "boxes": boxes,
        "boxes at least": sum(_volume_bound(each, goods) for each in sent),
        "walks": sum(len(each.batches) for each in walks),
        "walks at least": sum(each.fewest for each in walks),
        "metres": sum(each.distance_mm for each in walks) // 1000,
        "metres at least": sum(each.bound_mm for each in walks) // 1000,
        "metres order by order": sum(each.single_mm for each in walks) // 1000,
        "walks over their optimum, %": _over_optimum(walks),
    }


def table(figures: Mapping[str, float]) -> str:
    """One line."""
    return "wave of 1000 orders: " + ", ".join(f"{what} {value:g}" for what, value in figures.items())


def made_goods(random: Random) -> Mapping[str, Article]:
    """Articles of seven sizes, by SKU."""
    found = {}
    for number in range(ARTICLES):
        width, length, height = SIZES[number % len(SIZES)]
        weight = max(width * length * height // random.randint(1_500, 4_000), 20)
        sku = f"SKU-{number:03}"
        found[sku] = Article(sku=sku, length_mm=length, width_mm=width, height_mm=height, weight_g=weight)
    return found


def fewest_parts(orders: Sequence[Order], free: Mapping[str, Counter[str]]) -> int:
    """Parts when each order comes from as few warehouses as could send it, had it all the stock for itself: by trying
    every set of them. No allocation of the whole wave can do with less."""
    return sum(
        next(
            size
            for size in range(1, len(free) + 1)
            if any(_covers(order, some, free) for some in combinations(free, size))
        )
        for order in orders
    )


def _covers(order: Order, some: Sequence[str], free: Mapping[str, Counter[str]]) -> bool:
    wanted = Counter[str]()
    for line in order.lines:
        wanted[line.sku or ""] += line.quantity
    return all(sum(free[each][sku] for each in some) >= many for sku, many in wanted.items())


def _order(number: int, random: Random, goods: Mapping[str, Article]) -> Order:
    skus = random.sample(sorted(goods), random.choice((1, 1, 2, 2, 3, 4, 6)))
    lines = tuple(a_line(sku=sku, quantity=random.choice((1, 1, 2, 3, 6, 12))) for sku in skus)
    return an_order(id=f"W-{number}", lines=lines, ship_from=None)


def _stocked(database: Database, random: Random, goods: Mapping[str, Article]) -> Mapping[str, Counter[str]]:
    """Every article in one warehouse at least, in one bin there; what each warehouse has."""
    ids, free = TimeOrderedIds(), {code: Counter[str]() for code in COUNTRIES}
    with database.write() as session:
        for code, country in COUNTRIES.items():
            keep_warehouse(session, Warehouse(merchant_id=MERCHANT, code=code, country=country))
        keep_terms(session, SharingTerms(merchant_id=MERCHANT, policy="fewest", split="when_needed"))
        books = Books(session, ids, MERCHANT, Voucher(reason=Reason.OPENING, actor="bench", at=NOON))
        for sku in goods:
            for code in random.sample(sorted(COUNTRIES), random.choice((1, 2, 2, 3))):
                make_shelf(session, MERCHANT, sku, code)
                bin_ = _bin(random)
                keep_bin(session, Bin(merchant_id=MERCHANT, warehouse=code, code=bin_))
                books.put(sku, code, (bin_, ""), STOCK)
                free[code][sku] = STOCK
    return free


def _bin(random: Random) -> str:
    return f"{random.randint(1, HALL.aisles):02}-{random.randint(1, HALL.cells):03}"


def _kept(database: Database, order: Order) -> Iterator[Sent]:
    with database.write() as session:
        parts = allocate(session, MERCHANT, order, NOON)
        kept = [_kept_part(session, order, part) for part in parts]
    yield from kept


def _kept_part(session: WriteSession, order: Order, part: Part) -> Sent:
    bins: dict[str, None] = {}
    short = 0
    for number, many in part.lines.items():
        sku = order.lines[number - 1].sku or ""
        taken = keep_back(session, MERCHANT, sku, part.warehouse, many, ALWAYS_GOOD)
        short += taken is None
        bins.update((spot[0], None) for spot, _ in taken or ())
    return Sent(order, part, tuple(bins), short)


def _planned(sent: Sequence[Sent], goods: Mapping[str, Article]) -> tuple[list[Batching], int]:
    by_warehouse: defaultdict[str, list[Wanted]] = defaultdict(list)
    for each in sent:
        stops = tuple(stop for bin_ in each.bins if (stop := stop_of(bin_)) is not None)
        weight = sum(article.weight_g for article in _pieces(each, goods))
        load = Load(totes=1, weight_g=weight)
        by_warehouse[each.part.warehouse].append(
            Wanted(order=f"{each.order.id}/{each.part.warehouse}", stops=stops, load=load)
        )
    pieces = [_pieces(each, goods) for each in sent]
    chunks = [tuple(pieces[at : at + 50]) for at in range(0, len(pieces), 50)]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        walks = [pool.submit(batches, HALL, wanted, CART) for wanted in by_warehouse.values()]
        boxes = sum(pool.map(partial(_boxes, boxes=made_boxes()), chunks))
        return [each.result() for each in walks], boxes


def _pieces(sent: Sent, goods: Mapping[str, Article]) -> tuple[Article, ...]:
    return tuple(
        goods[sent.order.lines[number - 1].sku or ""] for number, many in sent.part.lines.items() for _ in range(many)
    )


def _boxes(orders: Sequence[tuple[Article, ...]], *, boxes: tuple[Box, ...]) -> int:
    """The work of one process: how many boxes these parts need."""
    return sum(len(plan(each, boxes)) for each in orders)


def _volume_bound(sent: Sent, goods: Mapping[str, Article]) -> int:
    largest = max(each.inner_volume_mm3 for each in made_boxes())
    return ceil(sum(each.volume_mm3 for each in _pieces(sent, goods)) / largest)


def _processor() -> float:
    """Processor time of this process and of those that it has ended, with their start."""
    return sum(each.ru_utime + each.ru_stime for each in map(resource.getrusage, WHOSE))


def _over_optimum(walks: Sequence[Batching]) -> float:
    """Each walk against the shortest one past the same bins."""
    routes = [each.route for found in walks for each in found.batches]
    best = sum(each.best_mm for each in routes)
    return round(100 * (sum(each.distance_mm for each in routes) / best - 1), 2)


def main() -> None:
    """Measures, prints and writes."""
    figures = measure()
    print(table(figures))
    write({"wave": figures})


if __name__ == "__main__":
    main()
