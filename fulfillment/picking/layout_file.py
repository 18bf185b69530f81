"""A warehouse's layout as a file: YAML or JSON, read with the place of what is wrong.

aisles: 10
cells: 45
aisle_distance_mm: 5000
cell_mm: 1000
cross_aisles: [0, 45]        # after so many cells; left out: front and back
cross_width_mm: 2000
depot: {aisle: 1, cross: 0}  # the number of its cross aisle, from 0 at the front
zones:
  - {name: A, from: 1, to: 5}
"""

from pathlib import Path

from engine.goods.files import Record, read_yaml
from fulfillment.picking.errors import LayoutRejected
from fulfillment.picking.layout import Depot, Layout


def read_layout(path: Path) -> Layout:
    """Raises DataRejected for a file that cannot be read, LayoutRejected for one that contradicts itself."""
    file = read_yaml(path)
    cells = _whole(file, "cells")
    depot = file.part("depot")
    layout = Layout(
        aisles=_whole(file, "aisles"),
        cells=cells,
        aisle_distance_mm=_whole(file, "aisle_distance_mm"),
        cell_mm=_whole(file, "cell_mm"),
        cross_aisles=_crosses(file) or (0, cells),
        cross_width_mm=_whole(file, "cross_width_mm") if file.states("cross_width_mm") else 0,
        depot=Depot(
            _whole(depot, "aisle") if depot.states("aisle") else 1,
            _whole(depot, "cross") if depot.states("cross") else 0,
        ),
        zones=dict(file.each("zones", _zone)),
    )
    depot.close()
    file.close()
    return layout


def _zone(record: Record) -> tuple[str, tuple[int, int]]:
    zone = record.text("name"), (_whole(record, "from"), _whole(record, "to"))
    record.close()
    return zone


def _crosses(file: Record) -> tuple[int, ...]:
    found = file.texts("cross_aisles")
    if not all(each.isascii() and each.isdigit() for each in found):
        raise LayoutRejected("cross_aisles", "must be a list of whole numbers, such as [0, 20, 45]")
    return tuple(int(each) for each in found)


def _whole(record: Record, key: str) -> int:
    number = record.number(key)
    if number != int(number):
        raise record.reject(key, "a whole number")
    return int(number)
