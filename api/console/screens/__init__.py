"""One module a screen: it asks the API, and hands what it heard to a template."""

from collections.abc import Sequence

from fastapi import APIRouter

from api.console.screens import (
    backtests,
    causes,
    claims,
    deadlines,
    drafts,
    entry,
    files,
    fulfilment,
    inbox,
    lists,
    notices,
    orders,
    parcels,
    picking,
    proposals,
    queue,
    restrictions,
    returns,
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
    inbox.routes,
    claims.routes,
    returns.routes,
    deadlines.routes,
    notices.routes,
    causes.routes,
    rules.routes,
    drafts.routes,
    proposals.routes,
    backtests.routes,
    lists.routes,
    rule_performance.routes,
    restrictions.routes,
)
