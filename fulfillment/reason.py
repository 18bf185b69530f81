"""Why an order may not go on, as the people at a station read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason of the decision that counts, or of a hold that is open: the rule, its code, and what it says.

    `texts`: language (`en`, `zh`) -> what staff read. A hold placed by hand has no rule, and names who placed it.
    """

    rule: str
    code: str
    verdict: str
    texts: Mapping[str, str] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """In this language, else in English, else the code."""
        return self.texts.get(language) or self.texts.get("en") or self.code


def kept_by(reason: Reason, language: str) -> str:
    """One line for a screen: `RULE CODE: text`, without what there is not."""
    named = " ".join(dict.fromkeys(each for each in (reason.rule, reason.code) if each))
    said = reason.text(language)
    return said if said == named else f"{named}: {said}"
