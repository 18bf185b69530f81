"""`params.yaml` -> dated thresholds."""

from typing import TypeGuard

from engine.lexicon.spec import Value
from engine.rulebook.book import STATED_BY, Param, ParamEntry
from engine.rulebook.faults import Faults
from engine.rulebook.form import Form, open_form
from engine.rulebook.nodes import Entry, Node, Scalar
from engine.rulebook.shape import Shape, day, part, text, word
from engine.rulebook.source import Span
from engine.rulebook.top import named_entries

PARAM_SHAPE = Shape("parameter", (
    text("unit", "what the number counts"),
    word("by", "which of the two times governs it", STATED_BY),
    part("least", "the smallest value that it may have, anywhere", "value"),
    part("most", "the largest value that it may have, anywhere", "value"),
    part("values", "the value from each day on", "values", required=True),
))  # fmt: skip
VALUE_SHAPE = Shape("value of a parameter", (
    day("from", "first day of the value", required=True),
    part("value", "the threshold", "value", required=True),
    text("reference", "why it is so"),
))  # fmt: skip
NAME_FORM = r"[a-z][a-z0-9_.]*"


def read_params(node: Node, faults: Faults) -> dict[str, Param]:
    """Parameters by name."""
    found = (_param(entry, faults) for entry in named_entries(node, "parameter", NAME_FORM, faults))
    return {param.name: param for param in found if param is not None}


def _param(entry: Entry, faults: Faults) -> Param | None:
    form = open_form(entry.value, PARAM_SHAPE, faults)
    if form is None:
        return None
    found = [_value(open_form(item, VALUE_SHAPE, faults), faults) for item in form.items("values")]
    entries = sorted((each for each in found if each is not None), key=lambda each: each.from_)
    if not entries:
        faults.add("R005", f"the parameter `{entry.key}` has no value", entry.span, "add {from: 2026-01-01, value: 1}")
        return None
    if len({each.from_ for each in entries}) < len(entries):
        faults.add("R015", "two values begin on the same day", form.at("values"), "keep one of them")
    if len({isinstance(each.value, str) for each in entries}) > 1:
        hint = "write all as numbers, or all as texts"
        faults.add("R035", "the values are of different types", form.at("values"), hint)
    least, most = (_bound(form, name, faults) for name in ("least", "most"))
    read = Param(entry.key, tuple(entries), form.text("unit"), form.word("by", STATED_BY[0]), least, most)
    for each in entries:
        check_bounds(read, each.value, form.at("values"), faults)
    return read


def check_bounds(param: Param, value: Value, span: Span, faults: Faults) -> None:
    """Refuse a value of a parameter that lies outside the bounds which the parameter states."""
    low, high = param.least, param.most
    if not is_number(value):
        return
    if (is_number(low) and value < low) or (is_number(high) and value > high):
        bounds = " and ".join(
            text for text, bound in ((f"at least {low}", low), (f"at most {high}", high)) if bound is not None
        )
        message = f"`{param.name}` is {value}; it must be {bounds}"
        faults.add("R101", message, span, "write a value within the bounds, or move them in params.yaml")


def is_number(value: Value | None) -> TypeGuard[int | float]:
    """Whether it is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _bound(form: Form, name: str, faults: Faults) -> Value | None:
    node = form.node(name)
    if node is None:
        return None
    if isinstance(node, Scalar) and is_number(node.value):
        return node.value
    faults.add("R006", f"`{name}` must be a number", node.span, "write a number, or leave the key out")
    return None


def _value(form: Form | None, faults: Faults) -> ParamEntry | None:
    if form is None:
        return None
    from_, value = form.day("from"), form.node("value")
    if value is not None and (not isinstance(value, Scalar) or value.value is None):
        faults.add("R006", "`value` must be a single value", value.span, "write a number or a text")
        return None
    if from_ is None or not isinstance(value, Scalar) or value.value is None:
        return None
    return ParamEntry(from_, value.value, form.text("reference"))
