"""What a rule book promises whatever its rules say: properties of the policy by name, and promises that rules keep."""

from dataclasses import dataclass

from engine.lexicon.spec import Scope
from engine.rulebook.condition import Condition
from engine.rulebook.source import Span

# The properties that can be named in `policy.yaml`, and what each says.
PROPERTIES: dict[str, str] = {
    "monotone": "a finding never makes the outcome milder",
    "score_never_cancels": "no score leads to a final verdict",
    "nothing_waives_what_is_final": "no release quiets what is final, protected, missing or an engine fault",
    "missing_data_holds": "the neutral outcome implies that no rule with on_missing hold was left without its facts",
    "trust_is_bounded": "people's trust quiets findings of the sets it is for alone, and makes no outcome worse",
    "order_never_matters": "the order of findings changes nothing",
}


@dataclass(frozen=True, slots=True)
class Property:
    """A property of the policy, out of `PROPERTIES`."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Whenever `when` is true (of a case, or of one part of it), a rule in force asks for `verdict` or for worse."""

    name: str
    when: Condition
    scope: Scope
    verdict: str
    span: Span


Invariant = Property | Promise
