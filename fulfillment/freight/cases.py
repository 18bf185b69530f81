"""Cases follow what differs in bills, and credits close them. Nothing is corrected silently: each step is a line of the
case's history, and what a person has accepted stays so for as long as the amount stays.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.ids import Prefix
from engine.store.sessions import ReadSession
from fulfillment.errors import CaseChanged, FulfilmentError, NotFound
from fulfillment.freight.difference import Difference, about, charges_of, sums_of
from fulfillment.freight.kinds import STANDS_OPEN, STEPS, Act, Charge, FreightState
from fulfillment.freight.tolerances import Tolerances
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.records import FreightCase, FreightEntry, FreightLine
from fulfillment.store.freight_cases import (
    add_freight_cases,
    freight_case_of,
    freight_cases_of_parcel,
    freight_entries_of,
    save_freight_case,
)
from fulfillment.store.settlement import lock_books

AGREE = "the bill agrees with the books now"
CREDITED_BY = "credited by bill `{}`"


class FreightCaseDecided(FulfilmentError):
    """the difference stands where this cannot be done"""

    code = "freight_case_decided"

    def __init__(self, state: str, act: str, possible: Sequence[str]) -> None:
        self.state = state
        self.act = act
        self.possible = tuple(possible)
        named = ", ".join(f"`{each}`" for each in self.possible) or "nothing, it is closed"
        super().__init__(f"the difference is `{state}` and cannot `{act}`; possible now: {named}")


@dataclass(frozen=True, slots=True)
class Moved:
    """How many cases were opened or reopened, how many ended by themselves, and how many credits closed."""

    opened: int = 0
    closed: int = 0
    credited: int = 0

    def __add__(self, other: "Moved") -> "Moved":
        return Moved(self.opened + other.opened, self.closed + other.closed, self.credited + other.credited)


def follow(sitting: Sitting, line: FreightLine, found: Iterable[Difference], known: Mapping[str, FreightCase]) -> Moved:
    """Brings the cases of a line in line with what differs now. `known` are all cases of it, by what they are about."""
    now = {about(each.kind, line, each.charge): each for each in found}
    new = [_opened(sitting, line, name, now[name]) for name in sorted(now.keys() - known.keys())]
    add_freight_cases(sitting.session, new, [_entry(sitting, each, each, Act.OPEN, "") for each in new])
    opened, closed = len(new), 0
    for name, case in sorted(known.items()):
        if name in now:
            opened += _changed(sitting, case, now[name])
        elif case.state == FreightState.OPEN:
            _save(sitting, case, replace(case, state=FreightState.ACCEPTED, amount=0), Act.CLOSE, AGREE)
            closed += 1
    return Moved(opened, closed)


def credit(sitting: Sitting, line: FreightLine, tolerances: Tolerances) -> tuple[Moved, int]:
    """A line that gives back closes cases of its parcel, those of the same charge first, then the oldest; answers what
    of it no case asked for, too. What is paid for a lost parcel gives nothing back."""
    sums = {kind.value: -minor for kind, minor in sums_of(charges_of(line)).items() if kind is not Charge.CLAIM}
    left = max(0, sum(sums.values()))
    credited = 0
    cases = freight_cases_of_parcel(sitting.session, sitting.merchant, line.carrier, line.parcel)
    asked = [each for each in cases if each.currency == line.currency and each.state != FreightState.CREDITED]
    for case in sorted(asked, key=lambda each: (sums.get(each.charge, 0) <= 0, each.id)):
        part = min(left, case.amount - case.credited)
        if part <= 0:
            continue
        left -= part
        now = replace(case, credited=case.credited + part)
        room = tolerances.least.get(case.currency, 0)
        is_whole = now.amount - now.credited <= room
        act = Act.CREDIT if is_whole else Act.PART_CREDIT
        target = FreightState.CREDITED if is_whole else case.state
        _save(sitting, case, replace(now, state=target), act, CREDITED_BY.format(line.bill or line.file_id))
        credited += is_whole
    return Moved(credited=credited), left


def decide(sitting: Sitting, case_id: str, act: Act, why: str) -> FreightCase:
    """One step, by a person. Raises NotFound, FreightCaseDecided, CaseChanged."""
    lock_books(sitting.session, sitting.merchant)
    return stepped(sitting, found_case(sitting.session, sitting.merchant, case_id), act, why)


def stepped(sitting: Sitting, case: FreightCase, act: Act, why: str) -> FreightCase:
    """The case after a step; one that a person says is credited is credited in whole."""
    target = STEPS.get((FreightState(case.state), act))
    if target is None:
        raise FreightCaseDecided(case.state, act, [each for state, each in STEPS if state == case.state])
    credited = case.amount if act is Act.CREDIT else case.credited
    return _save(sitting, case, replace(case, state=target, credited=credited), act, why)


def found_case(session: ReadSession, merchant: str, case_id: str) -> FreightCase:
    """A case of the merchant. Raises NotFound."""
    case = freight_case_of(session, merchant, case_id)
    if case is None:
        raise NotFound("freight difference", case_id)
    return case


def _opened(sitting: Sitting, line: FreightLine, name: str, found: Difference) -> FreightCase:
    return FreightCase(
        id=sitting.site.ids.new(Prefix.FREIGHT_CASE),
        merchant_id=sitting.merchant,
        kind=found.kind,
        about=name,
        carrier=line.carrier,
        bill=line.bill,
        file_id=line.file_id,
        line_id=line.id,
        parcel=line.parcel,
        charge=found.charge,
        currency=line.currency,
        billed=found.billed,
        amount=found.amount,
        state=FreightState.OPEN,
        opened_at=sitting.now,
        changed_at=sitting.now,
        expected=found.expected,
        order_id=line.order_id,
        data=found.data,
    )


def _changed(sitting: Sitting, case: FreightCase, found: Difference) -> int:
    """How many cases this opens again: one or none."""
    is_same = case.amount == found.amount
    fresh = replace(case, amount=found.amount, expected=found.expected, billed=found.billed, data=found.data)
    if case.state in STANDS_OPEN:
        if not is_same:
            _save(sitting, case, fresh, Act.CHANGE, "")
        return 0
    if is_same or case.state == FreightState.CREDITED:
        return 0
    # A person, or the carrier, has decided about another amount; only more than that is a new question.
    if found.amount <= case.amount and not _closed_itself(sitting, case):
        return 0
    _save(sitting, case, replace(fresh, state=FreightState.OPEN), Act.REOPEN, "it differs again, or by another amount")
    return 1


def _closed_itself(sitting: Sitting, case: FreightCase) -> bool:
    return freight_entries_of(sitting.session, sitting.merchant, case.id)[-1].act == Act.CLOSE


def _save(sitting: Sitting, was: FreightCase, now: FreightCase, act: Act, why: str) -> FreightCase:
    moved = replace(now, changed_at=sitting.now)
    if not save_freight_case(sitting.session, was, moved, _entry(sitting, was, moved, act, why)):
        raise CaseChanged
    return replace(moved, version=was.version + 1)


def _entry(sitting: Sitting, was: FreightCase, now: FreightCase, act: Act, why: str) -> FreightEntry:
    amount = now.credited - was.credited if act in (Act.CREDIT, Act.PART_CREDIT) else now.amount
    return FreightEntry(
        case_id=now.id,
        version=now.version,
        merchant_id=now.merchant_id,
        act=act,
        source=was.state,
        target=now.state,
        amount=amount,
        at=sitting.now,
        actor=sitting.actor,
        why=why,
    )
