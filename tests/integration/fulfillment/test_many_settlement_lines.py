"""Many lines through the database: the same differences as without one, in chunks that commit."""

import random

import pytest

from engine.store.database import Database
from fulfillment.payments.settlement.report import SettlementReport
from fulfillment.records import AgreedFee
from fulfillment.store.settlement import files_after
from fulfillment.store.settlement_cases import put_fee
from tests.builders import an_order
from tests.fulfilment_site import House
from tests.settlements import a_report, cases_in, importing, paid_orders
from tests.synthetic.settlements import AGREED, NOW, PROVIDER, World, world


def kept_in_books(house: House, made: World) -> None:
    """The orders of a world as paid, and what was agreed."""
    rows = []
    for order_id, due in made.books.items():
        ((currency, amount),) = due.captured.items()
        rows.append((order_id, amount, currency, f"pay-{order_id}", 0, due.captured_at or NOW))
        house.desk.orders[order_id] = an_order(id=order_id)  # by which the desk knows its name
    paid_orders(house.database, "main", rows)
    fee = AgreedFee(merchant_id="main", provider=PROVIDER, currency="EUR", share_ppm=AGREED.share_ppm,
                    fixed=AGREED.fixed, tolerance=AGREED.tolerance)  # fmt: skip
    with house.database.write() as session:
        put_fee(session, fee)


def found_in(house: House) -> list[tuple[str, str, int]]:
    """Open cases: kind, order, minor units."""
    return sorted((each.kind, each.order_id or "", each.amount) for each in cases_in(house) if each.state == "open")


def taken(house: House, made: World, files: int, at_once: int) -> None:
    """All lines, shuffled, in so many files."""
    lines = random.Random(3).sample(made.lines, len(made.lines))
    size = -(-len(lines) // files)
    for number in range(files):
        part = lines[number * size : (number + 1) * size]
        report: SettlementReport = a_report(
            *part, provider=PROVIDER, name=f"{number}", totals=made.totals if number == files - 1 else ()
        )
        importing(house, at=NOW).take(report, at_once=at_once)


def test_lines_when_taken_in_from_several_files_then_cases_are_what_was_planted(house: House) -> None:
    made = world(80, planted=1)
    kept_in_books(house, made)
    taken(house, made, files=3, at_once=20)
    assert found_in(house) == sorted((str(kind), order, amount) for kind, order, amount in made.planted)


@pytest.mark.proof
def test_lines_when_there_are_thousands_then_all_that_was_planted_is_found_and_no_more(
    database: Database, house: House
) -> None:
    made = world(20_000, planted=5)
    kept_in_books(house, made)
    taken(house, made, files=4, at_once=1_000)
    assert found_in(house) == sorted((str(kind), order, amount) for kind, order, amount in made.planted)
    with database.read() as session:
        assert sum(each.fresh for each in files_after(session, "main", 10)) == len(made.lines)
