"""Seconds that `clearway rules check` takes: `python -m tests.benchmarks.check_speed`. Writes to `build/bench.json`.

The whole command is timed, with its start and the engine's trial; a busy machine changes the processor time least.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.many_rules import write_rules
from tests.benchmarks.report import write

SIZES = (250, 1000)
ROUNDS = 3


Figures = dict[str, dict[str, float]]


def measure() -> Figures:
    """The best of a few runs by number of rules: seconds that passed, and seconds of processor time."""
    return {str(size): dict(zip(("seconds", "cpu_seconds"), _seconds(size), strict=True)) for size in SIZES}


def table(figures: Figures) -> str:
    """One line a size."""
    return "\n".join(
        f"rules check, {size} rules: {each['seconds']:.2f} s, {each['cpu_seconds']:.2f} s of processor time"
        for size, each in figures.items()
    )


def _seconds(size: int) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        write_rules(Path(folder), size)
        _run("lock", folder)
        runs = [_run("check", folder) for _ in range(ROUNDS)]
        return min(passed for passed, _ in runs), min(used for _, used in runs)


def _run(*arguments: str) -> tuple[float, float]:
    start, before = time.perf_counter(), _used()
    subprocess.run([sys.executable, "-m", "api", "rules", *arguments], check=True, capture_output=True)
    return time.perf_counter() - start, _used() - before


def _used() -> float:
    """Processor time of all commands so far, and of what they started."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def main() -> None:
    """Measures, prints and writes."""
    figures = measure()
    print(table(figures))
    write({"rules check": figures})


if __name__ == "__main__":
    main()
