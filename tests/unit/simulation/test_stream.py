"""The stream as a whole: as many orders as asked for, by time, the same for the same parameters, every scheme in it."""

import hashlib
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import orjson
import pytest

from engine.order.reading import read_order, to_document
from engine.simulation import SCHEMES, Scenario, Simulated, simulate

ROOT = Path(__file__).parents[3]
SCENARIO = Scenario(orders=4000, days=60, seed=7)
DIGEST = """
import hashlib, orjson
from engine.simulation import Scenario, simulate
digest = hashlib.sha256()
for each in simulate(Scenario(orders=300, seed=11)):
    digest.update(orjson.dumps(each))
print(digest.hexdigest())
"""


@cache
def stream() -> tuple[Simulated, ...]:
    """Made when it is first asked for: every worker loads this module, and few run what is in it."""
    return tuple(simulate(SCENARIO))


@pytest.mark.parametrize("count", [0, 1, 60, 500])
def test_stream_when_asked_for_a_count_then_has_that_many(count: int) -> None:
    assert sum(1 for _ in simulate(Scenario(orders=count, customers_before=50))) == count


def test_stream_when_read_then_is_by_time_and_within_its_days() -> None:
    moments = [each.order.placed_at for each in stream()]
    assert moments == sorted(moments)
    assert datetime(2026, 8, 1, tzinfo=UTC) <= moments[0]
    assert moments[-1] < datetime(2026, 9, 30, tzinfo=UTC)


def test_stream_when_numbered_then_no_number_is_there_twice_or_tells_the_scheme() -> None:
    assert [each.order.id for each in stream()] == [f"SIM-{number:08d}" for number in range(1, 4001)]
    references = {each.order.payment.merchant_reference for each in stream() if each.order.payment}
    assert references <= {each.order.id for each in stream()}


def test_stream_when_written_then_reads_back_to_the_same_orders() -> None:
    assert all(read_order(to_document(each.order)) == each.order for each in stream()[:1000])


def test_stream_when_made_in_another_process_then_has_the_same_bytes() -> None:
    digest = hashlib.sha256()
    for each in simulate(Scenario(orders=300, seed=11)):
        digest.update(orjson.dumps(each))
    run = subprocess.run(
        [sys.executable, "-c", DIGEST], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert run.stdout.strip() == digest.hexdigest()


def test_stream_when_seeded_otherwise_then_differs() -> None:
    one, other = (next(simulate(replace(SCENARIO, seed=seed))).order for seed in (1, 2))
    assert one != other


def test_stream_when_it_begins_elsewhere_then_begins_there() -> None:
    first = next(simulate(Scenario(orders=200, days=3, first_day=date(2027, 2, 1), customers_before=10)))
    assert first.order.placed_at.date() == date(2027, 2, 1)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_schemes_when_counted_then_have_their_share(scheme: str) -> None:
    count = Counter(each.scheme for each in stream())[scheme]
    assert count == round(getattr(SCENARIO, scheme).share * len(stream()))


def test_schemes_when_switched_off_then_are_gone_and_others_stay_as_they_were() -> None:
    off = replace(SCENARIO, card_testing=replace(SCENARIO.card_testing, share=0.0))
    ring = [each.order.placed_at for each in stream() if each.scheme == "reshipping"]
    left = list(simulate(off))
    assert "card_testing" not in {each.scheme for each in left}
    assert [each.order.placed_at for each in left if each.scheme == "reshipping"] == ring
