"""What a rule book speaks about. Admission is one Domain; shipping, returns and claims will be others."""

from dataclasses import dataclass

from engine.lexicon.spec import Lexicon


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """The words of one kind of rule book.

    `precedence` lists the verdicts, worst first; the last is the neutral one, which lets the case pass.
    `whole` and `part` are the names of the two scopes, such as `order` and `line`; a fact of a part is
    named `<part>.<something>`, and the parts of a test case stand under `<part>s`.
    `protected_sets` are the rule sets that nothing may soften, `final_verdicts` the verdicts likewise.
    `askable` are the facts that a rule may ask the customer to correct, `actors` those who can act on a finding.
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
    askable: frozenset[str] = frozenset()

    @property
    def neutral(self) -> str:
        """The verdict of a case against which nothing was found."""
        return self.precedence[-1]

    def worst(self, *verdicts: str) -> str:
        """The worst of some verdicts; the neutral one if there are none."""
        return min((*verdicts, self.neutral), key=self.precedence.index)
