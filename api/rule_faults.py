"""A fault of a rule file as JSON can hold it, on the command line and over HTTP."""

from engine.rulebook.lints import BY_CODE
from engine.rulebook.source import RuleFault


def fault_document(fault: RuleFault) -> dict[str, object]:
    """One fault. Lines and columns count from 1, `width` in characters; `rule` is null when the fault is of none."""
    lint = BY_CODE.get(fault.code)
    return {
        "code": fault.code,
        "level": fault.level,
        "group": None if lint is None else lint.group,
        "message": fault.message,
        "hint": fault.hint,
        "path": fault.span.path,
        "line": fault.span.line,
        "column": fault.span.column,
        "width": fault.span.width,
        "rule": fault.rule or None,
    }
