"""How much of what was disputed came back, by carrier and currency, and how old is what is open."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fulfillment.freight.kinds import STANDS_OPEN, FreightState
from fulfillment.payments.settlement.ages import AGES, age_of
from fulfillment.records import FreightCase

WHOLE = 10_000  # basis points


@dataclass(slots=True)
class Recovery:
    """Minor units at stake, by where they stand; what was credited of others in part counts as credited.
    `ages`: how many open differences are of which age."""

    carrier: str
    currency: str
    cases: int = 0
    at_stake: int = 0
    credited: int = 0
    standing: Counter[str] = field(default_factory=Counter)
    ages: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(AGES, 0)))

    @property
    def rate_bp(self) -> int | None:
        """What came back of all that is decided, in basis points; None before anything is."""
        decided = self.credited + self.standing[FreightState.ACCEPTED] + self.standing[FreightState.LOST]
        return None if decided <= 0 else self.credited * WHOLE // decided


def recoveries(cases: Iterable[FreightCase], now: datetime) -> tuple[Recovery, ...]:
    """By carrier and currency."""
    found: dict[tuple[str, str], Recovery] = {}
    for case in cases:
        row = found.setdefault((case.carrier, case.currency), Recovery(case.carrier, case.currency))
        row.cases += 1
        row.at_stake += case.amount
        row.credited += case.credited
        row.standing[case.state] += case.amount - case.credited
        if case.state in STANDS_OPEN:
            row.ages[age_of(case.opened_at, now)] += 1
    return tuple(found[key] for key in sorted(found))


def standing_of(row: Recovery) -> Mapping[str, int]:
    """Minor units that are not credited, by where they stand."""
    return {state.value: row.standing[state] for state in FreightState if state is not FreightState.CREDITED}
