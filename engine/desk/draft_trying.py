"""A draft tried on one stored order, by the law of today: how it would end beside what is in force. The order stays as
it is; the draft is kept as an edition that is not in force, as a backtest keeps it."""

from dataclasses import dataclass

from engine.desk.backtesting import look
from engine.desk.desk import Caller, Desk
from engine.desk.draft_editions import edition_of_draft
from engine.desk.errors import NotFound
from engine.store.backtests import ComparedRow
from engine.store.decision_rows import current_of


@dataclass(frozen=True, slots=True, kw_only=True)
class OnOne:
    """What both say of an order; no `row` where it cannot be decided as it was, for which `left_out` says why."""

    candidate: str
    row: ComparedRow | None
    left_out: str


def try_on(desk: Desk, caller: Caller, draft: str, order_id: str) -> OnOne:
    """Decides the order's current decision once more with both. Raises NotFound, NoEdition, RuleBookRejected."""
    base = desk.editions.current(caller.merchant).digest
    candidate = edition_of_draft(desk, caller, draft, base)
    params = {"against": base, "candidate": candidate, "as_of": desk.clock.now().date().isoformat()}
    with desk.database.read() as session:
        decision = current_of(session, caller.merchant, order_id)
        if decision is None:
            raise NotFound("order", order_id)
        seen = look(desk, session, caller.merchant, [decision.id], params)
    return OnOne(candidate=candidate, row=next(iter(seen.rows), None), left_out=next(iter(seen.left_out), ""))
