"""What a classifier says becomes a probability, and stays in its order."""

import numpy as np
import pytest

from engine.training.calibrating import LEAST_FRAUDS, curve, line
from engine.training.metrics import calibration_error

ROWS = 20_000


def drawn(seed: int) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """True probabilities, and what came of them."""
    chance = np.random.default_rng(seed)
    true = 1 / (1 + np.exp(-chance.normal(-3, 1.5, ROWS)))
    return true, chance.random(ROWS) < true


def test_line_when_probabilities_were_twisted_then_straightens_them() -> None:
    true, fraud = drawn(1)
    told = true**2 / (true**2 + (1 - true) ** 2)  # twice the log-odds: far too sure
    points = curve(line(told, fraud))
    assert points is not None
    assert calibration_error(fraud, np.interp(told, *points)) < 0.3 * calibration_error(fraud, told)


def test_line_when_nothing_was_wrong_then_leaves_them_almost_alone() -> None:
    true, fraud = drawn(2)
    found = line(true, fraud)
    assert found is not None
    assert found == pytest.approx({"slope": 1.0, "intercept": 0.0}, abs=0.2)


def test_line_when_there_are_too_few_frauds_then_there_is_none() -> None:
    fraud = np.arange(1000) < LEAST_FRAUDS - 1
    assert line(np.linspace(0.9, 0.1, 1000), fraud) is None


def test_line_when_frauds_score_lower_then_there_is_none() -> None:
    fraud = np.arange(1000) < 100
    assert line(np.linspace(0.1, 0.9, 1000), fraud) is None


def test_curve_when_drawn_then_rises_from_nothing_to_all() -> None:
    points = curve({"slope": 0.7, "intercept": -1.0})
    assert points is not None
    raw, found = points
    assert (raw[0], raw[-1], found[0], found[-1]) == (0, 1, 0, 1)
    assert (np.diff(raw) > 0).all()
    assert (np.diff(found) > 0).all()
