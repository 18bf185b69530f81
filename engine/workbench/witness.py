"""A case that shows what is claimed, written as the tests beside rules are, so that anybody can run it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Lexicon, Scope, Value

# What YAML reads as this very text without quotes, in whatever place.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*([-.][A-Za-z0-9_]+)*")
_NOT_TEXT = frozenset({"true", "false", "null"})
Facts = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Witness:
    """Known facts of the whole, and of its parts; what is not stated is unknown."""

    whole: Facts
    parts: tuple[Facts, ...] = ()

    @property
    def sheet(self) -> Sheet:
        """The case as executors read it."""
        return Sheet(self.whole, self.parts)

    def text(self, part: str = "line") -> str:
        """The case as YAML. `part` is what the domain calls a part of its cases."""
        return case_text(self.whole, self.parts, part)


def witness_of(case: Facts, lexicon: Lexicon, scope: Scope) -> Witness:
    """Facts told apart: those of the whole, and, for a rule about parts, those of one part."""
    whole = {name: value for name, value in case.items() if lexicon[name].scope is Scope.WHOLE}
    part = {name: value for name, value in case.items() if name not in whole}
    return Witness(whole, (part,) if scope is Scope.PART else ())


def case_text(whole: Facts, parts: Sequence[Facts], part: str = "line") -> str:
    """Facts in the form of a test's `given`, on one line of YAML: `{ship_to.country: NO, lines: [{quantity: 2}]}`."""
    entries = [f"{name}: {_written(value)}" for name, value in sorted(whole.items())]
    if parts:
        entries.append(f"{part}s: [{', '.join(_of_part(facts, f'{part}.') for facts in parts)}]")
    return f"{{{', '.join(entries)}}}"


def _of_part(facts: Facts, prefix: str) -> str:
    named = ((name.removeprefix(prefix), value) for name, value in sorted(facts.items()))
    return f"{{{', '.join(f'{name}: {_written(value)}' for name, value in named)}}}"


def _written(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case frozenset():
            return f"[{', '.join(map(_written, sorted(value)))}]"
        case date():
            return value.isoformat()
        case float():
            text = format(Decimal(repr(value)), "f")  # rule files know no exponents
            return text if "." in text else f"{text}.0"
        case int():
            return str(value)
    plain = _PLAIN.fullmatch(value) is not None and value not in _NOT_TEXT
    return value if plain else json.dumps(value, ensure_ascii=False)
