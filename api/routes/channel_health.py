"""How a seller's account stands with its marketplace, and how it will stand if nothing is done."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import ORDER
from api.schemas.ids import EXAMPLE, ConnectionId
from api.services import ServicesOf
from engine.ids import Prefix
from fulfillment.channels.connecting import found_connection
from fulfillment.channels.health.looking import health_of, rates_of
from fulfillment.channels.health.measuring import Rate
from fulfillment.records import Connection, HealthDay
from fulfillment.store.channel_health import health_days

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.CHANNELS_READ))]
SHOWN_DAYS = timedelta(days=30)


class DayShown(BaseModel):
    """A day of a measure."""

    day: str
    bad: int
    total: int
    standing: str


class MeasureShown(BaseModel):
    """One measure. Shares are in thousandths; `soon` is within three days if nothing is done."""

    measure: str = Field(json_schema_extra={"enum": ["late_shipment", "cancellation", "valid_tracking", "defect"]})
    days: int = Field(description="Over how many days it is counted.")
    standing: str = Field(json_schema_extra={"enum": ["good", "danger", "broken"]})
    bad: int
    total: int
    permille: int
    bad_soon: int
    total_soon: int
    permille_soon: int
    most_permille: int = Field(description="Bad ones that the marketplace allows.")
    source: str = Field(description="Who says so, where, and when it was read.")
    to_save: list[str] = Field(description="Orders to see to first.")
    history: list[DayShown]


class HealthShown(BaseModel):
    """All measures of an account; none of an own shop, which nobody measures."""

    connection_id: str
    measures: list[MeasureShown]


_EXAMPLE = {
    "connection_id": f"{Prefix.CONNECTION}_{EXAMPLE}",
    "measures": [
        {
            "measure": "late_shipment",
            "days": 30,
            "standing": "danger",
            "bad": 3,
            "total": 90,
            "permille": 34,
            "bad_soon": 5,
            "total_soon": 98,
            "permille_soon": 52,
            "most_permille": 40,
            "source": "Amazon, Seller Central help 200370550, Seller performance measurement; read 2026-11-26",
            "to_save": [ORDER],
            "history": [{"day": "2026-11-24", "bad": 2, "total": 88, "standing": "good"}],
        }
    ],
}


@routes.get(
    "/v1/channels/{connection_id}/health",
    **operation("read_channel_health", "Read how an account stands", Tag.CHANNELS, Returns(HealthShown, _EXAMPLE),
                ("not_found",)),
)  # fmt: skip
def read_channel_health(services: ServicesOf, who: Reader, connection_id: ConnectionId) -> Response:
    """Counted now, by what the marketplace was told, against its own limits; with the last 30 days."""
    now, desk = services.desk.clock.now(), services.site.desk
    with services.database.read() as session:
        connection = found_connection(session, who.merchant, connection_id)
        found = rates_of(desk, session, connection, now)
        since = (now - SHOWN_DAYS).date().isoformat()
        past = health_days(session, who.merchant, connection.id, since)
    shown = [_shown(each, health_of(each, connection, now), past) for each in found]
    return answer(_whole(connection, shown))


def _whole(connection: Connection, shown: list[dict[str, object]]) -> dict[str, object]:
    return {"connection_id": connection.id, "measures": shown}


def _shown(rate: Rate, day: HealthDay, past: tuple[HealthDay, ...]) -> dict[str, object]:
    own = [each for each in past if each.measure == day.measure]
    return {
        **{
            name: getattr(day, name)
            for name in ("measure", "days", "standing", "bad", "total", "bad_soon", "total_soon")
        },
        "permille": rate.now.permille,
        "permille_soon": rate.soon.permille,
        "most_permille": day.most_bad,
        "source": rate.limit.source,
        "to_save": list(day.to_save),
        "history": [{name: getattr(each, name) for name in ("day", "bad", "total", "standing")} for each in own],
    }
