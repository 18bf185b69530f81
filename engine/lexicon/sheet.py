"""The facts of one case, as both executors read them."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.lexicon.spec import Value


@dataclass(frozen=True, slots=True)
class Sheet:
    """Typed facts by name: those of the whole, and those of each part. What is not in it is unknown.

    `never_supplied` names facts that this case's channel cannot know: a rule that only wants these does not apply.
    """

    whole: Mapping[str, Value]
    parts: tuple[Mapping[str, Value], ...] = ()
    never_supplied: frozenset[str] = frozenset()
