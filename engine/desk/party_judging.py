"""A person says of a hit whether it is the listed party. What was said is remembered for every later order."""

from dataclasses import dataclass
from datetime import datetime

from engine.desk.changing import decide_anew
from engine.desk.deciding import Decided
from engine.desk.desk import Caller, Desk
from engine.desk.errors import NotFound, UntilPassed
from engine.desk.intake import settled
from engine.desk.party_screening import hits_of, party_token
from engine.desk.reading import current_decision, order_of
from engine.desk.telling import audit_job
from engine.facts.parties import Verdict, entry_of
from engine.ids import Prefix
from engine.parties.screen import Hit
from engine.store.outbox import enqueue
from engine.store.party_verdicts import PartyVerdict, add_verdict
from engine.store.sessions import ReadSession, WriteSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """What is said: `entry` as hits name it (`ofac-sdn:7157`), `until` ends a clearance."""

    entry: str
    verdict: Verdict
    until: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SeenHit:
    """A hit with the name of its entry, as verdicts give it."""

    entry: str
    hit: Hit


def party_hits(desk: Desk, session: ReadSession, merchant: str, order_id: str) -> tuple[SeenHit, ...]:
    """Whom the order's parties are like, by the lists in force now. Raises NotFound and PersonErased."""
    version = current_decision(session, merchant, order_id).version
    hits, dates = hits_of(desk, order_of(desk, session, merchant, order_id, version))
    return tuple(SeenHit(entry_of(hit, dates), hit) for hit in hits)


def judge_party(desk: Desk, caller: Caller, order_id: str, said: Judging) -> tuple[PartyVerdict, Decided]:
    """Remembers a verdict on every name of the order that hits the entry, and decides the order anew.

    Raises NotFound when no party of the order hits the entry, UntilPassed, PersonErased.
    """
    now = desk.clock.now()
    if said.until is not None and said.until <= now:
        raise UntilPassed

    def once(session: WriteSession) -> tuple[PartyVerdict, Decided]:
        names = {
            each.hit.asked for each in party_hits(desk, session, caller.merchant, order_id) if each.entry == said.entry
        }
        if not names:
            raise NotFound("hit on", said.entry)
        given = [
            add_verdict(
                session,
                PartyVerdict(
                    id=desk.ids.new(Prefix.PARTY_VERDICT),
                    merchant=caller.merchant,
                    party=party_token(desk, caller.merchant, name),
                    entry=said.entry,
                    verdict=said.verdict.value,
                    until=said.until,
                    note=said.note,
                    order_id=order_id,
                    given_at=now,
                    given_by=caller.name,
                ),
            )
            for name in sorted(names)
        ]
        # Not the note, which may name somebody: what is in the audit can never be erased.
        told = {"entry": said.entry, "verdict": said.verdict.value}
        enqueue(session, desk.ids, [audit_job(caller, "party.judged", order_id, told, now)], now)
        return given[0], decide_anew(desk, session, caller, order_id, "party_judged")

    return settled(desk, once)
