"""Tables of items and boxes."""

import pytest

from fulfillment.packing.articles import Flag
from fulfillment.packing.tables import read_boxes, read_items

ITEMS = "o1,2,mug,80,100,60,300\no2,1,tea,50,60,70,90,liquid fragile,UN1266\n"
BOXES = "Small,230,300,240,160,224,294,234,15000\nDear,100,100,100,10,90,90,90,500,45,corrugated_board paper\n"


def test_pieces_are_read_when_rows_have_quantities() -> None:
    orders, bad = read_items(ITEMS)
    assert [len(pieces) for pieces in orders.values()] == [2, 1]
    assert bad == ()


def test_sides_are_width_length_depth_when_read() -> None:
    mug = read_items(ITEMS)[0]["o1"][0]
    assert (mug.width_mm, mug.length_mm, mug.height_mm, mug.weight_g) == (80, 100, 60, 300)


def test_flags_and_un_numbers_are_read_when_they_are_given() -> None:
    tea = read_items(ITEMS)[0]["o2"][0]
    assert (set(tea.flags), set(tea.un)) == ({Flag.LIQUID, Flag.FRAGILE}, {"UN1266"})


def test_a_header_is_skipped_when_there_is_one() -> None:
    header = "order,quantity,item,width,length,depth,weight\n"
    assert read_items(header + ITEMS) == read_items(ITEMS)
    header = "name,outer width,outer length,outer depth,empty weight,inner width,inner length,inner depth,max weight\n"
    assert read_boxes(header + BOXES) == read_boxes(BOXES)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("o3,1,x,10,10,10", "has 6 cells"),
        ("o3,one,x,10,10,10,5", "quantity is `one`"),
        ("o3,1,x,10,0,10,5", "length is `0`"),
        ("o3,1,x,10,10,10,-5", "weight is `-5`"),
        ("o3,1,,10,10,10,5", "has no item"),
        ("o3,1,x,10,10,10,5,fluffy", "does not know the flag `fluffy`"),
    ],
)
def test_a_row_is_named_when_it_cannot_be_read(row: str, said: str) -> None:
    orders, bad = read_items(f"{ITEMS}{row}\n")
    assert str(bad[0]).startswith("items row 3: `o3` ")
    assert said in str(bad[0])
    assert list(orders) == ["o1", "o2"]


def test_an_order_is_left_out_when_one_of_its_rows_is_bad() -> None:
    assert list(read_items(f"{ITEMS}o1,x,lid,1,1,1,1\n")[0]) == ["o2"]


def test_cost_and_materials_are_read_when_a_box_has_them() -> None:
    dear = read_boxes(BOXES)[0][1]
    assert (dear.cost_minor, set(dear.materials)) == (45, {"corrugated_board", "paper"})


@pytest.mark.parametrize(
    ("row", "said"),
    [("Small,9,9,9,1,9,9,9,9", "is named twice"), ("Odd,9,9,9,1,9,10,9,9", "is larger inside than outside")],
)
def test_a_box_is_named_when_it_is_wrong(row: str, said: str) -> None:
    boxes, bad = read_boxes(f"{BOXES}{row}\n")
    assert (len(boxes), len(bad)) == (2, 1)
    assert said in str(bad[0])
