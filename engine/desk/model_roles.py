"""Which model is champion and which challenger, as the activations of a merchant come to."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.store.models import ModelActivation


@dataclass(frozen=True, slots=True)
class Roles:
    """Digests. `past` are the champions before this one, the last one last; None where no model was in force."""

    champion: str | None = None
    challenger: str | None = None
    past: tuple[str | None, ...] = ()
    were: frozenset[str] = frozenset()  # all that were ever champion

    @property
    def before(self) -> str | None:
        """The champion that a roll-back goes to; None when there is none."""
        return next((each for each in reversed(self.past) if each is not None and each != self.champion), None)


def roles_of(steps: Sequence[ModelActivation]) -> Roles:
    """What a chain of activations comes to. A roll-back takes back what came after the one it goes to."""
    roles = Roles()
    for step in steps:
        roles = _after(roles, step)
    return roles


def _after(roles: Roles, step: ModelActivation) -> Roles:
    if step.action == "challenge":
        return Roles(roles.champion, step.digest, roles.past, roles.were)
    if step.action == "promote":
        challenger = None if roles.challenger == step.digest else roles.challenger
        past = roles.past if roles.champion is None and not roles.past else (*roles.past, roles.champion)
        return Roles(step.digest, challenger, past, roles.were | {step.digest})
    if step.action == "rollback":
        to = len(roles.past) - 1 - roles.past[::-1].index(step.digest) if step.digest in roles.past else 0
        return Roles(step.digest, roles.challenger, roles.past[:to], roles.were | {step.digest})
    if step.digest == roles.champion:
        return Roles(None, roles.challenger, (*roles.past, roles.champion), roles.were)
    return Roles(roles.champion, None, roles.past, roles.were)
