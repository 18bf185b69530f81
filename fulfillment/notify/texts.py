"""The words of notices, from data/notices: one file a language, one subject and text a kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

from engine.bundled import data_folder
from engine.errors import DataRejected
from engine.order.order import Order

ENGLISH = "en"
LANGUAGES = (ENGLISH, "zh", "de", "fr", "es", "ja")
# Where the buyer's language is not known, that of the destination; English where none of ours is spoken.
SPOKEN = MappingProxyType(
    {
        **dict.fromkeys(("DE", "AT", "CH", "LI"), "de"),
        **dict.fromkeys(("FR", "BE", "LU", "MC", "SN", "CI"), "fr"),
        **dict.fromkeys(("ES", "MX", "AR", "CL", "CO", "PE", "EC", "UY", "CR", "GT", "DO", "BO", "PA"), "es"),
        **dict.fromkeys(("CN", "TW", "HK", "MO", "SG"), "zh"),
        "JP": "ja",
    }
)


@dataclass(frozen=True, slots=True)
class Words:
    """Of one kind in one language; `{…}` are places for values."""

    subject: str
    text: str


def language_of(order: Order) -> str:
    """The buyer's own language if we write it, else that of the destination, else English."""
    customer = order.customer
    stated = customer.locale if customer is not None and customer.locale is not None else ""
    own = stated.replace("_", "-").split("-")[0].lower()
    return own if own in LANGUAGES else SPOKEN.get(order.shipping_address.country or "", ENGLISH)


def words_of(kind: str, language: str) -> Words:
    """The words of a kind; English where a language lacks it. Raises KeyError for an unknown kind."""
    own = all_words(language)
    return own[kind] if kind in own else all_words(ENGLISH)[kind]


@cache
def all_words(language: str) -> Mapping[str, Words]:
    """Everything in one language. Raises DataRejected when the file is not as it must be."""
    path = data_folder() / "notices" / f"{language}.yaml"
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(read, dict):
        raise DataRejected(str(path), "write a mapping of kinds")
    return MappingProxyType({str(kind): _words(path, str(kind), entry) for kind, entry in read.items()})


def _words(path: Path, kind: str, entry: object) -> Words:
    match entry:
        case {"subject": str(subject), "text": str(text)} if len(entry) == 2:  # type: ignore[arg-type]
            return Words(subject, text)
    raise DataRejected(str(path), f"`{kind}` needs a subject and a text")
