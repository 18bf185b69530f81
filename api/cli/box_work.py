"""What `clearway pack boxes` and `clearway pack plan-order` do."""

import sys
from collections.abc import Iterator
from pathlib import Path

import orjson

from api.cli.clerk import Clerk, at_home, order_id_of, told_if_new
from api.cli.failing import Exit, say
from api.composition.customs_eyes import CustomsEyes
from api.schemas.consignments import shown_box, shown_plan
from engine.bundled import data_folder
from engine.counted import counted
from fulfillment.errors import NotFound
from fulfillment.packing.catalogue import drop_box, import_boxes
from fulfillment.packing.proposal import PackingPlan, load_pack_book, packing_plan
from fulfillment.parts import part_named
from fulfillment.repeating import repeated
from fulfillment.store.boxes import boxes_after
from fulfillment.store.cases import fulfilments_of


def taken(merchant: str, file: Path, warehouse: str, currency: str) -> Exit:
    """All boxes of a table."""
    text = file.read_text(encoding="utf-8")
    with at_home() as house:
        kept, bad = repeated(house.database, lambda session: import_boxes(session, merchant, text, warehouse, currency))
    for each in bad:
        say(f"clearway: {each}")
    sys.stdout.write(f"{counted(len(kept), 'box', 'boxes')} kept\n")
    return Exit.SOME_BAD if bad else Exit.DONE


def listed(merchant: str, *, as_json: bool) -> Exit:
    """All of them, a line each."""
    with at_home() as house, house.database.read() as session:
        found = boxes_after(session, merchant)
    for each in found:
        inner = f"{each.inner_length_mm}x{each.inner_width_mm}x{each.inner_height_mm} mm"
        cost = f"{each.cost_minor} {each.currency}"
        told = [
            each.warehouse or "*",
            each.name,
            inner,
            f"{each.empty_g} g",
            f"<= {each.max_g} g",
            cost,
            each.materials,
        ]
        sys.stdout.write(f"{orjson.dumps(shown_box(each)).decode()}\n" if as_json else f"{'  '.join(told).rstrip()}\n")
    return Exit.DONE


def removed(merchant: str, name: str, warehouse: str) -> Exit:
    """One is taken away."""
    with at_home() as house:
        repeated(house.database, lambda session: drop_box(session, merchant, warehouse, name))
    return Exit.DONE


def planned(clerk: Clerk, named: str, part: str | None, *, as_json: bool) -> Exit:
    """The plan of an order's part."""
    with at_home() as house, house.database.read() as session:
        order_id = order_id_of(session, clerk, named)
        with told_if_new(session, clerk, order_id):
            found = fulfilments_of(session, clerk.merchant, order_id)
            if not found:
                raise NotFound("order", order_id)
            meant = part_named(found, part, order_id)
        plan = packing_plan(session, CustomsEyes(house.desk), load_pack_book(data_folder()), clerk.merchant, meant.id)
    if as_json:
        sys.stdout.write(f"{orjson.dumps(shown_plan(plan), option=orjson.OPT_INDENT_2).decode()}\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(plan))
    return Exit.SOME_BAD if plan.left_out else Exit.DONE


def _lines(plan: PackingPlan) -> Iterator[str]:
    for number, each in enumerate(plan.boxes, start=1):
        inside = ", ".join(f"line {line}: {many}" for line, many in each.contents.items())
        yield f"box {number}: {each.packed.box.name}  {each.packed.weight_g} g  ({inside})"
        own = [one for one in each.billed if one.carrier == plan.carrier]
        for one in own or each.billed:
            yield f"  {one.carrier}: dimensional {one.dimensional_g} g, billed {one.billed_g} g"
        yield f"  void {each.void_mm3 // 1000} cm3, fill with {plan.filler or 'nothing'}"
    for sku, reason in plan.left_out:
        yield f"fits nowhere: {sku} ({reason})"
    for heed in plan.warnings:
        yield f"heed {heed.code}: {', '.join(heed.about)}"
