"""The words of the form, from data/customer_page: one file a language, all in each; and which language counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import yaml

from engine.bundled import data_folder
from engine.errors import DataRejected
from engine.lexicon.wording import language_of
from engine.order.order import Order
from fulfillment.notify.texts import ENGLISH, LANGUAGES, SPOKEN

FOLDER = "customer_page"
DIRECTIONS: Mapping[str, str] = {"ar": "rtl", "fa": "rtl", "he": "rtl", "ur": "rtl"}


@dataclass(frozen=True, slots=True)
class Words:
    """One language. `says[…]` are texts, in which `{…}` are places; `papers` the names of documents."""

    code: str
    says: Mapping[str, str]
    papers: Mapping[str, str]

    @property
    def direction(self) -> str:
        """In which the language is written, as HTML has it."""
        return DIRECTIONS.get(self.code, "ltr")


@cache
def words_of(language: str) -> Words:
    """The words of one of our languages. Raises DataRejected when the file is not as it must be."""
    path = data_folder() / FOLDER / f"{language}.yaml"
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    match read:
        case {"words": dict(says), "papers": dict(papers)} if len(read) == 2:
            return Words(language, _texts(says), _texts(papers))
    raise DataRejected(str(path), "write `words` and `papers`")


@dataclass(frozen=True, slots=True)
class NumberWords:
    """A kind of number as the people who have one call it; `like` shows its form in zeros, or nothing."""

    named: str = ""
    like: str = ""


def number_words(kind: str) -> NumberWords:
    """Empty of a kind of which nothing is known."""
    return _numbers().get(kind, NumberWords())


@cache
def _numbers() -> Mapping[str, NumberWords]:
    path = data_folder() / FOLDER / "numbers.yaml"
    match yaml.safe_load(path.read_text(encoding="utf-8")):
        case dict(read):
            return {str(kind): NumberWords(**_texts(each)) for kind, each in read.items()}
    raise DataRejected(str(path), "write a mapping of kinds of numbers")


def language_for(order: Order | None, accepted: str, chosen: str = "") -> str:
    """What the customer chose, else their own language, else one that their browser asks for, else the destination's.

    `accepted` is the header Accept-Language (RFC 9110 section 12.5.4), read in its order.
    """
    customer = None if order is None else order.customer
    stated = "" if customer is None or customer.locale is None else customer.locale
    wanted = [chosen, stated, *accepted_languages(accepted)]
    found = next((each for each in map(language_of, wanted) if each in LANGUAGES), None)
    if found is not None:
        return found
    return ENGLISH if order is None else SPOKEN.get(order.shipping_address.country or "", ENGLISH)


def accepted_languages(header: str) -> Sequence[str]:
    """The languages of an Accept-Language header, as they stand in it; those with the quality 0 are left out."""
    parts = (part.strip().partition(";") for part in header[:200].split(","))
    return [name.strip() for name, _, quality in parts if quality.replace(" ", "") not in {"q=0", "q=0.0"}]


def _texts(found: Mapping[object, object]) -> Mapping[str, str]:
    return {str(name): str(text) for name, text in found.items()}
