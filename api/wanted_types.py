"""Whether types that an endpoint wants exist: a mistyped one would be sent nothing, and nobody would learn why."""

from collections.abc import Sequence
from difflib import get_close_matches

from api.event_types import EVENT_TYPES
from engine.desk.webhook_errors import EndpointRefused
from engine.webhooks.subscription import is_pattern, wants

FAMILIES = sorted({f"{each.partition('.')[0]}.*" for each in EVENT_TYPES})
MOST_SUGGESTED = 1


def check_types(types: Sequence[str] | None) -> None:
    """Raises EndpointRefused for the first one that means no event; what has another form is refused elsewhere."""
    for each in types or ():
        if is_pattern(each) and not any(wants([each], known) for known in EVENT_TYPES):
            raise EndpointRefused("types", f"name `{each}`, which no event is called; {_hint(each)}")


def _hint(wrong: str) -> str:
    near = get_close_matches(wrong, FAMILIES if wrong.endswith(".*") else list(EVENT_TYPES), MOST_SUGGESTED)
    return f"did you mean `{near[0]}`?" if near else "`GET /v1/event-types` lists all"
