"""Counts, windows and links over earlier orders: in process, in a file, in both databases."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest

from engine.facts.memory_velocity import MemoryVelocity
from engine.lexicon.spec import Value
from engine.order.order import Order
from engine.order.party import Device
from engine.order.payment import Card
from engine.order.terms import PaymentStatus
from engine.store.sightings import SightingFile
from tests.builders import PLACED_AT, a_payment, an_address, an_order
from tests.databases import PostgresServer, SqliteFiles
from tests.stored_velocity import StoredVelocity

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Memory(Protocol):
    def remember(self, order: Order) -> None: ...
    def facts(self, order: Order) -> Mapping[str, Value]: ...
    def confirm_fraud(self, merchant: str, order_id: str, known_at: datetime) -> bool: ...


@pytest.fixture
def in_process() -> MemoryVelocity:
    return MemoryVelocity()


@pytest.fixture
def in_a_file(tmp_path: Path) -> Iterator[SightingFile]:
    with SightingFile(tmp_path) as file:
        yield file


@pytest.fixture
def in_sqlite(sqlite_files: SqliteFiles) -> Iterator[StoredVelocity]:
    with sqlite_files.fresh() as database:
        yield StoredVelocity(database)


@pytest.fixture
def in_postgresql(postgres: PostgresServer) -> Iterator[StoredVelocity]:
    with postgres.fresh() as database:
        yield StoredVelocity(database)


@pytest.fixture(params=["in_process", "in_a_file", "in_sqlite", "in_postgresql"])
def memory(request: pytest.FixtureRequest) -> Memory:
    found: Memory = request.getfixturevalue(request.param)
    return found


def earlier(by: timedelta, **changes: object) -> Order:
    return an_order(id=f"before-{by}", placed_at=PLACED_AT - by, **changes)


def card(number: int) -> Card:
    return Card(brand="visa", fingerprint=f"card-{number}")


def test_counts_when_nothing_was_seen_then_zero(memory: Memory) -> None:
    facts = memory.facts(an_order())
    assert facts["velocity.email_orders_24h"] == 0
    assert facts["velocity.email_first_seen_days"] == 0
    assert facts["link.orders"] == 0


def test_counts_when_key_is_absent_then_left_out(memory: Memory) -> None:
    facts = memory.facts(an_order(device=None, ip=None))
    assert not [name for name in facts if name.startswith(("velocity.device", "velocity.ip"))]


def test_window_when_order_at_its_start_then_counted(memory: Memory) -> None:
    memory.remember(earlier(DAY))
    assert memory.facts(an_order())["velocity.email_orders_24h"] == 1


def test_window_when_order_before_its_start_then_not_counted(memory: Memory) -> None:
    memory.remember(earlier(DAY + timedelta(microseconds=1)))
    facts = memory.facts(an_order())
    assert (facts["velocity.email_orders_24h"], facts["velocity.email_orders_7d"]) == (0, 1)


def test_window_when_placed_at_the_same_time_then_not_counted(memory: Memory) -> None:
    memory.remember(an_order(id="twin"))
    assert memory.facts(an_order())["velocity.email_orders_1h"] == 0


def test_window_when_order_itself_is_remembered_then_not_counted(memory: Memory) -> None:
    memory.remember(an_order())
    memory.remember(earlier(HOUR))
    facts = memory.facts(an_order())
    assert (facts["velocity.email_orders_1h"], facts["link.orders"]) == (1, 1)


def test_merchants_when_they_differ_then_memories_are_apart(memory: Memory) -> None:
    memory.remember(earlier(HOUR, merchant="other"))
    assert memory.facts(an_order())["velocity.email_orders_24h"] == 0


def test_cards_when_many_on_one_email_then_different_ones_counted(memory: Memory) -> None:
    for number in (1, 2, 2, 3):
        hours = memory.facts(an_order())["velocity.email_orders_7d"]
        memory.remember(earlier(HOUR * (1 + int(str(hours))), payment=a_payment(card=card(number))))
    facts = memory.facts(an_order())
    assert (facts["velocity.email_cards_7d"], facts["velocity.email_orders_7d"]) == (3, 4)


def test_declines_when_tries_failed_then_all_counted(memory: Memory) -> None:
    memory.remember(earlier(HOUR, payment=a_payment(status=PaymentStatus.FAILED, declined_attempts=2)))
    assert memory.facts(an_order())["velocity.ip_declines_24h"] == 3


def test_amounts_when_spent_in_euros_then_summed(memory: Memory) -> None:
    memory.remember(earlier(HOUR))
    memory.remember(earlier(3 * HOUR))
    assert memory.facts(an_order())["velocity.email_amount_24h"] == 2 * 4488


def test_mean_when_fewer_than_three_orders_then_left_out(memory: Memory) -> None:
    memory.remember(earlier(HOUR))
    memory.remember(earlier(3 * HOUR))
    assert "velocity.value_over_mean_pct" not in memory.facts(an_order())


def test_mean_when_three_orders_then_percent_of_it(memory: Memory) -> None:
    for days in (1, 40, 80):
        memory.remember(earlier(DAY * days))
    assert memory.facts(an_order())["velocity.value_over_mean_pct"] == 100


def test_first_seen_when_years_ago_then_days_since(memory: Memory) -> None:
    memory.remember(earlier(DAY * 800))
    memory.remember(earlier(DAY))
    assert memory.facts(an_order())["velocity.email_first_seen_days"] == 800


def test_basket_when_bought_again_within_a_day_then_counted(memory: Memory) -> None:
    memory.remember(earlier(2 * HOUR))
    memory.remember(earlier(30 * HOUR))
    assert memory.facts(an_order())["velocity.same_basket_24h"] == 1


def test_links_when_only_network_shared_then_none(memory: Memory) -> None:
    stranger = earlier(
        HOUR,
        customer=None,
        billing_address=None,
        payment=None,
        shipping_address=an_address(line1="Elm Rd 9", email="someone@example.net", phone="+49 30 9999901"),
    )
    memory.remember(stranger)
    facts = memory.facts(an_order())
    assert (facts["velocity.ip_orders_24h"], facts["link.orders"]) == (1, 0)


def test_links_when_key_is_a_hub_then_none(memory: Memory) -> None:
    for minutes in range(51):
        memory.remember(earlier(timedelta(minutes=1 + minutes)))
    facts = memory.facts(an_order())
    assert (facts["velocity.email_orders_24h"], facts["link.orders"]) == (51, 0)


def test_frauds_when_confirmed_before_then_counted(memory: Memory) -> None:
    memory.remember(earlier(5 * DAY))
    memory.confirm_fraud("main", f"before-{5 * DAY}", PLACED_AT - DAY)
    assert memory.facts(an_order())["link.confirmed_frauds"] == 1


def test_frauds_when_confirmed_after_then_not_yet_known(memory: Memory) -> None:
    memory.remember(earlier(5 * DAY))
    memory.confirm_fraud("main", f"before-{5 * DAY}", PLACED_AT + DAY)
    assert memory.facts(an_order())["link.confirmed_frauds"] == 0


def stranger(number: int, by: timedelta, **changes: object) -> Order:
    """Another person's order, that shares nothing with any other."""
    address = an_address(
        name=f"Person {number}", line1=f"Oak Lane {number}", email=f"p{number}@example.net", phone=None
    )
    keyless = {"customer": None, "billing_address": None, "payment": None, "ip": f"203.0.{number}.9"}
    return an_order(id=f"s-{number}", placed_at=PLACED_AT - by, **keyless | {"shipping_address": address} | changes)


