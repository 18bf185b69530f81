"""Orders opened again with what went into their decisions, and what would go in now: a chunk in a few statements.

Behaviour is as it was recorded, since the moment of the order governs it. Law and state are those of the run's moment.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import orjson

from engine.desk.deciding import scored_by
from engine.desk.desk import Desk
from engine.desk.models import Chosen
from engine.desk.party_screening import screened
from engine.desk.products_wanting import named_lines
from engine.facts.context import Context
from engine.facts.entities import Entities, entities
from engine.facts.mark_keys import mark_keys
from engine.facts.marks import marks_in_force
from engine.lexicon.spec import Lexicon, Value
from engine.mark import Mark
from engine.order.order import Order
from engine.order.reading import order_again
from engine.products.catalogue import Catalogue
from engine.recall import recall_context
from engine.record import Recorded
from engine.store.known_orders import KnownOrder
from engine.store.marks import MarkRow, active_on
from engine.store.party_verdicts import LastVerdicts, last_verdicts
from engine.store.products import catalogues_for
from engine.store.sessions import ReadSession
from engine.store.takedowns import in_force_against
from engine.takedown import Takedown

# A process may have decided with the lists before for a moment after new ones came into force.
SLACK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An order with its decision: what went in `then`, and what goes in `now`. `content` is as JSON has it; `keys` are
    there where marks were asked for."""

    known: KnownOrder
    order: Order
    keys: Entities | None
    content: Mapping[str, object]
    personal: Mapping[str, object]
    then: Context
    now: Context
    chosen: Chosen


@dataclass(frozen=True, slots=True)
class Chunk:
    """The orders that can be decided, and those whose person was erased."""

    opened: tuple[Opened, ...]
    erased: tuple[KnownOrder, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    """An order whose personal values are there."""

    known: KnownOrder
    order: Order
    personal: Mapping[str, object]


def open_all(desk: Desk, session: ReadSession, merchant: str, rows: Iterable[KnownOrder], lexicon: Lexicon) -> Chunk:
    """Opens orders of a merchant. `desk` is that of the run's moment."""
    whole: list[_Whole] = []
    erased: list[KnownOrder] = []
    for row in rows:
        found = _whole(desk, row)
        if found is None:
            erased.append(row)
        else:
            whole.append(found)
    return Chunk(tuple(_Reading(desk, session, merchant, lexicon, whole).opened()), tuple(erased))


def _whole(desk: Desk, row: KnownOrder) -> _Whole | None:
    document, is_whole = desk.seal.joined(row.document, row.sealed, row.current.person_key)
    personal = desk.seal.opened(row.current.person_key, row.personal)
    if not is_whole or personal is None:
        return None
    return _Whole(known=row, order=order_again(document), personal=personal)


class _Reading:
    """What is asked for all orders at once."""

    def __init__(
        self, desk: Desk, session: ReadSession, merchant: str, lexicon: Lexicon, whole: Sequence[_Whole]
    ) -> None:
        self._desk = desk
        self._session = session
        self._merchant = merchant
        self._lexicon = lexicon
        self._whole = whole
        self._at = desk.clock.now()
        self._parties = _Parties(desk, session, merchant)

    def opened(self) -> Iterable[Opened]:
        if not self._whole:
            return
        keys = [entities(each.order) for each in self._whole] if self._keeps_marks else None
        catalogues, marks = self._catalogues(), self._marks(keys)
        takedowns = self._takedowns(catalogues)
        for number, each in enumerate(self._whole):
            then = recall_context(each.known.content, each.personal, self._lexicon)
            standing = each.known.standing
            chosen = self._desk.models.choose(self._merchant, each.order.placed_at, scored_by(standing))
            now = Context(
                decided_at=self._at,
                velocity=then.velocity,
                products=catalogues[number],
                waivers=standing.waivers,
                model=chosen.scorer,
                papers=each.known.papers,
                parties=self._parties.of(each.order, each.known.decided_at, then),
                registrations=self._desk.registers.of(self._session, each.order, self._merchant, self._at),
                takedowns=takedowns[number],
                marks=marks[number],
                over=each.known.over,
            )
            yield Opened(
                known=each.known,
                order=each.order,
                keys=None if keys is None else keys[number],
                content=orjson.loads(each.known.content),
                personal=each.personal,
                then=then,
                now=now,
                chosen=chosen,
            )

    def _catalogues(self) -> Sequence[Catalogue | None]:
        if not self._whole[0].known.standing.keeps_products:
            return [None] * len(self._whole)
        return catalogues_for(self._session, [each.order for each in self._whole])

    def _takedowns(self, catalogues: Sequence[Catalogue | None]) -> Sequence[tuple[Takedown, ...]]:
        if not self._whole[0].known.standing.has_takedowns:
            return [()] * len(self._whole)
        lines = [named_lines(each.order, held) for each, held in zip(self._whole, catalogues, strict=True)]
        found = in_force_against(self._session, self._merchant, [line for some in lines for line in some])
        return [
            tuple(each for each in found if any(each.concerns(line.sku, line.title) for line in some)) for some in lines
        ]

    @property
    def _keeps_marks(self) -> bool:
        return self._whole[0].known.standing.has_marks

    def _marks(self, keys: Sequence[Entities] | None) -> Sequence[tuple[Mark, ...]]:
        if keys is None:
            return [()] * len(self._whole)
        tokens = [
            {self._desk.seal.token(self._merchant, key.kind, key.value) for key in mark_keys(each.order, own).values()}
            for each, own in zip(self._whole, keys, strict=True)
        ]
        asked = frozenset[int]().union(*tokens)
        rows: Sequence[MarkRow] = active_on(self._session, self._merchant, asked) if asked else ()
        return [
            marks_in_force(each.order, [row.mark for row in rows if row.token in own], self._at)
            for each, own in zip(self._whole, tokens, strict=True)
        ]


class _Parties:
    """`party.*` facts as they are now: as recorded where neither lists nor verdicts nor their age say otherwise."""

    def __init__(self, desk: Desk, session: ReadSession, merchant: str) -> None:
        self._desk = desk
        self._session = session
        self._at = desk.clock.now()
        self._held = desk.party_lists.current()
        self._changed: datetime | None = desk.party_lists.changed_at(session)
        self._verdicts: LastVerdicts = last_verdicts(session, merchant)

    def of(self, order: Order, since: datetime, then: Context) -> Mapping[str, Value]:
        """The facts of one order, decided at a moment before."""
        if self._same(since):
            return then.parties
        return screened(self._desk, self._session, order)

    def _same(self, since: datetime) -> bool:
        earlier = since - SLACK
        if self._changed is not None and self._changed >= earlier:
            return False
        return self._as_old(since.date(), self._at.date()) and not self._verdicts.differ(earlier, self._at)

    def _as_old(self, before: date, after: date) -> bool:
        dates = () if self._held is None else self._held.dates
        return all(each.is_stale(before) == each.is_stale(after) for each in dates)


def recorded(opened: Opened) -> Mapping[str, Value]:
    """What memory answered when the order was placed."""
    velocity = opened.then.velocity
    return velocity.values if isinstance(velocity, Recorded) else {}
