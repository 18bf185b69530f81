"""`demoted.yaml`: which live rules the guard put in shadow, and why. The guard writes it; people take entries out."""

import json
from collections.abc import Iterable, Mapping

from engine.rulebook.domain import Domain
from engine.rulebook.faults import Faults, did_you_mean
from engine.rulebook.form import Form, open_form, read_items
from engine.rulebook.nodes import Node, Scalar
from engine.rulebook.quieting import Demotion, may_soften
from engine.rulebook.rule import Rule
from engine.rulebook.rule_shape import ID_FORM
from engine.rulebook.shape import Shape, text

DEMOTED = "demoted.yaml"
_SHAPE = Shape("demotion", (
    text("rule", "the rule that the guard put in shadow", required=True, form=ID_FORM, like="FRD-011"),
    text("at", "when, ISO 8601", required=True),
    text("why", "what the guard saw", required=True),
    text("trip", "the trip that asked for it", required=True),
))  # fmt: skip
_HEADER = "# Written by the guard: rules that it put in shadow. Take an entry out to have its rule decide again.\n"


def read_demotions(node: Node, rules: Mapping[str, Rule], domain: Domain, faults: Faults) -> tuple[Demotion, ...]:
    """The demotions by rule; none for an empty file."""
    if isinstance(node, Scalar) and node.value is None:
        return ()
    forms = (open_form(item, _SHAPE, faults) for item in read_items(node, "demotions", faults))
    found: dict[str, Demotion] = {}
    for form in forms:
        read = None if form is None else _demotion(form, rules, domain, faults)
        if read is not None and read.rule in found:
            faults.add("R015", f"{read.rule} is demoted twice", read.span, "keep one of them")
        if read is not None:
            found.setdefault(read.rule, read)
    return tuple(found[rule] for rule in sorted(found))


def _demotion(form: Form, rules: Mapping[str, Rule], domain: Domain, faults: Faults) -> Demotion | None:
    named, at, why, trip = form.text("rule"), form.text("at"), form.text("why"), form.text("trip")
    rule = rules.get(named)
    if rule is None:
        if named:
            faults.add("R092", f"there is no rule {named}", form.at("rule"), did_you_mean(named, rules))
        return None
    if not may_soften(rule, domain):
        message = f"{rule.id} would go to shadow, and nothing may soften it"
        faults.add("R074", message, form.at("rule"), "take the entry out; the guard only alarms for this rule")
        return None
    return Demotion(rule=rule.id, at=at, why=why, trip=trip, span=form.at("rule")) if at and why and trip else None


def demotions_text(demotions: Iterable[Demotion]) -> str:
    """The file with these entries. JSON texts are YAML texts too."""
    rows = (
        f"- {{rule: {each.rule}, at: {_quoted(each.at)}, why: {_quoted(each.why)}, trip: {_quoted(each.trip)}}}\n"
        for each in sorted(demotions, key=lambda each: each.rule)
    )
    return _HEADER + "".join(rows)


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
