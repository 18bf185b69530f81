"""How a return ends: with money, with less of it, with the goods again, or with nothing; each once.

Money goes back through the book of payments, never more than was kept there. Whoever gives everything back, and keeps
nothing that was taken off, gets all that is left of what was paid, the first delivery with it (Directive 2011/83/EU,
Article 13(1); what a dearer delivery cost more than the standard one need not, 13(2), and goes back all the same); a
part gets its exact share.
"""

from dataclasses import dataclass, replace

from fulfillment.aftersales.amounts import paid_for_pieces, percent_of, tax_within
from fulfillment.aftersales.comebacks import CUSTOMER, SETTLED, is_all_back, is_any_coming, settled_before
from fulfillment.aftersales.resending import send_again
from fulfillment.aftersales.signs import learn_of_return, note_refunded
from fulfillment.aftersales.ways import AGAIN, BACK, PART, REFUND, settled_by
from fulfillment.casefile import CaseFile
from fulfillment.claims.way import readable
from fulfillment.parts import INSIDE
from fulfillment.payments.giving_back import may_return_part, return_later, return_part, returnable
from fulfillment.records import ReturnCase
from fulfillment.states import Event, Machine, Pay
from fulfillment.store.aftersales import change_return, find_return, returns_of

VAT = "vat_correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What goes back and what was kept of the price of the pieces; `is_all`: the whole order is undone by it."""

    amount: int
    withheld: int = 0
    is_all: bool = False


def resolve(file: CaseFile, case: ReturnCase, withheld: int = 0, amount: int | None = None) -> None:
    """Settles a return, in the way that it has. `withheld` is kept of what was paid; an `amount`, set by a person, is
    taken as it is, and all that ends the return of a customer who was erased: nothing can be sent to them, and nobody
    can read what was paid and taxed. Raises PaymentRefused for more than was kept, PersonErased without an amount."""
    order = file.order if amount is None else readable(file)
    resent = send_again(file, case) if order is not None and settled_by(case.way).remedy == AGAIN else ""
    due = Due(amount=0) if resent else _due(file, case, withheld, amount)
    is_kept = due.amount > 0 and file.case.payment == Pay.DISPUTED  # by the bank: what is won goes back then
    if due.is_all and file.can(Machine.ORDER, Event.TAKE_BACK):
        file.take(Machine.ORDER, Event.TAKE_BACK)
    elif due.amount:
        _pay(file, case, due.amount)
    told = {"amount": due.amount, "withheld": due.withheld, "resent": resent}
    file.take(Machine.RETURN, Event.RESOLVE, case.id, data={name: value for name, value in told.items() if value})
    now = _now(file, case)
    ended = replace(now, amount=due.amount, withheld=due.withheld, resent=resent, awaits="", due_at=None,
                    refund_waits=int(is_kept), tax=0 if order is None else tax_within(order, due.amount))  # fmt: skip
    change_return(file.session, ended)
    _note_tax(file, ended)
    if case.origin == CUSTOMER and due.amount:
        note_refunded(file)
    learn_of_return(file, ended)
    file.take(Machine.RETURN, Event.CLOSE, case.id)


def share_of(file: CaseFile, case: ReturnCase) -> int:
    """What was paid for the pieces of a return, the delivery aside, after those of returns that were settled before."""
    lines = {int(number): many for number, many in case.lines.items()}
    return paid_for_pieces(file.order, lines, settled_before(file, case.id))


def _due(file: CaseFile, case: ReturnCase, withheld: int, amount: int | None) -> Due:
    if amount is not None:
        return Due(amount=amount, withheld=0 if readable(file) is None else max(0, share_of(file, case) - amount))
    share, left = share_of(file, case), returnable(file)
    if settled_by(case.way).remedy == PART:
        terms = file.site.desk.return_terms(file.session, file.merchant)
        given = min(percent_of(share, terms.keep_pct), left)
        return Due(amount=given, withheld=share - given)
    others = [each for each in returns_of(file.session, file.merchant, file.order_id)
              if each.id != case.id and each.state in SETTLED]  # fmt: skip
    undone = [settled_by(each.way) for each in (*others, case)]
    kept_back = withheld + sum(each.withheld for each in others)
    if not _is_end(file, case) or any(each.remedy != REFUND for each in undone):
        return Due(amount=max(0, min(share - withheld, left)), withheld=min(withheld, share))
    is_all = not kept_back and all(each.goods == BACK for each in undone)
    return Due(amount=max(0, left - kept_back), withheld=min(withheld, share), is_all=is_all)


def _is_end(file: CaseFile, case: ReturnCase) -> bool:
    """Whether nothing of the order is left with the customer, on its way, or in the house."""
    is_sent = not any(each.state in INSIDE for each in file.fulfilments())
    return is_sent and is_all_back(file) and not is_any_coming(file, besides=case.id)


def _pay(file: CaseFile, case: ReturnCase, amount: int) -> None:
    if file.case.payment == Pay.DISPUTED:
        # The bank holds the money; what is won goes back then.
        return_later(file, amount, about=f"return:{case.id}")
    elif may_return_part(file):
        return_part(file, amount, reason="return")


def _note_tax(file: CaseFile, case: ReturnCase) -> None:
    """What a seller who declares the tax of the destination (one-stop shop) corrects, in the return for the period in
    which the goods came back. After eClear, Returns under the IOSS scheme, 2025-10-10."""
    if case.tax:
        month = f"{file.now:%Y-%m}"
        data = {"return": case.id, "tax": case.tax, "country": file.order.shipping_address.country, "period": month}
        file.note(VAT, dedup=f"{VAT}:{case.id}", data=data)


def _now(file: CaseFile, case: ReturnCase) -> ReturnCase:
    return find_return(file.session, file.merchant, case.id) or case
