"""Payouts that reached the bank: paired with its lines, by themselves where it is plain and else by a person."""

from collections.abc import Sequence

from engine.ids import Prefix
from engine.store.outbox import NewJob, enqueue
from fulfillment.jobs import ARRIVED
from fulfillment.payments.settlement.banking import paired
from fulfillment.payments.settlement.cases import Moved, follow_differences
from fulfillment.payments.settlement.difference import Difference, about
from fulfillment.payments.settlement.expected import Bounds
from fulfillment.payments.settlement.keeping import MOST
from fulfillment.payments.settlement.kinds import Differs, How, Place
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.payments.settlement.taking_in import unknown
from fulfillment.records import Payout, SettledLine, SettlementCase
from fulfillment.store.settlement import (
    add_payouts,
    arrive,
    batches_under_way,
    credits_waiting,
    payout_of,
    payouts_under_way,
    place_line,
)
from fulfillment.store.settlement_cases import cases_about


def pair_payouts(sitting: Sitting, bounds: Bounds) -> Moved:
    """Pairs what is under way with what the bank has credited, and asks where two could be meant."""
    credits_ = credits_waiting(sitting.session, sitting.merchant)
    if not credits_:
        return Moved()
    known, untold = payouts_under_way(sitting.session, sitting.merchant), _untold(sitting, credits_, bounds)
    found = paired((*known, *untold), credits_, bounds)
    choices = {id_ for asked in found.asked.values() for id_ in asked}
    add_payouts(sitting.session, [each for each in untold if each.id in choices])
    moved = Moved()
    for each in found.arrived:
        moved += arrived(sitting, each.payout, each.credit, each.how)
    for credit in credits_:
        asked = found.asked.get(credit.id)
        if asked and credit.place == Place.UNKNOWN:
            place_line(sitting.session, credit, Place.PROPOSED, How.AMOUNT, None)
            moved += _asked(sitting, credit, asked)
    there = {each.credit.id for each in found.arrived}
    strange = [each for each in credits_ if each.id not in there | found.asked.keys() and each.place == Place.UNKNOWN]
    return moved + follow_differences(sitting, [unknown(each) for each in strange], ())


def arrived(sitting: Sitting, payout: Payout, credit: SettledLine, how: How) -> Moved:
    """The payout is at the bank; a worker goes through the orders in it."""
    if payout_of(sitting.session, sitting.merchant, payout.id) is None:
        add_payouts(sitting.session, [payout])
    if not arrive(sitting.session, payout, credit, how):
        return Moved()
    payload = {"payout_id": payout.id, "after": ""}
    job = NewJob(kind=ARRIVED, merchant=sitting.merchant, aggregate=payout.id, payload=payload)
    enqueue(sitting.session, sitting.site.ids, [job], sitting.now)
    return follow_differences(sitting, (), _cases_of(sitting, credit))


def _untold(sitting: Sitting, credits_: Sequence[SettledLine], bounds: Bounds) -> list[Payout]:
    """Batches that may have been paid out though no report says so: some list only what was paid out together."""
    since = min(each.at for each in credits_) - bounds.match_days
    return [
        Payout(
            id=sitting.site.ids.new(Prefix.PAYOUT),
            merchant_id=sitting.merchant,
            provider=each.provider,
            batch=each.batch,
            currency=each.currency,
            amount=each.net,
            at=each.last_at,
            reference=each.batch,
            line_id=f"{each.provider}:{each.batch}:{each.currency}"[:MOST],
        )
        for each in batches_under_way(sitting.session, sitting.merchant, since)
        if each.net > 0 and each.last_at is not None
    ]


def _asked(sitting: Sitting, credit: SettledLine, payouts: tuple[str, ...]) -> Moved:
    proposal = Difference(
        kind=Differs.PROPOSAL,
        about=about(Differs.PROPOSAL, credit.provider, credit.identity),
        amount=credit.gross,
        currency=credit.currency,
        provider=credit.provider,
        line_id=credit.id,
        data={"payouts": list(payouts), "by": How.AMOUNT.value},
    )
    return follow_differences(sitting, [proposal], _cases_of(sitting, credit))


def _cases_of(sitting: Sitting, line: SettledLine) -> tuple[SettlementCase, ...]:
    names = [about(kind, line.provider, line.identity) for kind in (Differs.UNKNOWN, Differs.PROPOSAL)]
    return tuple(cases_about(sitting.session, sitting.merchant, names).values())
