"""No personal value leaves an order but sealed: a canary in each personal field is looked for in the log, in every row
of the database, and in what is kept of jobs that failed."""

import io
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from api.composition.job_log import UNWATCHED, JobLog, watched
from api.composition.log_lines import write_log
from engine.desk.erasing import erase
from engine.desk.intake import submit
from engine.desk.telling import handlers
from engine.order.personal import take_out
from engine.order.reading import to_document
from engine.settings import Settings
from engine.store.database import Database
from engine.store.outbox import Job
from engine.store.packing import unpack
from engine.store.sessions import WriteSession
from engine.store.tables import METADATA
from engine.store.worker import Worker
from fulfillment.store.tables import METADATA as FULFILMENT
from tests.desks import MAIN, a_desk, an_unpaid_order
from tests.http.conftest import a_service

CANARY = "Kanarienvogel"
MAIL = f"{CANARY.lower()}@example.org"


def canaries() -> dict[str, object]:
    """An order whose personal texts all hold the canary, where they may hold any text."""
    order = an_unpaid_order()
    address = replace(
        order.shipping_address, name=f"{CANARY} One", company=f"{CANARY} Ltd", line1=f"{CANARY} Street 1", line2=CANARY
    )
    address = replace(address, city=f"{CANARY}stadt", email=MAIL, line3=f"{CANARY} floor")
    assert order.payment is not None
    assert order.payment.card is not None
    card = replace(order.payment.card, holder=f"{CANARY} One")
    assert order.customer is not None
    order = replace(
        order,
        shipping_address=address,
        billing_address=address,
        buyer_note=f"please ring {CANARY}",
        seller_note=f"from {CANARY}",
        customer=replace(order.customer, id=f"C-{CANARY}", name=f"{CANARY} One", email=MAIL),
        payment=replace(order.payment, card=card, gateway_reference=f"pi_{CANARY}"),
    )
    return {name: value for name, value in to_document(order).items() if name != "merchant"}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that was logged, from the lowest level on."""
    stream = io.StringIO()
    write_log(Settings(log_level="debug"), stream)
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(before)
    write_log(Settings())


def rows(database: Database) -> Iterator[tuple[str, str]]:
    """Every value of every row as text, packed ones unpacked, by table and column."""
    with database.read() as session:
        for metadata in (METADATA, FULFILMENT):
            for table in metadata.tables.values():
                for row in session.rows(select(table)):
                    for name, value in row._asdict().items():
                        yield f"{table.name}.{name}", _text(value)


def _text(value: object) -> str:
    if not isinstance(value, bytes):
        return str(value)
    try:
        return unpack(value).decode("utf-8", "replace")
    except Exception:  # noqa: BLE001 - sealed, or not packed
        return value.decode("latin-1")


def seen_in(database: Database) -> set[str]:
    return {place for place, text in rows(database) if CANARY.lower() in text.lower()}


def test_order_when_decided_and_followed_then_no_row_and_no_line_has_its_persons_values(
    database: Database, log: io.StringIO
) -> None:
    desk = a_desk(database)
    decided = submit(desk, MAIN, canaries())
    erase_nothing = watched(handlers(desk.ids), UNWATCHED)
    worker = Worker(database, erase_nothing, "tests", luck=lambda: 0.0, listener=JobLog(UNWATCHED.watch))
    while worker.run_once():
        pass
    assert decided.row.sealed or decided.row.content
    assert seen_in(database) == set()
    assert CANARY.lower() not in log.getvalue().lower()
    erase(desk, MAIN, decided.row.order_id)
    assert seen_in(database) == set()


def test_job_when_its_handler_breaks_on_a_value_then_neither_row_nor_line_has_it(
    database: Database, log: io.StringIO
) -> None:
    desk = a_desk(database)
    submit(desk, MAIN, canaries())

    def breaks(_: WriteSession, job: Job) -> None:
        raise ValueError(f"{CANARY} cannot be read in {job.id}")

    failing = watched(dict.fromkeys(handlers(desk.ids), breaks), UNWATCHED)
    Worker(database, failing, "tests", luck=lambda: 0.0, listener=JobLog(UNWATCHED.watch)).run_once()
    assert '"event":"job_ended"' in log.getvalue()
    assert seen_in(database) == set()
    assert CANARY.lower() not in log.getvalue().lower()


@pytest.mark.parametrize("spoil", ["lines", "currency", "placed_at", "totals"])
def test_request_when_refused_or_broken_then_no_line_has_a_value(
    sqlite_file: Database, log: io.StringIO, spoil: str
) -> None:
    document = canaries() | {spoil: f"{CANARY} spoils it"}
    with a_service(sqlite_file) as service:
        assert service.call("POST", "/v1/orders", document).status_code >= 400
        service.call("POST", f"/v1/orders?{CANARY}=1", document)
        service.get(f"/v1/orders/{CANARY}")
        service.call("POST", "/v1/orders", content=f'{{"{CANARY}": '.encode())
    assert '"event":"request_answered"' in log.getvalue()
    assert CANARY.lower() not in log.getvalue().lower()


def test_canaries_when_the_order_has_personal_fields_then_most_hold_one() -> None:
    """A new personal field of text should get its canary here."""
    taken = take_out(canaries())
    without = {name for name, value in taken.items() if CANARY.lower() not in str(value).lower()}
    assert len(without) < len(taken)
    assert {name.rpartition("/")[2] for name in without} <= CLOSED


# Personal, and of a closed form, so that no canary fits: numbers, postcodes, codes, places.
CLOSED = {"phone", "postcode", "ip", "bin", "last4"}
