"""Frozen dataclasses as JSON and back: strict, so that a field too many, too few or of another type is told by name."""

import json
import math
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Union, get_args, get_origin, get_type_hints

from engine.training.refusals import CardRefused

Json = object


def plain(value: object) -> Json:
    """What `json` can write. Raises ValueError for a number that is not finite: JSON has none."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{value} cannot be written")
    return value


def text_of(value: object) -> str:
    """The same bytes for the same value; a number comes back as it was."""
    return json.dumps(plain(value), ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"


def read(text: str | bytes, wanted: type) -> object:
    """A dataclass of the type from JSON. Raises CardRefused with the place of the first thing that is wrong."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CardRefused("/", "no JSON") from error
    return _value(found, wanted, "")


def _value(found: Json, wanted: object, where: str) -> object:
    origin, args = get_origin(wanted), get_args(wanted)
    if origin in (Union, types.UnionType):
        if found is None and type(None) in args:
            return None
        return _value(found, next(each for each in args if each is not type(None)), where)
    if origin is tuple:
        items = _list(found, where)
        return tuple(_value(each, args[0], f"{where}/{number}") for number, each in enumerate(items))
    if origin is Mapping:
        return {name: _value(each, args[1], f"{where}/{name}") for name, each in _object(found, where).items()}
    if isinstance(wanted, type) and is_dataclass(wanted):
        return _record(_object(found, where), wanted, where)
    return _scalar(found, wanted, where)


def _record(found: Mapping[str, Json], wanted: type, where: str) -> object:
    hints = get_type_hints(wanted)
    own = {each.name: each for each in fields(wanted)}
    for name in found.keys() - own.keys():
        raise CardRefused(f"{where}/{name}", "there is no such field")
    missing = [name for name, each in own.items() if name not in found and each.default is MISSING]
    if missing:
        raise CardRefused(f"{where}/{missing[0]}", "is missing")
    return wanted(**{name: _value(each, hints[name], f"{where}/{name}") for name, each in found.items()})


def _scalar(found: Json, wanted: object, where: str) -> object:
    if wanted is float and isinstance(found, int | float) and not isinstance(found, bool):
        if not math.isfinite(found):
            raise CardRefused(where, "is not finite")
        return float(found)
    if type(found) is not wanted:
        raise CardRefused(where, f"is no {getattr(wanted, '__name__', wanted)}")
    return found


def _object(found: Json, where: str) -> Mapping[str, Json]:
    if not isinstance(found, dict):
        raise CardRefused(where or "/", "is no object")
    return found


def _list(found: Json, where: str) -> list[Json]:
    if not isinstance(found, list):
        raise CardRefused(where, "is no list")
    return found
