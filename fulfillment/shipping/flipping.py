"""What little would have chosen another service: how much cheaper or faster it had to be, and what a day had to be
worth. Cheap: it compares numbers that the choice has already.
"""

from dataclasses import dataclass

from fulfillment.shipping.choosing import Candidate, Choice, Way, Wishes
from fulfillment.shipping.criteria import Criterion


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """What would put a service first; None where nothing of that kind would.

    `cheaper_minor` is in the compared currency, `faster_days` fewer days; `day_worth` is what a day would have to be
    worth, in the same minor units, at least where this service is the faster one and at most where it is the slower.
    """

    service: str
    cheaper_minor: int | None
    faster_days: int | None
    day_worth: int | None


def flips(choice: Choice, wishes: Wishes) -> tuple[Flip, ...]:
    """For each service that was compared and not chosen, best first; none where services are not weighed. What
    the house avoids is put first by no price."""
    if not choice.candidates or wishes.way is not Way.WEIGHED:
        return ()
    first = choice.candidates[0]
    rest = (each for each in choice.candidates[1:] if each.is_avoided == first.is_avoided)
    return tuple(_flip(first, each, wishes) for each in rest)


def _flip(first: Candidate, other: Candidate, wishes: Wishes) -> Flip:
    behind = other.felt_minor - first.felt_minor + 1  # so much less, and it is felt to be cheaper
    cost, days = other.values.of[Criterion.COST], other.values.of[Criterion.DAYS]
    day = wishes.worth.day
    faster = -(-behind // day) if day else None
    return Flip(
        service=other.values.service,
        cheaper_minor=behind if behind <= cost else None,
        faster_days=faster if faster is not None and faster <= days else None,
        day_worth=_day_worth(first, other, day),
    )


def _day_worth(first: Candidate, other: Candidate, day: int) -> int | None:
    """Felt costs are straight lines over the worth of a day; where they cross, the other comes first."""
    gained = first.values.of[Criterion.DAYS] - other.values.of[Criterion.DAYS]
    if gained == 0:
        return None
    without = (other.felt_minor - other.felt[Criterion.DAYS]) - (first.felt_minor - first.felt[Criterion.DAYS])
    if gained > 0:
        return without // gained + 1
    least = -(-without // gained) - 1  # the slower one: a day must be worth less than where they meet
    return least if 0 <= least < day else None
