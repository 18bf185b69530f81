"""One module a screen: it asks the API, and hands what it heard to a template."""

from collections.abc import Sequence

from fastapi import APIRouter

from api.console.screens import (
    audit,
    backtests,
    drafts,
    entry,
    files,
    fulfilment,
    keys,
    lists,
    models,
    operations,
    orders,
    parcels,
    people,
    picking,
    proposals,
    queue,
    rescreens,
    restrictions,
    rule_performance,
    rules,
    settings,
    webhooks,
)

SCREENS: Sequence[APIRouter] = (
    entry.routes,
    files.routes,
    queue.routes,
    orders.routes,
    fulfilment.routes,
    picking.routes,
    parcels.routes,
    rules.routes,
    drafts.routes,
    proposals.routes,
    backtests.routes,
    lists.routes,
    rule_performance.routes,
    models.routes,
    restrictions.routes,
    operations.routes,
    webhooks.routes,
    rescreens.routes,
    audit.routes,
    people.routes,
    keys.routes,
    settings.routes,
)
