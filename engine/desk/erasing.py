"""Erases a person: the key of all their orders is destroyed, decisions stay and can still be read."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from engine.desk.desk import Caller, Desk
from engine.desk.errors import NotFound
from engine.desk.reading import document_of
from engine.desk.telling import audit_job
from engine.facts.entities import entities
from engine.facts.mark_keys import mark_keys
from engine.order.reading import read_order
from engine.store.aftersales import forget_aftersales
from engine.store.kept_about import forget_texts
from engine.store.kept_answers import forget_answers
from engine.store.labels import forget_notes
from engine.store.marks import forget_hints, orders_of_person
from engine.store.order_files import forget_file_rows
from engine.store.order_rows import OrderVersion, erase_key, keys_of, versions
from engine.store.order_rows import erase as erase_person
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.sessions import WriteSession
from engine.store.submissions import forget_persons
from engine.store.tables import METADATA

ERASED = "desk.erased"
LONGER_THAN_ANY_DECISION = timedelta(minutes=2)


def erase(desk: Desk, caller: Caller, order_id: str) -> int:
    """Erases the person of an order in all their orders; answers how many versions lost their values.

    Raises NotFound.
    """
    now = desk.clock.now()
    with desk.database.write() as session:
        found = versions(session, caller.merchant, order_id)
        if not found:
            raise NotFound("order", order_id)
        persons = sorted({each.person for each in found})
        keys = [key for person in persons for key in keys_of(session, caller.merchant, person)]
        _forget_hints(desk, session, caller.merchant, persons)
        forget_aftersales(session, caller.merchant, persons)
        forget_persons(session, caller.merchant, persons)
        forget_file_rows(session, caller.merchant, persons)
        touched = sum(erase_person(session, caller.merchant, person) for person in persons)
        audited = audit_job(caller, "person.erased", order_id, {"versions": touched}, now)
        enqueue(session, desk.ids, [audited, _once_more(caller, order_id, persons, keys, now)], now)
    return touched


def _forget_hints(desk: Desk, session: WriteSession, merchant: str, persons: Sequence[int]) -> None:
    """Marks stay as tokens, which name nobody; what people were shown of the keys goes, and what they wrote into marks
    and labels. Keys may have been marked by hand, so those of all orders are looked up while these can be read."""
    for order in sorted({order for person in persons for order in orders_of_person(session, merchant, person)}):
        theirs = (version for version in versions(session, merchant, order) if version.person in persons)
        tokens = {token for version in theirs for token in _tokens(desk, version)}
        forget_hints(session, merchant, [order], sorted(tokens))
        forget_notes(session, merchant, [order])
        forget_answers(session, merchant, [order])
        forget_texts(session, (METADATA,), merchant, [order])


def _tokens(desk: Desk, version: OrderVersion) -> Iterator[int]:
    """Of all that can be marked of an order; none where it was erased before."""
    document, is_whole = document_of(desk, version)
    if is_whole:
        order = read_order(document)
        for each in mark_keys(order, entities(order)).values():
            yield desk.seal.token(version.key.merchant, each.kind, each.value)


def _once_more(caller: Caller, order_id: str, persons: Sequence[int], keys: Sequence[bytes], now: datetime) -> NewJob:
    """A decision that was under way may have written a key back; when it must have ended, the same keys go again.

    The job names keys by digest. A key that the person got since is another one, and stays.
    """
    payload = {"persons": list(persons), "keys": [sha256(key).hexdigest() for key in keys]}
    after = now + LONGER_THAN_ANY_DECISION
    # An aggregate of its own: what follows from the order need not wait.
    return NewJob(
        kind=ERASED, merchant=caller.merchant, aggregate=f"{order_id}:erased", payload=payload, run_after=after
    )


def erased_again(session: WriteSession, job: Job) -> None:
    """The handler of that job."""
    persons, keys = job.payload["persons"], job.payload["keys"]
    if not isinstance(persons, list) or not isinstance(keys, list):
        return
    forget_aftersales(session, job.merchant, [int(person) for person in persons])
    for person in persons:
        forget_hints(session, job.merchant, orders_of_person(session, job.merchant, int(person)))
        for key in keys_of(session, job.merchant, int(person)):
            if sha256(key).hexdigest() in keys:
                erase_key(session, job.merchant, int(person), key)
