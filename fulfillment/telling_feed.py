"""Has the feed of events follow an order's life: a job for what moved, written with the move."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from engine.ids import Prefix
from engine.store.feed import NewEvent, add_events
from engine.store.outbox import Job, NewJob
from engine.store.sessions import WriteSession
from fulfillment.event_types import type_of
from fulfillment.jobs import MOVED
from fulfillment.records import Entry


def moved_job(merchant: str, order_id: str, entries: Sequence[Entry]) -> NewJob | None:
    """Tells of the steps that moved something, in their order; nothing where none did. Its track is its own, so that
    it neither waits for the order's other jobs nor keeps them waiting."""
    moves = [_move(each) for each in entries if each.source != each.target]
    if not moves:
        return None
    payload = {"order_id": order_id, "merchant": merchant, "moves": moves}
    return NewJob(kind=MOVED, merchant=merchant, aggregate=f"{order_id}:feed", payload=payload)


def tell_moves(session: WriteSession, job: Job) -> None:
    """Writes the events. Their ids come from the job's, so that a job done twice still tells each once."""
    order_id, moves = str(job.payload["order_id"]), job.payload["moves"]
    if isinstance(moves, list):
        add_events(session, [_event(job, order_id, number, each) for number, each in enumerate(moves)])


def _move(entry: Entry) -> Mapping[str, object]:
    return {
        "machine": str(entry.machine),
        "subject": entry.subject,
        "event": str(entry.event),
        "state": str(entry.target),
        "previous_state": str(entry.source),
        "at": entry.at.isoformat(),
    }


def _event(job: Job, order_id: str, number: int, move: Mapping[str, object]) -> NewEvent:
    return NewEvent(
        id=f"{Prefix.EVENT}_{job.id.removeprefix('job_')}_m{number}",
        merchant=job.merchant,
        type=type_of(str(move["machine"]), str(move["state"])),
        order_id=order_id,
        data={name: move[name] for name in ("subject", "event", "state", "previous_state")},
        at=datetime.fromisoformat(str(move["at"])),
    )
