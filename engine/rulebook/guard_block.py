"""The block `guard:` of the policy: which shares of held and cancelled orders are too large, and what follows then."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from engine.rulebook.domain import Domain
from engine.rulebook.faults import Faults, did_you_mean
from engine.rulebook.form import Form, open_form
from engine.rulebook.nodes import Mapping, Node
from engine.rulebook.quieting import is_protected, may_soften
from engine.rulebook.rule import Rule
from engine.rulebook.shape import Shape, part, whole, word
from engine.rulebook.source import Span


class Then(StrEnum):
    """What follows a trip: people are told, the rule goes to shadow, or the edition before comes back."""

    ALARM = "alarm"
    SHADOW = "shadow"
    REVERT = "revert"


WINDOW_HOURS, LEAST_ORDERS = 24, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardLimits:
    """Shares of new orders, in percent, above which the guard trips; None where it does not look."""

    hold_percent: int | None = None
    cancel_percent: int | None = None
    then: Then = Then.ALARM


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLimits:
    """Limits of one rule, in place of those of all rules."""

    rule: str
    limits: GuardLimits
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardTerms:
    """Limits for the book as a whole, for every rule, and for single ones. Nothing is judged on fewer orders than
    `least_orders` within the last `window_hours`."""

    window_hours: int = WINDOW_HOURS
    least_orders: int = LEAST_ORDERS
    book: GuardLimits = GuardLimits()
    rules: GuardLimits = GuardLimits()
    of: tuple[OwnLimits, ...] = ()

    def limits_of(self, rule: str) -> GuardLimits:
        """The limits of a rule."""
        return next((each.limits for each in self.of if each.rule == rule), self.rules)


def _limits(name: str, *then: Then) -> Shape:
    return Shape(name, (
        whole("hold_percent", "share of new orders held above which it trips", 0, 100),
        whole("cancel_percent", "share of new orders cancelled above which it trips", 0, 100),
        word("then", "what follows a trip", then),
    ))  # fmt: skip


GUARD_SHAPE = Shape("guard", (
    whole("window_hours", "how far back the guard looks", 1, 24 * 31),
    whole("least_orders", "on fewer new orders nothing is judged", 1, 1_000_000),
    part("book", "limits of all rules together", "limits"),
    part("rules", "limits of every single rule", "limits"),
    part("of", "limits of named rules", "limits"),
))  # fmt: skip
BOOK_LIMITS = _limits("limit of the book", Then.ALARM, Then.REVERT)
RULE_LIMITS = _limits("limit of a rule", Then.ALARM, Then.SHADOW)


def read_guard(node: Node | None, faults: Faults) -> GuardTerms:
    """The terms; without any limit the guard sleeps."""
    form = open_form(node, GUARD_SHAPE, faults)
    if form is None:
        return GuardTerms()
    return GuardTerms(
        window_hours=form.whole("window_hours", WINDOW_HOURS),
        least_orders=form.whole("least_orders", LEAST_ORDERS),
        book=_read_limits(open_form(form.node("book"), BOOK_LIMITS, faults)),
        rules=_read_limits(open_form(form.node("rules"), RULE_LIMITS, faults)),
        of=tuple(_own(form.node("of"), faults)),
    )


def _own(node: Node | None, faults: Faults) -> Iterable[OwnLimits]:
    if node is None:
        return
    if not isinstance(node, Mapping):
        hint = "write {FRD-011: {hold_percent: 10}}"
        faults.add("R006", "`of` must be a mapping of rules to limits", node.span, hint)
        return
    for entry in node.entries:
        form = open_form(entry.value, RULE_LIMITS, faults)
        if form is not None:
            yield OwnLimits(rule=entry.key, limits=_read_limits(form), span=entry.span)


def _read_limits(form: Form | None) -> GuardLimits:
    if form is None:
        return GuardLimits()
    held, cancelled = (
        form.whole(name, 100) if form.given(name) else None for name in ("hold_percent", "cancel_percent")
    )
    return GuardLimits(hold_percent=held, cancel_percent=cancelled, then=Then(form.word("then", Then.ALARM)))


def check_guarded(terms: GuardTerms, rules: Iterable[Rule], domain: Domain, faults: Faults) -> None:
    """Report limits of rules that are not there, and those that would quiet what nothing may quiet."""
    by_id = {rule.id: rule for rule in rules}
    for each in terms.of:
        rule = by_id.get(each.rule)
        if rule is None:
            message = f"the guard has limits for {each.rule}, and there is no such rule"
            faults.add("R092", message, each.span, did_you_mean(each.rule, by_id))
        elif each.limits.then is Then.SHADOW and not may_soften(rule, domain):
            why = f"a rule of the set `{rule.set}`" if is_protected(rule, domain) else "a rule that holds without facts"
            message = f"the guard would put {rule.id} in shadow, {why}, and nothing may"
            faults.add("R074", message, each.span, "write then: alarm")
