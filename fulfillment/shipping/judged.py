"""What a judgement of the shipping policy means for services: which are barred, which avoided, and what a person must
look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.decision import Finding
from engine.policy_books import Judgement
from fulfillment.shipping.choosing import Allowed
from fulfillment.shipping.named import Named

BAR, AVOID, REVIEW = "bar", "avoid", "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """`of_service`: by id, what was found against it; `reviews`: why a person of ours looks before a label is made."""

    judgement: Judgement | None
    of_service: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    reviews: tuple[Finding, ...] = ()

    @property
    def barred(self) -> frozenset[str]:
        """Services that the policy does not let be used."""
        return self._with(BAR)

    @property
    def avoided(self) -> frozenset[str]:
        """Services that are used only where no other is left."""
        return self._with(AVOID) - self.barred

    def allowed(self, named: Named) -> Allowed:
        """As the choice takes it."""
        let = named.services if named.over_bar and named.services is not None else frozenset()
        return Allowed(barred=self.barred - let, avoided=self.avoided, only=named.services)

    def against(self, service: str, verdict: str) -> tuple[Finding, ...]:
        """Findings of one verdict against a service."""
        return tuple(each for each in self.of_service.get(service, ()) if each.verdict == verdict)

    def _with(self, verdict: str) -> frozenset[str]:
        return frozenset(service for service in self.of_service if self.against(service, verdict))


NOT_JUDGED = Judged(judgement=None)


def judged_of(judgement: Judgement | None, services: Sequence[str]) -> Judged:
    """What a judgement says of services; `services` are its parts, in their order.

    A review is one of the dispatch, whether the whole or a service gave rise to it: nobody knows then what is right.
    """
    if judgement is None:
        return NOT_JUDGED
    counted = [each for each in judgement.findings if each.waived_by is None]
    return Judged(
        judgement=judgement,
        of_service={
            service: tuple(each for each in counted if each.part == number)
            for number, service in enumerate(services, start=1)
        },
        reviews=tuple(each for each in counted if each.verdict == REVIEW),
    )
