"""The types of events that the desk writes into the feed, with what a webhook may tell of each.

A new type of events belongs in here, or receivers are told no more than that it happened. People's names, notes and
other free text have no place: they do not fit a code, and what does not fit is left out.
"""

from collections.abc import Mapping

from engine.desk.event_types.orders import ORDER_TYPES
from engine.desk.event_types.rule_books import RULE_TYPES
from engine.desk.event_types.surroundings import SURROUNDING_TYPES
from engine.webhooks.event_type import EventType

__all__ = ["DESK_TYPES"]

DESK_TYPES: Mapping[str, EventType] = {each.name: each for each in (*ORDER_TYPES, *RULE_TYPES, *SURROUNDING_TYPES)}
