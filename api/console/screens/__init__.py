"""One module a screen: it asks the API, and hands what it heard to a template."""

from collections.abc import Sequence

from fastapi import APIRouter

from api.console.screens import (
    backtests,
    drafts,
    entry,
    files,
    fulfilment,
    lists,
    order_files,
    orders,
    parcels,
    picking,
    proposals,
    queue,
    restrictions,
    rule_performance,
    rules,
    story,
)

SCREENS: Sequence[APIRouter] = (
    entry.routes,
    files.routes,
    queue.routes,
    orders.routes,
    order_files.routes,
    fulfilment.routes,
    picking.routes,
    parcels.routes,
    rules.routes,
    drafts.routes,
    proposals.routes,
    backtests.routes,
    lists.routes,
    rule_performance.routes,
    restrictions.routes,
    story.routes,
)
