"""Registrations as they are stated and shown."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.routes.examples import AT, Example
from api.schemas.body import Strict
from api.schemas.ids import an_id
from api.schemas.words import LINE, Name
from engine.desk.registrations import Stated
from engine.ids import Prefix
from engine.store.registrations import RegistrationRow

Day = Annotated[date, Field(strict=False)]
Holder = Annotated[str, Field(max_length=256, pattern=f"^$|{LINE}")]
Territory = Annotated[str, Field(min_length=2, max_length=2, pattern="^[A-Z]{2}$")]

STATED: Example = {
    "kind": "lucid",
    "country": "DE",
    "number": "DE1234567890123",
    "holder": "Acme GmbH",
    "entity": "acme-gmbh",
    "valid_to": "2027-03-31",
}
A_REGISTRATION: Example = {
    "id": an_id(Prefix.REGISTRATION),
    "version": 1,
    "kind": "lucid",
    "country": "DE",
    "number": "DE1234567890123",
    "holder": "Acme GmbH",
    "entity": "acme-gmbh",
    "shop": None,
    "valid_from": None,
    "valid_to": "2027-03-31",
    "warned_from": "2027-01-30",
    "evidence": "",
    "state": "current",
    "created_at": AT,
    "created_by": "ana",
    "ended_at": None,
    "ended_by": None,
}


class RegistrationAsked(Strict):
    """A registration. Without `entity` or `shop` it counts for all of the merchant's."""

    kind: Name = Field(description="Such as `ioss`, `lucid`, `weee` or `responsible_person`.")
    country: Territory = Field(description="Where the register is: a country, `EU` or `XI`.")
    number: Name
    holder: Holder = ""
    entity: Name | None = None
    shop: Name | None = None
    valid_from: Day | None = None
    valid_to: Day | None = Field(default=None, description="Its last day; none when it has no end.")
    evidence: Annotated[str, Field(max_length=1000, pattern=f"^$|{LINE}")] = ""

    def stated(self) -> Stated:
        """As the desk takes it."""
        return Stated(**self.model_dump())


class RegistrationShown(BaseModel):
    """A version of a registration. `warned_from` is the day on which its end begins to be told of."""

    id: str
    version: int
    kind: str
    country: str
    number: str
    holder: str
    entity: str | None
    shop: str | None
    valid_from: date | None
    valid_to: date | None
    warned_from: date | None
    evidence: str
    state: Literal["current", "replaced", "ended"]
    created_at: datetime
    created_by: str
    ended_at: datetime | None
    ended_by: str | None


def shown_registration(row: RegistrationRow) -> Mapping[str, object]:
    """A version of a registration."""
    of_its_own = ("id", "kind", "country", "number", "entity", "shop", "valid_from", "valid_to", "warned_from")
    registration = {name: getattr(row.registration, name) for name in of_its_own}
    others = {name: getattr(row, name) for name in RegistrationShown.model_fields if name not in registration}
    return registration | others
