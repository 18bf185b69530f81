"""The facts of one case, as both executors read them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.lexicon.scored import Scored
from engine.lexicon.spec import Value


@dataclass(frozen=True, slots=True)
class Sheet:
    """Typed facts by name: those of the whole, and those of each part. What is not in it is unknown.

    `never_supplied` names facts that this case's channel cannot know: a rule that only wants these does not apply.
    `evidence` holds, for words of a set fact, the passage each was read in: personal, for people only, read by no rule.
    `features` is the row of numbers that models read, and `scored` what they said; its facts stand in `whole`.
    """

    whole: Mapping[str, Value]
    parts: tuple[Mapping[str, Value], ...] = ()
    never_supplied: frozenset[str] = frozenset()
    evidence: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    features: tuple[float, ...] = ()
    scored: Scored | None = None
