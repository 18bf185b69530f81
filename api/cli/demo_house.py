"""An installation for one demonstration: a temporary database, a played clock, the bundled rule book."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from api.cli.clerk import Clerk
from api.cli.screening import Screened
from api.cli.submitting import document_of
from api.composition.house import House, furnished
from api.composition.parts import MERCHANT, publish_if_none
from api.storage import BRANCHES
from api.worker import do_what_is_due
from engine.desk.intake import submit
from engine.order.formats.files import Record
from engine.order.order import Order
from engine.settings import Settings
from engine.store.migrating import upgrade
from engine.store.opening import open_database
from fulfillment.overview import Overview, overview
from fulfillment.timeline import TimelineEntry, timeline
from fulfillment.walkthrough import PlayedClock, walk

CLERK = Clerk(MERCHANT, "demo")
SECRET = SecretStr("0d" * 32)  # nothing is kept that it could protect


@dataclass(frozen=True, slots=True)
class Kept:
    """A record with its decision, and the id under which the desk keeps the order."""

    screened: Screened
    order_id: str


@contextmanager
def demo_house(clock: PlayedClock) -> Iterator[House]:
    """Gone when the block ends."""
    with TemporaryDirectory(prefix="clearway-demo-") as folder:
        settings = Settings(folder=Path(folder), database_url="", secret=SECRET)
        database = open_database(settings.database)
        try:
            upgrade(database, BRANCHES)
            house = furnished(settings, database, clock)
            publish_if_none(house)
            yield house
        finally:
            database.close()


def taken_in(house: House, records: list[Record]) -> list[Kept]:
    """All orders through the desk as they were placed, one after the other; answered in the order of the file."""
    orders = [(record, record.order) for record in records if record.order is not None]
    kept = {
        record.number: _submitted(house, record, order)
        for record, order in sorted(orders, key=lambda each: (each[1].placed_at, each[0].number))
    }
    do_what_is_due(house)
    return [kept[record.number] for record, _ in orders]


def _submitted(house: House, record: Record, order: Order) -> Kept:
    decided = submit(house.desk, CLERK.caller, document_of(order))
    return Kept(Screened(record, decided.decision), decided.row.order_id)


def carried_on(house: House, kept: list[Kept]) -> dict[str, Overview]:
    """Every order taken as far as it goes by itself, with warehouse and carrier played; each on a time of its own."""
    for each in kept:
        walk(house.database, house.site, CLERK.merchant, each.order_id, PlayedClock(house.clock.now()))
    do_what_is_due(house)
    with house.database.read() as session:
        return {each.order_id: overview(session, house.site, CLERK.merchant, each.order_id) for each in kept}


def life_of(house: House, kept: Kept) -> tuple[TimelineEntry, ...]:
    """The timeline of one of them."""
    with house.database.read() as session:
        return timeline(session, CLERK.merchant, kept.order_id)
