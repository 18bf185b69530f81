"""Import law on file: what stands against goods in a country, what it rests on, and how much is known of whom."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import Example
from api.services import ServicesOf
from engine.goods.knowledge import GoodsKnowledge
from engine.goods.law import UNION, WORLD
from engine.goods.limits import UNITS, VALUE, Limit
from engine.goods.restriction import Reach as Scope_
from engine.goods.restriction import Restriction, Trust

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.RULES_READ, Reach.OPEN))]
MOST_WORDS = 12
IDS = r"^[A-Za-z0-9_.-]+(,[A-Za-z0-9_.-]+)*$"
SHARED = frozenset({UNION, WORLD})
A_RESTRICTION: Example = {
    "id": "DE-KNIFE-1",
    "kind": "prohibited",
    "stated_for": "DE",
    "category": "knife",
    "category_names": {"en": "Knives", "zh": "刀具"},
    "item": "Butterfly knives",
    "movements": ["import"],
    "scope": ["law"],
    "carriers": [],
    "hs_prefixes": ["821193"],
    "words": ["butterfly knife"],
    "limits": [{"measure": "blade_mm", "most": 41, "per": "piece", "unit": "mm"}],
    "documents": [],
    "origins": [],
    "parties": "any",
    "confidence": "high",
    "valid_from": None,
    "valid_to": None,
    "sources": [
        {"id": "weapons-act", "locator": "annex 2", "title": "Weapons Act", "publisher": "Ministry", "dated": "2024"}
    ],
    "reviewed_on": "2026-11-22",
}
A_COUNTRY: Example = {
    "country": "DE",
    "coverage": "rich",
    "restrictions": 46,
    "law": 32,
    "low_confidence": 3,
    "sources": 10,
    "reviewed_on": "2026-11-22",
}


class LimitShown(BaseModel):
    """A free amount: up to and including `most`. A value is in minor units of the currency that `unit` names."""

    measure: str
    most: float
    per: str
    unit: str | None


class LawSourceShown(BaseModel):
    """Where a statement comes from."""

    id: str
    locator: str
    title: str
    publisher: str
    dated: str


class RestrictionShown(BaseModel):
    """What stands against goods. `stated_for` is the country, `_EU` or `_WORLD`; without codes and words of its own it
    applies to all goods of its category."""

    id: str
    kind: str
    stated_for: str
    category: str
    category_names: dict[str, str]
    item: str
    movements: list[str]
    scope: list[str]
    carriers: list[str]
    hs_prefixes: list[str]
    words: list[str]
    limits: list[LimitShown]
    documents: list[str]
    origins: list[str]
    parties: str
    confidence: str
    valid_from: date | None
    valid_to: date | None
    sources: list[LawSourceShown]
    reviewed_on: date


class RestrictionsShown(BaseModel):
    """All of one country, those of its union and of everybody among them. What is not on file may still be law."""

    country: str
    coverage: str
    edition: str
    data: list[RestrictionShown]


class CountryCoverage(BaseModel):
    """How much is on file for a country: `law` binds every parcel, the rest is what carriers refuse."""

    country: str
    coverage: str
    restrictions: int
    law: int
    low_confidence: int
    sources: int
    reviewed_on: date | None


class CoverageShown(BaseModel):
    """All countries on file, by code; whoever is not among them has no data."""

    edition: str
    data: list[CountryCoverage]


@routes.get(
    "/v1/restrictions",
    **operation(
        "list_restrictions",
        "List what stands against goods in a country",
        Tag.LAW,
        Returns(
            RestrictionsShown,
            {"country": "DE", "coverage": "rich", "edition": "91aa" * 16, "data": [A_RESTRICTION]},
        ),
        ("no_edition",),
    ),
)
def list_restrictions(
    services: ServicesOf,
    who: Reader,
    country: Annotated[str, Query(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2.")],
    only: Annotated[
        str | None, Query(max_length=4000, pattern=IDS, description="Ids by commas, where not all are wanted.")
    ] = None,
) -> Response:
    """Of the data in force: kind, reach, goods, free amounts, papers, and the sources with their dates."""
    wanted = None if only is None else frozenset(only.split(","))
    goods = services.desk.editions.current(who.merchant).admission.knowledge.goods
    law = goods.law
    files = [country, *([UNION] if country in law.members else []), WORLD]
    shown = [
        _shown(each, code, goods)
        for code in files
        for each in law.files.get(code, ())
        if wanted is None or each.id in wanted
    ]
    return answer({"country": country, "coverage": law.coverage(country), "edition": goods.edition, "data": shown})


@routes.get(
    "/v1/coverage",
    **operation(
        "get_coverage",
        "See how much law is on file",
        Tag.LAW,
        Returns(CoverageShown, {"edition": "91aa" * 16, "data": [A_COUNTRY]}),
        ("no_edition",),
    ),
)
def get_coverage(services: ServicesOf, who: Reader) -> Response:
    """A country is rich, or thin: that nothing stands against goods in a thin one says little."""
    goods = services.desk.editions.current(who.merchant).admission.knowledge.goods
    codes = sorted(goods.law.files.keys() - SHARED)
    return answer({"edition": goods.edition, "data": [_country(code, goods) for code in codes]})


def _country(code: str, goods: GoodsKnowledge) -> Mapping[str, object]:
    own = goods.law.files[code]
    return {
        "country": code,
        "coverage": goods.law.coverage(code),
        "restrictions": len(own),
        "law": sum(Scope_.LAW in each.reaches for each in own),
        "low_confidence": sum(each.trust is Trust.LOW for each in own),
        "sources": len({source.id for each in own for source in each.sources}),
        "reviewed_on": max((each.reviewed_on for each in own), default=goods.reviewed.get(code)),
    }


def _shown(restriction: Restriction, code: str, goods: GoodsKnowledge) -> Mapping[str, object]:
    match, category = restriction.match, goods.classifier.categories[restriction.category]
    words: Iterable[str] = () if match is None else (*match.phrases, *match.keywords)
    plain = ("id", "kind", "category", "item", "parties", "valid_from", "valid_to", "reviewed_on")
    return {
        **{name: getattr(restriction, name) for name in plain},
        "stated_for": code,
        "category_names": {"en": category.label_en, "zh": category.label_zh},
        "movements": sorted(restriction.movements),
        "scope": sorted(restriction.reaches),
        "carriers": sorted(restriction.carriers),
        "hs_prefixes": [] if match is None else list(match.hs_prefixes),
        "words": list(dict.fromkeys(words))[:MOST_WORDS],
        "limits": [_limit(each) for each in restriction.limits],
        "documents": sorted(restriction.documents),
        "origins": sorted(restriction.origins),
        "confidence": restriction.trust,
        "sources": [_source(each.id, each.locator, goods.sources.get(each.id, {})) for each in restriction.sources],
    }


def _limit(limit: Limit) -> Mapping[str, object]:
    unit = limit.currency if limit.measure == VALUE else UNITS[limit.measure]
    return {"measure": limit.measure, "most": limit.most, "per": limit.per, "unit": unit}


def _source(id_: str, locator: str, cited: Mapping[str, str]) -> Mapping[str, object]:
    told = {name: cited.get(name, "") for name in ("title", "publisher", "dated")}
    return {"id": id_, "locator": locator, **told}
