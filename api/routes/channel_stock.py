"""What channels may sell: rules, and the numbers that follow from them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer, nothing
from api.composition.articles import SaleEyes
from api.describing import Returns, Tag, operation
from api.routes.examples import a_page
from api.routes.moving_examples import A_RULE, A_SELLABLE
from api.routes.working import tried
from api.schemas.body import JsonBody, Strict
from api.schemas.moving import ChannelRuleShown, SellableShown, shown_rule, shown_sellable
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.words import LINE
from api.services import ServicesOf
from fulfillment.inventory.channel_stock import keep_rule, remove_rule, sellable_in
from fulfillment.records import ChannelRule
from fulfillment.store.channel_stock import rules_of

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
Channel = Annotated[str, Path(min_length=1, max_length=64, pattern=LINE, examples=["amazon"])]
Pieces = Annotated[int, Field(ge=0, le=1_000_000)]
Code = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[!-~]+$")]


class RuleAsked(Strict):
    """`buffer` pieces are kept back, `percent` of the rest are shown, at most `cap`; of some `warehouses`, or of all.
    Without `sku`, of every article without a rule of its own."""

    sku: Annotated[str, Field(max_length=128, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    buffer: Pieces = 0
    percent: Annotated[int, Field(ge=0, le=100)] = 100
    cap: Pieces | None = None
    warehouses: Annotated[tuple[Code, ...], Field(max_length=100, strict=False)] = ()


@routes.get(
    "/v1/channels/{channel}/stock",
    **operation("list_channel_stock", "List what a channel may sell", Tag.FULFILMENT,
                Returns(Page[SellableShown], a_page(A_SELLABLE)), ("not_found",)),
)  # fmt: skip
def list_channel_stock(
    services: ServicesOf, who: Reader, channel: Channel, wanted: Annotated[PageWanted, Depends(page)]
) -> Response:
    """By article, as of now. What is delisted or taken down is 0, whatever lies there."""
    key = wanted.after(str)
    with services.database.read() as session:
        found = sellable_in(session, SaleEyes(), who.merchant, channel)
    behind = [each for each in found if key is None or each.sku > str(key[0])][: wanted.rows]
    return listing(behind, wanted, lambda row: (row.sku,), shown_sellable)


@routes.get(
    "/v1/channels/{channel}/stock-rules",
    **operation("list_channel_rules", "List the rules of a channel's stock", Tag.FULFILMENT,
                Returns(Page[ChannelRuleShown], a_page(A_RULE))),
)  # fmt: skip
def list_rules(
    services: ServicesOf, who: Reader, channel: Channel, wanted: Annotated[PageWanted, Depends(page)]
) -> Response:
    """By article."""
    key = wanted.after(str)
    with services.database.read() as session:
        found = rules_of(session, who.merchant, channel)
    behind = [each for each in found if key is None or each.sku > str(key[0])][: wanted.rows]
    return listing(behind, wanted, lambda row: (row.sku,), shown_rule)


@routes.put(
    "/v1/channels/{channel}/stock-rules",
    **operation("put_channel_rule", "State what a channel may sell", Tag.FULFILMENT,
                Returns(ChannelRuleShown, A_RULE), ("channel_rule_refused", "store_conflict")),
)  # fmt: skip
def put_rule(
    services: ServicesOf,
    who: Writer,
    channel: Channel,
    asked: Annotated[RuleAsked, Depends(JsonBody(RuleAsked, {"buffer": 2, "percent": 80, "cap": 50,
                                                             "warehouses": ["HAM-1"]}))],
) -> Response:  # fmt: skip
    """In the place of the rule for the same article."""
    rule = ChannelRule(merchant_id=who.merchant, channel=channel, sku=asked.sku, buffer=asked.buffer,
                       percent=asked.percent, cap=asked.cap, warehouses=" ".join(asked.warehouses))  # fmt: skip
    return answer(shown_rule(tried(services, lambda session: keep_rule(session, rule))))


@routes.delete(
    "/v1/channels/{channel}/stock-rules",
    **operation("remove_channel_rule", "Take a rule of channel stock away", Tag.FULFILMENT,
                {204: Returns(None, None, "It counts no more.")}, ("not_found",)),
)  # fmt: skip
def drop_rule(
    services: ServicesOf,
    who: Writer,
    channel: Channel,
    sku: Annotated[str, Query(description="Of this article; the general rule without.", max_length=128)] = "",
) -> Response:
    """Without any rule, the channel is told nothing more, but 0 of what it was told before."""
    tried(services, lambda session: remove_rule(session, who.merchant, channel, sku))
    return nothing()
