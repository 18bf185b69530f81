"""What carriers and insurers pay for claims: each payment or credit once, never more than was claimed.

`open_for_credit` and `book_payment` are what the book of freight bills uses for credits that it finds on a bill.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.ids import Prefix
from engine.order.money import Money
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.casefile import CaseFile
from fulfillment.claims.moving import claim_at_work
from fulfillment.claims.opening import look_again_now
from fulfillment.errors import ClaimRefused
from fulfillment.payments.rates import convert
from fulfillment.records import Claim, ClaimPayment
from fulfillment.site import Occasion, Site
from fulfillment.states import Demand, Event, Machine
from fulfillment.store.claims import add_claim_payment, claim_payments, save_claim, unmatched_claims

CARRIER = "carrier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """Minor units of a currency. `reference` is the payer's own name of the payment or credit note."""

    amount: int
    currency: str
    reference: str
    at: datetime
    payer: str = CARRIER


def book_payment(session: WriteSession, site: Site, occasion: Occasion, claim_id: str, paid: Paid) -> ClaimPayment:
    """Books a payment; the same again answers the one that was booked. A claim that is paid in full is closed.

    Raises NotFound, NoRate, IllegalStep before it was filed, and ClaimRefused for more than was claimed, a moment to
    come, or another amount under the same reference.
    """
    with claim_at_work(session, site, occasion, claim_id) as (file, claim, _):
        known = _known(session, claim, paid)
        if known is not None:
            return known
        counted = convert(session, file.merchant, Money(paid.amount, paid.currency), claim.currency, paid.at).amount
        _check(file, claim, paid, counted.minor)
        payment = _payment(file, claim, paid, counted.minor)
        file.take(Machine.CLAIM, Event.PAY, claim.id, data={"amount": paid.amount, "currency": paid.currency})
        add_claim_payment(session, payment)
        settled = replace(claim, paid=claim.paid + counted.minor, state=Demand.PAID)
        save_claim(session, settled)
        if settled.paid >= (settled.approved or settled.amount):
            file.take(Machine.CLAIM, Event.CLOSE, claim.id)
        else:
            look_again_now(file, settled)
    return payment


def open_for_credit(session: ReadSession, merchant: str, carrier: str, credit: Money) -> Sequence[Claim]:
    """Claims that a credit of a carrier may be about: those first of which exactly that much is owed."""
    waiting = unmatched_claims(session, merchant, carrier, credit.currency)
    fitting = [each for each in waiting if credit.minor <= owed(each)]
    return sorted(fitting, key=lambda each: (owed(each) != credit.minor, each.filed_at or each.created_at, each.id))


def owed(claim: Claim) -> int:
    """What is approved, or claimed while nothing was approved, and not paid; minor units."""
    return (claim.approved or claim.amount) - claim.paid


def _known(session: ReadSession, claim: Claim, paid: Paid) -> ClaimPayment | None:
    booked = claim_payments(session, claim.merchant_id, claim.id)
    known = next((each for each in booked if (each.payer, each.reference) == (paid.payer, paid.reference)), None)
    if known is not None and (known.amount, known.currency) != (paid.amount, paid.currency):
        msg = f"`{paid.reference}` is booked as {known.amount} {known.currency} already; name another payment"
        raise ClaimRefused(msg)
    return known


def _check(file: CaseFile, claim: Claim, paid: Paid, counted: int) -> None:
    file.check(Machine.CLAIM, Event.PAY, claim.id)
    if paid.at > file.now:
        msg = "a payment cannot be of a day to come; tell it when it is there"
        raise ClaimRefused(msg)
    if not 0 < counted <= claim.amount - claim.paid:
        rest = claim.amount - claim.paid
        msg = f"`{counted}` cannot be paid of the {rest} {claim.currency} that are left of the claim, in minor units"
        raise ClaimRefused(msg)


def _payment(file: CaseFile, claim: Claim, paid: Paid, counted: int) -> ClaimPayment:
    return ClaimPayment(
        id=file.ids.new(Prefix.CLAIM_PAYMENT),
        merchant_id=file.merchant,
        order_id=file.order_id,
        claim_id=claim.id,
        payer=paid.payer,
        reference=paid.reference,
        amount=paid.amount,
        currency=paid.currency,
        counted=counted,
        paid_at=paid.at,
        entered_at=file.now,
        entered_by=file.occasion.actor,
    )
