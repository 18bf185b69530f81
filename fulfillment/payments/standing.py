"""How the money of one order stands, for somebody who looks: position, ledger, promises, instructions, disputes."""

from dataclasses import dataclass

from engine.store.sessions import ReadSession
from fulfillment.errors import NotFound
from fulfillment.payments.position import Position, position
from fulfillment.records import Case, Dispute, Instruction, PaymentEntry, Refund
from fulfillment.store.cases import find_case
from fulfillment.store.disputes import disputes_of
from fulfillment.store.instructions import instructions_of
from fulfillment.store.money import movements, refunds_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentStanding:
    """All about one order's money. `ledger` is append-only, and `position` worked out of it."""

    case: Case
    position: Position
    ledger: tuple[PaymentEntry, ...]
    instructions: tuple[Instruction, ...]
    refunds: tuple[Refund, ...]
    disputes: tuple[Dispute, ...]


def payment_standing(session: ReadSession, merchant: str, order_id: str) -> PaymentStanding:
    """Raises NotFound for an order that fulfilment does not know."""
    case = find_case(session, merchant, order_id)
    if case is None:
        raise NotFound("order", order_id)
    ledger = movements(session, merchant, order_id)
    return PaymentStanding(
        case=case,
        position=position(ledger),
        ledger=tuple(sorted(ledger, key=lambda each: (each.at, each.received_at, each.id))),
        instructions=instructions_of(session, merchant, order_id),
        refunds=refunds_of(session, merchant, order_id),
        disputes=disputes_of(session, merchant, order_id),
    )
