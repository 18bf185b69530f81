"""Each scheme's signature shows in its bursts, and none is told by it alone."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network

import pytest

from engine.facts.entities import Entities, entities
from engine.order.order import Order
from engine.simulation import SCHEMES, Scenario, SchemeTerms
from engine.simulation.burst import Burst
from engine.simulation.checkout import Visit, ordered
from engine.simulation.draws import drawn_from
from engine.simulation.lanes import in_eur_cents
from engine.simulation.scenario import terms_of
from engine.simulation.schemes import PLAYED
from engine.simulation.shop import Shop

START = datetime(2026, 9, 1, 12, tzinfo=UTC)
SCENARIO = Scenario(customers_before=100)


def burst_of(scheme: str, seed: int, size: int = 8) -> Burst:
    times = tuple(START + timedelta(hours=turn) for turn in range(size))
    terms: SchemeTerms = terms_of(SCENARIO, scheme)
    return Burst(shop=Shop(SCENARIO), terms=terms, times=times, chance=drawn_from(seed, scheme))


def visits_of(scheme: str, seed: int, size: int = 8) -> list[Visit]:
    return list(PLAYED[scheme](burst_of(scheme, seed, size)))


def orders_of(scheme: str, seed: int, size: int = 8) -> list[Order]:
    burst = burst_of(scheme, seed, size)
    return [ordered(visit, burst.chance) for visit in PLAYED[scheme](burst)]


def keys_of(scheme: str, seed: int, size: int = 8) -> list[Entities]:
    return [entities(order) for order in orders_of(scheme, seed, size)]


def block_of(network: str) -> IPv4Network | IPv6Network:
    """The /24 or /48 that an address is of: a provider gives a line now this, now that address of it."""
    return ip_network(f"{network}/{48 if ':' in network else 24}", strict=False)


def different(keys: list[Entities], name: str) -> int:
    return len({getattr(each, name) for each in keys} - {None})


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", [1, 5])
def test_scheme_when_played_then_places_one_order_for_each_of_its_times(scheme: str, size: int) -> None:
    assert [visit.at for visit in visits_of(scheme, 3, size)] == [START + timedelta(hours=turn) for turn in range(size)]


@pytest.mark.parametrize("seed", range(5))
def test_card_testing_when_played_then_tries_many_cards_on_few_networks(seed: int) -> None:
    burst = burst_of("card_testing", seed, 12)
    visits = list(PLAYED["card_testing"](burst))
    assert len({visit.card.fingerprint for visit in visits}) >= 7
    assert len({visit.network_country for visit in visits}) <= 3
    assert all(visit.payer.declines[0] < 50 for visit in visits)


def test_card_testing_when_played_then_orders_cheap_goods() -> None:
    worth = sorted(in_eur_cents(each.totals.goods or 0, each.currency) for each in orders_of("card_testing", 1, 40))
    assert worth[20] < 4000


@pytest.mark.parametrize("seed", range(5))
def test_account_takeover_when_played_then_leaves_the_account_and_changes_door_and_device(seed: int) -> None:
    visit = visits_of("account_takeover", seed, 1)[0]
    assert visit.customer is not None
    assert visit.customer.id is not None
    assert visit.recipient is not None
    assert visit.recipient.line1 != visit.shopper.home.line1
    assert visit.device is None or visit.device.id not in {device.id for device in visit.shopper.devices}


@pytest.mark.parametrize("seed", range(5))
def test_reshipping_when_played_then_sends_goods_of_many_cards_to_few_doors(seed: int) -> None:
    visits = visits_of("reshipping", seed, 10)
    assert len({visit.recipient.line1 for visit in visits if visit.recipient}) <= 2
    assert len({visit.card.fingerprint for visit in visits}) >= 4


@pytest.mark.parametrize("seed", range(5))
def test_triangulation_when_played_then_has_few_mailboxes_many_doors_and_few_articles(seed: int) -> None:
    keys = keys_of("triangulation", seed, 12)
    assert different(keys, "email") <= 4
    assert different(keys, "address") == 12
    assert different(keys, "basket") <= 5


@pytest.mark.parametrize("seed", range(5))
def test_refund_abuse_when_played_then_stays_in_one_household_with_its_own_cards(seed: int) -> None:
    visits = visits_of("refund_abuse", seed, 6)
    assert len({block_of(visit.network) for visit in visits}) == 1
    assert all(visit.card in visit.shopper.cards for visit in visits)


@pytest.mark.parametrize("seed", range(5))
def test_forwarder_fraud_when_played_then_uses_one_customers_number_at_a_hall(seed: int) -> None:
    sent_to = [visit.recipient for visit in visits_of("forwarder_fraud", seed, 5)]
    doors = {(door.line1, door.line2) for door in sent_to if door is not None}
    assert len(doors) == 1
    assert doors.pop()[1] is not None


@pytest.mark.parametrize("seed", range(5))
def test_friendly_fraud_when_played_then_is_a_buyer_at_home(seed: int) -> None:
    visit = visits_of("friendly_fraud", seed, 1)[0]
    assert block_of(visit.network) == block_of(visit.shopper.network)
    assert visit.card in visit.shopper.cards
    assert visit.recipient is None


def test_schemes_when_played_often_then_neither_country_nor_device_tells_them() -> None:
    seen: dict[str, set[bool]] = defaultdict(set)
    for scheme in SCHEMES:
        for seed in range(8):
            for visit in visits_of(scheme, seed, 2):
                seen[scheme].add(visit.network_country == visit.shopper.country)
                seen[f"{scheme} device"].add(visit.device is None)
    thieves = [scheme for scheme in SCHEMES if scheme not in {"refund_abuse", "friendly_fraud"}]
    assert all(seen[scheme] == {True, False} for scheme in thieves)
    assert all(False in seen[f"{scheme} device"] for scheme in SCHEMES)


def test_account_takeover_when_the_shop_knows_nobody_then_a_newcomer_stands_in() -> None:
    empty = replace(SCENARIO, customers_before=0)
    burst = replace(burst_of("account_takeover", 1, 1), shop=Shop(empty))
    assert len(list(PLAYED["account_takeover"](burst))) == 1
