"""The words of the packing slip, from data/slips: one file a language."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import yaml

from engine.bundled import data_folder
from engine.errors import DataRejected

ENGLISH = "en"
LANGUAGES = (ENGLISH, "zh", "de", "fr", "es", "ja")
NAMES = frozenset(
    {"title", "order", "parcel", "day", "greeting", "article", "sku", "quantity", "rest", "check", "packaging"}
)


def slip_words(language: str) -> Mapping[str, str]:
    """In the language asked for, or in English."""
    own = language.replace("_", "-").split("-")[0].lower()
    return all_words(own if own in LANGUAGES else ENGLISH)


@cache
def all_words(language: str) -> Mapping[str, str]:
    """Everything in one language. Raises DataRejected when the file is not as it must be."""
    path = data_folder() / "slips" / f"{language}.yaml"
    match yaml.safe_load(path.read_text(encoding="utf-8")):
        case dict() as read if set(read) == NAMES and all(isinstance(each, str) for each in read.values()):
            return MappingProxyType(read)
    raise DataRejected(str(path), f"write one text for each of: {', '.join(sorted(NAMES))}")
