"""What reason codes mean, short enough for a tab or a cell."""

import re
from collections.abc import Mapping

from api.console.visit import Visit
from api.console.wording import Texts, of_file

LONGEST = 44
NOT_KNOWN = "…"
_ASIDE = re.compile(r"[:：]?\s*[(（]\{[^}]*\}[^(（)）{}]{0,8}[)）]|[:：]\s*\{[^}]*\}")
_COUNTED = re.compile(r"\{[^}]*\|([^}|]*)\}")  # words by number, of which those for many do
_PLACE = re.compile(r"\{[^}]*\}")
_ENDS = re.compile(r"[.;。；]")


class Reasons:
    """The texts of the rule book in force, and what the console calls the reasons that come with it."""

    def __init__(self, texts: Mapping[str, str], names: Texts) -> None:
        self._texts = texts
        self._names = names

    def short(self, code: str) -> str:
        """The name; of a merchant's own reason the first part of its text, without its values; the code where the book
        has no text."""
        if code in self._names:
            return self._names[code]
        text = self._texts.get(code)
        if text is None:
            return code
        first = " ".join(
            _ENDS.split(
                _PLACE.sub(
                    NOT_KNOWN, _ASIDE.sub("", _COUNTED.sub(lambda found: found[1].replace("#", NOT_KNOWN), text))
                )
            )[0].split()
        )
        return first if len(first) <= LONGEST else f"{first[: LONGEST - 1].rstrip()}…"


async def reasons_of(visit: Visit) -> Reasons:
    """As the API tells them in the reader's language."""
    told = await visit.api.get("/v1/reasons")
    return Reasons({str(each["reason"]): str(each["text"]) for each in told.rows}, of_file("reasons", visit.language))
