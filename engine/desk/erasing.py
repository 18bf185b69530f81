"""Erases a person: the key of all their orders is destroyed, decisions stay and can still be read."""

from engine.desk.desk import Caller, Desk
from engine.desk.errors import NotFound
from engine.desk.telling import audit_job
from engine.store.order_rows import erase as erase_person
from engine.store.order_rows import versions
from engine.store.outbox import enqueue


def erase(desk: Desk, caller: Caller, order_id: str) -> int:
    """Erases the person of an order in all their orders; answers how many versions lost their values.

    Raises NotFound.
    """
    now = desk.clock.now()
    with desk.database.write() as session:
        found = versions(session, caller.merchant, order_id)
        if not found:
            raise NotFound("order", order_id)
        touched = sum(erase_person(session, caller.merchant, person) for person in {each.person for each in found})
        enqueue(session, desk.ids, [audit_job(caller, "person.erased", order_id, {"versions": touched}, now)], now)
    return touched
