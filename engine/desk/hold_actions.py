"""A merchant chooses what follows when the time of a hold is over, reason by reason."""

from collections.abc import Mapping

from engine.desk.desk import Caller, Desk
from engine.desk.errors import SettingRejected
from engine.desk.hold_terms import ACTIONS, own_terms
from engine.desk.telling import audit_job
from engine.rulebook.holds_block import BY_HAND, Expiry, may_release
from engine.store.merchant_settings import put_setting
from engine.store.outbox import enqueue


def choose(desk: Desk, caller: Caller, reason: str, then: Expiry | None) -> Mapping[str, Expiry]:
    """Sets what follows for one reason, or leaves it to the rule book again; answers all that is set.

    Raises SettingRejected for a reason that the rule book in force does not know, or that time may not release.
    """
    book = desk.editions.current(caller.merchant).admission.book
    known = {*(rule.then.reason for rule in book.rules), *(band.reason for band in book.policy.bands)}
    if reason not in known | {*book.domain.own_reasons, BY_HAND}:
        raise SettingRejected(f"the rule book gives no reason `{reason}`; name one it gives").seeing("hold reasons")
    if then is Expiry.RELEASE and not may_release(book.rules, reason, book.domain):
        raise SettingRejected(f"time may not release `{reason}`; choose `cancel` or `escalate`")
    now = desk.clock.now()
    with desk.database.write() as session:
        others = {name: each for name, each in own_terms(session, caller.merchant).then.items() if name != reason}
        chosen = others if then is None else others | {reason: then}
        put_setting(session, caller.merchant, ACTIONS, chosen, now, caller.name)
        data = {"name": ACTIONS, "reason": reason, "value": then}
        enqueue(session, desk.ids, [audit_job(caller, "setting.changed", ACTIONS, data, now)], now)
    return chosen
