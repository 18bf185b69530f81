"""Senders as they are stated and shown."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.routes.examples import Example
from api.schemas.body import Strict
from api.schemas.ids import an_id
from api.schemas.words import LINE, Name
from engine.ids import Prefix
from fulfillment.documents.declaration import Number, Sender, Shown
from fulfillment.documents.senders import KeptSender

Perhaps = Annotated[str, Field(max_length=128, pattern=f"^$|{LINE}")]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$", description="ISO 3166-1, two letters.")]
_SEEN = "`data` only electronically, `invoice` on customs papers, `package` on the parcel too."

STATED: Example = {
    "entity": "acme-ltd",
    "warehouse": "SZX-1",
    "company": "Acme Trading Ltd",
    "lines": ["88 Bantian Road"],
    "city": "Shenzhen",
    "country": "CN",
    "postcode": "518129",
    "numbers": [{"kind": "IOSS", "value": "IM2760000742", "country": "EU", "shown": "data"}],
}
A_SENDER: Example = {
    "id": an_id(Prefix.SENDER),
    **STATED,
    "state": "",
    "phone": "",
    "email": "",
    "signatory": "",
}


class NumberAsked(Strict):
    """A number of the sender: IOSS, EORI, VAT, VOEC, ABN …"""

    kind: Annotated[str, Field(min_length=1, max_length=32, pattern="^[A-Z][A-Z0-9_]*$")]
    value: Name
    country: Country | None = Field(default=None, description="Where it counts; `EU` for the union.")
    shown: Literal["data", "invoice", "package"] = Field(default="invoice", description=_SEEN)


class SenderAsked(Strict):
    """In whose name parcels leave: a legal entity and a warehouse, or all of them. No person's data."""

    entity: Perhaps = ""
    warehouse: Perhaps = ""
    company: Name
    lines: Annotated[list[Name], Field(min_length=1, max_length=3)]
    city: Name
    country: Country
    postcode: Perhaps = ""
    state: Perhaps = ""
    phone: Perhaps = ""
    email: Perhaps = ""
    signatory: Perhaps = Field(default="", description="In what name papers are signed, such as `Export desk`.")
    numbers: Annotated[list[NumberAsked], Field(default_factory=list, max_length=20)]

    def stated(self) -> KeptSender:
        """As it is kept."""
        fields = self.model_dump(exclude={"entity", "warehouse", "lines", "numbers"})
        numbers = tuple(
            Number(kind=each.kind, value=each.value, country=each.country, shown=Shown(each.shown))
            for each in self.numbers
        )
        sender = Sender(lines=tuple(self.lines), **fields)
        return KeptSender(sender=sender, numbers=numbers, entity=self.entity, warehouse=self.warehouse)


class NumberShown(BaseModel):
    """A number of the sender."""

    kind: str
    value: str
    country: str | None
    shown: Literal["data", "invoice", "package"]


class SenderShown(BaseModel):
    """A sender. An empty `entity` or `warehouse` means any."""

    id: str
    entity: str
    warehouse: str
    company: str
    lines: list[str]
    city: str
    country: str
    postcode: str
    state: str
    phone: str
    email: str
    signatory: str
    numbers: list[NumberShown]


def shown_sender(kept: KeptSender) -> Mapping[str, object]:
    """A sender as it is kept."""
    sender = kept.sender
    plain = ("company", "city", "country", "postcode", "state", "phone", "email", "signatory")
    numbers = [
        {"kind": each.kind, "value": each.value, "country": each.country, "shown": each.shown.value}
        for each in kept.numbers
    ]
    return {
        "id": kept.id,
        "entity": kept.entity,
        "warehouse": kept.warehouse,
        **{name: getattr(sender, name) for name in plain},
        "lines": list(sender.lines),
        "numbers": numbers,
    }
