"""One order, decided and remembered: facts of memory, the decision, and all rows that follow from it.

Called by every use case that decides (a new order, a change, a release, a re-screen), inside its transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.admission import NO_MODEL
from engine.decision import Decision
from engine.desk.desk import Caller, Desk, Request
from engine.desk.editions import Loaded
from engine.desk.hold_facts import Facts
from engine.desk.hold_opening import settle_holds
from engine.desk.party_screening import screened
from engine.desk.products_wanting import named_lines, skus_of, wanting
from engine.explanation import reason_codes
from engine.facts.aftersales import NOTHING_AFTER
from engine.facts.context import Context
from engine.facts.entities import Entities, entities
from engine.facts.mark_keys import mark_keys
from engine.facts.marks import marks_in_force
from engine.facts.sighting import Sighting, order_token, sight
from engine.ids import Prefix
from engine.lexicon.spec import Value
from engine.mark import Mark
from engine.order.order import Order
from engine.order.reading import to_document
from engine.paper import Paper
from engine.record import Record, Recorded, record
from engine.rulebook.domain import Domain
from engine.store.aftersales import aftersales_before
from engine.store.decision_rows import DecisionRow, add_decision, supersede
from engine.store.holds import Hold, hold_of, holds_of
from engine.store.links import told_of
from engine.store.marks import marks_on
from engine.store.order_rows import OrderVersion, add_version
from engine.store.outbox import NewJob, enqueue
from engine.store.papers import papers_of_order
from engine.store.products import catalogue_for
from engine.store.sessions import ReadSession, WriteSession
from engine.store.standing import Current, OrderKey, Standing
from engine.store.takedowns import in_force_against
from engine.store.velocity import remember, seen_before
from engine.time_over import TimeOver
from engine.under_way import happened, note, timed

ASKS = "desk.asks"  # look at what the order asks of its customer
DECIDED = "desk.decided"  # the desk's own reaction: events, review, audit
WAITING = frozenset({"hold", "ask_customer"})
HOLD_CLOCKS = "hold.clocks"  # has the ends of an order's holds put right


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision with the row that keeps it. `ref` is the merchant's own id, `locale` the buyer's language, `holds` are
    the order's open ones."""

    row: DecisionRow
    decision: Decision
    ref: str
    locale: str | None
    loaded: Loaded
    holds: Sequence[Hold] = ()
    replayed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An order on its way to a decision. `digest` is of its document; `adds_version`: whether it is new or changed.

    `open_holds` are the order's, where whoever decides many at once has read them already.
    """

    caller: Caller
    order: Order
    keys: Entities
    digest: str
    standing: Standing
    cause: str
    request: Request | None = None
    adds_version: bool = True
    open_holds: Sequence[Hold] | None = None


def order_key(order: Order) -> OrderKey:
    """What makes an order the same one."""
    return OrderKey(merchant=order.merchant, shop=order.shop or "", channel=order.channel, ref=order.id)


def sighting_token(desk: Desk, key: OrderKey) -> int:
    """The token under which an order is remembered: shops and channels number their orders each for themselves."""
    return order_token(key.merchant, f"{key.shop}\x1f{key.channel}\x1f{key.ref}", desk.seal.token)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A decision before it is written: what is kept of it, and what is remembered of the order. `model` is the digest
    of what scored it."""

    decision: Decision
    kept: Record
    seen: Sighting
    loaded: Loaded
    at: datetime
    model: str | None = None


def decide(desk: Desk, session: WriteSession, case: Case) -> Decided:
    """Decides, and writes everything that follows. Raises NoEdition."""
    return write(desk, session, case, judge(desk, session, case))


def judge(desk: Desk, session: ReadSession, case: Case) -> Judged:
    """Decides with what is remembered, and writes nothing. Raises NoEdition."""
    order = case.order
    loaded = desk.editions.current(case.caller.merchant)
    seen = sight(order, loaded.admission.knowledge.rates, desk.seal.token, case.keys)
    seen = seen._replace(order=sighting_token(desk, order_key(order)))
    with timed("memory"):
        remembered = remembered_of(desk, session, order, seen, case.keys, has_aftersales=case.standing.has_aftersales)
    now = desk.clock.now()
    chosen = desk.models.choose(case.caller.merchant, order.placed_at, scored_by(case.standing, case.adds_version))
    known = context_of(desk, session, order, case.standing, now, case.keys)
    context = replace(known, velocity=Recorded(remembered), model=chosen.scorer)
    with timed("decision"):
        decision = loaded.admission.decide(order, context)
    with timed("record"):
        kept = record(decision, context, remembered, loaded.admission.book.domain.lexicon)
    model = None if decision.receipt.model == NO_MODEL else chosen.digest
    return Judged(decision=decision, kept=kept, seen=seen, loaded=loaded, at=now, model=model)


