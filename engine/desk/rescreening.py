"""Decides known orders with the law, lists and rules of now, and writes only what became different.

In two steps, so that the database's one writer (on SQLite) never waits for a decision: look, which only reads, and
settle, which writes what the look found. An order that somebody else decided in between makes the settling fail as a
whole, to be looked at again.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import orjson

from engine.desk.changing import known_case
from engine.desk.deciding import Case, Judged, judge, write
from engine.desk.desk import Caller, Desk
from engine.desk.errors import NotFound, PersonErased
from engine.desk.reading import current_decision
from engine.store.decision_rows import DecisionRow
from engine.store.sessions import ReadSession, WriteSession

SCREENED, CHANGED, ERASED = "screened", "changed", "erased"


@dataclass(frozen=True, slots=True)
class Moved:
    """An order whose decision is different now, and what it was."""

    case: Case
    judged: Judged
    before: str


@dataclass(frozen=True, slots=True)
class Look:
    """What re-screening some orders would change; `erased` counts those whose person was erased."""

    moved: tuple[Moved, ...]
    screened: int
    erased: int


def look(desk: Desk, session: ReadSession, caller: Caller, order_ids: Sequence[str]) -> Look:
    """Decides orders anew and writes nothing. Raises NotFound and NoEdition."""
    moved: list[Moved] = []
    erased = 0
    for order_id in order_ids:
        try:
            found = _moved(desk, session, caller, order_id)
        except PersonErased:
            erased += 1
            continue
        if found is not None:
            moved.append(found)
    return Look(tuple(moved), len(order_ids) - erased, erased)


def settle(desk: Desk, session: WriteSession, seen: Look) -> Mapping[str, int]:
    """Writes what moved, and counts it. Raises StoreConflict when one of the orders was decided meanwhile."""
    counted = {SCREENED: seen.screened, CHANGED: len(seen.moved), ERASED: seen.erased}
    for each in seen.moved:
        row = write(desk, session, each.case, each.judged).row
        name = f"{each.before} -> {row.outcome}"
        counted[name] = counted.get(name, 0) + 1
    return counted


def rescreen(desk: Desk, session: WriteSession, caller: Caller, order_id: str) -> DecisionRow | None:
    """The new decision of one order, or None when outcome, reasons and releases are what they were.

    Raises NotFound and PersonErased.
    """
    moved = _moved(desk, session, caller, order_id)
    return None if moved is None else write(desk, session, moved.case, moved.judged).row


def rescreen_what_is_left(desk: Desk, session: WriteSession, merchant: str, order_id: str, by: str) -> None:
    """The same for a job; an order that is gone, or whose person was erased, cannot be decided nor sent."""
    with suppress(NotFound, PersonErased):
        rescreen(desk, session, Caller(merchant=merchant, name=by), order_id)


def _moved(desk: Desk, session: ReadSession, caller: Caller, order_id: str) -> Moved | None:
    case = known_case(desk, session, caller, order_id, "rescreened")
    judged = judge(desk, session, case)
    before = current_decision(session, caller.merchant, order_id)
    same = _what_counts(judged.kept.content) == _what_counts(before.content)
    return None if same else Moved(case, judged, before.outcome)


def _what_counts(content: bytes) -> object:
    values = orjson.loads(content)
    return values["outcome"], values["score"], values["findings"]
