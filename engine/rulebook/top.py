"""Files that map names of their own choice to something: parameters, messages, channels."""

import re

from engine.rulebook.faults import Faults
from engine.rulebook.nodes import Entry, Mapping, Node, Scalar
from engine.rulebook.rule_shape import FORMAT


def named_entries(node: Node, what: str, form: str, faults: Faults) -> tuple[Entry, ...]:
    """The entries whose name has the right form. A key `format` may state the version; an empty file has none."""
    if isinstance(node, Scalar) and node.value is None:
        return ()
    if not isinstance(node, Mapping):
        faults.add("R006", f"the file must map names to a {what} each", node.span, "write name: {…}")
        return ()
    return tuple(entry for entry in node.entries if _named(entry, what, form, faults))


def _named(entry: Entry, what: str, form: str, faults: Faults) -> bool:
    if entry.key == "format":
        if not isinstance(entry.value, Scalar) or entry.value.value != FORMAT:
            faults.add("R019", "the format version is not known", entry.value.span, f"write format: {FORMAT}")
        return False
    if re.fullmatch(form, entry.key) is None:
        faults.add("R008", f"`{entry.key}` is not a name for a {what}", entry.span, f"it must match {form}")
        return False
    return True
