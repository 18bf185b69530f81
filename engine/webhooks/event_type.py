"""What a type of events is: its name, what its payload holds, where the whole thing is read, and an example."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Json = dict[str, object]

CODE = r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One type.

    Args:
        name: such as `decision.created`.
        summary: one sentence for people.
        fields: what the payload's `data` may hold beside what all have; name -> JSON Schema of a plain value.
        example: values of these fields.
        status: the field that says how it stands now, and `previous` the one that says how it stood.
        link: path of the whole thing, with names of fields in braces; empty where there is none.
        about_order: whether it is about one order.
    """

    name: str
    summary: str
    fields: Mapping[str, Json] = field(default_factory=dict)
    example: Mapping[str, object] = field(default_factory=dict)
    status: str = ""
    previous: str = ""
    link: str = ""
    about_order: bool = True


def text(description: str, *, words: Sequence[str] = (), pattern: str = CODE) -> Json:
    """A code. Free text does not fit it, and so never leaves: it might name somebody."""
    made: Json = {"type": "string", "description": description}
    return made | ({"enum": list(words)} if words else {"pattern": pattern, "maxLength": 128})


def number(description: str) -> Json:
    """A whole number."""
    return {"type": "integer", "description": description}


def flag(description: str) -> Json:
    """Yes or no."""
    return {"type": "boolean", "description": description}


def codes(description: str) -> Json:
    """Several codes."""
    item: Json = {"type": "string", "pattern": CODE, "maxLength": 128}
    return {"type": "array", "items": item, "maxItems": 100, "description": description}


def counts(description: str) -> Json:
    """Whole numbers by code."""
    names: Json = {"pattern": CODE, "maxLength": 128}
    item: Json = {"type": "integer"}
    made: Json = {"type": "object", "propertyNames": names, "additionalProperties": item, "maxProperties": 100}
    return made | {"description": description}


def fits(value: object, schema: Mapping[str, object]) -> bool:
    """Whether a value is what a schema of these says."""
    match schema["type"]:
        case "integer":
            return type(value) is int
        case "boolean":
            return type(value) is bool
        case "array":
            item = schema["items"]
            return isinstance(value, list) and isinstance(item, dict) and all(fits(each, item) for each in value)
        case "object":
            return isinstance(value, dict) and all(_is_count(name, count) for name, count in value.items())
        case _:
            return isinstance(value, str) and _is_word(value, schema)


def _is_count(name: object, count: object) -> bool:
    return isinstance(name, str) and re.fullmatch(CODE, name) is not None and type(count) is int


def _is_word(value: str, schema: Mapping[str, object]) -> bool:
    words = schema.get("enum")
    if isinstance(words, list):
        return value in words
    return re.fullmatch(str(schema["pattern"]), value) is not None
