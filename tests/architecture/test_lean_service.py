"""What the service loads: training, drawing and their libraries stay out, and models are served without them.

OpenTelemetry is an extra: nothing imports it unless it is switched on. The command line, which begins anew with every
command, loads nothing of the service before a command needs it.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SERVED = ("api.app", "api.worker", "api.composition.parts", "api.cli.working", "engine.anomaly.scorer")
HEAVY = ("sklearn", "scipy", "matplotlib", "pandas", "engine.training", "opentelemetry.sdk")


def test_service_when_loaded_then_what_trains_draws_and_traces_is_not() -> None:
    """In one process: what one of them loaded would be seen behind all of them."""
    code = f"import sys, {', '.join(SERVED)}; print([name for name in {HEAVY} if name in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert run.stdout == "[]\n"


def test_command_line_when_loaded_then_service_and_database_are_not() -> None:
    code = (
        "import sys, api.cli.main; print([name for name in ('sqlalchemy', 'fastapi', 'numpy', 'api.composition.house',"
        " 'fulfillment.casefile', 'engine.desk.desk') if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert run.stdout == "[]\n"
