"""`params.yaml` -> dated thresholds."""

from engine.rulebook.book import STATED_BY, Param, ParamEntry
from engine.rulebook.faults import Faults
from engine.rulebook.form import Form, open_form
from engine.rulebook.nodes import Entry, Node, Scalar
from engine.rulebook.shape import Shape, day, part, text, word
from engine.rulebook.top import named_entries

PARAM_SHAPE = Shape("parameter", (
    text("unit", "what the number counts"),
    word("by", "which of the two times governs it", STATED_BY),
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
    return Param(entry.key, tuple(entries), form.text("unit"), form.word("by", STATED_BY[0]))


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
