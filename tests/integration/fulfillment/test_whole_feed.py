"""What follows from decisions, with all handlers and a worker's batches: each order is told of as it always was.

The lists were written down when each step of an order's life was told by a job of its own. (One event stood elsewhere,
since it had and has a job beside the order's life: `customer_request.cancelled` came a moment sooner.)
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import select

from api.composition.desk import REACTIONS
from api.composition.house import House, furnished
from api.composition.site import make_site
from api.worker import handlers
from engine.desk.changing import change
from engine.desk.customer_requests import EXPIRE, REMIND
from engine.desk.hold_following import DUE, EXPIRING
from engine.desk.holding import place, release
from engine.desk.intake import submit
from engine.settings import Settings
from engine.store.database import Database
from engine.store.feed import first_broken
from engine.store.handling import AnyHandler
from engine.store.holds import holds_of
from engine.store.outbox import Job
from engine.store.sessions import WriteSession
from engine.store.tables import AUDIT, EVENT, WEBHOOK_DELIVERY
from engine.store.webhook_endpoints import Endpoint, add_endpoint
from engine.store.webhook_fanout import DELIVER
from engine.store.worker import Worker
from fulfillment.deciding import cancel_order
from fulfillment.jobs import WINDOW
from fulfillment.site import Occasion
from fulfillment.walkthrough import PlayedClock, walk
from tests.databases import SqliteFiles
from tests.desks import (
    ANALYST,
    MAIN,
    NOW,
    SECRET,
    FixedEditions,
    StandingClock,
    a_power_bank_by_post,
    a_vague_address,
    an_honest_order,
    an_unpaid_order,
    bundled,
    document,
)

ENDPOINT = "whe_all"
TIMERS = (REMIND, EXPIRE, EXPIRING, DUE, WINDOW)
TOLD = {
    "honest": """
        decision.created order.admitted order.accepted payment.captured order.fulfilling fulfilment.reserved
        fulfilment.picking fulfilment.picked fulfilment.packed fulfilment.labelled fulfilment.handed_over
        shipment.handed_over order.shipped shipment.in_transit order.in_transit shipment.delivered
        order.delivered order.completed
    """,
    "called off": """
        decision.created order.admitted order.accepted payment.captured order.fulfilling fulfilment.reserved
        fulfilment.picking order.called_off fulfilment.cancelled payment.refunded
    """,
    "held": """
        decision.created order.admitted order.accepted payment.captured order.fulfilling fulfilment.reserved
        fulfilment.picking order.hold_placed review.opened
    """,
    "unpaid": """
        decision.created order.hold_placed review.opened order.hold_released decision.superseded order.admitted
        review.resolved order.accepted
    """,
    "vague": """
        decision.created order.hold_placed review.opened customer_request.created decision.superseded
        order.admitted review.resolved order.accepted payment.captured order.fulfilling fulfilment.reserved
        fulfilment.picking customer_request.cancelled
    """,
    "banned": """
        decision.created order.hold_placed review.opened
    """,
}
AUDITED = {
    "honest": ["order.submitted"],
    "called off": ["order.submitted"],
    "held": ["order.submitted"],
    "unpaid": ["order.submitted", "order.released"],
    "vague": [
        "order.submitted",
        "customer_request.created",
        "order.changed",
        "customer_request.cancelled",
    ],
    "banned": ["order.submitted"],
}


@dataclass
class Life:
    """A house with its worker, and the orders by name."""

    house: House
    orders: dict[str, str]

    def work(self) -> None:
        """Until nothing is due. Nothing is sent, and no time is over, whatever the database's clock says."""
        all_: dict[str, AnyHandler] = {**handlers(self.house), **dict.fromkeys((DELIVER, *TIMERS), _nothing)}
        worker = Worker(self.house.database, all_, "one", luck=random.Random(1).random)
        while worker.run_once():
            pass

    def told(self, column: str = "type") -> Mapping[str, Sequence[object]]:
        """By name of the order, in the order of the feed."""
        names = {id_: name for name, id_ in self.orders.items()}
        found: dict[str, list[object]] = defaultdict(list)
        with self.house.database.read() as session:
            for row in session.rows(select(EVENT).order_by(EVENT.c.seq)):
                found[names[row.order_id]].append(getattr(row, column))
        return found


