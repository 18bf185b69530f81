"""What the analysis has to say: a code, the rules it is about, and a case that anybody can run."""

from dataclasses import dataclass

from engine.rulebook.source import RuleFault, Span
from engine.workbench.witness import Witness


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One thing that the analysis found. `rule` is the rule it stands at, `other` the one beside it, `wins` the one
    that decides where both fire. `witness` shows it; it is None where the claim is that there is no case."""

    code: str
    message: str
    hint: str
    span: Span
    rule: str
    other: str = ""
    wins: str = ""
    witness: Witness | None = None

    def fault(self, part: str) -> RuleFault:
        """As the faults of rule files are told. `part` is what the domain calls a part of its cases."""
        case = "" if self.witness is None else f"; a case: {self.witness.text(part)}"
        return RuleFault(self.code, self.message, self.span, f"{self.hint}{case}", self.rule)
