"""What tests of fulfilment share: a desk that says what it is told to, ids that count, a loop that does the jobs."""

import itertools
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
from sqlalchemy import select, update

from engine.aftersale import AftersaleKind
from engine.desk.auditing import AUDIT
from engine.desk.errors import PersonErased
from engine.desk.judging import JudgedLine, JudgedOrder, JudgedTogether
from engine.desk.part_holds import PartOf, PartWait
from engine.desk.products_following import ended
from engine.ids import Ids, Prefix
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from engine.order.joining import joined
from engine.order.order import Order
from engine.order.terms import GoodsSeal
from engine.policy_books import Judgement, PolicyBook
from engine.products.sealed import seals_of
from engine.rulebook.channel_answers import ChannelAnswers
from engine.store.database import Database
from engine.store.order_skus import ENDED
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import JOB
from fulfillment.desk_view import (
    AskingLink,
    DecisionTold,
    Learnt,
    MergeTerms,
    PolicyReason,
    ReturnTerms,
    SealedFile,
    Standing,
    Wait,
)
from fulfillment.handlers import handlers, outside_handlers
from fulfillment.jobs import HOLD_CLOCKS, INBOX_DISPUTE, LIFECYCLE
from fulfillment.reason import Reason
from fulfillment.records import Case, Fulfilment, Shipment
from fulfillment.site import Occasion, Site
from fulfillment.store.cases import find_case
from fulfillment.timeline import view
from fulfillment.walkthrough import PlayedClock
from tests.builders import an_order

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


class CountingIds:
    """Ids that sort as they are given, and are unique in one database."""

    def __init__(self, start: int = 0) -> None:
        self._numbers = itertools.count(start)

    def new(self, prefix: Prefix) -> str:
        return f"{prefix}_{next(self._numbers):08}"


