"""The mapping of the event table, as `clearway model benchmark` reads it."""

from datetime import timedelta

from engine.simulation.scenario import Scenario

TEST_SHARE = 0.3


def mapping_text(scenario: Scenario) -> str:
    """Which columns are what, and a split by time: the last three tenths of the days are the test."""
    split = scenario.first_day + timedelta(days=round(scenario.days * (1 - TEST_SHARE)))
    end = scenario.first_day + timedelta(days=scenario.days)
    return f"""\
time: at
id: order_id
amount: amount_eur
label: label
known_at: known_at
split: {split} {end}
"""
