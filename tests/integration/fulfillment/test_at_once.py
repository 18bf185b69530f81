"""Several who work on the same order at once: one gets through, nothing happens twice."""

import threading
from collections.abc import Callable

from engine.errors import ClearwayError
from engine.store.sessions import WriteSession
from fulfillment.deciding import cancel_order
from fulfillment.inventory.shelves import stock_of
from fulfillment.states import Stage
from fulfillment.store.cases import history
from fulfillment.store.money import refunds_of
from tests.fulfilment_site import House
from tests.integration.fulfillment.test_stopping import SHELF, SKU, labelled


def at_once(house: House, act: Callable[[WriteSession], object], many: int) -> list[str]:
    """What each of them was told; empty for who got through."""
    answers: list[str] = []
    ready = threading.Barrier(many)

    def work() -> None:
        ready.wait()
        try:
            with house.database.write() as session:
                act(session)
        except ClearwayError as error:
            answers.append(error.code)
        else:
            answers.append("")

    threads = [threading.Thread(target=work) for _ in range(many)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return answers


def test_cancel_when_eight_do_it_at_once_then_one_does_and_everything_goes_back_once(house: House) -> None:
    labelled(house)
    answers = at_once(house, lambda session: cancel_order(session, house.site, house.on(), "enough"), 8)
    house.drain()
    with house.database.read() as session:
        shelf = stock_of(session, "main", SKU, SHELF)
        refunds = refunds_of(session, "main", "ord_1")
        seqs = [entry.seq for entry in history(session, "main", "ord_1")]
    assert answers.count("") == 1
    assert set(answers) <= {"", "case_changed", "illegal_step"}
    assert (house.case().stage, shelf.reserved, [each.amount for each in refunds]) == (Stage.CANCELLED, 0, [4488])
    assert seqs == list(range(1, len(seqs) + 1))


def test_step_when_eight_workers_do_the_same_job_then_it_is_done_once(house: House) -> None:
    house.decide("admit")
    jobs = house._jobs(state="ready")
    answers = at_once(house, lambda session: house._inside[jobs[0].kind](session, jobs[0]), 8)
    house.drain()
    with house.database.read() as session:
        admitted = [entry for entry in history(session, "main", "ord_1") if entry.event == "admit"]
    assert "" in answers
    assert set(answers) <= {"", "case_changed", "store_conflict"}
    assert len(admitted) == 1
