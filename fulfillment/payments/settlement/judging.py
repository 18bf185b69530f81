"""Orders, batches and payouts weighed as they stand in the database, and their cases brought in line."""

from collections.abc import Collection, Iterable

from fulfillment.payments.settlement.batches import open_batches
from fulfillment.payments.settlement.cases import Moved, follow_differences
from fulfillment.payments.settlement.difference import Difference, about
from fulfillment.payments.settlement.expected import BOUNDS, Bounds, Fee, Terms
from fulfillment.payments.settlement.kinds import OF_AN_ORDER, Differs
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.payments.settlement.weighing import weigh
from fulfillment.records import SettlementCase
from fulfillment.store.settlement import batch_sums, credits_first, lines_of_orders, payouts_under_way, totals_of
from fulfillment.store.settlement_books import expected_of, kept_since, stored_rates
from fulfillment.store.settlement_cases import agreed_fees, cases_of_batches, cases_of_orders, open_cases


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
    named = [each for each in batches if each]
    if not named:
        return Moved()
    sums = batch_sums(sitting.session, sitting.merchant, provider, named)
    stated = totals_of(sitting.session, sitting.merchant, provider, named)
    known = cases_of_batches(sitting.session, sitting.merchant, provider, named)
    return follow_differences(sitting, open_batches(sums, stated), known)


def judge_payouts(sitting: Sitting, bounds: Bounds) -> Moved:
    """Payouts that the bank should have credited by now. Where no statement of a bank was taken in, nobody can say."""
    since = credits_first(sitting.session, sitting.merchant)
    known: tuple[SettlementCase, ...] = open_cases(sitting.session, sitting.merchant, {Differs.PAYOUT})
    found: Iterable[Difference] = ()
    if since is not None:
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
            if each.at >= since - bounds.match_days and sitting.now - each.at > bounds.bank_after
        ]
    return follow_differences(sitting, found, known)
