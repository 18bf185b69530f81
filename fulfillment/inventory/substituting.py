"""An article stands in with the customer's consent: the order's document changes, and all rules decide it anew.

A worker may do it twice: an order that has another version than the customer answered about is not changed again.
"""

from collections.abc import Mapping

from engine.desk.changing import change
from engine.desk.desk import Caller, Desk
from engine.desk.reading import document_of
from engine.store.order_rows import newest_version
from engine.store.outbox import Job
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import FulfilmentLine, ShortageChoice
from fulfillment.store.cases import lines_of
from fulfillment.store.shortages import choices_of

# What the old article said of itself does not hold for the other one: that comes from the product file.
KEPT = ("quantity", "unit_price", "discount", "sku")
BY = "substitution"


class SubstituteWork:
    """Changes orders at the desk, outside the worker's transaction, since a decision has its own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def act(self, job: Job) -> str:
        """Answers the decision that the changed order got; nothing where it has changed since."""
        order_id = str(job.payload["order_id"])
        with self._desk.database.read() as session:
            choice = _choice(session, job, order_id)
            lines = lines_of(session, choice.fulfilment_id)
            version = newest_version(session, job.merchant, order_id)
            if version is None or version.version != job.payload["version"]:
                return ""
            document, _ = document_of(self._desk, version)
        changed = exchanged(document, lines, str(choice.data["sku"]), str(choice.data["stand_in"]))
        caller = Caller(merchant=job.merchant, name=BY)
        seen = frozenset({version.version})
        return change(self._desk, caller, order_id, {"lines": changed}, seen_versions=seen).row.id

    def settle(self, session: WriteSession, job: Job, result: object) -> None:
        """The decision has told its own."""


def exchanged(
    document: Mapping[str, object], lines: tuple[FulfilmentLine, ...], sku: str, stand_in: str
) -> list[dict[str, object]]:
    """The lines of an order's document with the pieces of one part exchanged: a whole line in its place, a part of a
    line as a line of its own at the end.
    """
    found = document["lines"]
    made = [dict(each) for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
    added = []
    for each in lines:
        line = made[each.line - 1]
        if each.sku != sku or line.get("sku") != sku:
            continue
        there = int(str(line["quantity"]))
        other = {name: line[name] for name in KEPT if name in line} | {"sku": stand_in}
        if each.quantity >= there:
            made[each.line - 1] = other
        else:
            line["quantity"] = there - each.quantity
            other.pop("discount", None)
            added.append(other | {"quantity": each.quantity})
    return made + added


def _choice(session: ReadSession, job: Job, order_id: str) -> ShortageChoice:
    wanted = str(job.payload["choice_id"])
    return next(each for each in choices_of(session, job.merchant, order_id) if each.id == wanted)
