"""Faults of rule files for machines and in numbers."""

from collections.abc import Sequence

import orjson

from api.rule_faults import fault_document
from engine.counted import counted
from engine.rulebook.lints import Level
from engine.rulebook.source import RuleFault
from engine.workbench.check import Checked

FORMAT = 1


def counted_by_level(checked: Checked) -> str:
    """`2 errors, 1 warning, 0 infos`."""
    return ", ".join(counted(len(checked.of(level)), level, f"{level}s") for level in Level)


def json_report(checked: Checked, faults: Sequence[RuleFault]) -> str:
    """One JSON object. Its keys stay: later versions add some and take none away."""
    book = checked.book
    document = {
        "format": FORMAT,
        **{f"{level}s": len(checked.of(level)) for level in Level},
        "faults": [fault_document(fault) for fault in faults],
        "rules": None if book is None else len(book.rules),
        "tests": None if book is None else sum(len(rule.tests) for rule in book.rules),
        "digest": None if book is None else book.digest,
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2).decode() + "\n"
