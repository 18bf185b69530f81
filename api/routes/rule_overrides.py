"""What shops and legal entities have of their own in the edition in force: values beside the rule book's, and texts."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import Example
from api.services import ServicesOf
from engine.rulebook.book import Override, RuleBook

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.RULES_READ))]
Value = bool | int | float | str | list[str]
OWN: Example = {
    "kind": "shop",
    "name": "cyclery-de",
    "values": [
        {
            "param": "fraud.high_value",
            "unit": "EUR cents",
            "value": 60000,
            "usual": 30000,
            "from": "2026-12-01",
            "until": "2027-03-31",
            "counts": False,
            "reference": "risk meeting of 2026-11-24",
        }
    ],
    "texts": 1,
}


class OwnValueShown(BaseModel):
    """A parameter's own value on the days from `from` to `until`, both counted. `usual` is the rule book's today."""

    param: str
    unit: str
    value: Value
    usual: Value | None
    from_: date = Field(alias="from")
    until: date | None
    counts: bool = Field(description="Whether it counts today.")
    reference: str


class OverrideShown(BaseModel):
    """Of a `shop` or a `legal_entity`, by the code that orders name. `texts` counts its own messages."""

    kind: str
    name: str
    values: list[OwnValueShown]
    texts: int


class OverridesShown(BaseModel):
    """All of the edition in force."""

    data: list[OverrideShown]


@routes.get(
    "/v1/rules/overrides",
    **operation(
        "list_overrides",
        "List values of shops and legal entities",
        Tag.RULES,
        Returns(OverridesShown, {"data": [OWN]}),
        ("no_edition",),
    ),
)
def list_overrides(services: ServicesOf, who: Reader) -> Response:
    """New ones are written in `overrides.yaml` of a draft, and published by two people."""
    book, today = services.desk.editions.current(who.merchant).admission.book, services.clock.now().date()
    shown = [
        {
            "kind": each.kind,
            "name": each.name,
            "values": list(_values(book, each, today)),
            "texts": sum(map(len, each.messages.values())),
        }
        for each in book.overrides
    ]
    return answer({"data": shown})


def _values(book: RuleBook, override: Override, today: date) -> Iterator[Mapping[str, object]]:
    for name, values in sorted(override.params.items()):
        param = book.params[name]
        for each in values:
            yield {
                "param": name,
                "unit": param.unit,
                "value": each.value,
                "usual": param.value(today, today),
                "from": each.from_,
                "until": each.until,
                "counts": each.counts_on(today),
                "reference": each.reference,
            }
