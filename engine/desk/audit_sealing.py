"""Seals the audit: anchors signed with the installation's secret over its chain, a batch of entries each, by a job.

The chain alone shows a change to whoever knows its end. An anchor is such an end that nobody without the secret can
make; one that was kept elsewhere (`clearway audit anchor`) also shows a chain that somebody with the secret made anew.
"""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson

from engine.clock import microseconds
from engine.desk.desk import Desk
from engine.desk.person import Seal
from engine.store.audit import Anchor, add_anchor, anchors, digest_at, last_anchor
from engine.store.chain import begin_turns, turn_after, turn_job
from engine.store.feed import audit_head, first_broken, lock_feed, under_lock
from engine.store.outbox import Handler, Job, enqueue
from engine.store.sessions import ReadSession, WriteSession

SEAL = "desk.audit_sealed"
EVERY = timedelta(minutes=5)
AT_ONCE = 1000
FIRST = "0" * 64  # what the first anchor names as the signature before it


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnchor:
    """An anchor as it was exported: what somebody keeps elsewhere."""

    seq: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a look at the whole audit found. `broken` is the number of the first entry that is wrong or missing,
    `anchor` that of the first anchor that is; None where there is none. `kept` is the first exported anchor that the
    audit does not agree with."""

    entries: int
    broken: int | None = None
    anchor: int | None = None
    kept: KeptAnchor | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return self.broken is None and self.anchor is None and self.kept is None


def seal_audit(seal: Seal, session: WriteSession, at: datetime) -> Anchor | None:
    """Signs the end of the chain as it stands; answers the newest anchor, None while the audit is empty."""
    lock_feed(session)
    seq, digest = audit_head(session)
    last = last_anchor(session)
    if seq == (0 if last is None else last.seq):
        return last
    number, previous = (1, FIRST) if last is None else (last.number + 1, last.signature)
    signature = _signature(seal, number, seq, digest, at, previous)
    made = Anchor(number=number, seq=seq, digest=digest, at=at, previous=previous, signature=signature)
    add_anchor(session, made)
    return made


def verified(seal: Seal, session: ReadSession, kept: Iterable[KeptAnchor] = ()) -> Verified:
    """Looks at every entry, every anchor, and at anchors that were kept elsewhere."""
    broken = first_broken(session)
    entries, _ = audit_head(session)
    return Verified(
        entries=entries,
        broken=broken,
        anchor=_first_wrong(seal, session),
        kept=next((each for each in kept if digest_at(session, each.seq) != each.digest), None),
    )


def _first_wrong(seal: Seal, session: ReadSession) -> int | None:
    """The number of the first anchor that is missing, was not signed by us, or is not of the chain as it is."""
    number, previous = 0, FIRST
    while found := anchors(session, number, AT_ONCE):
        for each in found:
            expected = _signature(seal, each.number, each.seq, each.digest, each.at, previous)
            signed = hmac.compare_digest(expected.encode(), each.signature.encode())
            follows = each.number == number + 1 and each.previous == previous
            if not (signed and follows and digest_at(session, each.seq) == each.digest):
                return number + 1
            number, previous = each.number, each.signature
    return None


def _signature(seal: Seal, number: int, seq: int, digest: str, at: datetime, previous: str) -> str:
    return seal.signature(orjson.dumps(["audit", number, seq, digest, microseconds(at), previous]))


def sealing_handlers(desk: Desk) -> Mapping[str, Handler]:
    """The handler that seals, by kind of job."""
    return {SEAL: _Sealing(desk)}


def begin_sealing(desk: Desk) -> None:
    """Starts the chain of sealing jobs; does nothing where it runs already."""
    begin_turns(desk.database, desk.ids, desk.clock.now(), SEAL, EVERY)


@dataclass(frozen=True, slots=True)
class _Sealing:
    desk: Desk

    def __call__(self, session: WriteSession, job: Job, /) -> None:
        """Seals, and again in a while."""
        now = self.desk.clock.now()
        under_lock(session, self._seal, now)
        enqueue(session, self.desk.ids, [turn_job(SEAL, turn_after(job, now, EVERY), EVERY)], now)

    def _seal(self, session: WriteSession, times: Sequence[datetime]) -> None:
        seal_audit(self.desk.seal, session, times[-1])


def exported(anchor: Anchor) -> Mapping[str, object]:
    """An anchor as it is written to a file that is kept elsewhere."""
    return {name: getattr(anchor, name) for name in ("number", "seq", "digest", "at", "signature")}
