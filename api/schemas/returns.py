"""How a return looks on the wire with all that belongs to it, and what is given away beside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, Field

from api.routes.examples import AT, ORDER, Example
from api.routes.life_examples import A_RETURN, RETURN
from api.schemas.ids import an_id
from api.schemas.life import ReturnShown, shown_return
from engine.ids import Prefix
from fulfillment.aftersales.goodwill import BudgetLeft
from fulfillment.aftersales.law import LawRow, Source
from fulfillment.aftersales.viewing import ReturnMoney, ways_seen
from fulfillment.aftersales.watching import ReturnDeadline
from fulfillment.desk_view import PolicyReason
from fulfillment.lifecycle import possible
from fulfillment.records import Goodwill, ReturnCase, ReturnedPieces, ReturnPhoto
from fulfillment.states import Machine

Shown = dict[str, object]


class ReturnReasonShown(BaseModel):
    """One reason of the policy. `way`: the number of the way that it is about, None for the return as a whole;
    `sources`: what the rule rests on."""

    rule: str
    code: str
    verdict: str
    text: str
    fix: str
    acts: str
    way: int | None
    sources: list[str]


class ReturnedPiecesShown(BaseModel):
    """Pieces as they came back, and what became of them."""

    line: int
    grade: str = Field(json_schema_extra={"enum": ["like_new", "opened", "damaged", "wrong", "missing"]})
    quantity: int
    kept_as: str = Field(json_schema_extra={"enum": ["restock", "write_off", "supplier", "nothing"]})
    bin: str
    lot: str
    at: datetime


class ReturnPhotoShown(BaseModel):
    """A photo; its content is sealed, and read by its link."""

    id: str
    stage: str = Field(json_schema_extra={"enum": ["requested", "inspected"]})
    media_type: str
    size: int
    created_at: datetime
    link: str


class ReturnDeadlineShown(BaseModel):
    """A day that counts, and where it is from."""

    what: str
    due_at: datetime
    source: str


class ReturnWayShown(BaseModel):
    """A way to settle it as the policy judged it. `cost` is the house's in euro cents, null where unknown; `verdict`
    empty where nothing was said against it; `is_advised`: the one that would be taken."""

    id: str
    remedy: str
    goods: str
    payer: str
    cost: int | None
    verdict: str
    is_advised: bool


class ReturnMoneyShown(BaseModel):
    """Minor units of `currency`. `paid`: what was paid for the pieces, the delivery aside; `paid_tax`: the tax in it
    that the order states, both null once the customer was erased; `amount` went back, with `tax` in it, `withheld` was
    kept."""

    currency: str
    paid: int | None
    paid_tax: int | None
    amount: int
    withheld: int
    tax: int


class ReturnLawSourceShown(BaseModel):
    """A page that it was read from."""

    title: str
    publisher: str
    url: str
    dated: str


class ReturnLawShown(BaseModel):
    """What the law of the destination gives consumers: days to withdraw, 0 for no such right."""

    days: int
    buyer_pays_back: bool
    sources: list[ReturnLawSourceShown]


class ReturnWholeShown(ReturnShown):
    """A return with what the policy said of it and of each way, money, law, what came back, photos and days."""

    outcome: str = Field(description="What the policy said last; empty where it has not spoken.")
    possible: list[str] = Field(description="The steps that lead on from here.")
    reasons: list[ReturnReasonShown]
    ways: list[ReturnWayShown]
    money: ReturnMoneyShown
    law: ReturnLawShown | None = Field(description="Null where nothing was read of that law.")
    pieces: list[ReturnedPiecesShown]
    photos: list[ReturnPhotoShown]
    deadlines: list[ReturnDeadlineShown]
    links: dict[str, str]


class GoodwillShown(BaseModel):
    """Money that was given away; `amount` in minor units of the order's currency, `euro` in cents of the budget."""

    id: str
    order_id: str
    role: str
    month: str
    amount: int
    currency: str
    euro: int
    reason: str
    reference: str
    actor: str
    at: datetime


class BudgetShown(BaseModel):
    """What a role may give away a month, in euro cents, and what is left of it in this one."""

    role: str
    monthly: int
    spent: int
    left: int


class BudgetsShown(BaseModel):
    """All roles that have a budget."""

    month: str
    data: list[BudgetShown]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeReturn:
    """All that belongs to a return."""

    case: ReturnCase
    reasons: Iterable[PolicyReason]
    money: ReturnMoney
    law: tuple[LawRow, Sequence[Source]] | None
    pieces: Iterable[ReturnedPieces]
    photos: Iterable[ReturnPhoto]
    deadlines: Iterable[ReturnDeadline]


