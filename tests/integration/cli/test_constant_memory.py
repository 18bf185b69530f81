"""Peak memory does not grow with the file. Long: run by `make proof`.

The claim is: at 100,000 orders at most 1.3 times the peak at 10,000. Measured in November 2026: 79 MB and 91 MB for
orders, 45 MB and 51 MB for addresses. Here it is shown on a tenth of both, where what is fixed (the rule book, the
caches as they fill) weighs more and what leaks would still show.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from engine.order.reading import to_document
from tests.builders import an_order

ROOT = Path(__file__).parents[3]
FEW, MANY = 1_000, 10_000
MOST_GROWTH = 1.3
MEASURED = (
    "import resource, sys; from api.cli.main import app\n"
    "try: app(sys.argv[1:])\n"
    "except SystemExit as ended: assert ended.code == 0, ended.code\n"
    "sys.stderr.write(f'peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}')"
)


def peak_of(arguments: Sequence[object]) -> int:
    """Kilobytes that the command held at most, in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        [sys.executable, "-c", MEASURED, *map(str, arguments)],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, check=True, text=True,
    )  # fmt: skip
    return int(ended.stderr.rsplit("peak ", 1)[1])


def orders(path: Path, count: int) -> Path:
    """So many different orders of different buyers."""
    document = to_document(an_order())
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            changed = document | {"id": f"M-{number}", "ip": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"}
            file.write(json.dumps(changed) + "\n")
    return path


def addresses(path: Path, count: int) -> Path:
    """So many different addresses."""
    row = {"country_code": "DE", "city": "Berlin", "postcode": "10115"}
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(
                json.dumps(row | {"street": f"Chausseestr. {number}", "phone": f"+4930{90_000_000 + number}"}) + "\n"
            )
    return path


@pytest.mark.proof
@pytest.mark.parametrize(
    ("write", "command"),
    [
        (orders, ("screen", "--json", "--quiet", "--at", "2026-11-22T08:00:00Z")),
        (orders, ("screen", "--at", "2026-11-22T08:00:00Z")),
        (addresses, ("address", "check")),
        (addresses, ("phone", "check")),
    ],
)
def test_memory_when_the_file_is_ten_times_as_long_then_hardly_grows(
    tmp_path: Path, write: Callable[[Path, int], Path], command: tuple[str, ...]
) -> None:
    few = peak_of([*command, write(tmp_path / "few.jsonl", FEW)])
    many = peak_of([*command, write(tmp_path / "many.jsonl", MANY)])
    assert many <= MOST_GROWTH * few, f"{few} kB at {FEW}, {many} kB at {MANY}"


@pytest.mark.proof
def test_simulation_when_ten_times_as_long_then_holds_little_more(tmp_path: Path) -> None:
    """What is remembered of buyers is bounded: here both streams reach the bound."""
    scenario = tmp_path / "s.yaml"
    scenario.write_text("customers_before: 1000\ncustomers_remembered: 2000\n", encoding="utf-8")
    few, many = (
        peak_of(["simulate", "--scenario", scenario, "--orders", count, "--quiet", "--events", tmp_path / "e.parquet"])
        for count in (10 * FEW, 10 * MANY)
    )
    assert many < MOST_GROWTH * few
