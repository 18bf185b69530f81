"""Everything that is kept about the person of an order, over all of that person's orders: what a person may ask for
(Regulation (EU) 2016/679, Article 15), and the texts that an erasure takes away beside the key.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from engine.desk.customer_answering import opened_answer
from engine.desk.desk import Caller, Desk
from engine.desk.errors import NotFound
from engine.desk.reading import document_of
from engine.desk.telling import audit_job
from engine.desk.told_events import personal_of
from engine.store.customer_requests import Wanted, requests
from engine.store.decision_rows import decision_of, past_of
from engine.store.kept_about import Groups, forget_texts, rows_about
from engine.store.marks import orders_of_person
from engine.store.order_rows import versions
from engine.store.outbox import Job, enqueue
from engine.store.papers import papers_of_order
from engine.store.sessions import ReadSession, WriteSession
from engine.store.told_events import told_of

Told = Mapping[str, object]
Elsewhere = Callable[[ReadSession, str, str], Mapping[str, Sequence[Mapping[str, object]]]]
MOST_QUESTIONS = 1000  # of one order, which has a few


def orders_of(session: ReadSession, merchant: str, order_id: str) -> Sequence[str]:
    """All orders of the person of an order. Raises NotFound."""
    found = versions(session, merchant, order_id)
    if not found:
        raise NotFound("order", order_id)
    persons = {each.person for each in found}
    return sorted({order_id, *(order for person in persons for order in orders_of_person(session, merchant, person))})


def handed_out(desk: Desk, caller: Caller, order_id: str) -> Sequence[str]:
    """The orders that will be handed out, and that somebody asked for them in the audit. Raises NotFound."""
    now = desk.clock.now()
    with desk.database.write() as session:
        orders = orders_of(session, caller.merchant, order_id)
        told = audit_job(caller, "person.handed_out", order_id, {"orders": len(orders)}, now)
        enqueue(session, desk.ids, [told], now)
    return orders


def personal_data(
    desk: Desk, groups: Groups, merchant: str, orders: Sequence[str], elsewhere: Elsewhere | None = None
) -> Iterator[Told]:
    """What is kept of each order, one after the other, so that a person with thousands of them takes no more memory
    than one with a few. `erased` names what cannot be read any more. `elsewhere` opens what others seal of an order,
    each with what was `said`, None where that cannot be read."""
    for order_id in orders:
        with desk.database.read() as session:
            kept = _of_order(desk, session, groups, merchant, order_id)
            yield kept if elsewhere is None else _with(kept, elsewhere(session, merchant, order_id))


def _with(kept: Mapping[str, object], elsewhere: Mapping[str, Sequence[Mapping[str, object]]]) -> Told:
    lost = [name for name, parts in elsewhere.items() if any(each["said"] is None for each in parts)]
    erased = kept["erased"]
    return {**kept, **elsewhere, "erased": sorted([*(erased if isinstance(erased, list) else []), *lost])}


def _of_order(desk: Desk, session: ReadSession, groups: Groups, merchant: str, order_id: str) -> Told:
    found = versions(session, merchant, order_id)
    keys = {each.version: each.person_key for each in found}
    documents, erased = [], set()
    for each in found:
        document, is_whole = document_of(desk, each)
        documents.append({"version": each.version, "at": each.created_at, "document": document})
        if not is_whole:
            erased.add("documents")
    decisions = []
    for past in past_of(session, merchant, order_id):
        row = decision_of(session, merchant, past.id)
        values = None if row is None else desk.seal.opened(keys.get(row.version), row.sealed)
        if values is None:
            erased.add("decisions")
        decisions.append({"id": past.id, "outcome": past.outcome, "read": values})
    papers = [
        {"id": each.paper.id, "said": desk.seal.opened(keys.get(each.order_version), each.sealed)}
        for each in papers_of_order(session, merchant, order_id)
    ]
    answers = [
        {"id": each.id, "said": opened_answer(desk, session, each)}
        for each in requests(session, merchant, MOST_QUESTIONS, Wanted(order_id=order_id))
        if each.sealed is not None
    ]
    told = [{"id": each.id, "said": personal_of(desk, session, each)} for each in told_of(session, merchant, order_id)]
    for name, kept_sealed in (("papers", papers), ("answers", answers), ("told", told)):
        if any(each["said"] is None for each in kept_sealed):
            erased.add(name)
    rows: dict[str, list[Told]] = {}
    for table, kept in rows_about(session, groups, merchant, order_id):
        rows.setdefault(table, []).append(kept)
    return {
        "order_id": order_id,
        "documents": documents,
        "decisions": decisions,
        "papers": papers,
        "answers": answers,
        "told": told,
        "rows": rows,
        "erased": sorted(erased),
    }


def texts_forgotten(session: WriteSession, job: Job, groups: Groups) -> int:
    """Takes what people wrote about the orders of persons who were erased: for the job that follows an erasure."""
    return forget_texts(session, groups, job.merchant, orders_of_erased(session, job))


def orders_of_erased(session: ReadSession, job: Job) -> list[str]:
    """Orders of the persons that such a job is about."""
    persons = job.payload["persons"]
    listed = persons if isinstance(persons, list) else []
    return sorted({order for person in listed for order in orders_of_person(session, job.merchant, int(person))})
