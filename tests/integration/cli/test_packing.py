"""`clearway pack plan`: a stable interface."""

import json
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Clearway, Ran

BOXES = "Small,206,156,106,100,200,150,100,3000\nLarge,306,306,306,300,300,300,300,15000,80,corrugated_board\n"
ITEMS = "o1,2,mug,100,80,60,300\no1,1,book,150,200,20,500,paper\no2,1,vase,100,100,100,800,fragile\n"


def planned(clearway: Clearway, folder: Path, items: str, *options: str, boxes: str = BOXES) -> Ran:
    """The command on these tables."""
    (folder / "items.csv").write_text(items, encoding="utf-8")
    (folder / "boxes.csv").write_text(boxes, encoding="utf-8")
    return clearway("pack", "plan", "--items", folder / "items.csv", "--boxes", folder / "boxes.csv", *options)


def test_pack_plan_when_all_fits_then_orders_have_boxes_with_weights(clearway: Clearway, tmp_path: Path) -> None:
    ran = planned(clearway, tmp_path, ITEMS)
    orders = json.loads(ran.out)["orders"]
    assert [(each["id"], [box["box"] for box in each["boxes"]]) for each in orders] == [
        ("o1", ["Small"]),
        ("o2", ["Large"]),
    ]
    assert [box["weight"] for each in orders for box in each["boxes"]] == [1_200, 1_100]
    assert (ran.code, ran.err) == (0, "")


def test_pack_plan_when_packed_then_every_piece_has_position_and_turned_sides(
    clearway: Clearway, tmp_path: Path
) -> None:
    box = json.loads(planned(clearway, tmp_path, ITEMS).out)["orders"][0]["boxes"][0]
    assert sorted(each["item"] for each in box["items"]) == ["book", "mug", "mug"]
    assert list(box["items"][0]) == ["item", "x", "y", "z", "width", "length", "depth", "weight"]
    # Across is the width of the box, 200 mm in the table, and along is its length, 150 mm.
    assert all(each["x"] + each["width"] <= 200 and each["y"] + each["length"] <= 150 for each in box["items"])


def test_pack_plan_when_fragile_then_the_cushion_is_told(clearway: Clearway, tmp_path: Path) -> None:
    vase = json.loads(planned(clearway, tmp_path, ITEMS).out)["orders"][1]["boxes"][0]["items"][0]
    assert (vase["x"], vase["cushion"]) == (50, 50)


def test_pack_plan_when_a_piece_fits_nowhere_then_it_is_reported(clearway: Clearway, tmp_path: Path) -> None:
    ran = planned(clearway, tmp_path, f"{ITEMS}o3,1,tent,900,100,100,2000\no3,1,peg,10,10,100,20\n")
    order = json.loads(ran.out)["orders"][2]
    assert order["unpacked"] == [{"item": "tent", "reason": "too_large"}]
    assert order["boxes"][0]["items"][0]["item"] == "peg"
    assert (ran.code, ran.err) == (1, "clearway: order `o3`: `tent` fits nowhere (too_large)\n")


def test_pack_plan_when_a_row_is_bad_then_it_is_named_and_its_order_left_out(
    clearway: Clearway, tmp_path: Path
) -> None:
    ran = planned(clearway, tmp_path, f"{ITEMS}o2,1,lid,ten,1,1,5\n")
    assert [each["id"] for each in json.loads(ran.out)["orders"]] == ["o1"]
    assert ran.code == 1
    assert ran.err.startswith("clearway: items row 4: `o2` width is `ten`")


def test_pack_plan_when_a_carrier_is_named_then_its_billed_weight_is_told(clearway: Clearway, tmp_path: Path) -> None:
    ran = planned(clearway, tmp_path, ITEMS, "--carrier", "dhl_express")
    box = json.loads(ran.out)["orders"][1]["boxes"][0]
    assert (box["dimensional_weight"], box["billed_weight"], box["material_cost"]) == (5_959, 6_000, 80)


def test_pack_plan_when_a_material_is_forbidden_then_its_boxes_are_not_taken(
    clearway: Clearway, tmp_path: Path
) -> None:
    ran = planned(clearway, tmp_path, ITEMS, "--forbid", "corrugated_board")
    assert json.loads(ran.out)["orders"][1]["unpacked"] == [{"item": "vase", "reason": "too_large"}]


def test_pack_plan_when_two_processes_plan_then_the_plan_is_the_same(clearway: Clearway, tmp_path: Path) -> None:
    assert planned(clearway, tmp_path, ITEMS, "--processes", "2").out == planned(clearway, tmp_path, ITEMS).out


@pytest.mark.parametrize(
    ("options", "boxes", "said"),
    [
        (["--carrier", "pigeon"], BOXES, "there is no carrier `pigeon`; use one of dhl_express"),
        (["--mode", "rail"], BOXES, "there is no way of carriage `rail`"),
        ([], "", "there is no box to pack into"),
    ],
)
def test_pack_plan_when_asked_wrongly_then_one_line_says_so(
    clearway: Clearway, tmp_path: Path, options: list[str], boxes: str, said: str
) -> None:
    ran = planned(clearway, tmp_path, ITEMS, *options, boxes=boxes)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
