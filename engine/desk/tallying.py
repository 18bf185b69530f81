"""Tallies of rule hits: one row for each rule that spoke in a decision, written by the worker behind the decision.

From them come the shares that `rules hits` shows, what a rule has met in shadow, and what the guard judges.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson

from engine.desk.desk import Desk
from engine.desk.editions import MAIN, Editions
from engine.domains import ADMISSION
from engine.errors import ClearwayError
from engine.rulebook.book import RuleBook
from engine.rulebook.rule import Rule, Status
from engine.rulebook.source import RuleFault
from engine.store.decision_rows import DecisionRow, decision_of
from engine.store.editions import Activation, activations, epochs, in_force
from engine.store.outbox import Job
from engine.store.rule_hits import NO_RULE, Hit, Owners, add_hits, met_between
from engine.store.sessions import ReadSession, WriteSession
from engine.workbench.ladder import ShadowRecord, going_live, ladder_faults, trial_key

KEPT = timedelta(days=400)
MOST_ACTIVATIONS = 500
SUPPRESSED = "suppression "  # how the mark of a suppression begins

# Merchant and edition -> the versions of its rules.
Versions = Callable[[str, str], Mapping[str, int]]


def no_versions(_merchant: str, _edition: str) -> Mapping[str, int]:
    """Where no edition can be asked."""
    return {}


def versions_of(editions: Editions) -> Versions:
    """Asks the editions of this process; one that cannot be loaded has no versions."""

    def asked(merchant: str, edition: str) -> Mapping[str, int]:
        try:
            rules = editions.load(edition, merchant).admission.book.rules
        except ClearwayError:
            return {}
        return {rule.id: rule.version for rule in rules}

    return asked


def tally(session: WriteSession, job: Job, versions: Versions) -> None:
    """Adds the hits of the decision that a job tells of, once."""
    row = decision_of(session, job.merchant, str(job.payload["decision_id"]))
    if row is not None:
        known = versions(row.merchant, row.edition)
        add_hits(session, list(hits_of(row, known, is_new=job.payload["previous_decision"] is None)))


def hits_of(row: DecisionRow, versions: Mapping[str, int], *, is_new: bool) -> Iterator[Hit]:
    """The decision itself, and the worst that each rule said in it by status."""
    content = orjson.loads(row.content)
    said: dict[tuple[str, str], str] = {(NO_RULE, "live"): row.outcome}
    told = [(each, _status(each["waived_by"])) for each in content["findings"]]
    told += [(each, "shadow") for each in content["shadow"]]
    for finding, status in told:
        place = (finding["rule"], status)
        said[place] = ADMISSION.worst(finding["verdict"], said.get(place, ADMISSION.neutral))
    for (rule, status), verdict in said.items():
        yield Hit(
            merchant=row.merchant,
            decision=row.id,
            rule=rule,
            version=versions.get(rule, 0),
            status=status,
            verdict=verdict,
            outcome=row.outcome,
            order_id=row.order_id,
            decided_at=row.decided_at,
            cause=row.cause,
            is_new=is_new,
        )


def _status(waived_by: str | None) -> str:
    if waived_by is None:
        return "live"
    return "suppressed" if waived_by.startswith(SUPPRESSED) else "waived"


def owner_of(session: ReadSession, merchant: str) -> str:
    """Whose edition decides for a merchant."""
    return MAIN if in_force(session, merchant) is None else merchant


def decided_by(session: ReadSession, owner: str) -> Owners:
    """Whose decisions an owner's edition makes: with `main`, of all who have none of their own."""
    if owner != MAIN:
        return Owners(merchant=owner)
    return Owners(others=tuple(sorted(epochs(session).keys() - {MAIN})))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A rule in shadow, under this id, from an activation to the next."""

    rule: str
    since: datetime
    before: datetime


def shadow_records(
    desk: Desk, session: ReadSession, merchant: str, wanted: Iterable[Rule]
) -> Mapping[str, ShadowRecord]:
    """What these rules have met in shadow up to now, without a break, by `trial_key`."""
    owner, now = owner_of(session, merchant), desk.clock.now()
    whose = decided_by(session, owner)
    stretches = _stretches(desk, activations(session, owner, MOST_ACTIVATIONS), {*map(trial_key, wanted)}, now)
    found: dict[str, ShadowRecord] = {}
    for key, parts in stretches.items():
        met = [met_between(session, whose, each.rule, each.since, each.before) for each in parts]
        found[key] = ShadowRecord(
            orders=sum(orders for orders, _ in met),
            hits=sum(hits for _, hits in met),
            seconds=sum((each.before - each.since).total_seconds() for each in parts),
        )
    return found


def _stretches(
    desk: Desk, newest_first: Iterable[Activation], wanted: set[str], now: datetime
) -> Mapping[str, list[_Stretch]]:
    found: dict[str, list[_Stretch]] = {}
    before, first = now, now - KEPT
    for activation in newest_first:
        if not wanted or before <= first:
            break
        try:
            book = desk.editions.load(activation.edition, activation.merchant).admission.book
        except ClearwayError:  # nobody can say any more what stood in shadow then
            break
        here = {trial_key(rule): rule.id for rule in book.rules if rule.status is Status.SHADOW}
        wanted = wanted & here.keys()
        since = max(activation.activated_at, first)
        for key in wanted:
            found.setdefault(key, []).append(_Stretch(here[key], since, before))
        before = since
    return found


def untried(desk: Desk, session: ReadSession, merchant: str, after: RuleBook) -> tuple[RuleFault, ...]:
    """What keeps a book from following the one in force, by the ladder's terms of the latter; for whoever publishes."""
    activation = in_force(session, owner_of(session, merchant))
    if activation is None:
        return ()
    before = desk.editions.load(activation.edition, activation.merchant).admission.book
    met = shadow_records(desk, session, merchant, going_live(before, after))
    return ladder_faults(before, after, met, before.policy.ladder)
