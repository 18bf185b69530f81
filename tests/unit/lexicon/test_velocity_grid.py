"""What is counted of earlier orders is what the lexicon says, and nothing else."""

from dataclasses import replace
from datetime import timedelta

from engine.facts.memory_velocity import MemoryVelocity
from engine.lexicon.admission import LEXICON
from engine.lexicon.velocity_grid import GRID, KINDS
from engine.order.order import Order
from engine.order.party import Device
from engine.order.payment import Card
from tests.builders import PLACED_AT, a_payment, an_order


def with_all_keys() -> Order:
    return an_order(device=Device(id="d"), payment=a_payment(card=Card(brand="visa", fingerprint="c")))


def test_facts_when_an_order_has_all_keys_then_those_of_the_lexicon() -> None:
    memory = MemoryVelocity()
    for days in (1, 2, 3):
        memory.remember(replace(with_all_keys(), id=f"before-{days}", placed_at=PLACED_AT - timedelta(days=days)))
    named = {name for name in LEXICON if name.startswith(("velocity.", "link."))}
    assert set(memory.facts(with_all_keys())) == named


def test_facts_when_nothing_was_seen_then_all_but_means() -> None:
    named = {name for name in LEXICON if name.startswith(("velocity.", "link."))}
    missing = named - set(MemoryVelocity().facts(with_all_keys()))
    assert missing == {name for name in named if name.endswith("over_mean_pct")}


def test_grid_when_read_then_each_name_once() -> None:
    names = [cell.name for kind in KINDS for cell in GRID[kind]]
    assert len(set(names)) == len(names)