@dataclass
class ToldDesk:
    """Implements DeskView with what the test has put in."""

    orders: dict[str, Order] = field(default_factory=dict)
    standings: dict[str, Standing] = field(default_factory=dict)
    kept_by: tuple[Reason, ...] = ()
    is_reviewing: bool = False
    is_asking: bool = False
    links: dict[str, AskingLink] = field(default_factory=dict)

    learnt: list[Learnt] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)
    merging: MergeTerms = field(default_factory=MergeTerms)
    most_together: int | None = None
    free_up_to: int = 2**62
    answers: dict[str, ChannelAnswers] = field(default_factory=dict)
    points: tuple[str, ...] = ()
    past: dict[tuple[str, int], Order] = field(default_factory=dict)
    waiting: dict[str, Wait] = field(default_factory=dict)
    policies: Mapping[str, PolicyBook] = field(default_factory=dict)
    stored_policies: Mapping[tuple[str, str], PolicyBook] = field(default_factory=dict)  # by edition and name
    part_waits: dict[str, tuple[PartWait, ...]] = field(default_factory=dict)
    let_go: list[PartWait] = field(default_factory=list)
    returning: ReturnTerms = field(default_factory=ReturnTerms)
    placed: dict[str, datetime] = field(default_factory=dict)
    placed_anew: list[Order] = field(default_factory=list)
    is_erased: bool = False
    erased: set[str] = field(default_factory=set)
    aftersales: dict[tuple[str, str], str] = field(default_factory=dict)

    def order_of(self, session: ReadSession, order_id: str) -> Order:
        if order_id in self.erased:
            raise PersonErased(order_id, ("order",))
        return self.orders[order_id]

    def order_at(self, session: ReadSession, merchant: str, order_id: str, version: int) -> Order | None:
        return self.past.get((order_id, version), self.orders[order_id])

    def standing(self, session: ReadSession, order_id: str) -> Standing:
        return self.standings[order_id]

    def orders_by_names(
        self, session: ReadSession, merchant: str, names: Collection[str]
    ) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for order_id, order in self.orders.items():
            if order.id in names:
                found[order.id].add(order_id)
        return {name: frozenset(orders) for name, orders in found.items()}

    def orders_named(self, session: ReadSession, merchant: str, name: str) -> tuple[str, ...]:
        return tuple(id_ for id_, order in self.orders.items() if name in (id_, order.id))

    def decisions(self, session: ReadSession, merchant: str, order_id: str) -> tuple[DecisionTold, ...]:
        return (DecisionTold(id="dec_1", outcome="admit", decided_at=NOON, edition="e1", reasons=(), score=0,
                             facts={"payment.avs": "match"}),)  # fmt: skip

    def learn(self, session: WriteSession, merchant: str, learnt: Learnt, by: str) -> None:
        self.learnt.append(learnt)

    def remember_aftersale(
        self, session: WriteSession, merchant: str, order_id: str, kind: AftersaleKind, about: str, at: datetime
    ) -> None:
        self.aftersales.setdefault((kind.value, about), order_id)

    def undo_aftersale(self, session: WriteSession, merchant: str, kind: AftersaleKind, about: str) -> None:
        self.aftersales.pop((kind.value, about), None)

    def reasons(self, session: ReadSession, order_id: str) -> tuple[Reason, ...]:
        return () if self.standings[order_id].is_clear else self.kept_by

    def gtins(self, session: ReadSession, merchant: str, skus: Collection[str]) -> Mapping[str, str]:
        return {sku: self.numbers[sku] for sku in skus if sku in self.numbers}

    def seals(self, session: ReadSession, order: Order) -> Mapping[int, frozenset[GoodsSeal]]:
        return seals_of(order, None)

    def judge_together(self, session: ReadSession, merchant: str, order_ids: Sequence[str]) -> JudgedTogether:
        together = joined([self.orders[each] for each in order_ids])
        found = self.together(together)
        return replace(
            found,
            orders=tuple(
                JudgedOrder(order_id=each, version=self.standings[each].version, order=self.orders[each],
                            facts=self.facts_of(self.orders[each]), lines=judged_lines(self.orders[each]))
                for each in order_ids
            ),
        )  # fmt: skip

    def judge_policy(
        self, merchant: str, policy: str, sheet: Sheet, at: datetime, key: str, began: datetime | None = None
    ) -> Judgement | None:
        book = self.policies.get(policy)
        return None if book is None else book.judge(sheet, at, key, began)

    def judge_policy_of(
        self, merchant: str, edition: str, policy: str, sheet: Sheet, at: datetime, key: str
    ) -> Judgement | None:
        book = self.stored_policies.get((edition, policy))
        return None if book is None else book.judge(sheet, at, key)

    def policy_words(self, merchant: str, judgement: Judgement, language: str) -> tuple[PolicyReason, ...]:
        return tuple(
            PolicyReason(rule=each.rule, code=each.reason, verdict=each.verdict, severity=each.severity,
                         acts=each.actor, text=each.reason, fix="", part=each.part)
            for each in judgement.findings
        )  # fmt: skip

    def released_of_part(self, session: ReadSession, part: PartOf) -> frozenset[tuple[str, str, str]]:
        return frozenset(each.place for each in self.let_go)

    def settle_part(
        self, session: WriteSession, part: PartOf, waits: Sequence[PartWait], at: datetime
    ) -> tuple[PartWait, ...]:
        self.part_waits[part.subject] = tuple(each for each in waits if not each.waivable or each not in self.let_go)
        return self.part_waits[part.subject]

    def together(self, order: Order) -> JudgedTogether:
        """The rules' outcome of a joined order: admitted unless it is worth more than `most_together`."""
        over = self.most_together is not None and order.totals.total > self.most_together
        return JudgedTogether(
            outcome="hold" if over else "admit",
            reasons=("IMP_OVER",) if over else (),
            facts=self.facts_of(order),
            orders=(),
            edition="e1",
            engine="1",
            decided_at=NOON,
        )

    def facts_of(self, order: Order) -> Mapping[str, Value]:
        """Duty falls due above `free_up_to`."""
        return {"duties.duty_due": order.totals.total > self.free_up_to, "shipment.mode": "post"}

    def return_terms(self, session: ReadSession, merchant: str) -> ReturnTerms:
        return self.returning

    def orders_of_person(
        self, session: ReadSession, merchant: str, order_id: str, since: datetime
    ) -> Mapping[str, datetime]:
        return {id_: at for id_, at in self.placed.items() if at >= since}

    def in_euro(self, merchant: str, amount: int, currency: str) -> int | None:
        return amount if currency == "EUR" else None

    def seal_file(self, session: ReadSession, merchant: str, order_id: str, content: bytes) -> SealedFile | None:
        return None if self.is_erased else SealedFile(order_version=1, content=content[::-1])

    def open_file(self, session: ReadSession, merchant: str, order_id: str, sealed: SealedFile) -> bytes | None:
        return None if self.is_erased else sealed.content[::-1]

    def place_order(self, session: WriteSession, order: Order, by: str) -> str:
        if order not in self.placed_anew:
            self.placed_anew.append(order)
        return f"ord_of_{order.id}"

    def merge_terms(self, session: ReadSession, merchant: str) -> MergeTerms:
        return self.merging

    def packed_tolerance_pct(self, session: ReadSession, merchant: str) -> int:
        return 10

    def asks_for_review(self, session: ReadSession, merchant: str) -> bool:
        return self.is_reviewing

    def asks_customers(self, session: ReadSession, merchant: str) -> bool:
        return self.is_asking

    def waits(self, session: ReadSession, merchant: str, order_ids: Sequence[str]) -> Mapping[str, Wait]:
        return {order_id: wait for order_id, wait in self.waiting.items() if order_id in order_ids}

    def channel_answers(self, session: ReadSession, merchant: str, channel: str) -> ChannelAnswers:
        return self.answers.get(channel, ChannelAnswers())

    def asked_in_words(self, session: ReadSession, merchant: str, request_id: str, language: str) -> tuple[str, ...]:
        return self.points

    def asking_link(self, session: ReadSession, merchant: str, request_id: str) -> AskingLink | None:
        return self.links.get(request_id)


