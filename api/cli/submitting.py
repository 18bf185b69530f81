"""`clearway order submit`: every order of a file through the desk, which decides and keeps it."""

from collections.abc import Iterator
from dataclasses import replace

from api.cli.clerk import Clerk, at_home
from api.cli.failing import Exit
from api.cli.opening import Options, file_of
from api.cli.screen import Output, Printer, exit_of
from api.cli.screening import OpenFile, Screened
from api.cli.summary import Summary
from engine.desk.desk import Desk
from engine.desk.intake import submit
from engine.errors import ClearwayError, Fault, OrderRejected, StoreError, UnknownFormat
from engine.order.order import Order
from engine.order.reading import to_document

NOBODYS = "main"  # the merchant of an order that names none


def run(options: Options, output: Output, clerk: Clerk) -> Exit:
    """Decides and keeps the orders. The exit code says whether all records could be taken, never what was decided."""
    open_file = file_of(options)
    open_file()  # an unknown format or a missing file is told before a database is opened
    with at_home() as house:
        book = house.desk.editions.current(clerk.merchant).admission.book
        printer, summary = Printer(book, output), Summary(book.domain)
        for each in submitted(house.desk, clerk, open_file):
            summary.count(each)
            printer.show(each)
    if not summary.decided and not summary.skipped:
        raise UnknownFormat("the file holds no orders; choose a file with orders")
    printer.close(summary)
    return exit_of(summary)


def submitted(desk: Desk, clerk: Clerk, open_file: OpenFile) -> Iterator[Screened]:
    """Each record with its decision; a record that the desk refuses has the reason among its faults."""
    for record in open_file():
        if record.order is None:
            yield Screened(record, None)
            continue
        try:
            decided = submit(desk, clerk.caller, document_of(record.order))
        except OrderRejected as refused:
            yield Screened(replace(record, order=None, faults=tuple(refused.faults)), None)
        except StoreError:
            raise  # the next record would meet the same
        except ClearwayError as refused:
            yield Screened(replace(record, order=None, faults=(Fault("", refused.code, str(refused)),)), None)
        else:
            yield Screened(record, decided.decision)


def document_of(order: Order) -> dict[str, object]:
    """The order as the desk takes it. A file that names no merchant is the clerk's."""
    document = to_document(order)
    if document.get("merchant") == NOBODYS:
        del document["merchant"]
    return document
