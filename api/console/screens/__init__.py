"""One module a screen: it asks the API, and hands what it heard to a template."""

from collections.abc import Sequence

from fastapi import APIRouter

from api.console.screens import (
    analytics,
    backtests,
    disputes,
    drafts,
    entry,
    files,
    freight,
    fulfilment,
    lists,
    orders,
    parcels,
    payments,
    picking,
    profit,
    proposals,
    queue,
    reconciliation,
    restrictions,
    rule_performance,
    rules,
)

SCREENS: Sequence[APIRouter] = (
    entry.routes,
    files.routes,
    queue.routes,
    orders.routes,
    fulfilment.routes,
    picking.routes,
    parcels.routes,
    reconciliation.routes,
    payments.routes,
    disputes.routes,
    freight.routes,
    profit.routes,
    analytics.routes,
    rules.routes,
    drafts.routes,
    proposals.routes,
    backtests.routes,
    lists.routes,
    rule_performance.routes,
    restrictions.routes,
)
