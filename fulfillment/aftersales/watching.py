"""Returns wait for nobody for ever: each has a day, a reminder before it, and something that happens when it passes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.store.sessions import WriteSession
from fulfillment.aftersales.accepting import (
    GOODS,
    PERSON,
    PHOTOS,
    REMINDED_BEFORE,
    accept,
    await_person,
    judged_now,
    watch,
)
from fulfillment.aftersales.comebacks import ARRIVAL
from fulfillment.aftersales.deadlines import REFUND, law_said
from fulfillment.aftersales.deciding import decline
from fulfillment.aftersales.inspecting import lose
from fulfillment.aftersales.refund_clock import is_owed, warn_of_refund
from fulfillment.aftersales.ways import BACK
from fulfillment.casefile import CaseFile
from fulfillment.claims.way import readable
from fulfillment.notify.telling import tell
from fulfillment.records import Case, ReturnCase
from fulfillment.site import Occasion, Site
from fulfillment.states import Comeback, Event, Machine
from fulfillment.store.aftersales import change_return, find_return
from fulfillment.thread import at_work

OVERDUE, SILENT = "return_overdue", "return_silent"
SENT = frozenset({Comeback.AUTHORISED, Comeback.LABEL_SENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnDeadline:
    """By when something is due of a return, what, and after which source."""

    return_id: str
    order_id: str
    what: str
    due_at: datetime
    source: str


def look_at_return(session: WriteSession, site: Site, occasion: Occasion, payload: Mapping[str, object]) -> Case:
    """Reminds of a return, or ends the waiting for it, as its day says; does nothing when it has moved on."""
    with at_work(session, site, occasion) as file:
        case = find_return(file.session, file.merchant, str(payload["return_id"]))
        if case is not None and case.due_at is not None:
            _look(file, case, case.due_at)
    return file.case


def look_at_refund(session: WriteSession, site: Site, occasion: Occasion, payload: Mapping[str, object]) -> Case:
    """Warns of the day by which the money must have gone back; does nothing when it has."""
    with at_work(session, site, occasion) as file:
        case = find_return(file.session, file.merchant, str(payload["return_id"]))
        if case is not None:
            warn_of_refund(file, case)
    return file.case


def deadlines_of(case: ReturnCase) -> tuple[ReturnDeadline, ...]:
    """All days that count for a return now: what it waits for, and when the law wants the money to have gone back."""
    found = []
    if case.due_at is not None:
        found.append((f"return_{case.awaits or GOODS}", case.due_at, "house policy"))
    if case.refund_due_at is not None and is_owed(case):
        found.append((REFUND, case.refund_due_at, law_said(case.refund_source)))
    return tuple(
        ReturnDeadline(return_id=case.id, order_id=case.order_id, what=what, due_at=at, source=source)
        for what, at, source in found
    )


def _look(file: CaseFile, case: ReturnCase, due: datetime) -> None:
    if case.state in SENT:
        _expire(file, case, due)
    elif case.state == Comeback.REQUESTED and file.now >= due:
        _end_waiting(file, case)
    elif case.awaits == ARRIVAL and file.now >= due:
        _give_up(file, case)
    elif case.awaits == PERSON and file.now >= due:
        # What came back lies here: people are told again until one decides.
        _told_again(file, case)


def _give_up(file: CaseFile, case: ReturnCase) -> None:
    """Nothing was heard of it for so long. With a label of the house a carrier's scans show that the customer sent it,
    so it is paid as if it had come; of all else a person decides."""
    terms = file.site.desk.return_terms(file.session, file.merchant)
    if file.note(SILENT, dedup=f"{SILENT}:{case.id}:{case.due_at}", data={"return": case.id}) and (
        case.label and terms.by_itself and file.can(Machine.RETURN, Event.LOSE, case.id)
    ):
        lose(file, case)
    else:
        await_person(file, case)


def _expire(file: CaseFile, case: ReturnCase, due: datetime) -> None:
    if file.now >= due:
        change_return(file.session, replace(case, awaits="", due_at=None))
        file.take(Machine.RETURN, Event.EXPIRE, case.id)
    elif file.now >= due - REMINDED_BEFORE:
        tell(file, "return_reminder", about=case.id, params={"rma": case.number, "until": due.isoformat()})


def _end_waiting(file: CaseFile, case: ReturnCase) -> None:
    """Photos that never came end a request. People who decide nothing are told once; then the goods may come, since
    nothing is paid before they are here. Of a customer who was erased nothing can be judged: people are told again."""
    if case.awaits == PHOTOS:
        decline(file, case)
    elif file.note(OVERDUE, dedup=f"{OVERDUE}:{case.id}", data={"return": case.id}):
        _again(file, case)
    elif readable(file) is None:
        _told_again(file, case)
    else:
        said, judged = judged_now(file, case)
        accept(file, said, judged.way if judged.way is not None and judged.way.goods == BACK else None)


def _told_again(file: CaseFile, case: ReturnCase) -> None:
    file.note(OVERDUE, dedup=f"{OVERDUE}:{case.id}:{case.due_at}", data={"return": case.id})
    _again(file, case)


def _again(file: CaseFile, case: ReturnCase) -> None:
    terms = file.site.desk.return_terms(file.session, file.merchant)
    later = replace(case, due_at=file.now + timedelta(days=terms.decide_days))
    change_return(file.session, later)
    watch(file, later)
