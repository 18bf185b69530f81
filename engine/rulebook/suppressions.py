"""`suppressions.yaml` -> dated exceptions to single rules; and which of them have had their time."""

import unicodedata
from collections.abc import Mapping
from datetime import date

from engine.rulebook.book import RuleBook
from engine.rulebook.condition_reading import read_condition
from engine.rulebook.faults import Faults, did_you_mean
from engine.rulebook.form import Form, open_form, read_items
from engine.rulebook.nodes import Node, Scalar
from engine.rulebook.operand_reading import Known
from engine.rulebook.quieting import LONGEST, Suppression, is_protected, lasts_too_long
from engine.rulebook.rule import Rule, Status
from engine.rulebook.rule_shape import ID_FORM
from engine.rulebook.shape import Shape, day, part, text
from engine.rulebook.source import RuleFault, Span

SHAPE = Shape("suppression", (
    text("id", "letters, hyphen, digits; no rule has it", required=True, form=ID_FORM, like="SUP-001"),
    text("rule", "the rule that is quieted", required=True, form=ID_FORM, like="FRD-011"),
    part("when", "the cases for which it is", "condition", required=True),
    text("why", "what is known about these cases", required=True),
    text("by", "who asks for it", required=True),
    text("approved_by", "who agreed, somebody else", required=True),
    day("from", "its first day", required=True),
    day("until", f"its last day, at most {LONGEST.days} days after the first", required=True),
))  # fmt: skip


def read_suppressions(node: Node, rules: Mapping[str, Rule], known: Known, faults: Faults) -> tuple[Suppression, ...]:
    """The suppressions by id; none for an empty file."""
    if isinstance(node, Scalar) and node.value is None:
        return ()
    found: dict[str, Suppression] = {}
    for item in read_items(node, "suppressions", faults):
        form = open_form(item, SHAPE, faults)
        read = None if form is None else _suppression(form, rules, known, faults)
        if read is None:
            continue
        if read.id in found or read.id in rules:
            whose = "of a rule" if read.id in rules else "given twice"
            faults.add("R015", f"the id {read.id} is {whose}", read.span, "give the suppression an id of its own")
        found.setdefault(read.id, read)
    return tuple(found[id_] for id_ in sorted(found))


def _suppression(form: Form, rules: Mapping[str, Rule], known: Known, faults: Faults) -> Suppression | None:
    id_, rule = form.text("id"), _rule(form, rules, known, faults)
    why, by, approved_by = form.text("why"), form.text("by"), form.text("approved_by")
    first, last, node = form.day("from"), form.day("until"), form.node("when")
    if rule is None or node is None:
        return None
    when = read_condition(node, rule.scope, known, faults)
    if when is None or first is None or last is None or not (id_ and why and by and approved_by):
        return None
    read = Suppression(
        id=id_,
        rule=rule.id,
        when=when,
        why=why,
        by=by,
        approved_by=approved_by,
        from_=first,
        until=last,
        span=form.at("id"),
    )
    _check(read, form, faults)
    return read


def _rule(form: Form, rules: Mapping[str, Rule], known: Known, faults: Faults) -> Rule | None:
    named = form.text("rule")
    rule = rules.get(named)
    if rule is None:
        if named:
            faults.add("R092", f"there is no rule {named}", form.at("rule"), did_you_mean(named, rules))
        return None
    if is_protected(rule, known.domain):
        set_ = rule.set in known.domain.protected_sets
        why = f"a rule of the set `{rule.set}`" if set_ else "a final verdict"
        message = f"a suppression would soften {rule.id}, {why}, and nothing may"
        faults.add("R074", message, form.at("rule"), "take it out; write an exception into `when` of the rule")
        return None
    return rule


def _check(read: Suppression, form: Form, faults: Faults) -> None:
    if _name(read.by) == _name(read.approved_by):
        message = f"{read.by} cannot approve what {read.by} asks for"
        faults.add("R093", message, form.at("approved_by"), "name the second person who agreed")
    if read.until < read.from_:
        faults.add("R047", f"{read.id} ends before it begins", form.at("until"), "exchange the two days")
    elif lasts_too_long(read):
        days = (read.until - read.from_).days
        message = f"{read.id} lasts {days} days; {LONGEST.days} are the most"
        hint = f"write until: {read.last_day}, or write the exception into `when` of the rule"
        faults.add("R094", message, form.at("until"), hint)


def _name(person: str) -> str:
    """Two spellings of one name are one person."""
    return " ".join(unicodedata.normalize("NFKC", person).casefold().split())


def stale_suppressions(book: RuleBook, today: date) -> tuple[RuleFault, ...]:
    """Warnings: suppressions whose time is over, and those of rules that decide nothing any more."""
    status = {rule.id: rule.status for rule in book.rules}
    return tuple(
        fault for each in book.suppressions if (fault := _stale(each, status.get(each.rule), today)) is not None
    )


def _stale(each: Suppression, status: Status | None, today: date) -> RuleFault | None:
    span: Span = each.span
    if each.last_day < today:
        message = f"{each.id} ended on {each.last_day}"
        return RuleFault("R095", message, span, "take it out, or ask for a new one with a new id")
    if status is not Status.LIVE:
        message = f"{each.id} quiets nothing: {each.rule} is {status or 'not in the book'}"
        return RuleFault("R096", message, span, "take it out")
    return None
