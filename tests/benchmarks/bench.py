"""`make bench`: engines, a decision by part, screening, boxes, walks, a wave, the service, pages: `build/bench.json`.

`python -m tests.benchmarks.bench [DATA]`: real orders to pack are read from the folder DATA, when it is given.
"""

import sys
from pathlib import Path

from tests.benchmarks import (
    check_speed,
    console_speed,
    decision_speed,
    engine_speed,
    model_speed,
    packing_speed,
    party_screening,
    picking_speed,
    rescreen_speed,
    service_speed,
    wave_speed,
)
from tests.benchmarks.report import write


def main() -> None:
    """Measures, prints and writes. Other sections of the report are kept."""
    engines = engine_speed.all_sizes()
    print(engine_speed.table(engines))
    parts = decision_speed.measure()
    print(decision_speed.table(parts))
    parties = party_screening.speed()
    print(party_screening.table(parties, "speed"))
    check = check_speed.measure()
    print(check_speed.table(check))
    model = model_speed.measure()
    print(model_speed.table(model))
    packing = packing_speed.measure(Path(sys.argv[1]) if sys.argv[1:] else None)
    print(packing_speed.table(packing))
    picking = picking_speed.measure()
    print(picking_speed.table(picking))
    wave = wave_speed.measure()
    print(wave_speed.table(wave))
    service = service_speed.measure()
    print(service_speed.table(service))
    rescreen = rescreen_speed.measure()
    print(rescreen_speed.table(rescreen))
    console = console_speed.measure()
    print(console_speed.table(console))
    report = {
        "engine": {str(row.rules): row.plain() for row in engines},
        "not_compared": engine_speed.NOT_EXPRESSED,
        "decision": parts.plain(),
        "parties": parties,
        "rules check": check,
        "model": model.plain(),
        "packing": packing,
        "picking": picking,
        "wave": wave,
        "service": service.plain(),
        "rescreen": rescreen,
        "console": console,
    }
    write(report)
    if not all(row.agree for row in engines):
        sys.exit("the engines disagree: no figure counts")


if __name__ == "__main__":
    main()