def judged_lines(order: Order) -> tuple[JudgedLine, ...]:
    """Lines without a product file; a battery is one of UN3480."""
    return tuple(
        JudgedLine(number=number, line=line, un={} if line.battery is None else {"UN3480": "9"})
        for number, line in enumerate(order.lines, start=1)
    )


class House:
    """A site on a database, with a clock that is told the time."""

    def __init__(self, database: Database, folder: Path, ids: Ids | None = None, merchant: str = "main") -> None:
        self.database = database
        self.desk = ToldDesk()
        self.clock = PlayedClock(NOON)
        self.site = Site(desk=self.desk, ids=ids if ids is not None else CountingIds())
        self.merchant = merchant
        self.folder = folder
        self._decisions = itertools.count(1)
        self.rewire()

    def rewire(self) -> None:
        """Gives the jobs the site as it is now."""
        self._inside = {
            **handlers(self.site, self.clock),
            ENDED: ended,
            HOLD_CLOCKS: ended,
            INBOX_DISPUTE: ended,
            AUDIT: ended,
        }
        self.outside = dict(outside_handlers(self.site, self.clock, self.database, self.folder))

    def decide(self, outcome: str, order_id: str = "ord_1", order: Order | None = None, *, blocked: bool | None = None,
               version: int = 1) -> NewJob:  # fmt: skip
        """The desk decides, and adds its job."""
        if order is not None or order_id not in self.desk.orders:
            self.desk.orders[order_id] = order if order is not None else an_order()
        self.desk.past[order_id, version] = self.desk.orders[order_id]
        held = outcome in ("hold", "ask_customer") if blocked is None else blocked
        self.desk.standings[order_id] = Standing(outcome=outcome, version=version, blocked=held)
        payload = {
            "order_id": order_id,
            "merchant": self.merchant,
            "decision_id": f"dec_{self.merchant}_{next(self._decisions)}",
            "version": version,
            "outcome": outcome,
            "previous_outcome": None,
        }
        job = NewJob(kind=LIFECYCLE, merchant=self.merchant, aggregate=order_id, payload=payload)
        with self.database.write() as session:
            enqueue(session, self.site.ids, [job], self.clock.now())
        return job

    def on(self, order_id: str = "ord_1", actor: str = "tests") -> Occasion:
        """Now, about an order."""
        return Occasion(merchant=self.merchant, order_id=order_id, now=self.clock.now(), actor=actor)

    def pass_by(self, **time: float) -> None:
        """Lets time pass."""
        self.clock.pass_by(timedelta(**time))

    def case(self, order_id: str = "ord_1") -> Case:
        """How it stands."""
        with self.database.read() as session:
            found = find_case(session, self.merchant, order_id)
        assert found is not None
        return found

    def parts(self, order_id: str = "ord_1") -> list[Fulfilment]:
        """The parts of an order, by number."""
        with self.database.read() as session:
            return [each.fulfilment for each in view(session, self.merchant, order_id).parts]

    def parcels(self, order_id: str = "ord_1") -> list[Shipment]:
        """The parcels whose labels count, the one that was labelled first before the others."""
        with self.database.read() as session:
            return list(view(session, self.merchant, order_id).shipments)

    def drain(self, again: bool = False) -> int:
        """Does all jobs that are due, in the order of their ids; with `again`, those that were done as well."""
        done = 0
        while job := self._due():
            self.do(job)
            done += 1
        if again:
            for job in self._jobs(state="done"):
                self.do(job)
        return done

    def do(self, job: Job) -> None:
        """One job, whether it was done before or not."""
        if job.kind in self.outside:
            result = self.outside[job.kind].act(job)
            with self.database.write() as session:
                self.outside[job.kind].settle(session, job, result)
                session.run(update(JOB).where(JOB.c.id == job.id).values(state="done"))
            return
        with self.database.write() as session:
            self._inside[job.kind](session, job)
            session.run(update(JOB).where(JOB.c.id == job.id).values(state="done"))

    def waiting(self, kind: str) -> list[Job]:
        """Jobs of a kind that are to be done."""
        return [job for job in self._jobs(state="ready") if job.kind == kind]

    def _due(self) -> Job | None:
        now = (self.clock.now() - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
        return next((job for job in self._jobs(state="ready", until=now)), None)

    def _jobs(self, state: str, until: int = 2**62) -> list[Job]:
        chosen = (
            select(JOB.c.id, JOB.c.kind, JOB.c.aggregate, JOB.c.payload)
            .where(JOB.c.state == state, JOB.c.run_after <= until, JOB.c.merchant_id == self.merchant)
            .order_by(JOB.c.id)
        )
        with self.database.read() as session:
            rows: list[Mapping[str, str]] = [row._asdict() for row in session.rows(chosen)]
        return [
            Job(id=row["id"], kind=row["kind"], merchant=self.merchant, aggregate=row["aggregate"],
                payload=orjson.loads(row["payload"]), attempts=1, fence=1)
            for row in rows
        ]  # fmt: skip
