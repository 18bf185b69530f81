"""A return is let in, by the policy or by a person: the customer is told how, gets a label where the house pays for it,
and has so long to send the goods."""

from dataclasses import replace
from datetime import timedelta

from fulfillment.aftersales.judging import GRANT, Judged, judge_request
from fulfillment.aftersales.resolving import resolve
from fulfillment.aftersales.return_labels import declare_return, make_return_label
from fulfillment.aftersales.ways import HOUSE, KEPT, Way
from fulfillment.casefile import CaseFile
from fulfillment.jobs import RETURN_WATCH
from fulfillment.records import ReturnCase
from fulfillment.states import Event, Machine
from fulfillment.store.aftersales import change_return

GOODS, PHOTOS, PERSON = "goods", "photos", "person"
REMINDED_BEFORE = timedelta(days=7)


def accept(file: CaseFile, case: ReturnCase, way: Way | None) -> None:
    """Lets goods come in a way, or in none that was named; what stays with the customer is settled at once.

    Raises IllegalStep when it was decided before.
    """
    file.check(Machine.RETURN, Event.AUTHORISE, case.id)
    if way is None or way.place is None:
        chosen = replace(case, way="" if way is None else way.id)
    else:
        number = make_return_label(file, case, way) if way.payer == HOUSE else ""
        if way.place.border:
            declare_return(file, case, number)
        chosen = replace(case, way=way.id, warehouse=way.place.code, label=number)
    if way is not None and way.goods == KEPT:
        change_return(file.session, replace(chosen, awaits="", due_at=None))
        file.take(Machine.RETURN, Event.AUTHORISE, case.id, data={"way": way.id})
        resolve(file, chosen)
        return
    _await_goods(file, chosen)
    file.take(Machine.RETURN, Event.AUTHORISE, case.id, data={"way": chosen.way} if chosen.way else {})
    if chosen.label:
        file.take(Machine.RETURN, Event.SEND_LABEL, case.id, data={"number": chosen.label})


def keep_judgement(file: CaseFile, case: ReturnCase, judged: Judged) -> ReturnCase:
    """Keeps what the policy said."""
    said = replace(case, judgement=judged.kept, granted=int(judged.outcome == GRANT))
    change_return(file.session, said)
    return said


def judged_now(file: CaseFile, case: ReturnCase) -> tuple[ReturnCase, Judged]:
    """Judges a return that is asked for, and keeps what was said."""
    judged = judge_request(file, case)
    return keep_judgement(file, case, judged), judged


def await_person(file: CaseFile, case: ReturnCase) -> ReturnCase:
    """A person has so many days, before they are told again."""
    terms = file.site.desk.return_terms(file.session, file.merchant)
    waiting = replace(case, awaits=PERSON, due_at=file.now + timedelta(days=terms.decide_days))
    change_return(file.session, waiting)
    watch(file, waiting)
    return waiting


def watch(file: CaseFile, case: ReturnCase) -> None:
    """Looks again when its time has come."""
    if case.due_at is not None:
        file.add_job(RETURN_WATCH, {"return_id": case.id}, track="return_watch", run_after=case.due_at)


def _await_goods(file: CaseFile, case: ReturnCase) -> None:
    terms = file.site.desk.return_terms(file.session, file.merchant)
    ends = file.now + timedelta(days=terms.label_days)
    awaited = replace(case, awaits=GOODS, due_at=ends)
    change_return(file.session, awaited)
    watch(file, awaited)
    file.add_job(RETURN_WATCH, {"return_id": case.id}, track="return_watch", run_after=ends - REMINDED_BEFORE)
