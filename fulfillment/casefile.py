"""One order's case while somebody works on it: steps are taken, entered into the history, and their effects follow.

Everything happens in the caller's transaction and is kept by `save`, which compares and sets the version of the case:
of two who work on the same order at once, one is told CaseChanged and nothing of it stays.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from engine.ids import Ids
from engine.order.order import Order
from engine.store.order_skus import ended_job
from engine.store.outbox import NewJob, enqueue
from engine.store.sessions import WriteSession
from fulfillment.desk_view import Standing
from fulfillment.errors import CaseChanged, NotFound, RoleRefused, StepBlocked
from fulfillment.guarding import holds
from fulfillment.jobs import STEP
from fulfillment.lifecycle import ENDED, TABLE, Transition, step
from fulfillment.machines.roles import may_tell
from fulfillment.naming import fitting
from fulfillment.parts import counted, parcel_named, part_named
from fulfillment.records import Case, ChannelOrder, Entry, Fulfilment, FulfilmentLine, Shipment
from fulfillment.site import Occasion, Site
from fulfillment.states import Effect, Event, Guard, Machine
from fulfillment.store.cases import (
    add_case,
    add_entries,
    add_fulfilment,
    fulfilments_of,
    history,
    is_entered,
    lines_of,
    move_state,
    save_case,
    state_of,
)
from fulfillment.store.channels import channel_orders_of
from fulfillment.store.shipments import shipments_of
from fulfillment.store.walks import hold_walks_of_order
from fulfillment.telling_feed import tell_moves


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far a case was, for whoever undoes what comes after."""

    case: Case
    is_touched: bool
    entries: tuple[Entry, ...]
    jobs: tuple[NewJob, ...]


Effects = Mapping[Effect, Callable[["CaseFile", str], None]]


