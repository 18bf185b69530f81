"""The ladder draft -> shadow -> live -> retired between two editions: what a rule must have earned for its step.

A rule that is new, or decides otherwise than before, goes live only after its time in shadow with the very same
deciding part. What counts is what it decides and not its id, so a changed rule is tried as a twin in shadow under an id
of its own while the rule as it was goes on deciding.

Not asked for it: a rule of a protected set, because law may come into force tomorrow (its tests, its references and the
second person stand in for the time); texts, tests, references, shares of a roll-out and whatever else leaves the
deciding part alone; and the first edition of all, before which no order could be met.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.counted import counted
from engine.rulebook.book import RuleBook
from engine.rulebook.domain import Domain
from engine.rulebook.ladder_block import LadderTerms
from engine.rulebook.normal import deciding_part, digest
from engine.rulebook.rule import Rule, Status
from engine.rulebook.source import RuleFault

SECONDS_OF_DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowRecord:
    """What one deciding part has met in shadow, up to now and without a break: new orders, hits, seconds."""

    orders: int
    hits: int
    seconds: float

    @property
    def days(self) -> float:
        """For how long, in days."""
        return self.seconds / SECONDS_OF_DAY


NOTHING_MET = ShadowRecord(orders=0, hits=0, seconds=0.0)


def trial_key(rule: Rule) -> str:
    """SHA-256 of what a rule decides, whatever its id: under this key its time in shadow is kept."""
    return digest({name: value for name, value in deciding_part(rule).items() if name != "id"})


def going_live(before: RuleBook | None, after: RuleBook) -> tuple[Rule, ...]:
    """The rules of `after` that must show their time in shadow."""
    if before is None:
        return ()
    deciding = {rule.id: trial_key(rule) for rule in before.rules if rule.status is Status.LIVE}
    return tuple(
        rule
        for rule in after.rules
        if rule.status is Status.LIVE
        and not _is_of_protected_set(rule, after.domain)
        and deciding.get(rule.id) != trial_key(rule)
    )


def ladder_faults(
    before: RuleBook | None, after: RuleBook, met: Mapping[str, ShadowRecord], terms: LadderTerms
) -> tuple[RuleFault, ...]:
    """What keeps `after` from following `before`. `met` has what was met in shadow, by `trial_key`.

    The terms are those of the edition in force: a book cannot lower the bar that it has to take.
    """
    if before is None:
        return ()
    found: list[RuleFault] = []
    for rule in going_live(before, after):
        found.extend(_untried(rule, met.get(trial_key(rule), NOTHING_MET), terms))
    found.extend(_steps(before, after))
    return tuple(sorted(found, key=lambda fault: (fault.span, fault.code)))


def _untried(rule: Rule, met: ShadowRecord, terms: LadderTerms) -> Iterator[RuleFault]:
    if met.orders < terms.shadow_orders or met.days < terms.shadow_days:
        message = (
            f"{rule.id} goes live after {counted(met.orders, 'order', 'orders')} and {met.days:.1f} days in shadow, "
            f"{terms.shadow_orders} orders and {terms.shadow_days} days are the least"
        )
        yield RuleFault("R097", message, rule.span, "write status: shadow, publish, and come back when it has met them")
    elif met.hits * 100 > terms.most_hit_percent * met.orders:
        message = (
            f"{rule.id} hit {met.hits} of {counted(met.orders, 'order', 'orders')} in shadow, "
            f"more than {terms.most_hit_percent} % may not be"
        )
        yield RuleFault("R098", message, rule.span, "narrow its condition, and try it in shadow again")


def _steps(before: RuleBook, after: RuleBook) -> Iterator[RuleFault]:
    now = {rule.id: rule for rule in after.rules}
    for old in before.rules:
        new = now.get(old.id)
        if old.status is Status.RETIRED:
            if new is not None and new.status is not Status.RETIRED:
                yield RuleFault("R078", f"{old.id} was retired, and its id is not used again", new.span, _NEW_ID)
        elif new is not None:
            yield from _step(old, new, after.domain)
        elif _is_live_and_protected(old, after.domain):
            message = f"{old.id} decides in the edition in force, is protected, and is gone"
            yield RuleFault("R099", message, old.span, "write it again with status: retired and a new version")


def _step(old: Rule, new: Rule, domain: Domain) -> Iterator[RuleFault]:
    if old.status is not Status.DRAFT and (
        new.version < old.version or (new.version == old.version and trial_key(new) != trial_key(old))
    ):
        message = f"{new.id} decides otherwise than version {old.version}, which was published"
        yield RuleFault("R077", message, new.span, f"write version: {old.version + 1}")
    leaves = _is_live_and_protected(old, domain) and new.status is not Status.LIVE
    if leaves and new.version <= old.version:
        message = f"{new.id} is protected and goes from live to {new.status} without a new version"
        yield RuleFault("R099", message, new.span, f"write version: {old.version + 1}, and let a second person look")


def _is_of_protected_set(rule: Rule, domain: Domain) -> bool:
    return rule.set in domain.protected_sets


def _is_live_and_protected(rule: Rule, domain: Domain) -> bool:
    """Its set, or its verdict: a rule that cancels leaves as law does, though it is tried before it comes."""
    return rule.status is Status.LIVE and domain.protects(rule.set, rule.then.verdict)


_NEW_ID = "give the rule a new id"
