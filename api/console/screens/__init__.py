"""One module a screen: it asks the API, and hands what it heard to a template."""

from collections.abc import Sequence

from fastapi import APIRouter

from api.console.screens import (
    entry,
    files,
    fulfilment,
    orders,
    parcels,
    picking,
    queue,
)

SCREENS: Sequence[APIRouter] = (
    entry.routes,
    files.routes,
    queue.routes,
    orders.routes,
    fulfilment.routes,
    picking.routes,
    parcels.routes,
)
