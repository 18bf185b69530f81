"""What `clearway pick route` does."""

import sys
from collections.abc import Mapping
from pathlib import Path

import orjson

from api.cli.columns import padded
from api.cli.failing import Exit
from api.cli.phrases import Language
from fulfillment.picking.layout_file import read_layout
from fulfillment.picking.routing import Policy, Route, route
from fulfillment.picking.stop_table import read_stops

NUMBER, BIN = 4, 20
MM_PER_M = 1000
WALK: Mapping[Language, str] = {
    Language.EN: "walk {length} m, shortest {best} m, ratio {ratio}",
    Language.ZH: "路程 {length} 米，最短 {best} 米，比值 {ratio}",
}
BOUND: Mapping[Language, str] = {
    Language.EN: "walk {length} m, no walk is shorter than {best} m, ratio at most {ratio}",
    Language.ZH: "路程 {length} 米，任何路线不短于 {best} 米，比值至多 {ratio}",
}
PLACE: Mapping[Language, str] = {Language.EN: "aisle {aisle}, cell {cell}", Language.ZH: "{aisle} 巷道 {cell} 货格"}


def run(layout_file: Path, stops_file: Path, policy: str, *, as_json: bool, language: Language) -> Exit:
    """Prints one walk. Raises what reading the files raises."""
    layout = read_layout(layout_file)
    stops = read_stops(stops_file.read_text(encoding="utf-8"), layout)
    found = route(layout, stops, Policy(policy))
    if as_json:
        shown = orjson.dumps(_document(found, policy), option=orjson.OPT_INDENT_2).decode()
        sys.stdout.write(f"{shown}\n")
        return Exit.DONE
    for number, stop in enumerate(found.stops, 1):
        place = PLACE[language].format(aisle=stop.aisle, cell=stop.cell)
        sys.stdout.write(f"{number:>{NUMBER}} {padded(stop.bin, BIN)} {place}\n")
    said = (WALK if found.proved else BOUND)[language]
    sys.stdout.write(
        said.format(length=_metres(found.distance_mm), best=_metres(found.best_mm), ratio=f"{found.ratio:.3f}") + "\n"
    )
    return Exit.DONE


def _document(found: Route, policy: str) -> Mapping[str, object]:
    return {
        "policy": policy,
        "stops": [each._asdict() for each in found.stops],
        "distance_mm": found.distance_mm,
        "optimum_mm": found.best_mm,
        "proved": found.proved,
        "ratio": round(found.ratio, 6),
        "path": [each._asdict() for each in found.points],
    }


def _metres(mm: int) -> str:
    return f"{mm / MM_PER_M:.1f}"
