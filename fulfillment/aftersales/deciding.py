"""What the policy says of a return that is asked for is done, by a job of its own: by the house, and not by whoever
handed the request in. Where the policy wants a person or photos, the return waits for them, with a day on which that
ends."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from engine.store.sessions import WriteSession
from fulfillment.aftersales.accepting import PERSON, PHOTOS, accept, await_person, judged_now, watch
from fulfillment.aftersales.judging import ACCEPT, ASK, DECLINE, GRANT, Judged
from fulfillment.casefile import CaseFile
from fulfillment.claims.way import readable
from fulfillment.notify.telling import tell
from fulfillment.records import Case, ReturnCase
from fulfillment.site import Occasion, Site
from fulfillment.states import Comeback, Event, Machine
from fulfillment.store.aftersales import change_return, find_return
from fulfillment.thread import at_work


def decide_return(session: WriteSession, site: Site, occasion: Occasion, payload: Mapping[str, object]) -> Case:
    """Judges a return and does what is said; nothing where a person was faster."""
    with at_work(session, site, occasion) as file:
        case = find_return(file.session, file.merchant, str(payload["return_id"]))
        if case is not None and case.state == Comeback.REQUESTED:
            act(file, case)
    return file.case


def act(file: CaseFile, case: ReturnCase) -> None:
    """Judges and acts. A merchant who decides everything by hand has the judgement as advice. Of a customer who was
    erased nothing can be judged: a person says what becomes of it."""
    if readable(file) is None:
        if case.awaits != PERSON:
            await_person(file, case)
        return
    said, judged = judged_now(file, case)
    told = {"return": case.id, "outcome": judged.outcome, "way": "" if judged.way is None else judged.way.id}
    file.note("return_judged", dedup=f"judged:{case.id}:{file.case.entries}", data=told)
    if judged.outcome == DECLINE and judged.terms.by_itself:
        decline(file, said)
    elif judged.outcome in (GRANT, ACCEPT) and judged.terms.by_itself:
        accept(file, said, judged.way)
    else:
        _wait(file, said, judged)


def decline(file: CaseFile, case: ReturnCase) -> None:
    """The goods stay with the customer."""
    change_return(file.session, replace(case, awaits="", due_at=None))
    file.take(Machine.RETURN, Event.DECLINE, case.id)


def _wait(file: CaseFile, case: ReturnCase, judged: Judged) -> None:
    for_photos = judged.outcome == ASK and judged.terms.by_itself
    days = judged.terms.photo_days if for_photos else judged.terms.decide_days
    due_at = file.now + timedelta(days=days)
    waiting = replace(case, awaits=PHOTOS if for_photos else PERSON, due_at=due_at)
    if case.awaits != waiting.awaits:
        change_return(file.session, waiting)
        watch(file, waiting)
        if for_photos:
            params = {"rma": case.number, "until": due_at.isoformat()}
            tell(file, "return_photos", about=case.id, params=params)
