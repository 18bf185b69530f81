"""`clearway pick route`: a stable interface."""

import json
from pathlib import Path

from tests.integration.cli.conftest import Clearway, Ran

LAYOUT = "aisles: 5\ncells: 10\naisle_distance_mm: 5000\ncell_mm: 1000\ncross_width_mm: 1000\n"
STOPS = "bin\n03-009\n01-002\n02-009\n03-008\n"


def walked(clearway: Clearway, folder: Path, *options: str, layout: str = LAYOUT, stops: str = STOPS) -> Ran:
    """The command on these files."""
    (folder / "layout.yaml").write_text(layout, encoding="utf-8")
    (folder / "stops.csv").write_text(stops, encoding="utf-8")
    return clearway("pick", "route", "--layout", folder / "layout.yaml", "--stops", folder / "stops.csv", *options)


def test_pick_route_when_asked_for_json_then_order_length_and_ratio_are_told(
    clearway: Clearway, tmp_path: Path
) -> None:
    ran = walked(clearway, tmp_path, "--policy", "s_shape", "--json")
    found = json.loads(ran.out)
    assert [each["bin"] for each in found["stops"]] == ["01-002", "02-009", "03-008", "03-009"]
    assert (found["distance_mm"], found["optimum_mm"], found["proved"]) == (60_000, 46_000, True)
    assert (found["ratio"], found["path"][0], ran.code) == (1.304348, {"aisle": 1, "y_mm": 500}, 0)


def test_pick_route_when_nothing_is_chosen_then_the_walk_is_exact(clearway: Clearway, tmp_path: Path) -> None:
    found = json.loads(walked(clearway, tmp_path, "--json").out)
    assert (found["policy"], found["ratio"]) == ("exact", 1.0)


def test_pick_route_when_read_by_people_then_stops_are_numbered(clearway: Clearway, tmp_path: Path) -> None:
    lines = walked(clearway, tmp_path).out.splitlines()
    assert lines[0] == "   1 01-002               aisle 1, cell 2"
    assert lines[-1] == "walk 46.0 m, shortest 46.0 m, ratio 1.000"


def test_pick_route_when_asked_in_chinese_then_it_answers_so(clearway: Clearway, tmp_path: Path) -> None:
    lines = walked(clearway, tmp_path, "--lang", "zh").out.splitlines()
    assert lines[-1] == "路程 46.0 米，最短 46.0 米，比值 1.000"


def test_pick_route_when_a_stop_is_nowhere_then_one_line_says_so(clearway: Clearway, tmp_path: Path) -> None:
    ran = walked(clearway, tmp_path, stops="09-001\n")
    assert (ran.code, ran.out) == (2, "")
    assert "bin `09-001`: aisle 9, cell 1 is not there" in ran.err


def test_pick_route_when_the_layout_is_wrong_then_its_place_is_named(clearway: Clearway, tmp_path: Path) -> None:
    ran = walked(clearway, tmp_path, layout=LAYOUT.replace("5000", "far"))
    assert ran.code == 2
    assert "layout.yaml:3:20" in ran.err
