"""What came back, looked at piece by piece: graded, put somewhere, held against what was announced, and settled."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from fulfillment.aftersales.accepting import await_person
from fulfillment.aftersales.amounts import line_shares, percent_of
from fulfillment.aftersales.causes import Family, family_of
from fulfillment.aftersales.comebacks import CUSTOMER, settled_before
from fulfillment.aftersales.judging import DEDUCT, REVIEW, Judged, judge_goods
from fulfillment.aftersales.refund_clock import with_refund_clock
from fulfillment.aftersales.resolving import resolve, share_of
from fulfillment.aftersales.signs import note_inspected
from fulfillment.casefile import CaseFile
from fulfillment.claims.way import readable
from fulfillment.desk_view import ReturnTerms
from fulfillment.documents.spreading import portion
from fulfillment.errors import ReturnRefused
from fulfillment.records import ReturnCase, ReturnedPieces
from fulfillment.states import Event, Machine
from fulfillment.store.aftersales import add_returned, change_return


class Grade(StrEnum):
    """How a piece came back. `wrong`: it is not what was sold; `missing`: it was announced, and is not there."""

    LIKE_NEW = "like_new"
    OPENED = "opened"
    DAMAGED = "damaged"
    WRONG = "wrong"
    MISSING = "missing"


class KeptAs(StrEnum):
    """What becomes of a piece."""

    RESTOCK = "restock"
    WRITE_OFF = "write_off"
    SUPPLIER = "supplier"
    NOTHING = "nothing"


# What becomes of a grade where nobody says otherwise. Used pieces are sold again only by a person's word.
USUAL: Mapping[Grade, KeptAs] = {
    Grade.LIKE_NEW: KeptAs.RESTOCK,
    Grade.OPENED: KeptAs.WRITE_OFF,
    Grade.DAMAGED: KeptAs.WRITE_OFF,
    Grade.WRONG: KeptAs.WRITE_OFF,
    Grade.MISSING: KeptAs.NOTHING,
}
POSSIBLE: Mapping[Grade, frozenset[KeptAs]] = {
    Grade.WRONG: frozenset({KeptAs.WRITE_OFF}),
    Grade.MISSING: frozenset({KeptAs.NOTHING}),
}
ANYTHING = frozenset({KeptAs.RESTOCK, KeptAs.WRITE_OFF, KeptAs.SUPPLIER})
GRADES_OF_BEFORE: Mapping[str, Grade] = {"used": Grade.OPENED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Pieces of a line of the order in one grade. Without `kept_as` the usual is done; `bin` and `lot` say where they
    lie now, else they go where they came from."""

    line: int
    grade: Grade
    quantity: int
    kept_as: KeptAs | None = None
    bin: str = ""
    lot: str = ""

    @property
    def becomes(self) -> KeptAs:
        """What is done with them."""
        return USUAL[self.grade] if self.kept_as is None else self.kept_as


def all_of(case: ReturnCase, grade: str) -> tuple[Looked, ...]:
    """Everything that was announced, in one grade."""
    known = GRADES_OF_BEFORE.get(grade) or Grade(grade)
    return tuple(Looked(line=int(line), grade=known, quantity=many) for line, many in case.lines.items())


def take_in(file: CaseFile, case: ReturnCase, looked: Sequence[Looked]) -> None:
    """Enters what came back, puts it away and settles the return, unless the policy wants a person to look first, or
    its customer was erased: then a person names what goes back.

    What was announced and is not told of is missing. Raises ReturnRefused for pieces that were not announced or cannot
    become that, NotFound for an unknown bin or lot, IllegalStep a second time.
    """
    found = _complete(case, looked)
    counts = Counter[str]()
    for each in found:
        counts[each.grade] += each.quantity
    if file.can(Machine.RETURN, Event.RECEIVE, case.id):
        file.take(Machine.RETURN, Event.RECEIVE, case.id)
    file.take(Machine.RETURN, Event.INSPECT, case.id, data={"pieces": dict(counts)})
    pieces = [_row(file, case, seq, each) for seq, each in enumerate(found, start=1)]
    add_returned(file.session, *pieces)
    note_inspected(file, case, pieces)
    here = replace(case, received_at=case.received_at or file.now, awaits="", due_at=None)
    change_return(file.session, here)
    file.take(Machine.RETURN, _put_away(found), case.id)
    if readable(file) is None:
        await_person(file, here)
        return
    if case.origin != CUSTOMER:
        resolve(file, here)  # what the carrier brings back was never the customer's
        return
    judged = judge_goods(file, here, counts)
    if judged.outcome == REVIEW:
        await_person(file, with_refund_clock(file, replace(here, judgement=judged.kept)))
    else:
        resolve(file, here, withheld=_withheld(file, here, found, judged))