def remembered_of(
    desk: Desk,
    session: ReadSession,
    order: Order,
    seen: Sighting,
    keys: Entities | None = None,
    *,
    has_aftersales: bool = True,
) -> Mapping[str, Value]:
    """What memory answers of an order: of others that share its keys, and of what its person did after earlier sales.
    `has_aftersales`: whether there may be anything of the latter."""
    before = seen_before(session, seen)
    if not has_aftersales:
        return {**before, **NOTHING_AFTER}
    person = desk.seal.person(order, keys)
    return {**before, **aftersales_before(session, order.merchant, person, order.placed_at)}


def scored_by(standing: Standing, adds_version: bool = False) -> str | None:  # noqa: FBT001 - as a case has it
    """The model that scored this version of the order before."""
    current = standing.current
    return None if adds_version or current is None else current.model


def context_of(
    desk: Desk, session: ReadSession, order: Order, standing: Standing, at: datetime, keys: Entities | None = None
) -> Context:
    """All that is known beside the order, but for the memory of others. `keys` are the order's own, where known."""
    products = catalogue_for(session, order) if standing.keeps_products else None
    has_takedowns = standing.has_takedowns
    return Context(
        decided_at=at,
        products=products,
        waivers=standing.waivers,
        papers=_papers(session, order.merchant, standing),
        parties=screened(desk, session, order),
        registrations=desk.registers.of(session, order, order.merchant, at),
        takedowns=in_force_against(session, order.merchant, named_lines(order, products)) if has_takedowns else (),
        marks=_marks(desk, session, order, keys, at) if standing.has_marks else (),
        over=None if standing.over is None else time_over(session, order.merchant, standing.over),
    )


def time_over(session: ReadSession, merchant: str, hold_id: str) -> TimeOver | None:
    """The hold that nobody judged in time."""
    hold = hold_of(session, merchant, hold_id)
    if hold is None or hold.ended_at is None:
        return None
    return TimeOver(hold=hold.id, rule=hold.rule, reason=hold.reason, clock=hold.clock, at=hold.ended_at)


def _papers(session: ReadSession, merchant: str, standing: Standing) -> tuple[Paper, ...]:
    """Handed in for this order; a new one has none, so nobody asks."""
    if standing.current is None:
        return ()
    return tuple(row.paper for row in papers_of_order(session, merchant, standing.current.order_id))


def _marks(desk: Desk, session: ReadSession, order: Order, keys: Entities | None, at: datetime) -> tuple[Mark, ...]:
    """Those on the order's keys that count for it now."""
    found = mark_keys(order, entities(order) if keys is None else keys)
    tokens = [desk.seal.token(order.merchant, each.kind, each.value) for each in found.values()]
    return marks_in_force(order, marks_on(session, order.merchant, tokens), at) if tokens else ()


def write(desk: Desk, session: WriteSession, case: Case, judged: Judged) -> Decided:
    """Writes a decision with its order version, holds, sighting and jobs."""
    with timed("write"):
        decided = _Writing(desk, session, case, judged).written()
    row = decided.row
    note(order_id=row.order_id, decision_id=row.id)
    happened("decision", row.outcome)
    domain = judged.loaded.admission.book.domain
    if any(each.reason == domain.fault_reason for each in judged.decision.findings):
        happened("engine_fault", row.outcome)
    return decided


def reactions(desk: Desk, row: DecisionRow, previous: str | None, cause: str) -> list[NewJob]:
    """The jobs of those who react to decisions. `cause` names what they react to, once each."""
    payload: dict[str, object] = {
        "order_id": row.order_id,
        "merchant": row.merchant,
        "decision_id": row.id,
        "version": row.version,
        "outcome": row.outcome,
        "previous_outcome": previous,
    }
    return [
        NewJob(kind=kind, merchant=row.merchant, aggregate=row.order_id, payload=payload, dedup=f"{kind}:{cause}")
        for kind in desk.reactions
    ]


