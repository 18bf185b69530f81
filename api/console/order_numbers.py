"""What the merchant calls the orders that a page names: people know these numbers and not our ids."""

import re
from collections.abc import Iterator, Mapping

from api.access.scopes import Scope
from api.console.visit import Visit

MOST = 200  # that the API tells at once
TAIL = 8
_ID = re.compile(r"ord_[0-9a-f]{32}")


class OrderNumbers:
    """Numbers by id."""

    def __init__(self, numbers: Mapping[str, str]) -> None:
        self._numbers = numbers

    def __getitem__(self, order_id: object) -> str:
        """The number; where nobody may know it, the end of the id."""
        return self._numbers.get(str(order_id)) or str(order_id)[-TAIL:]


async def numbers_of(visit: Visit, *told: object) -> OrderNumbers:
    """Of all orders that occur in what the API told."""
    ids = sorted({each for one in told for each in _ids(one)})[:MOST]
    if not ids or not visit.may(Scope.ORDERS_READ):
        return OrderNumbers({})
    found = await visit.api.get("/v1/orders", ids=",".join(ids), limit=MOST)
    return OrderNumbers({str(row["id"]): str(row["merchant_order_id"]) for row in found.rows})


def _ids(told: object) -> Iterator[str]:
    match told:
        case str():
            if _ID.fullmatch(told):
                yield told
        case Mapping():
            for each in told.values():
                yield from _ids(each)
        case list() | tuple():
            for each in told:
                yield from _ids(each)
