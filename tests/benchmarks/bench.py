"""`make bench`: speed of the engines side by side, and of a whole decision by part; writes `build/bench.json`."""

import sys
from collections.abc import Mapping
from pathlib import Path

import orjson

from tests.benchmarks import decision_speed, engine_speed

REPORT = Path("build/bench.json")


def main() -> None:
    """Measures, prints and writes. Other sections of the report are kept."""
    engines = engine_speed.all_sizes()
    print(engine_speed.table(engines))
    parts = decision_speed.measure()
    print(decision_speed.table(parts))
    report = {
        "engine": {str(row.rules): row.plain() for row in engines},
        "not_compared": engine_speed.NOT_EXPRESSED,
        "decision": parts.plain(),
    }
    write(report, REPORT)
    if not all(row.agree for row in engines):
        sys.exit("the engines disagree: no figure counts")


def write(sections: Mapping[str, object], path: Path) -> None:
    """Adds sections to a report."""
    kept = orjson.loads(path.read_bytes()) if path.exists() else {}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(orjson.dumps(kept | dict(sections), option=orjson.OPT_INDENT_2))


if __name__ == "__main__":
    main()
