"""What a buyer did after the sale is told to the desk, so that their later orders are judged by it.

A sign is no verdict. Told are: money that went back for a return, a claim or by hand (not what was never sent, what the
carrier brought back or lost, nor gifts of the house); that the buyer says nothing came, until it comes or the carrier
owns up; parcels that came back empty or with other goods; goods that came back used without a fault of the house. What
a person pays in full all the same is taken back.
"""

from collections.abc import Sequence

from engine.aftersale import AftersaleKind
from fulfillment.aftersales.causes import Cause, Family, family_of
from fulfillment.aftersales.comebacks import CUSTOMER
from fulfillment.casefile import CaseFile
from fulfillment.claims.kinds import Mishap, told_by
from fulfillment.desk_view import Learnt
from fulfillment.records import ReturnCase, ReturnedPieces
from fulfillment.store.aftersales import returned_of

WRONG, MISSING, USED = "wrong", "missing", frozenset({"opened", "damaged"})
# Who was sent other goods sends other goods back.
SENT_WRONG = frozenset({Cause.WRONG_ITEM, Cause.NOT_AS_DESCRIBED})
LABEL, SOURCE = "friendly_fraud", "return"
OF_RETURNS = (AftersaleKind.BAD_RETURN, AftersaleKind.USED_RETURN)


def note_refunded(file: CaseFile) -> None:
    """Money went back after the sale; an order counts once."""
    _remember(file, AftersaleKind.REFUND, file.order_id)


def note_not_received(file: CaseFile) -> None:
    """The buyer says that nothing came; nothing where the carrier itself has said so."""
    if not any(told_by(each.status) is Mishap.LOSS for each in file.shipments()):
        _remember(file, AftersaleKind.NOT_RECEIVED, file.order_id)


def clear_not_received(file: CaseFile) -> None:
    """The buyer was right: it came later, or the carrier says itself, or pays for it, that it lost the parcel."""
    file.site.desk.undo_aftersale(file.session, file.merchant, AftersaleKind.NOT_RECEIVED, file.order_id)


def note_inspected(file: CaseFile, case: ReturnCase, pieces: Sequence[ReturnedPieces]) -> None:
    """What came back of a buyer's return, as it was looked at; what the carrier brings back was never theirs."""
    if case.origin != CUSTOMER:
        return
    if is_bad(case, pieces):
        _remember(file, AftersaleKind.BAD_RETURN, case.id)
    elif family_of(case.cause) is Family.CUSTOMER and any(each.grade in USED for each in pieces):
        _remember(file, AftersaleKind.USED_RETURN, case.id)


def clear_return(file: CaseFile, case: ReturnCase) -> None:
    """A person paid for everything, so nothing is held against the buyer."""
    for kind in OF_RETURNS:
        file.site.desk.undo_aftersale(file.session, file.merchant, kind, case.id)


def learn_of_return(file: CaseFile, case: ReturnCase) -> None:
    """An order whose goods came back empty or as others, and were not paid for, has taught that its buyer cheated."""
    if case.withheld and is_bad(case, returned_of(file.session, file.merchant, case.id)):
        reason = "bad_return"
        learnt = Learnt(order_id=file.order_id, kind=LABEL, source=SOURCE, reason_code=reason, known_at=file.now)
        file.site.desk.learn(file.session, file.merchant, learnt, file.occasion.actor)


def is_bad(case: ReturnCase, pieces: Sequence[ReturnedPieces]) -> bool:
    """Whether a buyer sent nothing at all, or other goods than those that were sold. Of pieces that are missing beside
    others, the buyer may have changed their mind."""
    if case.origin != CUSTOMER or not pieces:
        return False
    grades = {each.grade for each in pieces}
    return grades == {MISSING} or (WRONG in grades and case.cause not in SENT_WRONG)


def _remember(file: CaseFile, kind: AftersaleKind, about: str) -> None:
    file.site.desk.remember_aftersale(file.session, file.merchant, file.order_id, kind, about, file.now)
