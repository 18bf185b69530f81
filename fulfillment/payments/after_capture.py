"""What follows once a capture that was asked for is confirmed: what became too much meanwhile goes back, and other
promises of the same order are released.
"""

from fulfillment.casefile import CaseFile
from fulfillment.machines.payment import EARLY, UNOWED
from fulfillment.payments.following import owed
from fulfillment.payments.giving_back import release_promises, return_part
from fulfillment.payments.position import AUTHORISE, CAPTURE, is_covered, position
from fulfillment.states import Pay
from fulfillment.store.instructions import instructions_of
from fulfillment.store.money import movements, position_of


def after_capture(file: CaseFile, promise: str, amount: int) -> None:
    """`promise` is the gateway's name of what was captured; `amount` in minor units."""
    if file.case.payment == Pay.MISMATCHED:
        _return_what_was_dropped(file, promise, amount)
    release_others(file)


def release_others(file: CaseFile) -> None:
    """Releases what was promised before a promise was captured that paid for all, whichever was told first."""
    if file.case.payment in (*EARLY, *UNOWED):
        return  # nothing came, or nothing is owed
    told = movements(file.session, file.merchant, file.order_id)
    promised = {each.subject for each in told if each.kind == AUTHORISE}
    last = max((each.at for each in told if each.kind == CAPTURE and each.subject in promised), default=None)
    if last is not None and is_covered(position(told), owed(file)):
        release_promises(file, until=last)


def _return_what_was_dropped(file: CaseFile, promise: str, amount: int) -> None:
    """An order that became cheaper after its money was asked for: only what we asked for ourselves, if nothing else
    came, is sure to be too much for that reason."""
    asked = instructions_of(file.session, file.merchant, file.order_id)
    is_ours = any((each.action, each.authorisation, each.amount) == (CAPTURE, promise, amount) for each in asked)
    where = position_of(file.session, file.order_id)
    excess = where.kept.get(file.case.currency, 0) - file.case.total
    if is_ours and excess > 0 and where.received == where.kept == {file.case.currency: amount}:
        return_part(file, excess, reason="not sent")