def shown_whole_return(whole: WholeReturn) -> Shown:
    """A return with its parts."""
    case = whole.case
    return {
        **shown_return(case),
        "outcome": str(case.judgement.get("outcome", "")),
        "possible": [str(each.event) for each in possible(Machine.RETURN, case.state)],
        "reasons": [_reason(each) for each in whole.reasons],
        "ways": [_of(ReturnWayShown, each) for each in ways_seen(case)],
        "money": _of(ReturnMoneyShown, whole.money),
        "law": None if whole.law is None else _law(*whole.law),
        "pieces": [_of(ReturnedPiecesShown, each) for each in whole.pieces],
        "photos": [shown_photo(each) for each in whole.photos],
        "deadlines": [_of(ReturnDeadlineShown, each) for each in whole.deadlines],
        "links": {"order": f"/v1/orders/{case.order_id}", "label": f"/v1/returns/{case.id}/label"},
    }


def shown_photo(photo: ReturnPhoto) -> Shown:
    """A photo without its content."""
    plain = [name for name in ReturnPhotoShown.model_fields if name != "link"]
    link = f"/v1/returns/{photo.return_id}/photos/{photo.id}"
    return {**{name: getattr(photo, name) for name in plain}, "link": link}


def shown_goodwill(given: Goodwill) -> Shown:
    """A gift."""
    plain = [name for name in GoodwillShown.model_fields if name != "reason"]
    return {**{name: getattr(given, name) for name in plain}, "reason": given.why}


def shown_budgets(month: str, budgets: Iterable[BudgetLeft]) -> Shown:
    """Budgets of a month."""
    return {"month": month, "data": [_of(BudgetShown, each) for each in budgets]}


def _law(row: LawRow, sources: Sequence[Source]) -> Shown:
    told = [_of(ReturnLawSourceShown, each) for each in sources]
    return {"days": row.days, "buyer_pays_back": row.buyer_pays_back, "sources": told}


def _reason(reason: PolicyReason) -> Shown:
    plain = ("rule", "code", "verdict", "text", "fix", "acts", "sources")
    return {**{name: getattr(reason, name) for name in plain}, "way": reason.part}


def _of(model: type[BaseModel], record: object) -> Shown:
    return {name: getattr(record, name) for name in model.model_fields}


A_PHOTO: Example = {
    "id": an_id(Prefix.PHOTO),
    "stage": "requested",
    "media_type": "image/jpeg",
    "size": 48213,
    "created_at": AT,
    "link": f"/v1/returns/{RETURN}/photos/{an_id(Prefix.PHOTO)}",
}
A_WHOLE_RETURN: Example = {
    **A_RETURN,
    "state": "authorised",
    "way": "refund_back_local_buyer",
    "awaits": "goods",
    "due_at": AT,
    "outcome": "grant",
    "possible": ["send", "expire", "receive"],
    "ways": [
        {"id": "refund_back_local_buyer", "remedy": "refund", "goods": "back", "payer": "buyer", "cost": 0,
         "verdict": "", "is_advised": True},
    ],
    "money": {"currency": "EUR", "paid": 1999, "paid_tax": 319, "amount": 0, "withheld": 0, "tax": 0},
    "law": {
        "days": 14,
        "buyer_pays_back": True,
        "sources": [{"title": "Directive 2011/83/EU on consumer rights, Article 9", "publisher": "Official Journal",
                     "url": "https://www.legislation.gov.uk/eudr/2011/83/article/9/adopted", "dated": "2011-10-25"}],
    },
    "reasons": [
        {
            "rule": "RLW-001",
            "code": "RET_WITHDRAWAL",
            "verdict": "grant",
            "text": "The law of DE lets the customer withdraw for 9 more days.",
            "fix": "Take the goods back; nobody may refuse this.",
            "acts": "service",
            "way": None,
            "sources": ["Directive 2011/83/EU on consumer rights, Article 9"],
        }
    ],
    "pieces": [],
    "photos": [A_PHOTO],
    "deadlines": [{"what": "return_goods", "due_at": AT, "source": "house policy"}],
    "links": {"order": f"/v1/orders/{ORDER}", "label": f"/v1/returns/{RETURN}/label"},
}  # fmt: skip
A_GIFT: Example = {
    "id": an_id(Prefix.GOODWILL),
    "order_id": ORDER,
    "role": "service",
    "month": "2026-11",
    "amount": 500,
    "currency": "EUR",
    "euro": 500,
    "reason": "came late",
    "reference": "g-1001",
    "actor": "key of the shop",
    "at": AT,
}
A_BUDGET: Example = {"role": "service", "monthly": 50000, "spent": 1500, "left": 48500}
