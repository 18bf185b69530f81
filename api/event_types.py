"""All types of events: the desk's and those of an order's life. What is not in here is told by its name alone."""

from collections.abc import Mapping

from engine.desk.event_types import DESK_TYPES
from engine.webhooks.event_type import EventType
from fulfillment.aftersales.event_types import RETURN_TYPES
from fulfillment.carriers.event_types import CARRIER_TYPES
from fulfillment.claims.event_types import CLAIM_TYPES
from fulfillment.event_types import CASE_TYPES, CHANNEL_TYPES, LIFE_TYPES, NOTICE_TYPES, PARCEL_TYPES

EVENT_TYPES: Mapping[str, EventType] = {
    **DESK_TYPES,
    **LIFE_TYPES,
    **CHANNEL_TYPES,
    **CARRIER_TYPES,
    **CASE_TYPES,
    **CLAIM_TYPES,
    **RETURN_TYPES,
    **NOTICE_TYPES,
    **PARCEL_TYPES,
}
