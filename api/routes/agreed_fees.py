"""Agreed fees: what a provider may keep of each sale in a currency, so that another fee becomes a case."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.schemas.body import JsonBody, Strict
from api.services import Services, ServicesOf
from engine.order.fields import CurrencyCode
from engine.store.sessions import WriteSession
from fulfillment.payments.settlement.agreeing import MOST_MINOR, PROVIDER, agree_fee, end_fee
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.records import AgreedFee
from fulfillment.store.settlement_cases import agreed_fees

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
Provider = Annotated[str, Path(pattern=PROVIDER, examples=["stripe"])]
Currency = Annotated[CurrencyCode, Path(examples=["EUR"])]
PPM = 10_000  # of a percent


class AgreedFeeStated(Strict):
    """`percent` of each sale, and `fixed` once a payment; a fee within `tolerance` of that is as agreed. Both in minor
    units."""

    percent: Annotated[str, Field(pattern=r"^(100(\.0{1,4})?|[0-9]{1,2}(\.[0-9]{1,4})?)$", examples=["1.4"])]
    fixed: int = Field(default=0, ge=0, le=MOST_MINOR)
    tolerance: int = Field(default=1, ge=0, le=MOST_MINOR)


class AgreedFeeShown(BaseModel):
    """What was agreed with a provider in a currency; amounts in minor units."""

    provider: str
    currency: str
    percent: str
    fixed: int
    tolerance: int


class AgreedFeesShown(BaseModel):
    """All, by provider and currency."""

    data: list[AgreedFeeShown]


_STATED = {"percent": "1.4", "fixed": 25, "tolerance": 1}
_SHOWN = {"provider": "stripe", "currency": "EUR", **_STATED}


@routes.get(
    "/v1/agreed-fees",
    **operation("list_agreed_fees", "List agreed fees", Tag.SETTLEMENTS, Returns(AgreedFeesShown, {"data": [_SHOWN]})),
)
def list_agreed_fees(services: ServicesOf, who: Reader) -> Response:
    """Where nothing is agreed, no fee is a case."""
    with services.database.read() as session:
        found = agreed_fees(session, who.merchant)
    return answer({"data": [_shown(each) for each in sorted(found, key=lambda each: (each.provider, each.currency))]})


@routes.put(
    "/v1/agreed-fees/{provider}/{currency}",
    **operation("keep_agreed_fee", "Keep an agreed fee", Tag.SETTLEMENTS, Returns(AgreedFeeShown, _SHOWN)),
)
def keep_agreed_fee(
    services: ServicesOf,
    who: Writer,
    provider: Provider,
    currency: Currency,
    stated: Annotated[AgreedFeeStated, Depends(JsonBody(AgreedFeeStated, _STATED))],
) -> Response:
    """New or changed; lines that are looked at from now on are held against it. Providers as in reports."""
    fee = AgreedFee(
        merchant_id=who.merchant,
        provider=provider,
        currency=currency,
        share_ppm=int(Decimal(stated.percent) * PPM),
        fixed=stated.fixed,
        tolerance=stated.tolerance,
    )
    with services.database.write() as session:
        agree_fee(_sitting(services, session, who), fee)
    return answer(_shown(fee))


@routes.delete(
    "/v1/agreed-fees/{provider}/{currency}",
    **operation(
        "end_agreed_fee",
        "End an agreed fee",
        Tag.SETTLEMENTS,
        {204: Returns(None, None, "Ended.")},
        ("not_found",),
    ),
)
def end_agreed_fee(services: ServicesOf, who: Writer, provider: Provider, currency: Currency) -> Response:
    """Cases that it led to stay."""
    with services.database.write() as session:
        end_fee(_sitting(services, session, who), provider, currency)
    return Response(status_code=204)


def _sitting(services: Services, session: WriteSession, who: Caller) -> Sitting:
    now = services.clock.now()
    return Sitting(session=session, site=services.site, merchant=who.merchant, now=now, actor=who.name)


def _shown(fee: AgreedFee) -> dict[str, object]:
    percent = f"{(Decimal(fee.share_ppm) / PPM).normalize():f}"
    return {
        "provider": fee.provider,
        "currency": fee.currency,
        "percent": percent,
        "fixed": fee.fixed,
        "tolerance": fee.tolerance,
    }
