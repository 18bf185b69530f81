"""Generated Python: the rules as one function of `if`s. Not an engine, but the least that Python can take."""

from collections.abc import Callable
from typing import cast

from engine.runtime.leaves import leaves_of
from tests.benchmarks.corpus import CorpusOrder, CorpusRule
from tests.benchmarks.dialect import Dialect
from tests.benchmarks.peer import WHOLE, Fired

_DIALECT = Dialect(
    " and ", " or ", "(not {})", "{}.startswith({})", lambda name: name.replace(".", "_"), true="True", false="False"
)


class GeneratedPython:
    """One function, compiled once; values are looked up once an order into local names."""

    name = "generated_python"

    def __init__(self, rules: list[CorpusRule]) -> None:
        lines = ["def fired(order, lines):", "    out = set()"]
        of_order = [rule for rule in rules if not rule.of_line]
        of_line = [rule for rule in rules if rule.of_line]
        lines += _body(of_order, "order", f"{WHOLE}", "    ")
        lines += [
            "    for place, line in enumerate(lines):",
            *_body(of_line, "line", "place", "        "),
            "        pass",
        ]
        names: dict[str, object] = {}
        exec("\n".join((*lines, "    return out")), names)  # noqa: S102 - made by us from a seeded rule book
        self._function = cast("Callable[[object, object], Fired]", names["fired"])

    def prepared(self, order: CorpusOrder) -> object:
        """The facts as they are."""
        return order

    def fired(self, prepared: object) -> Fired:
        """Calls the function."""
        order = cast("CorpusOrder", prepared)
        return self._function(order.whole, order.lines)


def _body(rules: list[CorpusRule], source: str, place: str, indent: str) -> list[str]:
    used = sorted({leaf.fact for rule in rules for leaf in leaves_of(rule.when)})
    loads = [f"{indent}{_DIALECT.name(fact)} = {source}[{fact!r}]" for fact in used]
    tests = [f"{indent}if {_DIALECT.expression(rule.when)}: out.add(({rule.number}, {place}))" for rule in rules]
    return loads + tests
