"""All orders of a file in two passes: first every sighting is remembered, then each order is decided.

So an order sees what was placed before it wherever it stands in the file, and the order of lines changes nothing.
Neither pass holds more than one order in memory; where sightings are remembered is the caller's choice.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

from engine.admission import Admission
from engine.decision import Decision
from engine.facts.context import Context, Velocity
from engine.lexicon.spec import Value
from engine.order.formats.files import Record
from engine.order.order import Order


class Memory(Velocity, Protocol):
    """Remembers orders, and answers what was seen before one of them."""

    def remember_all(self, orders: Iterable[Order]) -> int: ...


OpenFile = Callable[[], Iterator[Record]]
OpenMemory = Callable[[], AbstractContextManager[Memory]]
PartyFacts = Callable[[Order], Mapping[str, Value]]  # of denied parties; nothing where no list was given


@dataclass(frozen=True, slots=True)
class Screened:
    """A record of the file and, unless it could not be read, its decision."""

    record: Record
    decision: Decision | None

    @property
    def buyer(self) -> str | None:
        """The buyer's locale."""
        customer = None if self.record.order is None else self.record.order.customer
        return None if customer is None else customer.locale


def screen(
    open_file: OpenFile,
    open_memory: OpenMemory,
    admission: Admission,
    context: Context,
    remembered: Callable[[int], None] = lambda _: None,
    parties: PartyFacts = lambda _: {},
) -> Iterator[Screened]:
    """Each record with its decision, in the file's order.

    `remembered` is called in the first pass with the number of records so far, `context` says all but the velocity.
    """
    if is_single(open_file):
        yield from (_decided(record, admission, context, parties) for record in open_file())
        return
    with open_memory() as memory:
        memory.remember_all(_orders(open_file, remembered))
        seen = replace(context, velocity=memory)
        yield from (_decided(record, admission, seen, parties) for record in open_file())


def decide_one(
    open_file: OpenFile,
    open_memory: OpenMemory,
    admission: Admission,
    context: Context,
    order_id: str | None,
    parties: PartyFacts = lambda _: {},
) -> Screened | None:
    """The order of this id, decided as `screen` does; the only one of the file when no id is given."""
    with ExitStack() as stack:
        if not is_single(open_file):
            memory = stack.enter_context(open_memory())
            memory.remember_all(_orders(open_file, lambda _: None))
            context = replace(context, velocity=memory)
        named = (each for each in open_file() if order_id is None or _is(each, order_id))
        record = next(named, None)
        return None if record is None else _decided(record, admission, context, parties)


def is_single(open_file: OpenFile) -> bool:
    """Whether the file holds fewer than two records: then nothing was placed before."""
    return len(list(islice(open_file(), 2))) < 2


def _orders(open_file: OpenFile, remembered: Callable[[int], None]) -> Iterator[Order]:
    for count, record in enumerate(open_file(), start=1):
        if record.order is not None:
            yield record.order
        remembered(count)


def _is(record: Record, order_id: str) -> bool:
    return record.order is not None and record.order.id == order_id


def _decided(record: Record, admission: Admission, context: Context, parties: PartyFacts) -> Screened:
    if record.order is None:
        return Screened(record, None)
    return Screened(record, admission.decide(record.order, replace(context, parties=parties(record.order))))
