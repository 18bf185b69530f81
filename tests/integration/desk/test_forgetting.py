"""Numbers of consignees are sealed while they are kept, and overwritten when nobody has to keep them."""

from dataclasses import replace
from datetime import UTC, datetime

import orjson
import pytest
from sqlalchemy import select

from engine.desk.desk import Desk
from engine.desk.erasing import erase
from engine.desk.forgetting import FORGOTTEN, forget_numbers
from engine.desk.intake import submit
from engine.desk.preferences import prefer
from engine.desk.reading import order_of
from engine.desk.replaying import replay
from engine.order.order import Order
from engine.order.party import TaxHolder, TaxIdentifier
from engine.store.database import Database
from engine.store.packing import unpack
from engine.store.tables import DECISION, JOB, ORDER_VERSION
from tests.builders import an_address
from tests.desks import ANALYST, MAIN, OTHER, StandingClock, a_desk, an_honest_order, document

CPF, IN_NOTE = "529.982.247-25", "11144477735"
IOSS = "IM2760000742"


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def desk(database: Database, clock: StandingClock) -> Desk:
    return a_desk(database, clock=clock)


def a_brazilian_order() -> Order:
    """With the buyer's number in a field, and another in the note and the address."""
    numbers = (
        TaxIdentifier(kind="CPF", value=CPF),
        TaxIdentifier(kind="IOSS", value=IOSS, holder=TaxHolder.MERCHANT),
    )
    address = an_address(country="BR", state="SP", city="São Paulo", postcode="01310-100", line2=f"CPF {IN_NOTE}")
    return replace(
        an_honest_order(), shipping_address=address, tax_identifiers=numbers, buyer_note=f"Meu CPF é {IN_NOTE}"
    )


def kept(desk: Desk, order_id: str) -> Order:
    with desk.database.read() as session:
        return order_of(desk, session, "main", order_id, 1)


def test_numbers_when_kept_then_stand_in_no_row_in_clear(desk: Desk) -> None:
    submit(desk, MAIN, document(a_brazilian_order()))
    with desk.database.read() as session:
        rows = [*session.rows(select(ORDER_VERSION)), *session.rows(select(DECISION)), *session.rows(select(JOB))]
    cells = [cell for row in rows for cell in row]
    written = [bytes(cell) for cell in cells if isinstance(cell, bytes | memoryview)]
    clear = b" ".join([*(_open(cell) for cell in written), orjson.dumps([c for c in cells if isinstance(c, str)])])
    assert not [number for number in (CPF, "52998224725", IN_NOTE) if number.encode() in clear]


def _open(cell: bytes) -> bytes:
    try:
        return unpack(cell)
    except Exception:  # noqa: BLE001 - a key, or sealed: shown as it is
        return cell


def test_numbers_when_their_period_is_over_then_overwritten_and_the_order_can_be_read(
    desk: Desk, clock: StandingClock
) -> None:
    decided = submit(desk, MAIN, document(a_brazilian_order()))
    clock.at = datetime(2037, 1, 1, tzinfo=UTC)
    assert forget_numbers(desk, ANALYST) == 1
    order = kept(desk, decided.row.order_id)
    assert [one.value for one in order.tax_identifiers] == [FORGOTTEN, IOSS]
    assert IN_NOTE not in f"{order.buyer_note} {order.shipping_address.line2}"


@pytest.mark.parametrize(
    ("moment", "years", "touched"),
    [
        (datetime(2036, 12, 31, 23, 59, tzinfo=UTC), 10, 0),
        (datetime(2037, 1, 1, tzinfo=UTC), 10, 1),
        (datetime(2029, 12, 31, 23, 59, tzinfo=UTC), 3, 0),
        (datetime(2030, 1, 1, tzinfo=UTC), 3, 1),
    ],
)
def test_numbers_when_years_are_set_then_kept_to_the_end_of_the_last(
    desk: Desk, clock: StandingClock, moment: datetime, years: int, touched: int
) -> None:
    prefer(desk, ANALYST, "customs_retention_years", years)
    submit(desk, MAIN, document(a_brazilian_order()))
    clock.at = moment
    assert forget_numbers(desk, ANALYST) == touched


def test_forgetting_when_run_again_then_goes_on_where_it_ended(desk: Desk, clock: StandingClock) -> None:
    submit(desk, MAIN, document(a_brazilian_order()))
    clock.at = datetime(2037, 1, 1, tzinfo=UTC)
    assert [forget_numbers(desk, ANALYST), forget_numbers(desk, ANALYST)] == [1, 0]
    submit(desk, MAIN, document(replace(a_brazilian_order(), id="A-2")))
    clock.at = datetime(2048, 1, 1, tzinfo=UTC)
    assert forget_numbers(desk, ANALYST) == 1


def test_forgetting_when_orders_are_anothers_or_hold_no_number_then_they_stay(desk: Desk, clock: StandingClock) -> None:
    submit(desk, MAIN, document(a_brazilian_order()))
    submit(desk, OTHER, document(an_honest_order()))
    clock.at = datetime(2037, 1, 1, tzinfo=UTC)
    assert forget_numbers(desk, OTHER) == 0


def test_replay_when_numbers_are_forgotten_then_says_so(desk: Desk, clock: StandingClock) -> None:
    decided = submit(desk, MAIN, document(a_brazilian_order()))
    assert replay(desk, MAIN, decided.row.id).is_same
    clock.at = datetime(2037, 1, 1, tzinfo=UTC)
    forget_numbers(desk, ANALYST)
    assert replay(desk, MAIN, decided.row.id).erased == ("tax_identifiers",)


def test_forgetting_when_the_person_is_erased_already_then_nothing_is_left_to_do(
    desk: Desk, clock: StandingClock
) -> None:
    decided = submit(desk, MAIN, document(a_brazilian_order()))
    erase(desk, MAIN, decided.row.order_id)
    clock.at = datetime(2037, 1, 1, tzinfo=UTC)
    assert forget_numbers(desk, ANALYST) == 0
