"""The words of a connection to Amazon, and of Amazon's answers.

Credentials (`Account.secrets`): `client_id` and `client_secret` of the application, `refresh_token` of the seller's
authorisation. Settings: `marketplaces`, identifiers behind commas; `seller_id`; `orders_api`, `2026-01-01` or `v0`;
`personal_data`, `no` for an application without the roles for it; `token_url`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType

from fulfillment.channels.credentials import credential
from fulfillment.channels.errors import ConnectionRefused
from fulfillment.channels.protocol import Account

TOKEN_URL = "https://api.amazon.com/auth/o2/token"  # noqa: S105 - an address
# Amazon, SP-API changelog, "Introducing the Orders API v2026-01-01" (January 2026): until when v0 lists orders.
V0_ENDS = datetime(2027, 3, 27, tzinfo=UTC)


class OrdersApi(StrEnum):
    """Which interface tells of orders."""

    V2026 = "2026-01-01"
    V0 = "v0"


@dataclass(frozen=True, slots=True)
class Terms:
    """The settings of a connection, read."""

    marketplaces: tuple[str, ...]
    seller_id: str
    orders_api: OrdersApi
    personal_data: bool
    token_url: str


def terms_of(account: Account, now: datetime) -> Terms:
    """Raises ConnectionRefused, naming the setting, and CredentialMissing."""
    settings = account.settings
    for name in ("client_id", "client_secret", "refresh_token"):
        credential(account, name)
    marketplaces = tuple(part.strip() for part in settings.get("marketplaces", "").split(",") if part.strip())
    if not marketplaces:
        raise ConnectionRefused("marketplaces", "names none; write their identifiers, such as `A1PA6795UKMFR9`")
    return Terms(
        marketplaces=marketplaces,
        seller_id=settings.get("seller_id", ""),
        orders_api=_orders_api(settings, now),
        personal_data=settings.get("personal_data", "yes") != "no",
        token_url=settings.get("token_url", TOKEN_URL),
    )


def _orders_api(settings: Mapping[str, str], now: datetime) -> OrdersApi:
    named = settings.get("orders_api", OrdersApi.V2026)
    if named not in tuple(OrdersApi):
        raise ConnectionRefused("orders_api", f"is not known; write one of {', '.join(OrdersApi)}")
    if named == OrdersApi.V0 and now >= V0_ENDS:
        raise ConnectionRefused("orders_api", f"ended on {V0_ENDS:%Y-%m-%d}; write `{OrdersApi.V2026}`")
    return OrdersApi(named)


# How long a text to the buyer may be, by the action it belongs to (Amazon, selling-partner-api-models, messaging.json,
# 2026); actions that take no text are left out, since we send nothing else.
MESSAGES: Mapping[str, int] = MappingProxyType(
    {
        "confirmCustomizationDetails": 800,
        "confirmDeliveryDetails": 2000,
        "confirmOrderDetails": 2000,
        "confirmServiceDetails": 2000,
        "digitalAccessKey": 400,
        "unexpectedProblem": 2000,
    }
)

# Amazon, Selling Partner API XML schemas, OrderAcknowledgement.xsd and OrderAdjustment.xsd: a feed with another word
# fails as a whole, hours later, so that it is better told at once.
CANCEL_REASONS = frozenset(
    {
        "BuyerCanceled", "CarrierCoverageFailure", "CarrierCreditDecision", "CustomerExchange", "CustomerReturn",
        "GeneralAdjustment", "MerchandiseNotReceived", "NoInventory", "RiskAssessmentInformationNotValid",
        "ShippingAddressUndeliverable",
    }
)  # fmt: skip
REFUND_REASONS = frozenset(
    {
        "Abandoned", "CarrierCoverageFailure", "CarrierCreditDecision", "CouldNotShip", "CustomerAddressIncorrect",
        "CustomerCancel", "CustomerReturn", "DifferentItem", "Exchange", "GeneralAdjustment", "NoInventory", "Other",
        "PriceError", "ProductOutofStock", "RefusedDelivery", "RiskAssessmentInformationNotValid",
        "TransactionRecord", "Undeliverable",
    }
)  # fmt: skip