def _nothing(_: WriteSession, __: Job) -> None:
    pass


def a_life(database: Database, folder: Path) -> Life:
    """Orders that are admitted, released, held for good, asked and corrected, called off, and held by hand."""
    house = furnished(Settings(folder=folder, secret=SECRET.hex()), database)
    desk = replace(house.desk, editions=FixedEditions(bundled()), reactions=REACTIONS, clock=StandingClock())
    house = replace(house, desk=desk, site=make_site(desk), clock=desk.clock)
    with database.write() as session:
        add_endpoint(session, Endpoint(id=ENDPOINT, merchant="main", url="https://shop.example/hook", description="",
                                       types=("order.*", "decision.*"), state="enabled", created_at=NOW, created_by="x",
                                       changed_at=NOW))  # fmt: skip
    asked = {
        "honest": an_honest_order("H-1"),
        "unpaid": an_unpaid_order("U-1"),
        "vague": a_vague_address("V-1"),
        "banned": a_power_bank_by_post("B-1"),
        "called off": an_honest_order("C-1"),
        "held": an_honest_order("M-1"),
    }
    life = Life(house, {name: submit(desk, MAIN, document(order)).row.order_id for name, order in asked.items()})
    life.work()
    with database.read() as session:
        held_for = holds_of(session, "main", life.orders["unpaid"])[0].id
    release(desk, ANALYST, held_for, "paid by transfer")
    change(desk, MAIN, life.orders["vague"], {"shipping_address": {"postcode": "10115"}})
    place(desk, ANALYST, life.orders["held"], "look at it")
    life.work()
    with database.write() as session:
        on = Occasion(merchant="main", order_id=life.orders["called off"], now=NOW, actor="ana")
        cancel_order(session, house.site, on, "the customer wants so")
    life.work()
    walk(database, house.site, "main", life.orders["honest"], PlayedClock(NOW))
    life.work()
    return life


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    folder = tmp_path_factory.mktemp("feed")
    with SqliteFiles(folder).fresh() as database:
        yield a_life(database, folder)


def test_feed_when_orders_live_then_tells_each_what_it_always_told_in_that_order(life: Life) -> None:
    assert life.told() == {name: types.split() for name, types in TOLD.items()}


def test_feed_when_orders_live_then_counts_without_a_gap_and_names_nothing_twice(life: Life) -> None:
    assert life.told("order_seq") == {name: [*range(1, len(types) + 1)] for name, types in life.told().items()}
    seqs = sorted(cast("int", seq) for each in life.told("seq").values() for seq in each)
    assert seqs == [*range(1, len(seqs) + 1)]


def test_webhooks_when_orders_live_then_are_sent_what_they_want_in_the_order_of_the_feed(life: Life) -> None:
    wanted = [
        event
        for name, types in life.told().items()
        for event, type_ in zip(life.told("id")[name], types, strict=True)
        if str(type_).startswith(("order.", "decision."))
    ]
    with life.house.database.read() as session:
        sent = [row.event_id for row in session.rows(select(WEBHOOK_DELIVERY).order_by(WEBHOOK_DELIVERY.c.id))]
    assert set(sent) == set(wanted)
    assert len(sent) == len(wanted)
    own = life.told("id")["honest"]
    assert [each for each in sent if each in own] == [each for each in own if each in wanted]


def test_audit_when_orders_live_then_has_the_same_entries_and_is_whole(life: Life) -> None:
    with life.house.database.read() as session:
        rows = session.rows(select(AUDIT).order_by(AUDIT.c.seq))
        assert first_broken(session) is None
    names = {id_: name for name, id_ in life.orders.items()}
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.subject in names:
            found[names[row.subject]].append(row.action)
    assert found == AUDITED
