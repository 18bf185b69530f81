"""Stories that a shop tells of one order, for tests: all types of events, told to a house with its real handlers."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from api.access.front_door import FrontDoor
from api.access.keyring import Keyring
from api.composition.desk import REACTIONS
from api.composition.house import House
from api.composition.site import make_site
from api.worker import handlers
from engine.desk.customer_requests import EXPIRE, REMIND
from engine.desk.hold_following import DUE, EXPIRING
from engine.desk.intake import submit
from engine.desk.told_events import Telling, hear_event
from engine.desk.view import content
from engine.order.terms import PaymentStatus
from engine.settings import Settings
from engine.store.database import Database
from engine.store.feed import Event, events_of
from engine.store.handling import Pace
from engine.store.labels import labels_of
from engine.store.tables import DECISION
from engine.store.told_events import ToldEvent, told_of
from engine.store.worker import Worker
from fulfillment.carriers.handing_over import hand_over
from fulfillment.jobs import DISPUTE_WATCH, LAPSE, PAYMENT_OVERDUE, PAYMENT_RENEW, PAYMENT_WATCH, WINDOW
from fulfillment.packing.packing import pack
from fulfillment.picking.picking import record_pick
from fulfillment.site import Occasion
from fulfillment.store.cases import find_case, history
from fulfillment.store.disputes import disputes_of
from fulfillment.store.money import kept, movements, refunds_of
from tests.builders import a_payment, an_order
from tests.desks import MAIN, SECRET, StandingClock, a_desk, document
from tests.jobs import AT_ONCE

TOTAL = an_order().totals.total
MONEY: Mapping[str, object] = {"amount": TOTAL, "currency": "EUR"}
DISPUTED: Mapping[str, object] = {**MONEY, "dispute": "dp_1", "scheme": "visa", "reason_code": "10.4"}
# What each may say beside its type, in an order in which it may well have happened.
TYPES: Mapping[str, Mapping[str, object]] = {
    "payment.authorised": {**MONEY, "payment": "pi_1"},
    "payment.failed": {"payment": "pi_0"},
    "payment.expired": {"payment": "pi_0"},
    "order.note": {"note": "the buyer rang"},
    "payment.captured": {**MONEY, "payment": "pi_1", "reference": "cap_1"},
    "payment.voided": {"payment": "pi_0"},
    "address.change_requested": {"shipping_address": {"line2": "second floor"}},
    "shipment.shipped": {},
    "fraud.warned": {"dispute": "dp_0"},
    "shipment.delivered": {},
    "payment.refunded": {"amount": 488, "currency": "EUR", "payment": "pi_1", "reference": "ref_1"},
    "shipment.returned": {},
    "chargeback.opened": DISPUTED,
    "chargeback.won": DISPUTED,
    "chargeback.lost": DISPUTED,
    "order.cancelled": {},
}
PERSONAL = frozenset({"note", "shipping_address"})
# Timers look at the clock of the database, which is not the one of a test.
TIMERS = frozenset(
    {WINDOW, DISPUTE_WATCH, LAPSE, PAYMENT_OVERDUE, PAYMENT_RENEW, PAYMENT_WATCH, REMIND, EXPIRE, DUE, EXPIRING}
)


@dataclass(frozen=True, slots=True)
class Picture:
    """What came of a story."""

    stage: str
    payment: str
    in_order: tuple[str, int]
    kept: Mapping[str, int]
    ledger: Mapping[tuple[str, int, str], int]
    given_back: Sequence[int]
    disputes: Mapping[str, str]

    @property
    def told_of_money(self) -> Mapping[tuple[str, int, str], int]:
        """What the ledger has from outside: without what we gave back ourselves."""
        own = Counter(("refund", amount, "EUR") for amount in self.given_back)
        return Counter(self.ledger) - own


@dataclass
class Teller:
    """One order in a house of its own."""

    house: House
    worker: Worker
    order_id: str = ""

    def begin(self, *, has_left: bool) -> None:
        """The order, admitted on a promise; perhaps paid for and on its way."""
        status = PaymentStatus.CAPTURED if has_left else PaymentStatus.AUTHORISED
        paid = {"captured": TOTAL} if has_left else {"captured": None, "captured_at": None}
        order = an_order(id="E-1", payment=a_payment(status=status, **paid))
        self.order_id = submit(self.house.desk, MAIN, document(order)).row.order_id
        self.work()
        if has_left:
            self._leave()

    def tell(self, type_: str, at: datetime) -> bool:
        """Tells an event; answers whether it was new."""
        says = TYPES[type_]
        telling = Telling(
            event=type_,
            type=type_,
            at=at,
            facts={key: value for key, value in says.items() if key not in PERSONAL},
            personal={key: value for key, value in says.items() if key in PERSONAL},
        )
        heard = hear_event(self.house.desk, MAIN, self.order_id, telling)
        return heard.is_new

    def work(self) -> None:
        """Does all that is due, with the handlers of a real process."""
        while self.worker.run_once():
            pass

    @property
    def picture(self) -> Picture:
        """How all stands."""
        with self.house.database.read() as session:
            case = find_case(session, "main", self.order_id)
            assert case is not None
            payment = content(self.house.desk, session, self.order_id).payment
            assert payment is not None
            ledger = movements(session, "main", self.order_id)
            return Picture(
                stage=case.stage,
                payment=case.payment,
                in_order=(payment.status, payment.captured or 0),
                kept=dict(kept(session, self.order_id)),
                ledger=Counter((each.kind, each.amount, each.currency) for each in ledger),
                given_back=sorted(each.amount for each in refunds_of(session, "main", self.order_id)),
                disputes={each.reference: each.state for each in disputes_of(session, "main", self.order_id)},
            )

    @property
    def received(self) -> Sequence[ToldEvent]:
        """The events as they are kept."""
        with self.house.database.read() as session:
            return told_of(session, "main", self.order_id)

    @property
    def feed(self) -> Sequence[Event]:
        """What was told on."""
        with self.house.database.read() as session:
            return events_of(session, "main", self.order_id)

    @property
    def decisions(self) -> int:
        """How many there are."""
        with self.house.database.read() as session:
            return len(session.rows(DECISION.select()))

    @property
    def labels(self) -> Sequence[tuple[str, str]]:
        """What was learnt, and from whom."""
        with self.house.database.read() as session:
            return [(each.kind, each.source) for each in labels_of(session, "main", self.order_id)]

    @property
    def steps(self) -> Counter[tuple[str, str]]:
        """How often each step of the order's own machine was taken that may be taken once."""
        with self.house.database.read() as session:
            return Counter((each.machine, each.event) for each in history(session, "main", self.order_id))

    def _leave(self) -> None:
        site, on = self.house.site, self._occasion
        for act in (
            lambda s: record_pick(s, site, on),
            lambda s: pack(s, site, on, 500),
            lambda s: hand_over(s, site, on),
        ):
            with self.house.database.write() as session:
                act(session)
            self.work()

    @property
    def _occasion(self) -> Occasion:
        return Occasion(merchant="main", order_id=self.order_id, now=self.house.clock.now(), actor="tests")


@contextmanager
def a_teller(database: Database, *, has_left: bool) -> Iterator[Teller]:
    """A house over an empty database, with one order in it."""
    clock = StandingClock()
    desk = a_desk(database, REACTIONS, clock=clock)
    with TemporaryDirectory() as folder:
        house = House(
            settings=Settings(folder=Path(folder)),
            secret=SECRET,
            database=database,
            keyring=cast("Keyring", None),  # nobody comes through a door
            door=cast("FrontDoor", None),
            clock=clock,
            ids=desk.ids,
            desk=desk,
            site=make_site(desk),
        )
        known = {kind: each for kind, each in handlers(house).items() if kind not in TIMERS}
        teller = Teller(house, Worker(database, known, "tests", luck=lambda: 0.0, pace=Pace(retries=AT_ONCE)))
        teller.begin(has_left=has_left)
        clock.pass_by(timedelta(hours=1))
        yield teller
