"""What a rule book speaks about. Admission is one Domain; policies, such as that of shipping, are others."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.lexicon.spec import Lexicon


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """The words of one kind of rule book.

    `precedence` lists the verdicts, worst first; the last is the neutral one, which lets the case pass.
    `whole` and `part` are the names of the two scopes, such as `order` and `line`; a fact of a part is
    named `<part>.<something>`, and the parts of a test case stand under `<part>s`.
    `protected_sets` are the rule sets that nothing may soften, `final_verdicts` the verdicts likewise.
    `askable` are the facts that a rule may ask the customer to correct, `actors` those who can act on a finding.
    `asking_verdict` is the verdict that puts a question to the customer; `prefixes` are the letters with which the ids
    of each set begin. `softenable_sets` are the sets whose findings trust or chance may quiet: `trusting_fact` is the
    set of what people trust, `blocking_fact` of what they block, and with anything in that no trust counts.
    `decided_facts` are what people have decided of a case, on which alone a rule of any set may end it. `meanings` says
    of sets, verdicts, actors and scopes what they are, for those who write rules. `expired_reason` ends a case that
    nobody judged in time. `beside` are the folders of other books that lie in the folder of this one.
    """

    name: str
    lexicon: Lexicon
    sets: tuple[str, ...]
    precedence: tuple[str, ...]
    whole: str
    part: str
    missing_verdict: str
    missing_reason: str
    fault_reason: str
    score_verdict: str
    actors: tuple[str, ...]
    protected_sets: frozenset[str] = frozenset()
    final_verdicts: frozenset[str] = frozenset()
    softenable_sets: frozenset[str] = frozenset()
    askable: frozenset[str] = frozenset()
    trusting_fact: str = ""
    blocking_fact: str = ""
    decided_facts: frozenset[str] = frozenset()
    asking_verdict: str = ""
    expired_reason: str = ""
    beside: tuple[str, ...] = ()
    prefixes: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)

    @property
    def neutral(self) -> str:
        """The verdict of a case against which nothing was found."""
        return self.precedence[-1]

    @property
    def own_reasons(self) -> tuple[str, ...]:
        """The reasons that no rule gives: data were missing, the engine failed, nobody judged in time."""
        return tuple(each for each in (self.missing_reason, self.fault_reason, self.expired_reason) if each)

    def protects(self, set_: str, verdict: str) -> bool:
        """Whether nothing may soften a rule of this set that leads to this verdict."""
        return set_ in self.protected_sets or verdict in self.final_verdicts

    def worst(self, *verdicts: str) -> str:
        """The worst of some verdicts; the neutral one if there are none."""
        return min((*verdicts, self.neutral), key=self.precedence.index)
