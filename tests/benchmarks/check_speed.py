"""Seconds that `clearway rules check` takes: `python -m tests.benchmarks.check_speed`. Writes to `build/bench.json`."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from tests.benchmarks.many_rules import write_rules
from tests.benchmarks.report import write

SIZES = (250, 1000)
ROUNDS = 3


def measure() -> dict[str, float]:
    """The best of a few runs of the whole command, by number of rules."""
    return {str(size): _seconds(size) for size in SIZES}


def table(figures: Mapping[str, float]) -> str:
    """One line a size."""
    return "\n".join(f"rules check, {size} rules: {figure:.2f} s" for size, figure in figures.items())


def _seconds(size: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        write_rules(Path(folder), size)
        _run("lock", folder)
        return min(_run("check", folder, "--strict") for _ in range(ROUNDS))


def _run(*arguments: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "api", "rules", *arguments], check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Measures, prints and writes."""
    figures = measure()
    print(table(figures))
    write({"rules check": figures})


if __name__ == "__main__":
    main()
