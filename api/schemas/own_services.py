"""What a file of a merchant's own services led to."""

from pydantic import BaseModel

from api.routes.examples import Example
from fulfillment.shipping.own_services import ServicesTaken

SERVICES_TAKEN: Example = {"changed": ["my-line"], "known": 3, "faults": []}


class FileFaultShown(BaseModel):
    """What is wrong in a file, by line and column from 1."""

    line: int
    column: int
    detail: str


class ServicesTakenShown(BaseModel):
    """What a file of services led to. With a fault nothing of it is kept."""

    changed: list[str]
    known: int
    faults: list[FileFaultShown]


def shown_services_taken(taken: ServicesTaken) -> dict[str, object]:
    """What a file of services led to."""
    faults = [{"line": each.line, "column": each.column, "detail": each.detail} for each in taken.faults]
    return {"changed": list(taken.changed), "known": taken.known, "faults": faults}