def test_network_when_a_neighbour_ordered_then_counted(memory: Memory) -> None:
    memory.remember(stranger(1, HOUR, ip="198.51.100.7"))
    facts = memory.facts(stranger(2, timedelta(), ip="198.51.100.200"))
    assert (facts["velocity.network_orders_24h"], facts["velocity.ip_orders_24h"]) == (1, 0)


def test_recipient_when_at_several_doors_then_these_counted(memory: Memory) -> None:
    for number in (1, 2):
        door = an_address(name="Jo Doe", line1=f"Oak Lane {number}", email=None, phone=None)
        memory.remember(stranger(number, HOUR * number, shipping_address=door))
    facts = memory.facts(stranger(3, timedelta(), shipping_address=an_address(name="Doe Jo", phone=None)))
    assert (facts["velocity.recipient_orders_7d"], facts["velocity.recipient_addresses_30d"]) == (2, 2)


def chained(memory: Memory) -> Order:
    """The order at the end of a chain: it shares a device with the second, which shares a card with the first."""
    memory.remember(stranger(1, 70 * DAY, payment=a_payment(card=card(1))))
    memory.remember(stranger(2, 2 * DAY, payment=a_payment(card=card(1)), device=Device(id="d")))
    return stranger(3, timedelta(), device=Device(id="d"))


