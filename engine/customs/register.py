"""A merchant's registrations as they count for one order, and how each need stands against them."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from engine.customs.registration_kinds import RegistrationKinds
from engine.registration import Registration


class State(StrEnum):
    """`lacking`: the merchant keeps registrations of that family, and not this one. `not_kept`: it keeps none."""

    IN_FORCE = "in_force"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    LACKING = "lacking"
    NOT_KEPT = "not_kept"


class Register:
    """The registrations of the entity and shop that an order is of, on a day. A need is `kind:territory`."""

    def __init__(self, registrations: Sequence[Registration], kinds: RegistrationKinds, on: date) -> None:
        self._kinds = kinds
        self._on = on
        self._states: dict[tuple[str, ...], State] = {}
        self._by_need: dict[str, list[Registration]] = {}
        for each in registrations:
            self._by_need.setdefault(f"{each.kind}:{each.country}", []).append(each)
        self._families = {kinds[each.kind].family for each in registrations if each.kind in kinds}
        self.is_kept = bool(registrations)

    def state(self, needs: tuple[str, ...]) -> State:
        """How the best of several registrations stands, of which any one does; NOT_KEPT where none would."""
        known = self._states.get(needs)
        if known is None:
            known = self._states[needs] = self._state(needs)
        return known

    def _state(self, needs: tuple[str, ...]) -> State:
        on = self._on
        found = [each for need in needs for each in self._by_need.get(need, ())]
        if any(each.in_force(on) for each in found):
            lasting = any(each.in_force(on) and not each.expiring(on) for each in found)
            # The next one may stand there already, from the day after the last.
            followed = any(not each.in_force(on) and not each.expired(on) for each in found)
            return State.IN_FORCE if lasting or followed else State.EXPIRING
        if any(each.expired(on) for each in found):
            return State.EXPIRED
        kept = any(_family(need, self._kinds) in self._families for need in needs)
        return State.LACKING if kept else State.NOT_KEPT

    def meant(self, needs: Sequence[str]) -> str:
        """The need by its name: the one that is registered, or was."""
        running = (need for need in needs if any(each.in_force(self._on) for each in self._by_need.get(need, ())))
        known = (need for need in needs if need in self._by_need)
        return next(running, None) or next(known, needs[0])


def _family(need: str, kinds: Mapping[str, object]) -> str | None:
    kind = kinds.get(need.partition(":")[0])
    return getattr(kind, "family", None)
