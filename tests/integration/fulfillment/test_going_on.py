"""Steps that follow upon one another are taken by one job; one that fails is left to a job of its own."""

from pathlib import Path

import pytest

from engine.ids import Prefix
from engine.store.database import Database
from engine.store.feed import events_of
from fulfillment.jobs import LIFECYCLE, STEP
from fulfillment.states import Stage, Work
from tests.fulfilment_site import CountingIds, House


class BrokenIds(CountingIds):
    """Has no id for a pick list, until it is mended."""

    is_broken = True

    def new(self, prefix: Prefix) -> str:
        if self.is_broken and prefix is Prefix.PICK_LIST:
            msg = "no pick lists today"
            raise RuntimeError(msg)
        return super().new(prefix)


def kinds(house: House) -> list[str]:
    return [job.kind for job in house._jobs(state="ready") if job.kind in (LIFECYCLE, STEP)]


def types(house: House) -> list[str]:
    with house.database.read() as session:
        return [each.type for each in events_of(session, "main", "ord_1")]


def begin(house: House) -> None:
    """Does the first job."""
    house.decide("admit")
    first = house._due()
    assert first is not None
    house.do(first)


def test_order_when_nothing_keeps_it_then_one_job_takes_it_to_the_picker(house: House) -> None:
    begin(house)
    assert house.parts()[0].state == Work.PICKING
    assert kinds(house) == []


@pytest.fixture
def broken(database: Database, tmp_path: Path) -> House:
    made = House(database, tmp_path, BrokenIds())
    begin(made)
    return made


def test_step_when_it_fails_then_is_undone_with_all_that_came_at_once_and_left_to_a_job(broken: House) -> None:
    assert broken.case().stage == Stage.ACCEPTED
    assert kinds(broken) == [STEP]
    assert types(broken) == ["order.accepted"]


def test_step_when_its_job_fails_then_says_why(broken: House) -> None:
    while broken.case().stage == Stage.ACCEPTED or broken.parts()[0].state != Work.RESERVED:
        due = next(job for job in broken._jobs(state="ready") if job.kind == STEP)
        broken.do(due)
    due = next(job for job in broken._jobs(state="ready") if job.kind == STEP)
    with pytest.raises(RuntimeError, match="no pick lists"):
        broken.do(due)


def test_step_when_it_fails_no_more_then_the_feed_tells_each_move_once(broken: House) -> None:
    ids = broken.site.ids
    assert isinstance(ids, BrokenIds)
    ids.is_broken = False
    broken.drain()
    assert broken.parts()[0].state == Work.PICKING
    assert types(broken) == [
        "order.accepted", "payment.captured", "order.fulfilling", "fulfilment.reserved", "fulfilment.picking",
    ]  # fmt: skip
