"""The guard looks every few minutes at what the edition in force holds and cancels, and acts where it may.

One chain of jobs, however many workers start it. A trip is told once: as a row, an event and an entry of the audit,
and again only after somebody acknowledged it and enough new orders have come in since.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.desk.auditing import audited
from engine.desk.desk import Caller, Desk
from engine.desk.errors import NotFound, TripAcknowledged
from engine.desk.guard_acting import GUARD, demote, revert
from engine.desk.tallying import decided_by
from engine.errors import ClearwayError
from engine.ids import Prefix
from engine.rulebook.book import RuleBook
from engine.rulebook.guard_block import GuardTerms, Then
from engine.store.chain import begin_turns, turn_after, turn_job
from engine.store.editions import Activation, epochs, in_force
from engine.store.feed import NewEvent, add_audit, add_events
from engine.store.guard_trips import TripRow, acknowledge_trip, add_trip, last_trip, trip_of, trips
from engine.store.handling import OutsideHandler
from engine.store.outbox import Job, enqueue
from engine.store.rule_hits import NO_RULE, HitCount, Owners, counted
from engine.store.sessions import ReadSession, WriteSession
from engine.workbench.guard import BOOK, Counts, Trip, judge

LOOK = "desk.guard"
EVERY = timedelta(minutes=5)
TRIPPED = "guard.tripped"
OF_NO_ORDER = ""
MOST_SHOWN = 50


def guarding_handlers(desk: Desk) -> Mapping[str, OutsideHandler[None]]:
    """The guard's handler by kind of job. Editions are loaded before its transaction: that takes seconds, for which no
    other writer should wait."""
    guarding = _Guarding(desk)
    return {LOOK: OutsideHandler(guarding.load, guarding.look)}


def begin_guarding(desk: Desk) -> None:
    """Starts the chain of looks; does nothing where it runs already."""
    begin_turns(desk.database, desk.ids, desk.clock.now(), LOOK, EVERY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What the guard sees of an owner's edition: its terms, new orders since a moment, and how they ended."""

    terms: GuardTerms
    since: datetime
    orders: int
    together: Counts
    by_rule: Mapping[str, Counts]
    book: RuleBook
    activation: Activation

    def trips(self) -> Sequence[Trip]:
        """Every share above its limit."""
        return judge(self.terms, self.book, self.orders, self.together, self.by_rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardState:
    """What the guard sees now, and its latest trips, newest first."""

    watch: Watch | None
    trips: Sequence[TripRow]


def guard_state(desk: Desk, merchant: str) -> GuardState:
    """How the guard stands for the edition of a merchant."""
    with desk.database.read() as session:
        return GuardState(watch=_watch(desk, session, merchant), trips=trips(session, merchant, MOST_SHOWN))


def acknowledge(desk: Desk, caller: Caller, trip_id: str) -> TripRow:
    """Somebody has seen a trip; from now on the guard may trip there again. Raises NotFound and TripAcknowledged."""
    now = desk.clock.now()
    with desk.database.write() as session:
        if trip_of(session, caller.merchant, trip_id) is None:
            raise NotFound("trip", trip_id)
        if not acknowledge_trip(session, caller.merchant, trip_id, caller.name, now):
            raise TripAcknowledged
        told = audited(caller.name, caller.merchant, "guard.acknowledged", trip_id, {}, now)
        enqueue(session, desk.ids, [told], now)
        found = trip_of(session, caller.merchant, trip_id)
    if found is None:
        raise NotFound("trip", trip_id)
    return found


def _watch(desk: Desk, session: ReadSession, owner: str, after: datetime | None = None) -> Watch | None:
    """What is seen since the edition came into force, within the window; None where nothing can be seen."""
    activation = in_force(session, owner)
    if activation is None:
        return None
    try:
        book = desk.editions.load(activation.edition, owner).admission.book
    except ClearwayError:  # what cannot be loaded decides nothing
        return None
    terms = book.policy.guard
    window = desk.clock.now() - timedelta(hours=terms.window_hours)
    since = max(each for each in (window, activation.activated_at, after) if each is not None)
    rows = _counts(session, decided_by(session, owner), since)
    return Watch(
        terms=terms,
        since=since,
        orders=sum(each.orders for each in rows if each.rule == NO_RULE),
        together=_sums(rows, NO_RULE),
        by_rule={rule: _sums(rows, rule) for rule in {each.rule for each in rows} - {NO_RULE}},
        book=book,
        activation=activation,
    )


def _counts(session: ReadSession, owners: Owners, since: datetime) -> Sequence[HitCount]:
    return [each for each in counted(session, owners, since) if each.status == "live"]


def _sums(rows: Sequence[HitCount], rule: str) -> Counts:
    found = {
        verdict: sum(each.orders for each in rows if (each.rule, each.verdict) == (rule, verdict))
        for verdict in ("hold", "cancel")
    }
    return Counts(held=found["hold"], cancelled=found["cancel"])


@dataclass(frozen=True, slots=True)
class _Guarding:
    desk: Desk

    def load(self, _: Job) -> None:
        """Has every edition in force in memory."""
        with self.desk.database.read() as session:
            found = [in_force(session, owner) for owner in sorted(epochs(session))]
        for activation in found:
            if activation is not None:
                with suppress(ClearwayError):  # what cannot be loaded decides nothing
                    self.desk.editions.load(activation.edition, activation.merchant)

    def look(self, session: WriteSession, job: Job, _: None = None) -> None:
        """Looks at every edition in force, tells of new trips and acts on them; then sets the next look."""
        now = self.desk.clock.now()
        for owner in sorted(epochs(session)):
            watch = _watch(self.desk, session, owner)
            if watch is not None:
                self._act(session, owner, watch, self._new(session, owner, watch))
        enqueue(session, self.desk.ids, [turn_job(LOOK, turn_after(job, now, EVERY), EVERY)], now)

    def _new(self, session: WriteSession, owner: str, watch: Watch) -> Sequence[Trip]:
        """Trips that are not told yet; after an acknowledgement only what came in since counts."""
        found: list[Trip] = []
        for trip in watch.trips():
            last = last_trip(session, owner, trip.subject, trip.measure)
            if last is None:
                found.append(trip)
            elif last.acknowledged_at is not None:
                later = _watch(self.desk, session, owner, last.acknowledged_at)
                again = () if later is None else later.trips()
                found += [each for each in again if (each.subject, each.measure) == (trip.subject, trip.measure)]
        return found

    def _act(self, session: WriteSession, owner: str, watch: Watch, found: Sequence[Trip]) -> None:
        """Rules go to shadow before the book goes back: that is the smaller step, and it may be enough."""
        rows = [self._row(owner, watch, trip) for trip in found]
        quieted = [each for each in rows if each.asked == Then.SHADOW]
        if quieted:
            demote(self.desk, session, watch.activation, watch.book, quieted)
            rows = [replace(each, done=Then.SHADOW) if each in quieted else each for each in rows]
        for place, row in enumerate(rows):
            if row.asked == Then.REVERT:
                why = "rules went to shadow first" if quieted else revert(self.desk, session, watch.activation, row)
                rows[place] = replace(row, note=f"{row.note}; {why}") if why else replace(row, done=Then.REVERT)
        for row in rows:
            self._tell(session, row)

    def _row(self, owner: str, watch: Watch, trip: Trip) -> TripRow:
        return TripRow(
            id=self.desk.ids.new(Prefix.TRIP),
            merchant=owner,
            subject=trip.subject,
            measure=trip.measure,
            counted=trip.counted,
            orders=trip.orders,
            limit_percent=trip.limit,
            asked=trip.then,
            done=Then.ALARM,
            edition=watch.activation.edition,
            note=str(trip),
            tripped_at=self.desk.clock.now(),
        )

    def _tell(self, session: WriteSession, row: TripRow) -> None:
        add_trip(session, row)
        data = shown(row)
        event = NewEvent(
            id=f"{Prefix.EVENT}_{row.id.removeprefix(f'{Prefix.TRIP}_')}_t",
            merchant=row.merchant,
            type=TRIPPED,
            order_id=OF_NO_ORDER,
            data=data,
            at=row.tripped_at,
        )
        add_events(session, [event])
        add_audit(
            session,
            merchant=row.merchant,
            at=row.tripped_at,
            actor=GUARD,
            action=TRIPPED,
            subject=row.id,
            data=data,
        )


def shown(row: TripRow) -> dict[str, object]:
    """A trip as events and the audit tell of it."""
    return {
        "trip_id": row.id,
        "rule": None if row.subject == BOOK else row.subject,
        "measure": row.measure,
        "counted": row.counted,
        "orders": row.orders,
        "limit_percent": row.limit_percent,
        "asked": row.asked,
        "done": row.done,
        "edition": row.edition,
        "note": row.note,
    }
