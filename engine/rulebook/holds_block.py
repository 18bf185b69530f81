"""The block `holds:` of the policy: how long a case may wait, and what follows when that time is over."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from engine.rulebook.domain import Domain
from engine.rulebook.faults import Faults, did_you_mean
from engine.rulebook.form import open_form, read_text
from engine.rulebook.nodes import Mapping, Node
from engine.rulebook.quieting import is_protected
from engine.rulebook.rule import Rule
from engine.rulebook.shape import Shape, part, whole
from engine.rulebook.source import Span


class Expiry(StrEnum):
    """What follows when the time of a hold is over."""

    CANCEL = "cancel"
    REAUTHORISE = "reauthorise"
    ESCALATE = "escalate"
    RELEASE = "release"


HOLDS, THEN, USUAL = "holds", "then", "usual"
BY_HAND = "HELD_BY_HAND"  # the reason of a hold that a person places
WARN_HOURS, LEAST_HOURS, GIVE_UP_DAYS = 24, 4, 10
HOLDS_PART = part(HOLDS, "how long a case may wait, and what follows then", HOLDS)
HOLDS_SHAPE = Shape("time of holds", (
    whole("warn_hours", "how long before its end a hold is warned of", 0, 24 * 31),
    whole("least_hours", "how long people have in any case, however late it is already", 0, 24 * 31),
    whole("give_up_days", "after how many working days a case is given up", 1, 366),
    part(THEN, "what follows when the time of a hold is over, by reason; `usual` for all others", THEN),
))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnExpiry:
    """What follows for one reason, in place of what is usual."""

    reason: str
    then: Expiry
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldTerms:
    """Hours and working days, and what follows when they are over. `least_hours` are left to people however late it
    is when a hold is placed."""

    warn_hours: int = WARN_HOURS
    least_hours: int = LEAST_HOURS
    give_up_days: int = GIVE_UP_DAYS
    usual: Expiry = Expiry.ESCALATE
    of: tuple[OwnExpiry, ...] = ()

    def then(self, reason: str) -> Expiry:
        """What follows for a reason."""
        return next((each.then for each in self.of if each.reason == reason), self.usual)


def read_holds(node: Node | None, faults: Faults) -> HoldTerms:
    """The terms; what is left out is as usual."""
    form = open_form(node, HOLDS_SHAPE, faults)
    if form is None:
        return HoldTerms()
    named = tuple(_named(form.node(THEN), faults))
    usual = next((each.then for each in named if each.reason == USUAL), Expiry.ESCALATE)
    return HoldTerms(
        warn_hours=form.whole("warn_hours", WARN_HOURS),
        least_hours=form.whole("least_hours", LEAST_HOURS),
        give_up_days=form.whole("give_up_days", GIVE_UP_DAYS),
        usual=_usual(usual, named, faults),
        of=tuple(each for each in named if each.reason != USUAL),
    )


def _named(node: Node | None, faults: Faults) -> Iterable[OwnExpiry]:
    if node is None:
        return
    if not isinstance(node, Mapping):
        hint = "write {usual: escalate, FRD_SCORE: cancel}"
        faults.add("R006", f"`{THEN}` must be a mapping of reasons to what follows", node.span, hint)
        return
    for entry in node.entries:
        word = read_text(entry.value, entry.key, faults)
        if word is not None and word not in set(Expiry):
            faults.add("R024", f"`{word}` is not known as `{THEN}`", entry.value.span, did_you_mean(word, set(Expiry)))
        elif word is not None:
            yield OwnExpiry(reason=entry.key, then=Expiry(word), span=entry.value.span)


def _usual(usual: Expiry, named: Iterable[OwnExpiry], faults: Faults) -> Expiry:
    """Whatever is not named includes what nothing may soften."""
    if usual is not Expiry.RELEASE:
        return usual
    span = next(each.span for each in named if each.reason == USUAL)
    message = "`usual` would release what nobody has judged, imports among it"
    faults.add("R074", message, span, "name the reasons that time may release, one by one")
    return Expiry.ESCALATE


def may_release(rules: Iterable[Rule], reason: str, domain: Domain) -> bool:
    """Whether time alone may release holds of this reason: none that says that data or the engine failed, and none
    that a protected rule gives."""
    if reason in {domain.missing_reason, domain.fault_reason}:
        return False
    return not any(rule.then.reason == reason and is_protected(rule, domain) for rule in rules)


def check_holds(
    terms: HoldTerms, rules: Iterable[Rule], reasons: Iterable[str], domain: Domain, faults: Faults
) -> None:
    """Report reasons that nothing gives, and those that time may not release."""
    told = tuple(rules)
    known = {*(rule.then.reason for rule in told), *reasons, domain.missing_reason, domain.fault_reason, BY_HAND}
    for each in terms.of:
        if each.reason not in known:
            message = f"the time of a hold is told for {each.reason}, and nothing gives that reason"
            faults.add("R092", message, each.span, did_you_mean(each.reason, known))
        elif each.then is Expiry.RELEASE and not may_release(told, each.reason, domain):
            message = f"time would release {each.reason}, and nothing may"
            faults.add("R074", message, each.span, "write cancel or escalate")
