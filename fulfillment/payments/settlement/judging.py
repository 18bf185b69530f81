"""Orders, batches and payouts weighed as they stand in the database, and their cases brought in line."""

from collections.abc import Collection, Iterable

from fulfillment.payments.settlement.batches import open_batches
from fulfillment.payments.settlement.cases import Moved, follow_differences
from fulfillment.payments.settlement.difference import Difference, about
from fulfillment.payments.settlement.expected import BOUNDS, Bounds, Fee, Terms
from fulfillment.payments.settlement.kinds import OF_AN_ORDER, Differs
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.payments.settlement.stored_rates import stored_rates
from fulfillment.payments.settlement.weighing import weigh
from fulfillment.records import SettlementCase
from fulfillment.store.settlement import batch_sums, credits_span, lines_of_orders, payouts_under_way, totals_of
from fulfillment.store.settlement_books import expected_of, kept_since
from fulfillment.store.settlement_cases import agreed_fees, cases_of_batches, cases_of_orders, open_cases

SOME = 400  # batches asked for in one statement


def terms_of(sitting: Sitting, bounds: Bounds = BOUNDS) -> Terms:
    """By what orders are weighed now."""
    fees = {
        (each.provider, each.currency): Fee(share_ppm=each.share_ppm, fixed=each.fixed, tolerance=each.tolerance)
        for each in agreed_fees(sitting.session, sitting.merchant)
    }
    rates = stored_rates(sitting.session, sitting.merchant)
    since = kept_since(sitting.session, sitting.merchant)
    return Terms(now=sitting.now, bounds=bounds, kept_since=since, fees=fees, rates=rates)


def judge_orders(sitting: Sitting, orders: Collection[str], terms: Terms) -> Moved:
    """Weighs orders by all their lines, and opens, changes and ends their cases."""
    if not orders:
        return Moved()
    expected = expected_of(sitting.session, sitting.merchant, orders)
    lines = lines_of_orders(sitting.session, sitting.merchant, orders)
    found = [each for order, due in expected.items() for each in weigh(due, lines.get(order, ()), terms)]
    known = cases_of_orders(sitting.session, sitting.merchant, orders, OF_AN_ORDER)
    return follow_differences(sitting, found, known)


def judge_batches(sitting: Sitting, provider: str, batches: Collection[str]) -> Moved:
    """Looks whether batches close."""
    named, moved = [each for each in batches if each], Moved()
    for start in range(0, len(named), SOME):
        some = named[start : start + SOME]
        sums = batch_sums(sitting.session, sitting.merchant, provider, some)
        stated = totals_of(sitting.session, sitting.merchant, provider, some)
        known = cases_of_batches(sitting.session, sitting.merchant, provider, some)
        moved += follow_differences(sitting, open_batches(sums, stated), known)
    return moved


def judge_payouts(sitting: Sitting, bounds: Bounds) -> Moved:
    """Payouts that the bank should have credited by now, of the time that its statements are about."""
    span = credits_span(sitting.session, sitting.merchant)
    known: tuple[SettlementCase, ...] = open_cases(sitting.session, sitting.merchant, {Differs.PAYOUT})
    found: Iterable[Difference] = ()
    if span is not None:
        found = [
            Difference(
                kind=Differs.PAYOUT,
                about=about(
                    Differs.PAYOUT, each.provider, each.reference, each.currency, str(each.amount), str(each.at)
                ),
                amount=-each.amount,
                currency=each.currency,
                provider=each.provider,
                payout_id=each.id,
                batch=each.batch,
                data={"sent_at": each.at.isoformat()},
            )
            for each in payouts_under_way(sitting.session, sitting.merchant)
            if span[0] - bounds.match_days <= each.at <= span[1] and sitting.now - each.at > bounds.bank_after
        ]
    return follow_differences(sitting, found, known)
