"""The sentences of drafts, from data/inbox/drafts: one file a language, the same names in all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from types import MappingProxyType

import yaml

from engine.bundled import data_folder
from engine.errors import DataRejected
from engine.order.carrier_names import carrier_name
from engine.order.money import Money
from fulfillment.notify.amounts import amount_in
from fulfillment.notify.phrases import day_in
from fulfillment.notify.texts import ENGLISH, LANGUAGES

PLACE, CARRIER = "place", "carrier"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence by its name, with the values in it: texts, days, amounts."""

    name: str
    values: Mapping[str, object] = field(default_factory=dict)


def written(sentence: Sentence, language: str) -> str:
    """The sentence in one of our languages."""
    words = draft_words(language)
    values = {name: _value(name, value, language) for name, value in sentence.values.items()}
    return words[sentence.name].format_map({PLACE: "", **values})


def _value(name: str, value: object, language: str) -> str:
    if isinstance(value, datetime | date):
        return day_in(value, language)
    if isinstance(value, Money):
        return amount_in(value, language)
    text = str(value)
    if name == CARRIER:
        return carrier_name(text, language)
    return draft_words(language)[PLACE].format(place=text) if name == PLACE and text else text


@cache
def draft_words(language: str) -> Mapping[str, str]:
    """All sentences of a language. Raises DataRejected when the file is not as it must be, or lacks one that English
    has."""
    path = data_folder() / "inbox" / "drafts" / f"{language}.yaml"
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    if (
        language not in LANGUAGES
        or not isinstance(read, dict)
        or not all(isinstance(each, str) for each in read.values())
    ):
        raise DataRejected(str(path), "write a mapping of sentences")
    if language != ENGLISH and read.keys() != draft_words(ENGLISH).keys():
        differs = sorted(read.keys() ^ draft_words(ENGLISH).keys())
        raise DataRejected(str(path), f"the sentences differ from the English ones: {', '.join(differs)}")
    return MappingProxyType(read)
