"""Synthetic orders with planted schemes, for demonstrations, tests and benchmarks; never evidence of accuracy."""

from engine.simulation.labels import BAD, Label
from engine.simulation.scenario import SCHEMES, Scenario, SchemeTerms, with_shares
from engine.simulation.stream import Simulated, simulate

__all__ = ["BAD", "SCHEMES", "Label", "Scenario", "SchemeTerms", "Simulated", "simulate", "with_shares"]
