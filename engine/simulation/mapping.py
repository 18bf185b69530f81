"""The mapping of the event table, as `clearway model benchmark` reads it."""

from datetime import timedelta

from engine.simulation.scenario import Scenario

TEST_SHARE = 0.3
KEYS = ("customer", "card", "device", "ip", "email", "phone", "address", "recipient")


def mapping_text(scenario: Scenario) -> str:
    """Which columns are what, and a split by time: the last three tenths of the days are the test.

    `planted` and `scheme`, the truth, are not named: a benchmark learns from what became known, when it did.
    """
    days = max(1, round(scenario.days * (1 - TEST_SHARE)))
    split, end = (scenario.first_day + timedelta(days=each) for each in (days, max(days + 1, scenario.days)))
    entities = "".join(f"\n  {key}: {key}" for key in KEYS)
    return f"""\
# Columns of a table that `clearway simulate --events` wrote.
format: 1
id: order_id
time: at
amount: amount_eur
entities:{entities}
customer: customer
label: {{column: label, known_at: known_at}}
numeric: [declined_attempts, gateway_risk, account_age_days]
categorical: [country, origin, channel, ip_country, card_country, billing_country]
split:
  train: {{from: {scenario.first_day}, until: {split}}}
  test: {{from: {split}, until: {end}}}
budget: {{share: 0.01}}
"""