class _Writing:
    """The rows of one decision."""

    def __init__(self, desk: Desk, session: WriteSession, case: Case, judged: Judged) -> None:
        self._desk = desk
        self._session = session
        self._case = case
        self._judged = judged
        self._loaded = judged.loaded
        self._now = judged.at
        current = case.standing.current
        # What belongs to a version is sealed with that version's key; a new version takes its person's, or a new one.
        own = case.standing.person_key if case.adds_version or current is None else current.person_key
        self._key = own or desk.seal.new_key()

    def written(self) -> Decided:
        case, session, judged = self._case, self._session, self._judged
        current, decision = case.standing.current, judged.decision
        order_id = self._desk.ids.new(Prefix.ORDER) if current is None else current.order_id
        version = (0 if current is None else current.version) + case.adds_version
        row = self._row(decision, judged.kept, order_id, version, current)
        if case.adds_version:
            add_version(session, self._version(order_id, version))
        if current is not None:
            supersede(session, current.decision, row.id)
        add_decision(session, row)
        remember(session, case.caller.merchant, judged.seen)
        found = case.open_holds
        if found is None:
            found = holds_of(session, row.merchant, row.order_id, only_open=True) if current is not None else ()
        holds = self._holds(decision, row, [each for each in found if each.source == "rule"])
        by_hand = [each for each in found if each.source != "rule"]
        enqueue(session, self._desk.ids, self._jobs(row, current, holds, by_hand), self._now)
        order = case.order
        locale = None if order.customer is None else order.customer.locale
        return Decided(
            row=row, decision=decision, ref=order.id, locale=locale, loaded=self._loaded, holds=(*by_hand, *holds)
        )

    def _row(
        self, decision: Decision, kept: Record, order_id: str, version: int, current: Current | None
    ) -> DecisionRow:
        case = self._case
        return DecisionRow(
            id=self._desk.ids.new(Prefix.DECISION),
            merchant=case.caller.merchant,
            order_id=order_id,
            version=version,
            number=1 if current is None else current.number + 1,
            shop=case.order.shop or "",
            outcome=decision.outcome,
            score=decision.score,
            reasons=reason_codes(decision, self._loaded.admission.book),
            cause=case.cause,
            edition=self._loaded.digest,
            model=self._judged.model,
            placed_at=case.order.placed_at,
            decided_at=self._now,
            said=kept.said,
            content=kept.content,
            trace=kept.trace,
            sealed=self._desk.seal.closed(self._key, kept.personal),
            request_key=None if case.request is None else case.request.key,
            request_fingerprint=None if case.request is None else self._desk.seal.digest(case.request.fingerprint),
        )

    def _version(self, order_id: str, version: int) -> OrderVersion:
        order = self._case.order
        public, sealed = self._desk.seal.split(to_document(order), self._key)
        return OrderVersion(
            order_id=order_id,
            version=version,
            key=order_key(order),
            digest=self._case.digest,
            document=public,
            sealed=sealed,
            person=self._desk.seal.person(order, self._case.keys),
            person_key=self._key,
            placed_at=order.placed_at,
            created_at=self._now,
            created_by=self._case.caller.name,
            legal_entity=order.legal_entity,
            country=order.shipping_address.country,
            currency=order.currency,
            total=order.totals.total,
        )

    def _holds(self, decision: Decision, row: DecisionRow, found: Sequence[Hold]) -> Sequence[Hold]:
        facts = Facts(
            order=self._case.order,
            decision=decision,
            row=row,
            waivers=self._case.standing.waivers,
            loaded=self._loaded,
            at=self._now,
        )
        return settle_holds(self._desk, self._session, facts, found)

    def _jobs(
        self, row: DecisionRow, current: Current | None, holds: Sequence[Hold], by_hand: Sequence[Hold]
    ) -> list[NewJob]:
        previous = None if current is None else current.outcome
        told: dict[str, object] = {
            "order_id": row.order_id,
            "decision_id": row.id,
            "version": row.version,
            "outcome": row.outcome,
            "previous_outcome": previous,
            "previous_decision": None if current is None else current.decision,
            "cause": row.cause,
            "actor": self._case.caller.name,
            "score": row.score,
            "reasons": row.reasons,
            "holds": [each.id for each in holds],
            "skus": skus_of(self._case.order, self._judged.decision),
            "wants": wanting(self._judged.decision),
            "links": told_of(self._judged.seen),
            "at": row.decided_at.isoformat(),
        }
        own = NewJob(
            kind=DECIDED, merchant=row.merchant, aggregate=row.order_id, payload=told, dedup=f"{DECIDED}:{row.id}"
        )
        ends = [] if not (holds or by_hand) else [ends_job(row.merchant, row.order_id, row.id)]
        return [own, *self._asks(row, previous), *ends, *reactions(self._desk, row, previous, row.id)]

    def _asks(self, row: DecisionRow, previous: str | None) -> list[NewJob]:
        """A look at what the customer is asked, where something is, or may have been: most orders wait for nobody, and
        of a new one that waits for people nothing can be asked."""
        decision, domain = self._judged.decision, self._loaded.admission.book.domain
        if WAITING.isdisjoint({row.outcome, previous}) or (previous is None and waits_for_people(decision, domain)):
            return []
        return [NewJob(kind=ASKS, merchant=row.merchant, aggregate=row.order_id, dedup=f"{ASKS}:{row.id}")]


def waits_for_people(decision: Decision, domain: Domain) -> bool:
    """Whether something holds the order that no answer of its customer could end."""
    ended_by_an_answer = {domain.asking_verdict, domain.neutral}
    worse = (each for each in decision.findings if each.waived_by is None and each.verdict not in ended_by_an_answer)
    return any(each.reason != domain.missing_reason for each in worse)


def ends_job(merchant: str, order_id: str, cause: str) -> NewJob:
    """The job that puts the ends of an order's holds right."""
    told: dict[str, object] = {"order_id": order_id}
    return NewJob(kind=HOLD_CLOCKS, merchant=merchant, aggregate=order_id, payload=told, dedup=f"{HOLD_CLOCKS}:{cause}")
