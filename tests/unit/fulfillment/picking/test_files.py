"""Layouts and stops as files."""

from pathlib import Path

import pytest

from engine.errors import DataRejected
from fulfillment.picking.errors import LayoutRejected, StopRejected
from fulfillment.picking.layout import Depot, Stop
from fulfillment.picking.layout_file import read_layout
from fulfillment.picking.stop_table import read_stops
from tests.warehouses import warehouse

PLAIN = "aisles: 5\ncells: 10\naisle_distance_mm: 5000\ncell_mm: 1000\n"


def written(folder: Path, text: str) -> Path:
    file = folder / "layout.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_layout_has_front_and_back_when_no_cross_aisles_are_named(tmp_path: Path) -> None:
    assert read_layout(written(tmp_path, PLAIN)).cross_aisles == (0, 10)


def test_all_parts_are_read_when_they_are_given(tmp_path: Path) -> None:
    more = ("cross_aisles: [0, 5, 10]", "cross_width_mm: 2000", "depot: {aisle: 3, cross: 2}")
    zones = "zones: [{name: A, from: 1, to: 2}]\n"
    layout = read_layout(written(tmp_path, PLAIN + "\n".join((*more, zones))))
    assert (layout.cross_aisles, layout.cross_width_mm, layout.depot) == ((0, 5, 10), 2000, Depot(3, 2))
    assert layout.zones == {"A": (1, 2)}


def test_json_is_read_when_the_file_is_json(tmp_path: Path) -> None:
    text = '{"aisles": 2, "cells": 3, "aisle_distance_mm": 4, "cell_mm": 5, "cross_aisles": [0, 3]}'
    assert read_layout(written(tmp_path, text)).cells == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PLAIN.replace("aisles: 5", "aisles: five"), "layout.yaml:1:9"),
        (PLAIN + "aisle: 3\n", "does not know the field `aisle`"),
        (PLAIN.replace("cell_mm: 1000", "cell_mm: 0.5"), "a whole number"),
    ],
)
def test_the_place_is_named_when_a_layout_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DataRejected, match=said):
        read_layout(written(tmp_path, text))


def test_a_cross_aisle_is_refused_when_it_is_no_number(tmp_path: Path) -> None:
    with pytest.raises(LayoutRejected, match="list of whole numbers"):
        read_layout(written(tmp_path, f"{PLAIN}cross_aisles: [0, mid, 10]\n"))


@pytest.mark.parametrize(
    "text",
    ["A03-007-2\nA01-001\n", "bin,aisle,cell\nA03-007-2,3,7\nA01-001,1,1\n", "A03-007-2,3,7\n\nA01-001,1,1\n"],
)
def test_stops_are_read_when_given_by_code_or_place(text: str) -> None:
    assert read_stops(text, warehouse()) == (Stop("A03-007-2", 3, 7), Stop("A01-001", 1, 1))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1-1\nshelf\n5\n", "row 2: `shelf` names no aisle"),
        ("x,1,y1\n", "row 1: must be a bin"),
        ("x,1,1\nx,1,2\n", "row 2: bin `x` was at another place"),
        ("x,1,11\n", "aisle 1, cell 11 is not there"),
    ],
)
def test_a_row_is_named_when_a_stop_is_wrong(text: str, said: str) -> None:
    with pytest.raises(StopRejected, match=said):
        read_stops(text, warehouse())
