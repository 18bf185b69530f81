"""What carriers make of size and weight."""

from dataclasses import replace

import pytest

from engine.bundled import data_folder
from fulfillment.packing.filler import Filler
from fulfillment.packing.packed import Misfit
from fulfillment.packing.plan import Terms, arrange, plan
from fulfillment.packing.weights import Rounding, load_carriers
from tests.packing_goods import article, box

CARRIERS = load_carriers(data_folder())
DHL = CARRIERS["dhl_express"]
CUBE = box("cube", (394, 294, 294))  # 400 x 300 x 300 mm outside


@pytest.mark.parametrize(
    ("carrier", "grams"), [("dhl_express", 7_200), ("ems", 0), ("sf_international", 6_000), ("small_packet", 0)]
)
def test_dimensional_weight_is_volume_by_divisor_when_the_carrier_has_one(carrier: str, grams: int) -> None:
    assert CARRIERS[carrier].dimensional_g(CUBE) == grams


def test_dimensional_weight_counts_when_a_side_is_over_60_centimetres_with_ems() -> None:
    assert CARRIERS["ems"].dimensional_g(box("long", (604, 294, 294))) == 9_150


@pytest.mark.parametrize(("gross", "billed"), [(1_000, 7_500), (7_500, 7_500), (7_501, 8_000)])
def test_the_greater_weight_is_billed_by_steps_when_compared(gross: int, billed: int) -> None:
    assert DHL.billed_g(CUBE, gross) == billed


@pytest.mark.parametrize(
    ("rounding", "grams"), [(Rounding.NONE, 7_272), (Rounding.NEAREST, 7_200), (Rounding.UP, 7_380)]
)
def test_sides_are_rounded_as_the_carrier_does_when_multiplied(rounding: Rounding, grams: int) -> None:
    assert replace(DHL, rounding=rounding).dimensional_g(replace(CUBE, outer_length_mm=404)) == grams


@pytest.mark.parametrize(
    ("carrier", "inner", "takes"),
    [
        ("small_packet", (590, 150, 130), True),
        ("small_packet", (590, 180, 130), False),  # 914 mm together
        ("small_packet", (600, 50, 50), False),
        ("postal_parcel", (1_490, 300, 300), True),
        ("postal_parcel", (1_490, 500, 300), False),  # 3,128 mm with the girth
    ],
)
def test_a_box_is_taken_when_it_is_within_the_limits(carrier: str, inner: tuple[int, int, int], takes: bool) -> None:
    assert CARRIERS[carrier].takes(box("b", inner)) is takes


def test_goods_are_split_when_the_carrier_takes_no_parcel_so_heavy() -> None:
    packet = Terms(carrier=CARRIERS["small_packet"])
    packed = plan([article(weight_g=1_000), article(weight_g=1_000)], (box("b", (300, 200, 100)),), packet)
    assert [each.weight_g for each in packed] == [1_100, 1_100]


def test_a_piece_is_reported_when_no_box_is_small_enough_for_the_carrier() -> None:
    arranged = arrange([article()], (CUBE,), Terms(carrier=CARRIERS["small_packet"]))
    assert arranged.unpacked[0].reason is Misfit.NO_BOX


def test_filler_adds_weight_and_cost_when_the_box_has_voids() -> None:
    filler = Filler(material="paper", g_per_dm3=10, minor_per_dm3=3)
    packed = plan([article(sides=(100, 100, 100))], (box("b", (100, 100, 300), cost=50),), Terms(filler=filler))[0]
    assert (packed.weight_g, packed.material_minor) == (100 + 300 + 20, 56)