def test_component_when_orders_hang_together_over_others_then_all_counted(memory: Memory) -> None:
    facts = memory.facts(chained(memory))
    assert (facts["link.orders"], facts["link.component_orders"], facts["link.component_customers"]) == (1, 2, 2)


def test_frauds_when_two_hops_away_then_counted_once_known(memory: Memory) -> None:
    this = chained(memory)
    memory.confirm_fraud("main", "s-1", PLACED_AT - DAY)
    assert (memory.facts(this)["link.frauds_two_hops"], memory.facts(this)["link.confirmed_frauds"]) == (1, 0)


def test_frauds_when_two_hops_away_and_not_yet_known_then_not_counted(memory: Memory) -> None:
    this = chained(memory)
    memory.confirm_fraud("main", "s-1", PLACED_AT)
    assert memory.facts(this)["link.frauds_two_hops"] == 0


def test_frauds_when_the_shared_key_is_a_hub_then_not_counted(memory: Memory) -> None:
    for number in range(1, 53):
        memory.remember(stranger(number, timedelta(minutes=100 - number), device=Device(id="d")))
    memory.confirm_fraud("main", "s-1", PLACED_AT - timedelta(minutes=5))
    assert memory.facts(stranger(99, timedelta(), device=Device(id="d")))["link.frauds_two_hops"] == 0


def test_frauds_when_order_is_unknown_then_says_so(memory: Memory) -> None:
    assert memory.confirm_fraud("main", "never", PLACED_AT) is False


def test_device_when_shared_by_strangers_then_their_mailboxes_counted(memory: Memory) -> None:
    for number in range(3):
        address = an_address(email=f"buyer{number}@example.net")
        memory.remember(
            earlier(
                HOUR * (1 + number),
                customer=None,
                billing_address=None,
                shipping_address=address,
                device=Device(id="d"),
            )
        )
    facts = memory.facts(an_order(device=Device(id="d")))
    assert (facts["velocity.device_emails_7d"], facts["link.customers"]) == (3, 3)


def test_file_when_closed_then_gone(tmp_path: Path) -> None:
    with SightingFile(tmp_path) as file:
        file.remember_all([an_order()])
        assert file.path.exists()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ago", [(1, 3), (3, 1)])
def test_frauds_when_told_of_twice_then_count_from_the_first_moment(memory: Memory, ago: tuple[int, int]) -> None:
    this = chained(memory)
    for order in ("s-1", "s-2"):
        for days in ago:
            memory.confirm_fraud("main", order, PLACED_AT - days * DAY)
    between = replace(this, placed_at=PLACED_AT - 2 * DAY + timedelta(hours=1))
    facts = memory.facts(between)
    assert (facts["link.confirmed_frauds"], facts["link.frauds_two_hops"]) == (1, 2)
