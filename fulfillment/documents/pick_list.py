"""Pick lists and count sheets as paper: plain rows in, a sheet out; a wave or a cycle count brings the rows.

Rows stand in the order in which they come. Bins and articles carry Code 128, so that the same list serves a scanner.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fulfillment.documents.barcode import LONGEST, fitting_code
from fulfillment.documents.copy import Json
from fulfillment.documents.errors import PaperEmpty
from fulfillment.documents.letters import Scribe
from fulfillment.documents.sheet import PaperSize, Sheet

HEAD_MM, BIN_MM, SKU_MM = 110.0, 42.0, 48.0  # how wide codes are on the list


@dataclass(frozen=True, slots=True, kw_only=True)
class PickHead:
    """What stands on top. Distances in millimetres, 0 where no route was planned; `made_at` carries its zone."""

    number: str
    warehouse: str
    made_at: datetime
    method: str = ""  # single order, batch, zone
    wave: str = ""
    policy: str = ""
    distance_mm: int = 0
    best_mm: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PickRow:
    """One stop: `note` says which tote or order the pieces are for."""

    bin: str
    sku: str
    title: str
    quantity: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """One place to count; the expected figure is left out on purpose."""

    bin: str
    sku: str
    title: str
    lot: str = ""


def pick_sheet(head: PickHead, rows: Sequence[PickRow], scribe: Scribe) -> Sheet:
    """Raises PaperEmpty without rows, CodeRefused when the list's own number cannot be a bar code."""
    if not rows:
        raise PaperEmpty
    data = {
        "number": scribe.json(head.number),
        "code": fitting_code(head.number, HEAD_MM).as_json(),
        "facts": _facts(head, len(rows), sum(row.quantity for row in rows), scribe),
        "rows": [
            {
                **_place(row.bin, row.sku, row.title, scribe),
                "sku_code": _code(row.sku, SKU_MM),
                "quantity": str(row.quantity),
                "note": scribe.json(row.note) if row.note else None,
            }
            for row in rows
        ],
        "notes": [scribe.json(each) for each in head.notes],
    }
    return Sheet("pick_list", PaperSize.A4, f"Pick list {head.number}", data)


def count_sheet(head: PickHead, rows: Sequence[CountRow], scribe: Scribe) -> Sheet:
    """Raises PaperEmpty without rows."""
    if not rows:
        raise PaperEmpty
    data = {
        "number": scribe.json(head.number),
        "code": fitting_code(head.number, HEAD_MM).as_json(),
        "facts": _facts(head, len(rows), 0, scribe),
        "rows": [{**_place(row.bin, row.sku, row.title, scribe), "lot": scribe.json(row.lot)} for row in rows],
    }
    return Sheet("count_sheet", PaperSize.A4, f"Count sheet {head.number}", data)


def _facts(head: PickHead, stops: int, pieces: int, scribe: Scribe) -> list[Json]:
    pairs = (
        ("Warehouse", head.warehouse),
        ("Wave", head.wave),
        ("Method", head.method),
        ("Made", head.made_at.strftime("%Y-%m-%d %H:%M %Z")),
        ("Stops", str(stops)),
        ("Pieces", str(pieces) if pieces else ""),
        ("Route", _route(head)),
    )
    return [{"name": name, "value": scribe.json(value)} for name, value in pairs if value]


def _route(head: PickHead) -> str:
    if not head.distance_mm:
        return head.policy
    longer = round(100 * (head.distance_mm / head.best_mm - 1)) if head.best_mm else 0
    more = f", {longer} % above the shortest" if longer else ", the shortest" if head.best_mm else ""
    return " ".join(each for each in (head.policy, f"{head.distance_mm / 1000:.0f} m{more}") if each)


def _place(bin_: str, sku: str, title: str, scribe: Scribe) -> Json:
    return {
        "bin": scribe.json(bin_),
        "bin_code": _code(bin_, BIN_MM),
        "sku": scribe.json(sku),
        "title": scribe.json(title),
    }


def _code(text: str, width_mm: float) -> Json | None:
    # A name that no code carries is still printed; it is typed in then.
    carried = 0 < len(text) <= LONGEST and text.isascii() and text.isprintable()
    return fitting_code(text, width_mm).as_json() if carried else None
