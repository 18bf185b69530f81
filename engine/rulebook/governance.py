"""What a whole rule must have beside a sound condition: proof, an owner, a source, and nothing that softens it."""

from collections.abc import Iterator

from engine.rulebook.condition import All, Any, Condition, Leaf, Not, ParamRef
from engine.rulebook.domain import Domain
from engine.rulebook.faults import Faults
from engine.rulebook.form import Form, open_form
from engine.rulebook.operand_reading import Known
from engine.rulebook.rule import Consequence, Expectation, OnMissing, Rule, Status
from engine.rulebook.rule_shape import SOFTENERS
from engine.rulebook.shape import Shape


def check_softeners(form: Form, set_: str, then: Consequence | None, domain: Domain, faults: Faults) -> None:
    """Refuse keys that would quiet a rule; on a protected rule, say why."""
    final = then is not None and then.verdict in domain.final_verdicts
    for key in sorted(SOFTENERS | {"rollout"}):
        if not form.given(key):
            continue
        if set_ in domain.protected_sets or final:
            why = f"the set `{set_}`" if set_ in domain.protected_sets else "a final verdict"
            message = f"`{key}` would soften a rule of {why}, and nothing may"
            faults.add("R074", message, form.key_at(key), f"take `{key}` out; write an exception into `when`")
        elif key in SOFTENERS:
            faults.add("R004", f"`{key}` is not a key of a rule", form.key_at(key), "write an exception into `when`")


def read_rollout(
    form: Form, shape: Shape, set_: str, then: Consequence | None, on_missing: OnMissing, domain: Domain, faults: Faults
) -> int | None:
    """The share of cases that a rule acts on, in percent; refused on rules that nothing may soften."""
    final = then is not None and then.verdict in domain.final_verdicts
    if set_ in domain.protected_sets or final:  # `check_softeners` has said so
        return None
    if form.given("rollout") and on_missing is OnMissing.HOLD:
        message = "`rollout` would let cases pass that lack the facts which this rule must not be without"
        faults.add("R074", message, form.key_at("rollout"), "take `rollout` out, or write on_missing: skip")
        return None
    share = open_form(form.node("rollout"), shape, faults)
    return None if share is None else share.whole("percent", 100)


def check_rule(rule: Rule, form: Form, known: Known, faults: Faults) -> None:
    """Report what the rule lacks."""
    _check_proof(rule, faults)
    if not rule.owner:
        faults.add("R070", f"nobody owns {rule.id}", rule.span, "add owner: to the rule or to defaults:")
    if rule.set in known.domain.protected_sets and not rule.references:
        message = f"{rule.id} stands in the protected set `{rule.set}` and rests on nothing"
        faults.add("R071", message, rule.span, 'add references: ["publisher, title, date"]')
    if rule.from_ is not None and rule.until is not None and rule.until < rule.from_:
        faults.add("R047", f"{rule.id} ends before it begins", form.at("effective"), "exchange the two days")
    _check_first_values(rule, known, faults)


def _check_proof(rule: Rule, faults: Faults) -> None:
    if rule.status is Status.DRAFT:
        return
    shown = {test.expect for test in rule.tests}
    if Expectation.FIRES not in shown:
        faults.add("R060", f"{rule.id} has no test in which it fires", rule.span, "add one with expect: fires")
    if Expectation.QUIET not in shown:
        faults.add("R061", f"{rule.id} has no test in which it stays quiet", rule.span, "add one with expect: quiet")


def _check_first_values(rule: Rule, known: Known, faults: Faults) -> None:
    """A rule that names its first day must be able to count on it. Without one it waits for its parameters."""
    if rule.from_ is None:
        return
    for leaf in leaves(rule.when):
        for name in param_names(leaf):
            first = known.params[name].entries[0].from_
            if first > rule.from_:
                message = f"the parameter `{name}` has no value before {first}, and {rule.id} counts from {rule.from_}"
                faults.add("R049", message, leaf.span, f"give `{name}` a value from {rule.from_}")


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every test as written, from left to right."""
    if isinstance(condition, Leaf):
        yield condition
    elif isinstance(condition, Not):
        yield from leaves(condition.part)
    elif isinstance(condition, (All, Any)):
        for part in condition.parts:
            yield from leaves(part)


def param_names(leaf: Leaf) -> tuple[str, ...]:
    """The parameters that a test compares with."""
    operand = leaf.operand if isinstance(leaf.operand, tuple) else (leaf.operand,)
    return tuple(each.name for each in operand if isinstance(each, ParamRef))
