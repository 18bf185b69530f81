"""Whatever a shop sends, an importer answers with an order or with faults."""

import json
from copy import deepcopy
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import OrderRejected
from engine.order.formats.held import Held
from engine.order.formats.pricing import piece_prices
from engine.order.formats.registry import importer
from engine.order.formats.settings import ImportSettings
from tests.property.order.test_schema import container, places

SAMPLES = [
    path for path in sorted((Path(__file__).parents[3] / "samples").glob("*/*.json")) if ".expected" not in path.name
]
PAYLOADS = [(path.parent.name, json.loads(path.read_text(encoding="utf-8"))) for path in SAMPLES]
PLACES = [(name, payload, place) for name, payload in PAYLOADS for place in places(payload)]
VALUES: tuple[object, ...] = (
    None,
    True,
    0,
    -7,
    1.5,
    10**20,
    "",
    "zz",
    "12.345",
    "\x00",
    [],
    [None],
    [1],
    {},
    {"a": {}},
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from(VALUES))
def test_importer_when_any_value_is_replaced_never_fails_otherwise(
    case: tuple[str, dict[str, object], tuple[str | int, ...]], value: object
) -> None:
    name, payload, place = case
    changed = deepcopy(payload)
    container(changed, place)[place[-1]] = value  # type: ignore[index]
    try:
        importer(name)(changed, settings=ImportSettings())
    except OrderRejected as rejected:
        pointers = [fault.pointer for fault in rejected.faults]
        assert pointers


@given(st.integers(0, 10**7), st.integers(1, 99), st.integers(0, 10**5))
def test_piece_price_when_the_total_does_not_divide_loses_nothing(total: int, pieces: int, discount: int) -> None:
    prices = piece_prices(Held(total, ()), Held(min(discount, total), ()), Held(pieces, ()))
    unit, off = prices["unit_price"], prices["discount"]
    assert isinstance(unit, Held)
    assert isinstance(off, Held)
    assert unit.value * pieces - off.value == total - min(discount, total)  # type: ignore[operator]
