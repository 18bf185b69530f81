"""What is asked of a database after a day on which something broke: nothing is found after a quiet one, and what is
missing is found."""

from pathlib import Path

import pytest
from sqlalchemy import text

from api.composition.house import House, furnished
from api.composition.parts import publish_if_none
from api.worker import do_what_is_due
from engine.desk.changing import change
from engine.desk.holding import release
from engine.desk.intake import submit
from engine.settings import Settings
from engine.store.database import Database
from engine.store.holds import holds_of
from tests.desks import MAIN, SECRET, a_vague_address, an_honest_order, an_unpaid_order, document
from tests.tampering import without_triggers
from tests.whatever_broke import counted, never, settled

TAKEN_OUT = {
    "decisions not told once": "DELETE FROM event WHERE type LIKE 'decision.%'",
    "decisions not in the audit once": "DELETE FROM audit WHERE action LIKE 'order.%'",
    "orders admitted at once without one fulfilment": "DELETE FROM fulfilment",
    "orders without exactly one current decision": "UPDATE decision SET superseded_by = id",
}


@pytest.fixture
def house(sqlite_file: Database, tmp_path: Path) -> House:
    """An installation in which four orders came in, of which one was released and one changed."""
    made = furnished(Settings(folder=tmp_path, secret=SECRET.hex()), sqlite_file)
    publish_if_none(made)
    for order in (an_honest_order("A-1"), an_honest_order("A-2"), an_unpaid_order("A-3"), a_vague_address("A-4")):
        decided = submit(made.desk, MAIN, document(order)).row
        if order.id == "A-3":
            with sqlite_file.read() as session:
                (hold,) = holds_of(session, "main", decided.order_id, only_open=True)
            release(made.desk, MAIN, hold.id, "transfer seen")
        if order.id == "A-2":
            change(made.desk, MAIN, decided.order_id, {"buyer_note": "at the back"})
    do_what_is_due(made)
    return made


def test_day_when_quiet_then_nothing_is_wrong_and_what_is_taken_out_is_found(house: House) -> None:
    settled(house.database, 10)
    assert never(house.database) == {}
    assert counted(house.database)["decision"] == 6
    for name, taking in TAKEN_OUT.items():
        with house.database.write() as session:
            without_triggers(session)
            session.run(text(taking))
        assert name in never(house.database)
