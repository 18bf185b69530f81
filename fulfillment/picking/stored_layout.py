"""A warehouse's layout as its pick terms keep it: JSON with the names that the layout file has."""

from collections.abc import Mapping

import orjson

from fulfillment.picking.errors import LayoutRejected
from fulfillment.picking.layout import Depot, Layout

WHOLES = ("aisles", "cells", "aisle_distance_mm", "cell_mm")


def stored_layout(layout: Layout) -> str:
    """The text that is kept."""
    return orjson.dumps(layout_document(layout)).decode()


def layout_document(layout: Layout) -> dict[str, object]:
    """As JSON."""
    return {
        **{name: getattr(layout, name) for name in WHOLES},
        "cross_aisles": list(layout.cross_aisles),
        "cross_width_mm": layout.cross_width_mm,
        "depot": {"aisle": layout.depot.aisle, "cross": layout.depot.cross},
        "zones": [{"name": name, "from": first, "to": last} for name, (first, last) in layout.zones.items()],
    }


def layout_kept(text: str) -> Layout | None:
    """The layout of a kept text; None for an empty one. Raises LayoutRejected."""
    if not text:
        return None
    try:
        return _layout(orjson.loads(text))
    except (KeyError, TypeError, ValueError) as error:
        raise LayoutRejected("layout", f"cannot be read ({error}); set it again") from error


def _layout(document: Mapping[str, object]) -> Layout:
    cells = _whole(document["cells"])
    depot, zones = document.get("depot") or {}, document.get("zones") or []
    if not isinstance(depot, dict) or not isinstance(zones, list):
        raise LayoutRejected("layout", "depot is an object and zones are a list")
    crosses = document.get("cross_aisles") or (0, cells)
    if not isinstance(crosses, list | tuple):
        raise LayoutRejected("cross_aisles", "must be a list of whole numbers")
    return Layout(
        aisles=_whole(document["aisles"]),
        cells=cells,
        aisle_distance_mm=_whole(document["aisle_distance_mm"]),
        cell_mm=_whole(document["cell_mm"]),
        cross_aisles=tuple(_whole(each) for each in crosses),
        cross_width_mm=_whole(document.get("cross_width_mm", 0)),
        depot=Depot(_whole(depot.get("aisle", 1)), _whole(depot.get("cross", 0))),
        zones={str(each["name"]): (_whole(each["from"]), _whole(each["to"])) for each in zones},
    )


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise LayoutRejected("layout", f"`{value}` must be a whole number")
    return value
