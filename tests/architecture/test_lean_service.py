"""What the service loads: training and its libraries stay out, and models are served without them."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("module", ["api.app", "api.worker", "engine.anomaly.scorer"])
def test_service_when_loaded_then_scikit_learn_is_not(module: str) -> None:
    heavy = ("sklearn", "scipy", "engine.training")
    code = f"import sys, {module}; print([name for name in {heavy} if name in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert run.stdout == "[]\n"


@pytest.mark.parametrize("module", ["api.composition.parts", "api.cli.working"])
def test_service_when_loaded_then_traces_are_not(module: str) -> None:
    """OpenTelemetry is an extra: nothing imports it unless it is switched on."""
    code = f"import sys, {module}; print([name for name in sys.modules if name.startswith('opentelemetry.sdk')])"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert run.stdout == "[]\n"
