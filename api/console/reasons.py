"""What reason codes mean, short enough for a tab or a cell: a text without its values still reads as one."""

import re
from collections.abc import Mapping

from api.console.visit import Visit
from api.console.wording import GLOSSARY, Texts, of_file

LONGEST = 44
NOT_KNOWN = "…"
# Facts, by the beginning of their names -> what stands in their place; what counts something is `several`.
STANDS_IN = {
    "ship_to.country": "destination",
    "ship_from.country": "origin",
    "ip.country": "elsewhere",
    "payment.card_country": "elsewhere",
    "line.title": "article",
    "line.sku": "article",
    "line.brand": "brand",
    "line.un_numbers": "article",
    "shipment.mode": "mode",
    "shipment.carrier": "carrier",
    "line.hs_code": "",
    "ship_to.postcode": "",
    "velocity.": "several",
    "aftersale.": "several",
    "link.": "several",
    "countries.distinct": "several",
    "payment.declined_attempts": "several",
}
SHARES = ("_pct", "_percent", "_permille")
_VALUE = "\x00"  # before what stands in a value's place
_PLACE = re.compile(r"\{([^}]*)\}")
_ENDS = re.compile(r"[.;。；]")
_ASIDE = re.compile(rf"\s*[(（][^()（）]*{_VALUE}[^()（）]*[)）]")
_LISTED = re.compile(rf"[:：][^:：]*{_VALUE}.*")
_HAN = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef…]"
_BETWEEN = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
_TWICE = re.compile(r"(\w\w)该\1|该(\w\w)\2")  # where the text names the thing beside its value


class Reasons:
    """The texts of the rule book in force, and what the console calls the reasons that come with it."""

    def __init__(self, texts: Mapping[str, str], names: Texts, language: str = "en") -> None:
        self._texts = texts
        self._names = names
        self._words = of_file(GLOSSARY, language)

    def short(self, code: str) -> str:
        """The name; else the first part of the text, with words in the place of its values; the code where the book has
        no text."""
        if code in self._names:
            return self._names[code]
        text = self._texts.get(code)
        if text is None:
            return code
        first = _ENDS.split(_PLACE.sub(lambda found: _VALUE + self._instead(found[1]), text))[0]
        plain = _LISTED.sub("", _ASIDE.sub("", first)).replace(_VALUE, "")
        told = _TWICE.sub(lambda found: f"该{found[1] or found[2]}", _BETWEEN.sub("", " ".join(plain.split())))
        whole = f"{told[:1].upper()}{told[1:]}"
        return whole if len(whole) <= LONGEST else f"{whole[: LONGEST - 1].rstrip()}…"

    def _instead(self, fact: str) -> str:
        if any(part in fact for part in SHARES):
            return NOT_KNOWN
        known = next((word for name, word in STANDS_IN.items() if fact.startswith(name)), NOT_KNOWN)
        return self._words.get(f"stand_in.{known}", known)


async def reasons_of(visit: Visit) -> Reasons:
    """As the API tells them in the reader's language."""
    told = await visit.api.get("/v1/reasons")
    texts = {str(each["reason"]): str(each["text"]) for each in told.rows}
    return Reasons(texts, of_file("reasons", visit.language), visit.language)