def receive(file: CaseFile, case: ReturnCase) -> None:
    """The parcel is here, and nobody has looked into it yet."""
    file.take(Machine.RETURN, Event.RECEIVE, case.id)
    await_person(file, with_refund_clock(file, replace(case, received_at=file.now)))


def lose(file: CaseFile, case: ReturnCase) -> None:
    """It is lost on its way: whoever sent it is paid as if it had come; a person names how much where they were erased.
    Raises IllegalStep."""
    file.take(Machine.RETURN, Event.LOSE, case.id)
    if readable(file) is None:
        await_person(file, case)
    else:
        resolve(file, case)


def _complete(case: ReturnCase, looked: Iterable[Looked]) -> tuple[Looked, ...]:
    """What was told, with what is missing of each line."""
    told = tuple(looked)
    rest = Counter({int(line): many for line, many in case.lines.items()})
    for each in told:
        if each.quantity < 1 or each.quantity > rest.get(each.line, 0):
            msg = f"line `{each.line}` has {rest.get(each.line, 0)} announced pieces left, not {each.quantity}"
            raise ReturnRefused(msg)
        if each.becomes not in POSSIBLE.get(each.grade, ANYTHING):
            msg = f"`{each.grade}` pieces cannot become `{each.becomes}`"
            raise ReturnRefused(msg)
        rest[each.line] -= each.quantity
    missing = (Looked(line=line, grade=Grade.MISSING, quantity=many) for line, many in rest.items() if many > 0)
    return (*told, *missing)


def _put_away(found: Iterable[Looked]) -> Event:
    became = {each.becomes for each in found}
    if KeptAs.RESTOCK in became:
        return Event.RESTOCK
    return Event.GIVE_TO_SUPPLIER if KeptAs.SUPPLIER in became else Event.WRITE_OFF


def _withheld(file: CaseFile, case: ReturnCase, found: Sequence[Looked], judged: Judged) -> int:
    """What is kept of what was paid: for pieces that are not as they were, and for taking back what no law makes the
    shop take."""
    is_theirs = family_of(case.cause) is Family.CUSTOMER
    share = share_of(file, case)
    kept = 0
    if judged.outcome == DEDUCT:
        kept = sum(
            percent_of(worth, _percent(each.grade, judged.terms, is_theirs=is_theirs))
            for each, worth in _worths(file, case, found)
        )
    if is_theirs and not case.granted:
        kept += percent_of(share - kept, judged.terms.restocking_pct)
    return min(kept, share)


def _percent(grade: Grade, terms: ReturnTerms, *, is_theirs: bool) -> int:
    match grade:
        case Grade.MISSING | Grade.WRONG:
            return 100
        case Grade.DAMAGED:
            return terms.damaged_pct if is_theirs else 0
        case Grade.OPENED:
            return terms.opened_pct if is_theirs else 0
        case Grade.LIKE_NEW:
            return 0


def _worths(file: CaseFile, case: ReturnCase, found: Sequence[Looked]) -> Iterable[tuple[Looked, int]]:
    """What was paid for each part of what came back; together the share of the whole return."""
    shares, before = line_shares(file.order), Counter(settled_before(file, case.id))
    for each in found:
        of = file.order.lines[each.line - 1].quantity
        yield each, portion(shares[each.line], before[each.line], each.quantity, of)
        before[each.line] += each.quantity


def _row(file: CaseFile, case: ReturnCase, seq: int, looked: Looked) -> ReturnedPieces:
    return ReturnedPieces(
        return_id=case.id,
        seq=seq,
        merchant_id=file.merchant,
        line=looked.line,
        grade=looked.grade,
        quantity=looked.quantity,
        kept_as=looked.becomes,
        at=file.now,
        actor=file.occasion.actor,
        bin=looked.bin,
        lot=looked.lot,
    )