class CaseFile:
    """Not safe for several threads; made by `fulfillment.thread`, which knows the effects.

    `opens` is the order of a case that is not kept yet.
    """

    def __init__(
        self,
        session: WriteSession,
        site: Site,
        occasion: Occasion,
        case: Case,
        effects: Effects,
        opens: Order | None = None,
    ) -> None:
        self.session = session
        self.site = site
        self.occasion = occasion
        self.case = case
        self._effects = effects
        self._is_new = opens is not None
        self._order = opens
        self._was = case.version
        self._is_touched = self._is_new
        self._wants_next = False
        self._parts: tuple[Fulfilment, ...] | None = None
        self._entries: list[Entry] = []
        self._before = 0  # entries of steps before this one
        self._jobs: list[NewJob] = []

    @property
    def now(self) -> datetime:
        """When this happens."""
        return self.occasion.now

    @property
    def merchant(self) -> str:
        """Whose order it is."""
        return self.case.merchant_id

    @property
    def order_id(self) -> str:
        """Which order it is."""
        return self.case.order_id

    @property
    def ids(self) -> Ids:
        """Where new identifiers come from."""
        return self.site.ids

    @property
    def order(self) -> Order:
        """The document as it stands."""
        if self._order is None:
            self._order = self.site.desk.order_of(self.session, self.order_id)
        return self._order

    @cached_property
    def standing(self) -> Standing:
        """What was decided last."""
        return self.site.desk.standing(self.session, self.order_id)

    @cached_property
    def channel_orders(self) -> tuple[ChannelOrder, ...]:
        """What channels showed of it, as it stood when the work began."""
        return channel_orders_of(self.session, self.merchant, self.order_id)

    @property
    def entered(self) -> Sequence[Entry]:
        """What was entered since the work began; in the history once it is saved."""
        return tuple(self._entries)

    def fulfilments(self) -> tuple[Fulfilment, ...]:
        """The parts of the order with the warehouse's work on each, by number, those that were cancelled too."""
        if self._parts is None:
            self._parts = fulfilments_of(self.session, self.merchant, self.order_id)
        return self._parts

    def open_part(self, part: Fulfilment, lines: Sequence[FulfilmentLine]) -> None:
        """Adds a part, with what it sends."""
        add_fulfilment(self.session, part, lines)
        self._parts = None

    def history(self) -> tuple[Entry, ...]:
        """What was entered before this step, oldest first."""
        kept = () if self._is_new else history(self.session, self.merchant, self.order_id)
        return (*kept, *self._entries[: self._before])

    def fulfilment(self, named: str | None = None) -> Fulfilment:
        """A part by its id or number. Raises NotFound, and PartNeeded when none of several is named."""
        return part_named(self.fulfilments(), named, self.order_id)

    def lines(self, fulfilment_id: str) -> tuple[FulfilmentLine, ...]:
        """What a part sends, by number of the order's line."""
        return lines_of(self.session, fulfilment_id)

    def shipments(self, fulfilment_id: str | None = None) -> tuple[Shipment, ...]:
        """The parcels whose labels count, of one part or of all, in the order in which they got their labels."""
        found = counted(shipments_of(self.session, self.merchant, self.order_id))
        return tuple(each for each in found if fulfilment_id in (None, each.fulfilment_id))

    def shipment(self, named: str | None = None) -> Shipment:
        """A parcel whose label counts, by id or number. Raises NotFound, and PartNeeded as for parts."""
        return parcel_named(self.shipments(), named, self.order_id)

    def can(self, machine: Machine, event: Event, subject: str | None = None) -> bool:
        """Whether the tables have a row for this, guards aside."""
        return (machine, self._state(machine, self._subject(machine, subject)), event) in TABLE

    def may(self, machine: Machine, event: Event, subject: str | None = None) -> bool:
        """Whether the tables have a row for this, and its guards are met."""
        name = self._subject(machine, subject)
        row = TABLE.get((machine, self._state(machine, name), event))
        return row is not None and all(self.holds(guard, name) for guard in row.guards)

    def holds(self, guard: Guard, subject: str = "") -> bool:
        """Whether a guard is met now, for a part or parcel where it is about one."""
        return holds(self.session, self.site, self.case, self.standing, guard, subject)

    def check(self, machine: Machine, event: Event, subject: str | None = None) -> Transition:
        """The row that `take` would follow.

        Raises IllegalStep, StepBlocked with the reasons of the decision, and RoleRefused for whoever may not tell it.
        """
        name = self._subject(machine, subject)
        try:
            row = step(machine, self._state(machine, name), event, lambda guard: self.holds(guard, name))
        except StepBlocked as refused:
            if Guard.CLEAR in refused.unmet:
                raise refused.because(self.site.desk.reasons(self.session, self.order_id)) from None
            raise
        if not may_tell(row.who, self.site.tellers):
            raise RoleRefused(event, row.who)
        return row

    def take(
        self, machine: Machine, event: Event, subject: str | None = None, data: Mapping[str, object] | None = None
    ) -> str:
        """One step with all that follows; answers where the machine stands then.

        Raises IllegalStep, StepBlocked, or CaseChanged when a machine below the order stood elsewhere already.
        """
        name = self._subject(machine, subject)
        row = self.check(machine, event, name)
        source = row.source
        if Effect.PULL_PICK_LIST in row.effects:
            hold_walks_of_order(self.session, self.merchant, self.order_id)
        self._move(machine, name, source, row.target)
        self._enter(machine, name, event, source, row.target, data or {})
        for effect in row.effects:
            self._effects[effect](self, name)
        return row.target

    def note(self, what: str, dedup: str, data: Mapping[str, object] | None = None) -> bool:
        """Enters something that moves nothing; false when it was entered before."""
        name = fitting(dedup)
        if any(each.dedup == name for each in self._entries):
            return False
        if not self._is_new and is_entered(self.session, self.order_id, name):
            return False
        stage = self.case.stage
        self._enter(Machine.ORDER, self.order_id, what, stage, stage, data or {}, name)
        return True

    def change(self, **fields: object) -> None:
        """Changes fields of the case other than its states."""
        self.case = replace(self.case, **fields)  # type: ignore[arg-type]
        self._is_touched = True

    def touch(self) -> None:
        """Something below the case changed, so that nobody else may have changed it meanwhile."""
        self._is_touched = True

    def add_job(
        self, kind: str, payload: Mapping[str, object], *, track: str = "", run_after: datetime | None = None
    ) -> None:
        """A job of this order. Those of a `track` of their own neither wait for the order's others nor delay them."""
        aggregate = f"{self.order_id}:{track}" if track else self.order_id
        named = {"order_id": self.order_id, "merchant": self.merchant, **payload}
        job = NewJob(kind=kind, merchant=self.merchant, aggregate=aggregate, payload=named, run_after=run_after)
        if job not in self._jobs:
            self._jobs.append(job)

    def next_step(self) -> None:
        """What comes next by itself is done by a job, unless whoever has the case does it at once."""
        self._wants_next = True

    def takes_next(self) -> bool:
        """Whether something comes next: whoever asks does it, in this transaction, as a step of its own."""
        wanted, self._wants_next = self._wants_next, False
        self._before = len(self._entries)
        return wanted

    def mark(self) -> Mark:
        """Where the work stands."""
        return Mark(case=self.case, is_touched=self._is_touched, entries=tuple(self._entries), jobs=tuple(self._jobs))

    def back_to(self, mark: Mark) -> None:
        """Forgets what was done since, which a savepoint has undone."""
        self.case, self._is_touched, self._wants_next, self._parts = mark.case, mark.is_touched, False, None
        self._entries, self._jobs = list(mark.entries), list(mark.jobs)
        self._before = len(self._entries)

    def save(self) -> None:
        """Keeps all of it. Raises CaseChanged when somebody else changed the case meanwhile."""
        if self._is_touched or self._entries:
            kept = replace(self.case, version=self._was + 1, changed_at=self.now)
            if self._is_new:
                add_case(self.session, kept)
            elif not save_case(self.session, kept, self._was):
                raise CaseChanged
            add_entries(self.session, self._entries)
            tell_moves(self.session, self._entries)
            self.case = kept
        if self._wants_next:
            self.add_job(STEP, {})
        enqueue(self.session, self.ids, self._jobs, self.now)

    def _subject(self, machine: Machine, subject: str | None) -> str:
        if subject is not None:
            return subject
        match machine:
            case Machine.FULFILMENT:
                return self.fulfilment().id
            case Machine.SHIPMENT:
                return self.shipment().id
        return self.order_id

    def _state(self, machine: Machine, subject: str) -> str:
        match machine:
            case Machine.ORDER:
                return self.case.stage
            case Machine.PAYMENT:
                return self.case.payment
            case Machine.FULFILMENT:
                known = next((each.state for each in self.fulfilments() if each.id == subject), None)
                if known is not None:
                    return known
        state = state_of(self.session, machine, self.merchant, subject)
        if state is None:
            raise NotFound(machine, subject or f"of order {self.order_id}")
        return state

    def _move(self, machine: Machine, subject: str, source: str, target: str) -> None:
        match machine:
            case Machine.ORDER:
                self.change(stage=target)
                if target in ENDED:
                    self._jobs.append(ended_job(self.merchant, self.order_id))
            case Machine.PAYMENT:
                self.change(payment=target)
            case _:
                if not move_state(self.session, machine, subject, source, target):
                    raise CaseChanged
                if self._parts is not None:
                    self._parts = tuple(
                        replace(each, state=target) if (machine, each.id) == (Machine.FULFILMENT, subject) else each
                        for each in self._parts
                    )

    def _enter(
        self,
        machine: Machine,
        subject: str,
        event: str,
        source: str,
        target: str,
        data: Mapping[str, object],
        dedup: str | None = None,
    ) -> None:
        self.change(entries=self.case.entries + 1)
        self._entries.append(
            Entry(
                order_id=self.order_id,
                seq=self.case.entries,
                merchant_id=self.merchant,
                machine=machine,
                subject=subject,
                event=event,
                source=source,
                target=target,
                at=self.now,
                actor=self.occasion.actor,
                data=data,
                dedup=dedup,
            )
        )
