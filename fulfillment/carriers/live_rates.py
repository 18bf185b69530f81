"""Asks carriers what they charge, all at once and for a short time, and remembers their answers for minutes.

A carrier that does not answer in time delays nobody: its services are priced by their cards, with a note, and an answer
that comes later is there for the next quote. While a few calls to a connection are under way, further ones wait within
the same time until one of them ends, so that a carrier that is silent does not take the threads of all others.
"""

import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engine.address.customs import customs_territory
from engine.clock import Clock
from engine.errors import ClearwayError
from engine.order.money import Money
from fulfillment.carriers.errors import CarrierDown, CarrierThrottled
from fulfillment.carriers.lines import CarrierLines
from fulfillment.carriers.protocol import Box, Carrier, Place, Rate, RatesAsked
from fulfillment.carriers.words import Act
from fulfillment.records import CarrierConnection
from fulfillment.shipping.dispatch import Dispatch
from fulfillment.shipping.live import NO_ANSWER, NO_PRODUCT, REFUSED, Live, LivePrice

WITHIN_S, KEPT_FOR = 3.0, timedelta(minutes=5)
THREADS, AT_ONCE, MOST_KEPT = 16, 4, 2000  # `AT_ONCE`: calls to one connection
PREFERRED = "EUR"
Key = tuple[str, int, RatesAsked]
BUSY: "Future[tuple[Rate, ...]]" = Future()  # never done


@dataclass(frozen=True, slots=True)
class _Kept:
    rates: tuple[Rate, ...]
    until: datetime


@dataclass
class LiveRates:
    """One a process. Safe for several threads."""

    clock: Clock
    within_s: float = WITHIN_S
    kept: dict[Key, _Kept] = field(default_factory=dict, repr=False)
    under_way: dict[Key, "Future[tuple[Rate, ...]]"] = field(default_factory=dict, repr=False)
    lock: threading.Condition = field(default_factory=threading.Condition, repr=False)
    pool: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(THREADS, thread_name_prefix="live-rates"), repr=False
    )

    def asked(self, lines: CarrierLines, connections: Sequence[CarrierConnection], dispatch: Dispatch) -> Live:
        """What the carriers of these connections answer within the time, by the services that each serves."""
        prices: dict[str, LivePrice] = {}
        notes: dict[str, str] = {}
        asked = rates_asked(dispatch)
        ends = time.monotonic() + self.within_s
        found = ((each, self._future(lines, each, asked)) for each in connections if each.live_rates and each.is_on)
        futures = {each.id: future for each, future in found if future is not None}
        for each in connections:  # once all others are asked
            if futures.get(each.id) is BUSY:
                futures[each.id] = self._future(lines, each, asked, ends) or BUSY
        wait(futures.values(), timeout=max(0.0, ends - time.monotonic()))
        for each in connections:
            if each.id in futures:
                _sort_in(each, futures[each.id], prices, notes)
        return Live(prices=prices, notes=notes)

    def _future(
        self, lines: CarrierLines, connection: CarrierConnection, asked: RatesAsked, ends: float = 0.0
    ) -> "Future[tuple[Rate, ...]] | None":
        """None for a carrier that has no rates to ask for; `BUSY` where too many calls to it are under way until
        `ends`, by the monotonic clock."""
        try:
            carrier = lines.of(connection)
        except ClearwayError:
            return None
        if Act.RATE not in carrier.acts:
            return None
        key = (connection.id, connection.version, asked)
        with self.lock:
            return self.lock.wait_for(lambda: self._begun(carrier, key), max(0.0, ends - time.monotonic())) or BUSY

    def _begun(self, carrier: Carrier, key: Key) -> "Future[tuple[Rate, ...]] | None":
        """What is known, or under way, or is begun now; None while there is no place for it."""
        kept, going = self.kept.get(key), self.under_way.get(key)
        if kept is not None and self.clock.now() < kept.until:
            found: Future[tuple[Rate, ...]] = Future()
            found.set_result(kept.rates)
            return found
        if going is None and sum(each[0] == key[0] for each in self.under_way) < AT_ONCE:
            going = self.under_way[key] = self.pool.submit(self._call, carrier, key)
        return going

    def _call(self, carrier: Carrier, key: Key) -> tuple[Rate, ...]:
        try:
            rates = carrier.rates(key[2])
            with self.lock:
                if len(self.kept) >= MOST_KEPT:
                    self.kept.clear()
                self.kept[key] = _Kept(rates, self.clock.now() + KEPT_FOR)
            return rates
        finally:
            with self.lock:
                self.under_way.pop(key, None)
                self.lock.notify_all()


def rates_asked(dispatch: Dispatch) -> RatesAsked:
    """What a carrier is asked of a dispatch."""
    currency = PREFERRED if PREFERRED in dispatch.values else min(dispatch.values, default="")
    worth = Money(dispatch.values[currency], currency) if currency else None
    here = customs_territory(dispatch.origin, dispatch.origin_postcode or None)
    there = customs_territory(dispatch.country, dispatch.postcode or None)
    return RatesAsked(
        origin=Place(country=dispatch.origin, postcode=dispatch.origin_postcode),
        destination=Place(country=dispatch.country, postcode=dispatch.postcode, city=dispatch.city),
        boxes=tuple(Box(weight_g=each.weight_g, sides_mm=each.sides_mm) for each in dispatch.parcels),
        on=dispatch.on,
        crosses=here != there,
        worth=worth,
        terms="" if dispatch.terms is None else dispatch.terms.value,
    )


def _sort_in(
    connection: CarrierConnection,
    future: "Future[tuple[Rate, ...]]",
    prices: dict[str, LivePrice],
    notes: dict[str, str],
) -> None:
    if not future.done():
        notes.update(dict.fromkeys(connection.services, NO_ANSWER))
        return
    error = future.exception()
    if error is not None:
        note = NO_ANSWER if isinstance(error, CarrierDown | CarrierThrottled) else REFUSED
        notes.update(dict.fromkeys(connection.services, note))
        return
    found: Mapping[str, Rate] = {rate.product: rate for rate in future.result()}
    for service, product in connection.services.items():
        if product in found:
            prices[service] = LivePrice(total=found[product].total, days=found[product].days)
        else:
            notes[service] = NO_PRODUCT
