"""A case that shows what is claimed, written as the tests beside rules are, so that anybody can run it."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Lexicon, Scope, Value
from engine.workbench.written import given_text

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
        return given_text(self.whole, self.parts, part)


def witness_of(case: Facts, lexicon: Lexicon, scope: Scope) -> Witness:
    """Facts told apart: those of the whole, and, for a rule about parts, those of one part."""
    whole = {name: value for name, value in case.items() if lexicon[name].scope is Scope.WHOLE}
    part = {name: value for name, value in case.items() if name not in whole}
    return Witness(whole, (part,) if scope is Scope.PART else ())
