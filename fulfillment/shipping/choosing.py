"""Which of the services that can take a dispatch is chosen, and why.

What must be comes first; among what is left either the least cost as it is felt, or the services that none beats in
everything (Pareto). The same offers give the same choice in whatever order they come.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fulfillment.shipping.criteria import NOTHING_SEEN, Criterion, Seen, Values, Worth, values_of
from fulfillment.shipping.dispatch import Terms
from fulfillment.shipping.feasible import Offer


class Way(StrEnum):
    """How one is chosen among those that meet every need."""

    WEIGHED = "weighed"
    PARETO = "pareto"


class Unmet(StrEnum):
    """Which need an offer does not meet."""

    DAYS = "days"
    COST = "cost"
    TRACKED = "tracked"
    INSURED = "insured"
    NOT_COMPARABLE = "not_comparable"  # no exchange rate is stored for its currency
    BARRED = "barred"  # by the house's own policy
    NOT_NAMED = "not_named"  # the order, or a person, names another


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What must be, whatever it costs. `most_minor` is in the compared currency."""

    most_days: int | None = None
    most_minor: int | None = None
    tracked: bool = False
    insured: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How a merchant chooses."""

    way: Way
    needs: Needs
    worth: Worth
    terms: Terms | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An offer that was compared; `is_best` says that no other is at least as good in everything and better in one,
    `is_avoided` that the house would rather have any other."""

    values: Values
    felt: Mapping[Criterion, int]
    is_best: bool
    is_avoided: bool = False

    @property
    def felt_minor(self) -> int:
        """All of it."""
        return sum(self.felt.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`chosen` is the id of a service, "" where none is left; `decided_by` the criterion that tells it most from the
    next one, None where there is no next one, where both are alike in everything, or where the next one is avoided.
    Candidates stand best first, those that are avoided behind all others."""

    chosen: str
    candidates: tuple[Candidate, ...]
    ruled_out: Mapping[str, tuple[Unmet, ...]]
    decided_by: Criterion | None

    @property
    def is_last_resort(self) -> bool:
        """Whether nothing was left but what the house avoids."""
        return bool(self.candidates) and self.candidates[0].is_avoided


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What of the services a house lets be used: `barred` are not, `avoided` only where nothing else is left. With
    `only`, no other service is looked at."""

    barred: frozenset[str] = frozenset()
    avoided: frozenset[str] = frozenset()
    only: frozenset[str] | None = None

    def forbids(self, service: str) -> Unmet | None:
        """Why a service is not used; None where it may be."""
        if self.only is not None and service not in self.only:
            return Unmet.NOT_NAMED
        return Unmet.BARRED if service in self.barred else None


ALL_ALLOWED = Allowed()


def choose(
    offers: Iterable[Offer],
    costs: Mapping[str, int],
    wishes: Wishes,
    seen: Mapping[str, Seen] | None = None,
    allowed: Allowed = ALL_ALLOWED,
) -> Choice:
    """The choice among offers. `costs`: what each service's price is in the currency that is compared in; `seen`: what
    the merchant has seen of services on this lane."""
    known = seen or {}
    values: list[Values] = []
    ruled_out: dict[str, tuple[Unmet, ...]] = {}
    for offer in sorted(offers, key=lambda each: each.service.id):
        id_ = offer.service.id
        forbidden = allowed.forbids(id_)
        if forbidden is not None:
            ruled_out[id_] = (forbidden,)
            continue
        if id_ not in costs:
            ruled_out[id_] = (Unmet.NOT_COMPARABLE,)
            continue
        found = values_of(offer, costs[id_], wishes.terms, known.get(id_, NOTHING_SEEN))
        unmet = _unmet(offer, found, wishes.needs)
        if unmet:
            ruled_out[id_] = unmet
        else:
            values.append(found)
    candidates = _ranked(values, wishes, allowed)
    return Choice(
        chosen=candidates[0].values.service if candidates else "",
        candidates=candidates,
        ruled_out=ruled_out,
        decided_by=_decided_by(candidates, wishes.way),
    )


def best_of(values: Sequence[Values]) -> frozenset[str]:
    """The services that none beats: by vectors in order, only an earlier one can beat a later."""
    kept: list[Values] = []
    for each in sorted(values, key=lambda one: one.vector):
        if not any(_beats(one.vector, each.vector) for one in kept):
            kept.append(each)
    return frozenset(each.service for each in kept)


def _beats(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return one != other and all(mine <= theirs for mine, theirs in zip(one, other, strict=True))


def _ranked(values: Sequence[Values], wishes: Wishes, allowed: Allowed) -> tuple[Candidate, ...]:
    best = best_of(values)
    avoided = allowed.avoided
    found = [
        Candidate(values=each, felt=each.felt(wishes.worth), is_best=each.service in best,
                  is_avoided=each.service in avoided)
        for each in values
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: _rank(each, wishes.way)))


def _rank(each: Candidate, way: Way) -> tuple[bool, int, int, int, str]:
    first = each.felt_minor if way is Way.WEIGHED else 0 if each.is_best else 1
    return each.is_avoided, first, each.values.of[Criterion.COST], each.values.of[Criterion.DAYS], each.values.service


def _decided_by(candidates: Sequence[Candidate], way: Way) -> Criterion | None:
    if len(candidates) < 2:
        return None
    one, other = candidates[0], candidates[1]
    if one.is_avoided != other.is_avoided:
        return None
    if way is Way.PARETO:
        return next((each for each in (Criterion.COST, Criterion.DAYS) if one.values.of[each] < other.values.of[each]),
                    None)  # fmt: skip
    gains = {each: other.felt[each] - one.felt[each] for each in Criterion}
    most = max(Criterion, key=lambda each: gains[each])
    return most if gains[most] > 0 else None


def _unmet(offer: Offer, values: Values, needs: Needs) -> tuple[Unmet, ...]:
    asked = (
        (Unmet.DAYS, needs.most_days is not None and values.of[Criterion.DAYS] > needs.most_days),
        (Unmet.COST, needs.most_minor is not None and values.of[Criterion.COST] > needs.most_minor),
        (Unmet.TRACKED, needs.tracked and not offer.service.tracked),
        (Unmet.INSURED, needs.insured and not offer.service.insured),
    )
    return tuple(unmet for unmet, is_so in asked if is_so)
