"""Decides a known order with the law, lists and rules of now, and writes only what became different."""

from collections.abc import Mapping, Sequence

import orjson

from engine.desk.changing import known_case
from engine.desk.deciding import judge, write
from engine.desk.desk import Caller, Desk
from engine.desk.errors import PersonErased
from engine.desk.reading import current_decision
from engine.store.decision_rows import DecisionRow
from engine.store.sessions import WriteSession

SCREENED, CHANGED, ERASED = "screened", "changed", "erased"


def rescreen(desk: Desk, session: WriteSession, caller: Caller, order_id: str) -> DecisionRow | None:
    """The new decision, or None when outcome, reasons and releases are what they were.

    Raises NotFound and PersonErased.
    """
    case = known_case(desk, session, caller, order_id, "rescreened")
    judged = judge(desk, session, case)
    if _findings(judged.kept.content) == _findings(current_decision(session, caller.merchant, order_id).content):
        return None
    return write(desk, session, case, judged).row


def rescreen_all(desk: Desk, session: WriteSession, caller: Caller, order_ids: Sequence[str]) -> Mapping[str, int]:
    """Re-screens some orders in one transaction, and counts what became of them."""
    counted: dict[str, int] = {SCREENED: 0, CHANGED: 0, ERASED: 0}
    for order_id in order_ids:
        try:
            before = current_decision(session, caller.merchant, order_id).outcome
            row = rescreen(desk, session, caller, order_id)
        except PersonErased:
            counted[ERASED] += 1
            continue
        counted[SCREENED] += 1
        if row is not None:
            counted[CHANGED] += 1
            moved = f"{before} -> {row.outcome}"
            counted[moved] = counted.get(moved, 0) + 1
    return counted


def _findings(content: bytes) -> object:
    values = orjson.loads(content)
    return values["outcome"], values["score"], values["findings"]
