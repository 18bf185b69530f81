"""The packer confirms the plan, or packs otherwise and says why.

An order is split for size, weight, goods that are kept apart, stock, or what happened at the station. It is never split
for its value: customs add up what one recipient is sent at once (Regulation (EU) 2015/2446, article 1(53); elsewhere
likewise), so every parcel of an order is declared under the regime of the whole order.
"""

from collections.abc import Mapping
from enum import StrEnum

from engine.store.sessions import WriteSession
from fulfillment.documents.customs_file import CustomsView
from fulfillment.errors import ParcelRefused
from fulfillment.packing.boxing import unpacked
from fulfillment.packing.errors import SplitRefused, Unmeasured
from fulfillment.packing.packing import pack
from fulfillment.packing.proposal import PackBook, PackingPlan, PlannedBox, packing_plan
from fulfillment.records import Parcel
from fulfillment.site import Occasion, Site
from fulfillment.thread import at_work

LEAST_G = 20  # what scales and tape may differ by on the smallest parcel


class Otherwise(StrEnum):
    """Why a packer does not follow the plan. `value` is no reason, and refused with the law."""

    SIZE = "size"
    WEIGHT = "weight"
    APART = "apart"
    STOCK = "stock"
    BOX_MISSING = "box_missing"
    DAMAGE = "damage"
    VALUE = "value"


def pack_by_plan(
    session: WriteSession,
    site: Site,
    view: CustomsView,
    book: PackBook,
    occasion: Occasion,
    weight_g: int,
    contents: Mapping[int, int] | None,
    box: str,
    part: str | None,
    why: Otherwise | None,
) -> Parcel:
    """As `pack`, held against the plan where the box is named and the station has boxes: the same box with the same
    goods, and a weight near the planned one. With `why` it may be another; the plan is kept beside the reason.

    Raises what `pack` raises, ParcelRefused where it is not as planned and nobody says why, SplitRefused.
    """
    if why is Otherwise.VALUE:
        raise SplitRefused
    plan = _plan_of(session, site, view, book, occasion, part) if box else None
    if plan is None:
        return pack(session, site, occasion, weight_g, contents, box, part)
    with at_work(session, site, occasion) as file:
        inside = dict(unpacked(file, plan.part.id)) if contents is None else {k: v for k, v in contents.items() if v}
        planned = next((each for each in plan.boxes if _is(each, box, inside)), None)
        if why is None:
            _refuse_other(plan, planned, box, weight_g, site.desk.packed_tolerance_pct(session, occasion.merchant))
        else:
            told = [{"box": each.packed.box.name, "contents": _text(each.contents)} for each in plan.boxes]
            data = {"why": why, "box": box, "contents": _text(inside), "planned": told}
            file.note("packed_otherwise", dedup=f"otherwise:{plan.part.id}:{occasion.now.isoformat()}", data=data)
    return pack(session, site, occasion, weight_g, contents, box, part)


def _plan_of(
    session: WriteSession, site: Site, view: CustomsView, book: PackBook, occasion: Occasion, part: str | None
) -> PackingPlan | None:
    """None where the station has no boxes, or goods are not measured: it is packed by eye then."""
    with at_work(session, site, occasion) as file:
        fulfilment = file.fulfilment(part)
    try:
        plan = packing_plan(session, view, book, occasion.merchant, fulfilment.id)
    except Unmeasured:
        return None
    return plan if plan.boxes else None


def _refuse_other(plan: PackingPlan, planned: PlannedBox | None, box: str, weight_g: int, tolerance_pct: int) -> None:
    if planned is None:
        told = "; ".join(f"{each.packed.box.name} with {_words(each.contents)}" for each in plan.boxes)
        msg = f"the plan has no box `{box}` with these goods but {told}; pack so, or say why not"
        raise ParcelRefused(msg)
    due = planned.packed.weight_g
    if abs(weight_g - due) > max(due * tolerance_pct // 100, LEAST_G):
        msg = f"{weight_g} g is too far from the planned {due} g; count again, or say why"
        raise ParcelRefused(msg)


def _is(planned: PlannedBox, box: str, inside: Mapping[int, int]) -> bool:
    return planned.packed.box.name == box and dict(planned.contents) == dict(inside)


def _text(contents: Mapping[int, int]) -> dict[str, int]:
    return {str(line): many for line, many in sorted(contents.items())}


def _words(contents: Mapping[int, int]) -> str:
    return ", ".join(f"{many} of line {line}" for line, many in sorted(contents.items()))
