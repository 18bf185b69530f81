"""Money that a marketplace holds: its buyer paid there, so it goes back from there, by what the channel is told.

Our ledger has none of it. What was asked of the channel is kept as refunds; no more can be asked than the order was.
"""

from engine.ids import Prefix
from engine.order.money import Money
from fulfillment.casefile import CaseFile
from fulfillment.channels.answering import answers_of, refund_by_channel, source_of
from fulfillment.errors import PaymentRefused
from fulfillment.notify.telling import tell
from fulfillment.records import Refund
from fulfillment.states import Pay
from fulfillment.store.money import add_refund, refunds_of

FAILED = "failed"


def open_refund(file: CaseFile, amount: Money, reason: str) -> Refund:
    """Enters a refund, whoever pays it out, and tells the customer."""
    refund = Refund(
        id=file.ids.new(Prefix.REFUND),
        merchant_id=file.merchant,
        order_id=file.order_id,
        amount=amount.minor,
        currency=amount.currency,
        reason=reason,
        created_at=file.now,
    )
    add_refund(file.session, refund)
    tell(file, "refunded", about=refund.id, params={"amount": str(amount)})
    return refund


def is_held_elsewhere(file: CaseFile) -> bool:
    """Whether the order's marketplace holds the money, and is connected and takes refunds."""
    if file.case.payment != Pay.MARKETPLACE:
        return False
    source = source_of(file)
    return source is not None and answers_of(file, source[1]).refunds


def held_elsewhere(file: CaseFile) -> int:
    """What the marketplace was not asked to give back yet, in minor units of the order's currency."""
    asked = refunds_of(file.session, file.merchant, file.order_id)
    return max(0, file.case.total - sum(each.amount for each in asked if each.state != FAILED))


def return_by_marketplace(file: CaseFile, amount: int, reason: str) -> None:
    """Asks the marketplace to give an amount back, in minor units. Raises PaymentRefused when less is left."""
    rest = held_elsewhere(file)
    if not 0 < amount <= rest:
        msg = f"`{amount}` cannot be given back; {rest} of the order are left at the marketplace, in minor units"
        raise PaymentRefused(msg)
    file.touch()
    refund_by_channel(file, open_refund(file, Money(amount, file.case.currency), reason))
