"""What a merchant has set about the time of holds: when it gives up, when it is warned, and what follows by reason.

The rule book says what counts where a merchant has set nothing. What time may release is said by the rule book and the
protections alone: a merchant may forbid it, or choose something stricter, for each reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.desk.deadlines import MONEY, Clock
from engine.rulebook.book import RuleBook
from engine.rulebook.holds_block import Expiry, may_release
from engine.store.merchant_settings import settings_of
from engine.store.sessions import ReadSession

GIVE_UP, WARN, RELEASE_BY_TIME = "hold_give_up_days", "hold_warning_hours", "hold_release_by_time"
ACTIONS = "hold_actions"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTerms:
    """As a merchant has set them; None and nothing where the rule book counts."""

    give_up_days: int | None = None
    warn_hours: int | None = None
    releases: bool = True
    then: Mapping[str, Expiry] = field(default_factory=dict)


def own_terms(session: ReadSession, merchant: str) -> OwnTerms:
    """A merchant's own, in one statement."""
    set_ = settings_of(session, merchant)
    return OwnTerms(
        give_up_days=_number(set_.get(GIVE_UP)),
        warn_hours=_number(set_.get(WARN)),
        releases=set_.get(RELEASE_BY_TIME) != 0,
        then=_actions(set_.get(ACTIONS)),
    )


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and value > 0 else None


def _actions(value: object) -> Mapping[str, Expiry]:
    stated = value if isinstance(value, dict) else {}
    return {str(reason): Expiry(str(then)) for reason, then in stated.items() if then in set(Expiry)}


def what_follows(then: Expiry, clock: Clock, *, acted: bool) -> Expiry:
    """What really follows at an end: nothing waits behind the give-up term, nor behind the second end that comes after
    something was done about the first; and only a promise of money can be renewed."""
    if (acted or clock is Clock.GIVE_UP) and then in (Expiry.ESCALATE, Expiry.REAUTHORISE):
        return Expiry.CANCEL
    if then is Expiry.REAUTHORISE and clock not in MONEY:
        return Expiry.ESCALATE
    return then


def follows(book: RuleBook, own: OwnTerms, reason: str, *, waivable: bool) -> Expiry:
    """What follows when the time of a hold of this reason is over. Nothing that is protected is ever released by it."""
    then = own.then.get(reason, book.policy.holds.then(reason))
    if then is not Expiry.RELEASE or (waivable and own.releases and may_release(book.rules, reason, book.domain)):
        return then
    return Expiry.ESCALATE
