"""All rules of one scope as one Python function: the plain reading, fast enough to run beside every decision.

With negations moved to the leaves, a condition is true exactly when it is true after every unknown leaf is taken as
failed, and it is false exactly when it is false after every unknown leaf is taken as passed: "all" and "any" are
minimum and maximum of the three values, and these keep to thresholds. So two functions of two-valued logic tell
everything: which rules hold, and which could.
"""

from collections.abc import Callable, Sequence
from typing import assert_never

from engine.rulebook.condition import All, Any, Condition, Leaf, Not, Resolved
from engine.runtime.reference import Places, Truths, unresolved

Holding = Callable[[Truths], list[int]]
Numbered = Sequence[tuple[int, Condition]]

# How a leaf at a place is read, for (what is asked, polarity). Unknown is None, which is neither True nor False.
_HOLDS = {True: "t[{}]", False: "t[{}] is False"}
_COULD_HOLD = {True: "t[{}] is not False", False: "not t[{}]"}


def holding(rules: Numbered, places: Places) -> Holding:
    """The numbers of the rules that are true, as a function of the leaves' truths."""
    return _function(rules, places, _HOLDS)


def possible(rules: Numbered, places: Places) -> Holding:
    """The numbers of the rules that are true or unknown."""
    return _function(rules, places, _COULD_HOLD)


def _function(rules: Numbered, places: Places, readings: dict[bool, str]) -> Holding:
    lines = ["def found(t):", "    f = []"]
    for number, condition in rules:
        lines.append(f"    if {_expression(condition, places, readings, positive=True)}: f.append({number})")
    lines.append("    return f")
    space: dict[str, Holding] = {}
    # The source is made of our own templates and integers only: no text of a rule file is in it.
    exec(compile("\n".join(lines), "<rules>", "exec"), {"__builtins__": {}}, space)  # noqa: S102
    return space["found"]


def _expression(condition: Condition, places: Places, readings: dict[bool, str], *, positive: bool) -> str:
    match condition:
        case Resolved():
            return f"({readings[positive].format(places[condition])})"
        case Not(part):
            return _expression(part, places, readings, positive=not positive)
        case All(parts) | Any(parts):
            word = " and " if isinstance(condition, All) is positive else " or "
            return f"({word.join(_expression(part, places, readings, positive=positive) for part in parts)})"
        case Leaf():
            raise unresolved(condition)
        case _:
            assert_never(condition)
