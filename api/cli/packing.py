"""What `clearway pack plan` does."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

import orjson

from api.cli.failing import Exit, Wrong, fail, say
from api.cli.progress import counting
from engine.bundled import data_folder
from fulfillment.packing.apart import MODES
from fulfillment.packing.hazards import load_hazards, with_classes
from fulfillment.packing.plan import Arrangement, Article, Box, Packed, Placement, Terms, arrange
from fulfillment.packing.tables import Orders, read_boxes, read_items
from fulfillment.packing.terms import house_terms
from fulfillment.packing.weights import CarrierTerms, load_carriers

CHUNK = 20  # orders that a process is given at once

Order = tuple[str, tuple[Article, ...]]
Planned = tuple[str, Arrangement]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line said."""

    items: Path
    boxes: Path
    processes: int
    keep_flat: bool
    carrier: str | None
    mode: str | None
    forbidden: frozenset[str]
    data: Path | None
    quiet: bool


def run(asked: Asked) -> Exit:
    """Plans all orders and prints one JSON object. SOME_BAD when anything was left out."""
    folder = asked.data if asked.data is not None else data_folder()
    terms = _terms(asked, folder)
    boxes, bad_boxes = read_boxes(asked.boxes.read_text(encoding="utf-8"))
    orders, bad_items = read_items(asked.items.read_text(encoding="utf-8"))
    for bad in (*bad_boxes, *bad_items):
        say(f"clearway: {bad}")
    if not boxes:
        fail(Wrong.FILE, "there is no box to pack into; check the file of boxes")
    orders = _with_hazards(orders, folder)
    planned = list(_planned(orders, boxes, terms, asked))
    document = {"orders": [_order(name, found, terms.carrier) for name, found in planned]}
    sys.stdout.write(f"{orjson.dumps(document, option=orjson.OPT_INDENT_2).decode()}\n")
    left_out = [(name, each) for name, found in planned for each in found.unpacked]
    for name, each in left_out:
        say(f"clearway: order `{name}`: `{each.article.sku}` fits nowhere ({each.reason})")
    return Exit.SOME_BAD if left_out or bad_boxes or bad_items else Exit.DONE


def _terms(asked: Asked, folder: Path) -> Terms:
    if asked.mode is not None and asked.mode not in MODES:
        fail(Wrong.REFUSED, f"there is no way of carriage `{asked.mode}`; use one of {', '.join(sorted(MODES))}")
    carriers = load_carriers(folder)
    if asked.carrier is not None and asked.carrier not in carriers:
        fail(Wrong.REFUSED, f"there is no carrier `{asked.carrier}`; use one of {', '.join(carriers)}")
    return replace(
        house_terms(folder),
        keep_flat=asked.keep_flat,
        forbidden=asked.forbidden,
        mode=asked.mode,
        carrier=None if asked.carrier is None else carriers[asked.carrier],
    )


def _with_hazards(orders: Orders, folder: Path) -> Orders:
    if not any(each.un for pieces in orders.values() for each in pieces):
        return orders
    hazards = load_hazards(folder)
    return {name: with_classes(pieces, hazards) for name, pieces in orders.items()}


def _planned(orders: Orders, boxes: Sequence[Box], terms: Terms, asked: Asked) -> Iterator[Planned]:
    """Every order with its plan, in the order of the file."""
    work = partial(plan_some, boxes=tuple(boxes), terms=terms)
    with counting("orders", len(orders), quiet=asked.quiet) as step:
        done = 0
        for some in _mapped(work, list(_chunks(orders.items())), asked.processes):
            yield from some
            done += len(some)
            step(done)


def _mapped(
    work: "partial[list[Planned]]", chunks: Sequence[Sequence[Order]], processes: int
) -> Iterator[list[Planned]]:
    if processes == 1:
        yield from map(work, chunks)
        return
    from engine.store.ledger import process_pool

    with process_pool(processes) as pool:
        yield from pool.map(work, chunks)


def plan_some(orders: Sequence[Order], *, boxes: tuple[Box, ...], terms: Terms) -> list[Planned]:
    """The work of one process."""
    return [(name, arrange(pieces, boxes, terms)) for name, pieces in orders]


def _chunks(orders: Iterable[Order]) -> Iterator[tuple[Order, ...]]:
    left = iter(orders)
    while some := tuple(islice(left, CHUNK)):
        yield some


def _order(name: str, found: Arrangement, carrier: CarrierTerms | None) -> Mapping[str, object]:
    order: dict[str, object] = {"id": name, "boxes": [_box(each, carrier) for each in found.packed]}
    if found.unpacked:
        order["unpacked"] = [{"item": each.article.sku, "reason": each.reason} for each in found.unpacked]
    return order


def _box(packed: Packed, carrier: CarrierTerms | None) -> Mapping[str, object]:
    shown: dict[str, object] = {
        "box": packed.box.name,
        "weight": packed.weight_g,
        "goods_weight": packed.goods_g,
        "items": [_item(each) for each in packed.placements],
    }
    if packed.material_minor:
        shown["material_cost"] = packed.material_minor
    if carrier is not None:
        shown["dimensional_weight"] = carrier.dimensional_g(packed.box)
        shown["billed_weight"] = carrier.billed_g(packed.box, packed.weight_g)
    return shown


def _item(placed: Placement) -> Mapping[str, object]:
    """Position and turned sides: x along the width of the box, y along its length, z up its depth, as in the tables."""
    shown: dict[str, object] = {
        "item": placed.article.sku,
        "x": placed.y_mm,
        "y": placed.x_mm,
        "z": placed.z_mm,
        "width": placed.width_mm,
        "length": placed.length_mm,
        "depth": placed.height_mm,
        "weight": placed.article.weight_g,
    }
    if placed.margin_mm:
        shown["cushion"] = placed.margin_mm
    return shown
