"""`clearway wave`: planned, released, shown and printed on an installation of the test's own."""

import re
from pathlib import Path

import pytest

from tests.desks import an_honest_order
from tests.integration.cli.conftest import Clearway, written

ORDER = an_honest_order()
WAVE = re.compile(r"wav_[0-9a-f]{32}")
LAYOUT = """
aisles: 4
cells: 20
aisle_distance_mm: 4000
cell_mm: 1000
zones:
  - {name: A, from: 1, to: 2}
"""


@pytest.fixture
def reserved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clearway: Clearway) -> Clearway:
    """An installation with one order that waits for a wave."""
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    monkeypatch.delenv("CLEARWAY_DATABASE_URL", raising=False)
    bins, layout = tmp_path / "bins.csv", tmp_path / "layout.yaml"
    bins.write_text("warehouse,code\nSZX-1,01-03\n")
    layout.write_text(LAYOUT)
    for command in (
        ("rules", "publish", "--note", "tests"),
        ("warehouse", "put", "SZX-1", "CN"),
        ("warehouse", "bins", "import", bins),
        ("wave", "terms", "SZX-1", "--layout", layout, "--set", "in_waves=1", "--set", "cut_offs=dhl_express=17:30"),
        ("stock", "receive", str(ORDER.lines[0].sku), "SZX-1", "9", "--bin", "01-03"),
        ("order", "submit", written(tmp_path / "orders.jsonl", ORDER)),
        ("worker", "--once"),
    ):
        ran = clearway(*command)
        assert ran.code == 0, (command, ran.err)
    return clearway


def test_wave_when_planned_released_and_printed_then_says_how_far_the_walk_is(
    reserved: Clearway, tmp_path: Path
) -> None:
    planned = reserved("wave", "plan", "SZX-1", "--method", "batch").out
    id_ = WAVE.findall(planned)[0]
    assert "planned  batches  dhl_express  leaves" in planned
    assert reserved("wave", "print", id_, "--out", tmp_path / "lists.pdf").code == 1
    released = reserved("wave", "release", id_, "--lang", "zh").out
    assert "已释放  批量拣货" in released
    assert "最短路程" in released
    assert reserved("wave", "print", id_, "--out", tmp_path / "lists.pdf").code == 0
    assert (tmp_path / "lists.pdf").read_bytes().startswith(b"%PDF-")
    counted = reserved("stock", "count", "plan", "SZX-1").out.split()[0]
    assert reserved("stock", "count", "print", counted, "--out", tmp_path / "count.pdf", "--lang", "zh").code == 0
    assert (tmp_path / "count.pdf").read_bytes().startswith(b"%PDF-")
    shown = reserved("wave", "show", id_, "--json").out
    assert ('"state":"released"' in shown, '"proved":true' in shown) == (True, True)
    assert id_ in reserved("wave", "list", "--state", "released").out


def test_wave_when_the_order_is_held_then_shows_why_it_left(reserved: Clearway) -> None:
    id_ = WAVE.findall(reserved("wave", "plan", "SZX-1").out)[0]
    reserved("hold", "place", ORDER.id, "--reason", "the buyer rang")
    reserved("worker", "--once")
    shown = reserved("wave", "show", id_).out
    assert ("cancelled" in shown, "has left: held" in shown) == (True, True)
    assert "nothing waits" in reserved("wave", "plan", "SZX-1").out


def test_terms_when_wrong_then_one_clear_line(reserved: Clearway) -> None:
    assert "is no cut-off" in reserved("wave", "terms", "SZX-1", "--set", "cut_offs=post").err
    assert "sets nothing" in reserved("wave", "terms", "SZX-1", "--set", "colour=red").err
